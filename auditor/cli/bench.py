"""``auditor bench``: the measurements, the same that CI runs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from auditor.cli.packs import rule_folders
from auditor.errors import UsageError

_FOLDER = click.Path(path_type=Path)
_CUAD = click.option(
    "--cuad", required=True, type=_FOLDER, metavar="DIR", help="Folder of CUAD v1, unpacked."
)
_LIMIT = click.option("--limit", type=int, metavar="N", help="No more contracts than this.")


@click.group("bench", no_args_is_help=True)
def command() -> None:
    """Measure accuracy and speed.

    \b
      auditor bench accuracy --cuad CUAD_v1 -o now.json --against before.json
      auditor bench speed contracts/
      auditor bench rules
    """


@command.command("accuracy")
@_CUAD
@click.option("--pdf", is_flag=True, help="Read the PDFs instead of the texts.")
@click.option("--folds", default="1,2,3,4", metavar="N,N", help="Folds to score; 0 is set aside.")
@click.option(
    "--ready",
    is_flag=True,
    help="Take the reader that comes with the rules, which has learned from these contracts: for "
    "gains and losses (--against) only.",
)
@_LIMIT
@click.option("--against", type=_FOLDER, metavar="FILE", help="Compare with a run kept by -o.")
@click.option("-o", "--output", type=_FOLDER, metavar="FILE", help="Keep the run, as JSON.")
@click.option(
    "--html", "page", type=_FOLDER, metavar="FILE", help="Write misses and false alarms, to read."
)
def accuracy(
    *,
    cuad: Path,
    pdf: bool,
    folds: str,
    ready: bool,
    limit: int | None,
    against: Path | None,
    output: Path | None,
    page: Path | None,
) -> None:
    """Score findings against CUAD's labels: clause yes/no, presence, span."""
    from auditor.bench import accuracy as bench
    from auditor.bench import accuracy_report as report

    if against and not against.is_file():  # said before the long run, not after
        raise UsageError(f"--against {against}: no such file; give one kept by -o")
    result = bench.run(cuad, folds=_numbers(folds), limit=limit, pdf=pdf, ready=ready, say=_say)
    click.echo(report.render(result))
    if against:
        click.echo(report.compare(result, against))
    if output:
        _write(output, json.dumps(report.to_json(result)) + "\n")
    if page:
        report.write_page(result, page)


@command.command("labelled")
@click.argument("folder", type=_FOLDER, metavar="DIR")
def labelled(folder: Path) -> None:
    """Score findings against contracts that were read and labelled whole."""
    from auditor.bench import labelled as bench

    click.echo(bench.render(bench.run(folder)))


@command.command("reading")
@_CUAD
@_LIMIT
def reading(cuad: Path, limit: int | None) -> None:
    """How much of a PDF's text is read, and at what cost, against bare pdfium."""
    from auditor.bench import reading as bench

    click.echo(bench.render(bench.run(cuad, limit=limit)))


@command.command("train")
@_CUAD
@click.option(
    "-o", "--output", type=_FOLDER, metavar="FILE", help="Write the weights (such as cuad.npz)."
)
@click.option("--held-out", type=int, metavar="FOLD", help="A fold that is not looked at.")
def train(cuad: Path, output: Path | None, held_out: int | None) -> None:
    """Learn the second reader's weights again from labelled clauses."""
    from auditor.bench import train as bench
    from auditor.bench import train_report as report

    trained = bench.run(cuad, held_out=held_out, say=_say)
    click.echo(report.render(trained))
    if output:
        bench.save(trained.arrays, output)


@command.command("sentences")
@click.argument("path", type=_FOLDER, metavar="PATH")
@click.option("--types", "by_type", is_flag=True, help="A line per type, not per family.")
@click.option("--show", is_flag=True, help="Print the sentences that went wrong.")
def sentences(path: Path, *, by_type: bool, show: bool) -> None:
    """Sentences written for a type, each audited alone: how many are found, how many mistaken.

    PATH is a folder of text files: "## type", then a line each, "+ " the clause, "- " what only
    looks like it.
    """
    from auditor.bench import sentences as bench

    click.echo(bench.render(bench.run(path), by_type=by_type, show=show))


@command.command("train-classifier")
@_CUAD
@click.option(
    "--ordinary",
    "others",
    multiple=True,
    type=_FOLDER,
    metavar="DIR",
    help="A folder of further contracts; their sentences count as ordinary ones. May be repeated.",
)
@click.option(
    "-o", "--output", type=_FOLDER, metavar="FILE", help="Write the weights (such as types.npz)."
)
@click.option("--held-out", type=int, metavar="FOLD", help="A fold that is not looked at.")
def train_classifier(
    cuad: Path, others: tuple[Path, ...], output: Path | None, held_out: int | None
) -> None:
    """Learn the sentence classifier again, from the pack's written sentences and its verdicts.

    The contracts give it the sentences that the verdicts are on, and ordinary ones to tell clauses
    from; CUAD's labels are not used.
    """
    from auditor.bench import train as files
    from auditor.bench import train_types as bench

    arrays, told = bench.run(cuad, others, held_out=held_out, say=_say)
    click.echo(bench.render(told))
    if output:
        files.save(arrays, output)


@command.command("speed")
@click.argument("path", type=_FOLDER, metavar="PATH")
@click.option("-j", "--jobs", default=2, metavar="N", help="Worker processes (default: 2).")
@click.option("--rounds", default=3, metavar="N", help="Rounds of each stage (default: 3).")
@_LIMIT
@click.option(
    "--documents", default="50,100,200,400", metavar="N,N", help="Numbers of documents to grow to."
)
@click.option(
    "--pages", default="10,100,1000", metavar="N,N", help="Lengths of one contract to grow to."
)
def speed(
    *, path: Path, jobs: int, rounds: int, limit: int | None, documents: str, pages: str
) -> None:
    """Pages and megabytes a second, memory, growth, cold start, against bare extraction.

    PATH is a folder of PDFs.
    """
    from auditor.bench import speed as bench
    from auditor.bench import speed_report as report

    result = bench.run(
        path,
        jobs=jobs,
        rounds=rounds,
        limit=limit,
        documents=_numbers(documents),
        pages=_numbers(pages),
        say=_say,
    )
    click.echo(report.render(result))


@command.command("rules")
@click.argument("path", type=_FOLDER, required=False, metavar="[PATH]")
@click.option("--rules", "folders", multiple=True, metavar="DIR", help="Further rules.")
def rules(path: Path | None, folders: tuple[str, ...]) -> None:
    """Examples found and missed, and the time each rule takes, the dearest first.

    PATH is a folder of contracts to time the rules on (default: their own examples).
    """
    from auditor.bench import rules as bench

    click.echo(bench.render(bench.run(path, rules=tuple(rule_folders(folders)), say=_say)))


def _numbers(words: str) -> tuple[int, ...]:
    """Whole numbers with commas between them; none for no words."""
    try:
        return tuple(int(word) for word in words.split(",")) if words else ()
    except ValueError:
        raise UsageError(f"{words!r} is not whole numbers with commas between them") from None


def _say(line: str) -> None:
    click.echo(line, err=True)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None

"""``auditor rules``: for people who read, write and test rules."""

from __future__ import annotations

import json
from pathlib import Path

import click

from auditor.cli.packs import complete_type, find, load, own_types, rule_folders
from auditor.errors import UsageError
from auditor.run.catalogue import known_types
from auditor.run.messages import plural

_FOLDERS = click.option("--rules", "folders", multiple=True, metavar="DIR", help="Further rules.")


@click.group("rules", no_args_is_help=True)
def command() -> None:
    """List, show, test, check and begin rules.

    \b
      auditor rules list --family exc
      auditor rules new exc-data-partner --dir our-rules
      auditor rules test our-rules       try every example of every rule in it
      auditor rules lint our-rules       find what the schema cannot see
      auditor check msa.docx --rules our-rules
    """


@command.command("list")
@_FOLDERS
@click.option("--family", metavar="FAMILY", help="One family only.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_rules(folders: tuple[str, ...], family: str | None, as_json: bool) -> None:
    """List clause types: id, default bands for buyer and vendor, title."""
    pack = load(folders)
    if family and family not in pack.families:
        raise UsageError(f"no family {family!r}; families: {', '.join(sorted(pack.families))}")
    rules = [rule for rule in pack.rules.values() if family in (None, rule.family)]
    if as_json:
        rows = [
            {"id": r.id, "family": r.family, "title": r.title, "kind": r.kind, "mode": r.mode,
             "buyer": r.severity.buyer.value, "vendor": r.severity.vendor.value}
            for r in rules
        ]  # fmt: skip
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for name in dict.fromkeys(rule.family for rule in rules):
        title = pack.families[name].name if name in pack.families else name
        click.echo(f"{name}  {title}")
        for rule in rules:
            if rule.family == name:
                bands = f"{rule.severity.buyer.value}/{rule.severity.vendor.value}"
                click.echo(f"  {rule.id:<30} {bands:<17} {rule.title}")


@command.command("show")
@click.argument("type_", metavar="TYPE", shell_complete=complete_type)
@_FOLDERS
def show(type_: str, folders: tuple[str, ...]) -> None:
    """Print a rule as it is written, and where it lies."""
    pack = load(folders)
    path = pack.sources[find(pack, type_).id]
    click.echo(f"# {path}")
    click.echo(path.read_text(encoding="utf-8"), nl=False)


@command.command("test")
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="These types only.")
@click.option("--verbose", "-v", is_flag=True, help="Show known misses as well.")
def test(folder: str | None, types: tuple[str, ...], verbose: bool) -> int:
    """Try every example of every rule; exit 1 when one breaks its promise.

    DIR is a folder of further rules; its own are tried. Without it all rules in force are.
    """
    from auditor.engine.testing import run_examples

    pack = load((folder,) if folder else ())
    only = [find(pack, name).id for name in types]
    if folder and not only:
        only = own_types(pack, [Path(folder)])
    report = run_examples(pack, only=only)
    for outcome in report.failures:
        click.echo(f"{outcome.rule}: {outcome.expectation}: {outcome.problem}")
        click.echo(f"    {_one_line(outcome.example.text)}")
    todo = [o for o in report.outcomes if o.expectation.startswith("todo")]
    for outcome in todo if verbose else report.mended:
        state = "passes now, promote it" if outcome.ok else "known miss"
        click.echo(f"{outcome.rule}: {outcome.expectation}: {state}")
        click.echo(f"    {_one_line(outcome.example.text)}")
    examples = plural(len(report.outcomes) - len(todo), "example")
    click.echo(
        f"{examples} of {plural(len({o.rule for o in report.outcomes}), 'rule')}:"
        f" {len(report.failures)} failed; {len(todo)} known misses,"
        f" {len(report.mended)} of them pass now"
    )
    return 1 if report.failures else 0


@command.command("lint")
@click.argument("folder", required=False, metavar="[DIR]")
def lint_rules(folder: str | None) -> int:
    """Check rules for what the schema cannot see; exit 1 when there is an error.

    DIR is a folder of further rules; its own are checked. Without it all rules in force are.
    Warnings are worth a look and do not fail the check.
    """
    from auditor.engine.lint import lint

    pack = load((folder,) if folder else ())
    only = own_types(pack, [Path(folder)]) if folder else list(pack.rules)
    problems = lint(pack, only=only)
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = plural(len(problems) - errors, "warning")
    click.echo(f"{plural(len(only), 'rule')}: {plural(errors, 'error')}, {warnings}")
    return 1 if errors else 0


@command.command("new")
@click.argument("type_", metavar="TYPE")
@click.option("--dir", "folder", metavar="DIR", help="The pack's folder (default: our-rules).")
def new(type_: str, folder: str | None) -> None:
    """Begin a rule: a file with every part in it, to be written over.

    TYPE is FAMILY-NAME in small letters, such as exc-data-partner.
    """
    family, _, rest = type_.partition("-")
    if not (family.isalpha() and family.islower() and len(family) == 3 and rest):
        raise UsageError(f"{type_!r} is no rule id; say FAMILY-NAME, such as exc-data-partner")
    folders = rule_folders(())
    root = Path(folder) if folder else (folders[0] if folders else Path("our-rules"))
    path = root / family / f"{type_}.yaml"
    if path.exists() or type_ in known_types():
        raise UsageError(f"there is a rule {type_} already; see: auditor rules show {type_}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_TEMPLATE.replace("TYPE", type_), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
    click.echo(f"{path}: write it, then: auditor rules test {root}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


_TEMPLATE = """\
id: TYPE
title: Exclusive data partnership
kind: risk # or protection
mode: presence # or attribute, absence, structural
definition: >-
  What the clause does, in one sentence.
bears: customer # who loses freedom: customer, vendor or either
severity:
  buyer: high # critical, high, medium, low or info
  vendor: low
why: >-
  Why it matters, in one or two sentences for a reader who is no specialist.
question: What should the reviewer ask the other side?
playbook:
  accept: When it is acceptable.
  negotiate: What to negotiate.
  reject: When to walk away.
  fallback: Wording to propose instead.
patterns:
- id: partner
  find: # one of these lines must match within a sentence; (a|b) are alternatives, .. a short gap
  - (sole|only|exclusive) .. data partner
examples:
  must_flag:
  - The Provider shall be the Customer's exclusive data partner.
  - The Provider is appointed as the sole data partner of the Customer.
  - The Customer shall engage the Provider as its only data partner.
  must_pass: # near misses
  - The Provider is one of several data partners of the Customer.
  - The Provider is not the Customer's only data processor.
  - The Customer may appoint other partners for data.
"""

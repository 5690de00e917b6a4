"""Writes the pages that are made from the program itself: docs/cli.md, docs/json.md, docs/rules/.

python docs/build.py            write them
python docs/build.py --check    exit 1 and name the pages that are out of date
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from auditor.cli.main import COMMANDS, program  # noqa: E402
from auditor.engine import Pack, load_pack  # noqa: E402
from auditor.engine.rules import Family, Rule  # noqa: E402
from auditor.resources import rules_dir  # noqa: E402

WIDTH = 88
EXAMPLES = 5
MADE = "<!-- Made by docs/build.py; do not edit. -->\n\n"
ORDER = ("exc", "pri", "mfn", "agi", "com", "tec", "sov", "uni", "cap", "ant", "pro")
BEARS = {
    "customer": "the customer",
    "vendor": "the vendor",
    "either": "either party",
    "third_party": "a third party",
    "unknown": "whoever the words name",
}
FITS = {
    "direct": "the same",
    "partial": "overlaps",
    "absence": "this type is its absence",
    "mitigator": "softens it",
}
MODES = {
    "presence": "the words are there",
    "attribute": "makes another finding worse",
    "absence": "the words are missing",
    "structural": "two provisions compared",
}


def pages() -> dict[Path, str]:
    """Every generated page, by path."""
    pack = load_pack()
    found = {DOCS / "cli.md": cli(), DOCS / "json.md": json_page()}
    found[DOCS / "rules" / "README.md"] = index(pack)
    for rule in pack.rules.values():
        found[DOCS / "rules" / f"{rule.id}.md"] = MADE + "\n".join(rule_page(pack, rule)) + "\n"
    return found


def cli() -> str:
    """The help of every command, as the terminal shows it."""
    group = program()
    text = MADE + "# The command line\n\n" + _help(group, "auditor")
    for name in COMMANDS:
        command = group.get_command(click.Context(group, info_name="auditor"), name)
        assert command is not None
        text += f"## auditor {name}\n\n" + _help(command, f"auditor {name}")
        # The benchmarks' options are their functions' arguments: accuracy.md shows their use.
        if isinstance(command, click.Group) and name != "bench":
            context = click.Context(command, info_name=f"auditor {name}")
            for sub in command.list_commands(context):
                inner = command.get_command(context, sub)
                assert inner is not None
                text += f"### auditor {name} {sub}\n\n" + _help(inner, f"auditor {name} {sub}")
    return text.rstrip() + "\n"


def _help(command: click.Command, name: str) -> str:
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )  # fmt: skip
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    return "```text\n" + "\n".join(lines) + "\n```\n\n"


def index(pack: Pack) -> str:
    """All clause types by family."""
    text = MADE + "# Clause types\n\n"
    text += (
        f"{len(pack.rules)} types in {len(_families(pack))} families. The bands are where a"
        " finding starts, for the buyer and for the vendor, before"
        " [what raises and lowers it](../ratings.md).\n"
    )
    for family in _families(pack):
        text += f"\n## {family.name} (`{family.id}`)\n\n"
        if family.about:
            text += " ".join(family.about.split()) + "\n\n"
        text += "| type | buyer | vendor | what it is |\n|---|---|---|---|\n"
        for rule in pack.rules.values():
            if rule.family == family.id:
                bands = f"{rule.severity.buyer.value} | {rule.severity.vendor.value}"
                text += f"| [{rule.id}]({rule.id}.md) | {bands} | {_cell(rule.title)} |\n"
    return text


def _families(pack: Pack) -> list[Family]:
    known = [pack.families[name] for name in ORDER if name in pack.families]
    return known + [family for name, family in pack.families.items() if name not in ORDER]


def rule_page(pack: Pack, rule: Rule) -> Iterator[str]:
    """One clause type for a reader who has it in front of them."""
    family = pack.families[rule.family]
    yield f"# {rule.title}\n"
    yield f"`{rule.id}` · [{family.name}](README.md)\n"
    yield f"{_line(rule.definition)}\n"
    yield "| | |\n|---|---|"
    yield f"| kind | {rule.kind}: {MODES[rule.mode]} |"
    yield f"| normally borne by | {BEARS[rule.bears]} |"
    bands = f"{rule.severity.buyer.value} for the buyer, {rule.severity.vendor.value}"
    yield f"| starts at | {bands} for the vendor |"
    if rule.cuad:
        fits = ", ".join(f"{fit.category} ({FITS[fit.fit]})" for fit in rule.cuad)
        yield f"| CUAD category | {fits} |"
    if rule.parameters:
        yield f"| looked for | {', '.join(f'`{name}`' for name in rule.parameters)} |"
    yield f"| written in | [{rule.id}.yaml]({_source(pack, rule)}) |\n"
    yield f"**Why it matters.** {_line(rule.why)}\n"
    yield from _bullets("Worse when", rule.raises)
    yield from _bullets("Better when", rule.lowers)
    if rule.lowered_by:
        yield f"**What would lower it.** {_line(rule.lowered_by)}\n"
    if rule.question:
        yield f"**Ask.** {_line(rule.question)}\n"
    yield from _positions(rule)
    yield from _wording(rule)
    cited = [entry for entry in family.authorities if entry.id in rule.authorities]
    yield from _bullets(
        "Authorities", [f"{_line(a.ref)} ({_line(a.status)}). {_line(a.why)}" for a in cited]
    )


def _source(pack: Pack, rule: Rule) -> str:
    return "../../rules/" + pack.sources[rule.id].relative_to(rules_dir()).as_posix()


def _bullets(heading: str, lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    if lines:
        yield f"## {heading}\n"
        yield from (f"- {_line(line)}" for line in lines)
        yield ""


def _positions(rule: Rule) -> Iterator[str]:
    book = rule.playbook
    given = [("Accept", book.accept), ("Negotiate", book.negotiate), ("Reject", book.reject)]
    if any(words for _, words in given) or book.fallback:
        yield "## Positions\n"
        yield from (f"- {_position(name, _line(words))}" for name, words in given if words)
        if book.fallback:
            yield f"\nWording to ask for instead:\n\n> {_line(book.fallback)}"
        yield ""


def _position(name: str, words: str) -> str:
    """ "**Accept** for a pilot": the name once, where the words begin with it."""
    if words.startswith(name + " "):
        return f"**{name}**{words.removeprefix(name)}"
    return f"**{name}.** {words}"


def _wording(rule: Rule) -> Iterator[str]:
    """The first examples; all of them stand in the rule's own file."""
    yield from _bullets(
        "Wording it finds", [f"“{e.text}”" for e in rule.examples.must_flag[:EXAMPLES]]
    )
    near = rule.examples.must_pass[:EXAMPLES]
    yield from _bullets(
        "Wording it leaves alone",
        [f"“{e.text}”" + (f" ({e.why})" if e.why else "") for e in near],
    )
    known = (*rule.examples.todo_flag, *rule.examples.todo_pass)
    yield from _bullets("Known to go wrong", [f"“{e.text}”" for e in known])


def json_page() -> str:
    """The keys of the JSON report, from its schema."""
    path = DOCS.parent / "auditor" / "report" / "schema" / "audit.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    text = MADE + "# The JSON report\n\n" + schema["description"] + "\n\n"
    text += (
        "`auditor scan PATH -o report.json` writes one object; `-o report.jsonl` one line a"
        " document, as each is done. The schema is [audit.schema.json]"
        "(../auditor/report/schema/audit.schema.json), and every report is tested against it.\n"
    )
    text += "\n## The report\n\n" + _keys(schema)
    for name, part in schema["$defs"].items():
        if "properties" in part:
            text += f"\n## {name}\n\n" + _keys(part)
        elif "enum" in part:
            text += f"\n## {name}\n\n" + ", ".join(f"`{value}`" for value in part["enum"]) + "\n"
    return text


def _keys(part: Mapping[str, Any]) -> str:
    rows = [
        f"| `{key}` | {_kind(value)} | {_cell(value.get('description', ''))} |"
        for key, value in part["properties"].items()
    ]
    return "| key | value | |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _kind(value: Mapping[str, Any]) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if "anyOf" in value:
        return " or ".join(_kind(one) for one in value["anyOf"])
    if value.get("type") == "array":
        return "list of " + _kind(value["items"])
    if value.get("type") == "object":
        inner = value.get("additionalProperties")
        if isinstance(inner, dict):
            return "name → " + _kind(inner)
        keys = value.get("properties")
        return "object with " + ", ".join(f"`{key}`" for key in keys) if keys else "object"
    kind = value.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _line(text: str) -> str:
    """One line of Markdown that shows the words as they are."""
    return " ".join(text.split()).replace("<", "&lt;").replace("*", r"\*").replace("_", r"\_")


def _cell(text: str) -> str:
    return _line(text).replace("|", r"\|")


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    wanted = pages()
    extra = set((DOCS / "rules").glob("*.md")) - set(wanted)
    stale = [
        path
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if arguments == ["--check"]:
        for path in sorted({*stale, *extra}):
            sys.stdout.write(f"{path.relative_to(DOCS.parent)} is out of date\n")
        if stale or extra:
            sys.stdout.write("say: python docs/build.py\n")
        return 1 if stale or extra else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    for path in extra:
        path.unlink()
    sys.stdout.write(f"{len(wanted)} pages, {len(stale)} written, {len(extra)} removed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

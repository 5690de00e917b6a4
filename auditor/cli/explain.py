"""``auditor explain``: a clause type in plain words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from auditor.cli.packs import complete_type, find, load

if TYPE_CHECKING:
    from auditor.engine import Pack
    from auditor.engine.rules import Rule

_WIDTH = 92
_EXAMPLES = 3
_ROLES = {"customer": "the customer", "vendor": "the vendor", "either": "either party"}


@click.command("explain")
@click.argument("type_", metavar="TYPE", shell_complete=complete_type)
@click.option("--rules", multiple=True, metavar="DIR", help="A folder of further rules.")
def command(type_: str, rules: tuple[str, ...]) -> None:
    """Say what a clause type is, why it matters, and what to ask for.

    TYPE is a clause type (mfn-price) or a family (mfn).
    """
    pack = load(rules)
    lines = (
        family_lines(pack, type_) if type_ in pack.families else lines_of(pack, find(pack, type_))
    )
    click.echo("\n".join(lines))


def family_lines(pack: Pack, name: str) -> Iterator[str]:
    """A family, and the types in it."""
    family = pack.families[name]
    yield f"{family.id}  {family.name}"
    yield from _wrapped(family.about)
    yield ""
    for rule in pack.rules.values():
        if rule.family == name:
            yield f"  {rule.id:<28} {rule.title}"


def lines_of(pack: Pack, rule: Rule) -> Iterator[str]:
    """Everything a reviewer needs to know of a clause type."""
    yield f"{rule.id}  {rule.title}"
    yield _facts(rule)
    yield ""
    yield from _wrapped(rule.definition)
    sections = (
        ("Why it matters", rule.why),
        ("Worse when", "; ".join(rule.raises)),
        ("Better when", "; ".join(rule.lowers)),
        ("What would lower it", rule.lowered_by),
        ("Ask", rule.question),
        ("Accept", rule.playbook.accept),
        ("Negotiate", rule.playbook.negotiate),
        ("Reject", rule.playbook.reject),
        ("Ask for instead", rule.playbook.fallback),
    )
    for heading, words in sections:
        if words:
            yield ""
            yield f"{heading}:"
            yield from _wrapped(words, "  ")
    yield from _examples(rule)
    yield from _authorities(pack, rule)


def _facts(rule: Rule) -> str:
    kind = "a risk" if rule.kind == "risk" else "a protection"
    burden = f", borne by {_ROLES[rule.bears]}" if rule.bears in _ROLES else ""
    bands = (
        f"{rule.severity.buyer.value} for the buyer, {rule.severity.vendor.value} for the vendor"
    )
    return f"{kind} ({rule.mode}){burden}; by default {bands}"


def _examples(rule: Rule) -> Iterator[str]:
    shown = (
        ("Is one", [e.text for e in rule.examples.must_flag]),
        ("Is none", [e.text for e in rule.examples.must_pass]),
    )
    for heading, texts in shown:
        if texts:
            yield ""
            yield f"{heading}:"
        for text in texts[:_EXAMPLES]:
            yield from _wrapped(f"“{' '.join(text.split())}”", "  ")


def _authorities(pack: Pack, rule: Rule) -> Iterator[str]:
    family = pack.families.get(rule.family)
    cited = [a for a in (family.authorities if family else ()) if a.id in rule.authorities]
    if cited:
        yield ""
        yield "Authorities:"
    for authority in cited:
        yield from _wrapped(f"{authority.ref} [{authority.status}]: {authority.why}", "  ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), _WIDTH, initial_indent=indent, subsequent_indent=indent
    )

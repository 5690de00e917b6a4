"""Defined terms in all the ways contracts define them."""

from __future__ import annotations

import pytest

from auditor.segment import outline

from .support import blocks_of, document


def terms(text: str) -> list[str]:
    return [definition.term for definition in outline(document(text)).definitions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Supplier" means Acme Inc.', ["Supplier"]),
        ("“Services” shall mean the services in Exhibit A.", ["Services"]),
        ('"Term" has the meaning given in Section 5.', ["Term"]),
        ('As used herein, "Net Sales" refers to gross sales.', ["Net Sales"]),
        ('It lasts three years (the "Term").', ["Term"]),
        ('Acme Inc. (hereinafter "Distributor") sells.', ["Distributor"]),
        ("Acme and Beta (collectively, the “Parties”) agree.", ["Parties"]),
        (
            'Each of them (each, a "Party" and together, the "Parties") agrees.',
            ["Party", "Parties"],
        ),
        ('International Business Machines ("IBM" or the "Company") hosts.', ["IBM", "Company"]),
        ('Acme Inc., hereinafter referred to as "Licensor", grants.', ["Licensor"]),
        ('The words "Powered by Acme" stay on the site.', []),
        ('It is described in (see the "Guide to Use" on the site) detail.', ["Guide to Use"]),
        ("1. Definitions\n\nAffiliate means a company under common control.", ["Affiliate"]),
        ("1. Definitions\n\nConfidential Information: all secrets.", ["Confidential Information"]),
        ("This means that the parties agree.", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_span_is_the_defining_sentence() -> None:
    text = 'Acme pays. "Fee" means ten dollars. It is net.'
    (definition,) = outline(document(text)).definitions
    assert definition.span.of(text) == '"Fee" means ten dollars.'


def test_first_definition_wins_and_order_is_kept() -> None:
    assert terms('"B" means one. "A" means two. "B" means three.') == ["B", "A"]


def test_table_of_definitions() -> None:
    found = outline(
        blocks_of(
            ("heading", "1.", "Definitions", 1),
            ("table_row", "", "Term | Meaning", 0),
            ("table_row", "", "Affiliate | A company under common control.", 0),
            ("table_row", "", "Business Day | A day other than Saturday.", 0),
        )
    )
    assert [d.term for d in found.definitions][-2:] == ["Affiliate", "Business Day"]

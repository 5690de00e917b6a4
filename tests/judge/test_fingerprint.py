"""Design section 4: a finding's identity is its type and words, never its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.judge.fingerprint import fingerprint, normalise

WORDS = "Customer shall purchase exclusively from Supplier"


def test_formats_agree() -> None:
    pdf = "7.2 Customer shall purchase exclu-\nsively from “Supplier”."
    word = "Customer shall purchase exclusively from 'Supplier'"
    assert fingerprint("exc-supplier", pdf) == fingerprint("exc-supplier", word)
    assert normalise("The ﬁrst oﬀer") == normalise("the first offer")


def test_numbers_in_front_do_not_count() -> None:
    for label in ("(a) ", "7.2 ", "7.2.1. ", "iv. ", "12 ", "7.2 (a) ", "B) "):
        assert normalise(label + WORDS) == normalise(WORDS), label
    assert normalise("A buyer shall pay") == "abuyershallpay"
    assert normalise("5 years") == "5years"


def test_type_and_lead_in_count() -> None:
    plain = fingerprint("exc-supplier", WORDS)
    assert len(plain) == 16
    assert int(plain, 16) >= 0
    assert plain != fingerprint("exc-hosting", WORDS)
    assert plain != fingerprint("exc-supplier", WORDS, "Customer shall not:")
    assert plain != fingerprint("exc-supplier", WORDS + " for 3 years")


@given(st.text())
def test_any_text_has_one(text: str) -> None:
    assert fingerprint("t", text) == fingerprint("t", text)

"""The second reader's features are those its weights were learned with."""

from __future__ import annotations

from itertools import pairwise
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.reader import MAX_WORDS, SIZE, features

WORDS = st.lists(st.sampled_from(["shall", "buy", "é", "2", "30", "$", "x" * 90]), max_size=9)


@given(WORDS, WORDS, WORDS, WORDS, st.booleans())
def test_a_feature_is_the_checksum_of_its_name(
    own: list[str], before: list[str], after: list[str], heading: list[str], long: bool
) -> None:
    own = own * 60 if long else own
    words = ["0" if word[0].isdigit() else word for word in own[:MAX_WORDS]]
    names = {
        *words,
        *(f"{a} {b}" for a, b in pairwise(words)),
        *(f"{a} _ {b}" for a, b in zip(words, words[2:], strict=False)),
        *(f"h:{word}" for word in heading),
        *(f"b:{word}" for word in before),
        *(f"a:{word}" for word in after),
        "p:type/pattern",
        f"len:{len(own).bit_length()}",
    }
    found = features(
        own, before=before, after=after, heading=heading, patterns=["type/pattern"]
    )
    assert found == sorted({crc32(name.encode()) % SIZE for name in names})

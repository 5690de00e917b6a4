"""Model clauses compared by similarity, for paraphrase and for words that OCR has hurt."""

from __future__ import annotations

from collections.abc import Sequence


def similarity(sentence: Sequence[str], models: tuple[str, ...], cutoff: int) -> float:
    """The best ``token_set_ratio`` (0 to 100) of the sentence and the models; 0 below ``cutoff``.

    Args:
        sentence: canonical words.
        models: model clauses as canonical words joined by blanks.
        cutoff: lowest similarity of interest; rapidfuzz stops early below it.
    """
    from rapidfuzz import fuzz, process

    best = process.extractOne(
        " ".join(sentence), models, scorer=fuzz.token_set_ratio, score_cutoff=cutoff
    )
    return best[1] if best else 0.0

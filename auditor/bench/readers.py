"""Second readers that have not seen a fold, kept between runs of the benchmark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from auditor.bench import train
from auditor.bench.cuad import FOLDS
from auditor.engine import Pack
from auditor.engine.reader import Reader
from auditor.run.cache import cache_dir


def fold_readers(
    cuad: Path, pack: Pack, *, say: Callable[[str], None] = lambda _: None
) -> dict[int, Reader]:
    """Fold -> a reader learned from the other folds, thresholds included.

    Fold 0's reader has learned from folds 1 to 4. Trained once per version of the rules,
    which takes ten minutes and more.

    Raises:
        UsageError: scikit-learn is not installed, or the folder is not CUAD.
    """
    folder = cache_dir() / "bench" / pack.version
    paths = {fold: folder / f"fold-{fold}.npz" for fold in range(FOLDS)}
    if not all(path.is_file() for path in paths.values()):
        say("training a second reader per fold; ten minutes and more, once per rule pack")
        for fold, arrays in train.run_by_fold(cuad, say=say).items():
            train.save(arrays, paths[fold])
    return {fold: Reader.load(path) for fold, path in paths.items()}

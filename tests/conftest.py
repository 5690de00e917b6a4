"""Options and paths that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A first run imports and compiles; how long that takes is the machine's affair.
settings.register_profile("auditor", deadline=None)
settings.load_profile("auditor")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--shared",
        default=str(ROOT.parent / "shared"),
        help="folder with labelled contracts and broken documents; tests skip without it",
    )
    parser.addoption("--slow", action="store_true", help="run tests that take minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="takes minutes; give --slow"))


@pytest.fixture(scope="session")
def shared_dir(request: pytest.FixtureRequest) -> Path:
    """The folder of material that is not part of the project, or skip."""
    folder = Path(request.config.getoption("--shared"))
    if not folder.is_dir():
        pytest.skip(f"no folder {folder}: give --shared DIR")
    return folder


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """The contracts written for this project."""
    return ROOT / "fixtures"

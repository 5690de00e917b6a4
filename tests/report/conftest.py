"""Fixtures of the report tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import pytest

from auditor.model import DocumentAudit
from auditor.report import RunMeta, open_writer
from report import samples

Render = Callable[..., str]


@pytest.fixture(scope="session")
def audits() -> tuple[DocumentAudit, ...]:
    return tuple(samples.documents(30))


@pytest.fixture(scope="session")
def render() -> Render:
    """``render(format, documents)``: the characters of a report."""

    def _render(
        format: str,
        documents: Iterable[DocumentAudit],
        meta: RunMeta = samples.META,
        *,
        color: bool | None = None,
    ) -> str:
        documents = tuple(documents)
        stream = io.StringIO()
        writer = open_writer(format, stream, meta, color=color)
        for document in documents:
            writer.add(document)
        writer.close(samples.portfolio(documents))
        return stream.getvalue()

    return _render

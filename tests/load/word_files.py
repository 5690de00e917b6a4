"""Builds small Word files from raw XML, so that a test shows exactly what it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from auditor.load.options import LoadOptions
from auditor.load.word import read
from auditor.model import Document, Mark

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_PARTS = {
    "styles": "styles", "numbering": "numbering", "settings": "settings",
    "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments",
}  # fmt: skip
CHANGE = 'w:id="1" w:author="Ann Lee" w:date="2026-03-01T10:00:00Z"'


def part(root: str, inner: str) -> str:
    """A whole part: its XML declaration, root element and content."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMESPACES}>{inner}</w:{root}>'


def docx(
    body: str,
    *,
    extra: Mapping[str, bytes | str] | None = None,
    links: str = "",
    main: str | bytes | None = None,
    **parts: str,
) -> bytes:
    """A Word file with this body; ``styles=``, ``numbering=``, ``footnotes=`` ... fill parts.

    Args:
        body: inner XML of ``w:body``.
        extra: further members by name, as they are.
        links: further relationships of the main part, as XML.
        main: the whole main part instead of ``body``.
        parts: inner XML of the parts of those names; ``header1`` and ``footer1`` too, which
            a ``w:sectPr`` in ``body`` refers to by the same id.
    """
    document = part("document", f"<w:body>{body}</w:body>") if main is None else main
    relationships = links
    members: dict[str, bytes | str] = {}
    for name, inner in parts.items():
        kind = name.rstrip("0123456789")
        root = {"header": "hdr", "footer": "ftr"}.get(kind, _PARTS.get(kind, kind))
        members[f"word/{name}.xml"] = part(root, inner)
        relationships += (
            f'<Relationship Id="{name}" Type="{RELATIONSHIPS}/{kind}" Target="{name}.xml"/>'
        )
    return zipped(
        {
            "[Content_Types].xml": _content_types(members),
            "_rels/.rels": rels(
                f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/officeDocument" '
                'Target="word/document.xml"/>'
            ),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": rels(relationships),
            **members,
            **(extra or {}),
        }
    )


def rels(inner: str) -> str:
    """A relationships part."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{inner}</Relationships>"
    )


def _content_types(members: Mapping[str, object]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{word}.{_kind(name)}+xml"/>' for name in members
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Types '
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
        f"{overrides}</Types>"
    )


def _kind(name: str) -> str:
    return name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A deflated ZIP file of these members, in order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return target.getvalue()


def p(*runs: str, style: str = "", num: tuple[int, int] | None = None, mark: str = "",
      properties: str = "") -> str:  # fmt: skip
    """A paragraph; plain strings become runs. ``mark``: properties of the paragraph mark."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        inner += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    inner += properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    content = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{content}</w:p>"


def r(text: str, properties: str = "", tag: str = "t") -> str:
    """A run of plain text."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    stated = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{stated}<w:{tag} xml:space="preserve">{escaped}</w:{tag}></w:r>'


def ins(text: str, tag: str = "ins") -> str:
    """An inserted (or moved-in) run by Ann Lee."""
    return f"<w:{tag} {CHANGE}>{r(text)}</w:{tag}>"


def dele(text: str, tag: str = "del") -> str:
    """A deleted run by Ann Lee."""
    return f"<w:{tag} {CHANGE}>{r(text, tag='delText')}</w:{tag}>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; each cell is the XML of its blocks, or plain text."""
    xml = "".join(f"<w:tr>{''.join(cell(c) for c in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{xml}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """A table cell."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def level(index: int, format: str, text: str, *, start: int = 1, more: str = "") -> str:
    """A level of a list definition; ``more``: ``w:isLgl``, ``w:lvlRestart``, ``w:pStyle``."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(id: int, *levels: str) -> str:
    """A list definition (``w:abstractNum``)."""
    return f'<w:abstractNum w:abstractNumId="{id}">{"".join(levels)}</w:abstractNum>'


def num(id: int, definition: int, overrides: str = "") -> str:
    """A list (``w:num``)."""
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def load(data: bytes, **options: object) -> Document:
    """Read a file that gives exactly one document."""
    document = read(data, "test.docx", LoadOptions(**options))  # type: ignore[arg-type]
    assert isinstance(document, Document)
    return document


def lines(document: Document) -> list[str]:
    """The text of each block."""
    return [block.span.of(document.text) for block in document.blocks]


def marks(document: Document, kind: str) -> list[tuple[str, str]]:
    """The marked words and the detail, for each mark of a kind."""
    return [(m.span.of(document.text), m.detail) for m in _of(document, kind)]


def _of(document: Document, kind: str) -> list[Mark]:
    return [mark for mark in document.marks if mark.kind == kind]


def codes(document: Document) -> list[str]:
    """The codes of all reasons."""
    return [reason.code for reason in document.reasons]

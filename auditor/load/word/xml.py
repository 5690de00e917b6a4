"""Reads one XML part safely, and speaks one namespace for both dialects of OOXML.

ISO/IEC 29500 has two: "transitional", which Word writes, and "strict", whose namespaces
begin with http://purl.oclc.org/ooxml/. Strict parts are rewritten to the transitional
names before anything looks at them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.errors import Damaged

if TYPE_CHECKING:
    from lxml.etree import XMLParser
    from lxml.etree import _Element as Element

_OPEN = "http://schemas.openxmlformats.org/"
W = "{" + _OPEN + "wordprocessingml/2006/main}"
R = "{" + _OPEN + "officeDocument/2006/relationships}"
A = "{" + _OPEN + "drawingml/2006/main}"
WP = "{" + _OPEN + "drawingml/2006/wordprocessingDrawing}"
DGM = "{" + _OPEN + "drawingml/2006/diagram}"
M = "{" + _OPEN + "officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix every producer uses
VAL = W + "val"

_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
    (b"officeDocument/math", b"officeDocument/2006/math"),
    (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
    (b"drawingml/diagram", b"drawingml/2006/diagram"),
    (b"drawingml/main", b"drawingml/2006/main"),
)
_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def parse(data: bytes, name: str) -> tuple[Element, bool]:
    """The root element of a part, and whether its XML had to be repaired to read it.

    Args:
        data: the part's bytes.
        name: the part's name, for the message.

    Raises:
        Damaged: nothing can be read, or the part declares a document type (which OOXML
            forbids, and which entity bombs and external entities need).
    """
    from lxml import etree

    if any(mark in data for mark in _DOCTYPE):
        raise Damaged(
            f"{name} carries a document type declaration, which Word files never have "
            "(it may hide an entity bomb); the part was refused"
        )
    if _STRICT in data:
        data = _transitional(data)
    recovered = False
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError):
        recovered = True
        root = _recover(data)
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Damaged(f"{name} is not readable XML")
    if _STRICT.decode() in str(root.nsmap.values()):  # an encoding in which bytes did not show it
        root = etree.fromstring(_transitional(etree.tostring(root)), _parser(recover=True))
    return root, recovered


def _parser(*, recover: bool) -> XMLParser:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=recover,
    )  # fmt: skip


def _recover(data: bytes) -> Element | None:
    from lxml import etree

    try:
        root: Element | None = etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def _transitional(data: bytes) -> bytes:
    for strict, loose in _STRICT_NAMES:
        data = data.replace(_STRICT + strict, _OPEN.encode() + loose)
    return data


def value(parent: Element | None, tag: str, attribute: str = VAL) -> str | None:
    """The attribute of the first child ``tag``; None where either is missing."""
    if parent is None:
        return None
    child = parent.find(tag)
    return None if child is None else child.get(attribute)


def is_on(parent: Element | None, tag: str) -> bool | None:
    """A toggle property (``<w:vanish/>``, ``w:val="0"``): on, off, or None when not stated."""
    if parent is None:
        return None
    child = parent.find(tag)
    if child is None:
        return None
    return child.get(VAL, "1") not in ("0", "false", "off")


def number(text: str | None, default: int | None = None) -> int | None:
    """An integer attribute, in whatever spelling producers get away with ("360.0", "12pt")."""
    if text is None:
        return default
    try:
        return int(text)
    except ValueError:
        digits = "".join(_leading_number(text))
        return int(float(digits)) if digits.strip("-.") else default


def _leading_number(text: str) -> Iterator[str]:
    for i, char in enumerate(text.strip()[:12]):
        if not (char in "0123456789." or (char == "-" and i == 0)):
            return
        yield char


def choose(alternate: Element) -> Element | None:
    """The branch of an ``mc:AlternateContent`` to read: the first choice, else the fallback.

    Word writes text boxes twice, as DrawingML in the choice and as VML in the fallback; of
    an extended symbol (emoji) only the fallback holds the character.
    """
    branch, fallback = alternate.find(MC + "Choice"), alternate.find(MC + "Fallback")
    if branch is None or (fallback is not None and branch.find("{*}symEx") is not None):
        return fallback
    return branch

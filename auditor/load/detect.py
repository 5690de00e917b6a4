"""What a file is: by its first bytes, and only then by the end of its name."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

#: The format that a name's end claims; what nothing reads is here for its own refusal.
EXTENSIONS = {
    ".pdf": "pdf",
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx",
    ".doc": "doc", ".dot": "doc", ".rtf": "rtf", ".odt": "odt", ".ott": "odt",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods",
    ".pptx": "pptx", ".ppt": "ppt", ".odp": "odp", ".pages": "pages", ".wpd": "wpd",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".xht": "html",
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".eml": "eml", ".mht": "eml", ".mhtml": "eml", ".msg": "msg", ".mbox": "mbox",
    ".zip": "zip", ".gz": "gzip", ".tgz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".tar": "tar",
    ".7z": "7z", ".rar": "rar",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".tif": "image", ".tiff": "image",
    ".bmp": "image", ".gif": "image", ".webp": "image",
    ".txt": "text", ".text": "text", ".asc": "text", ".log": "text",
}  # fmt: skip

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\xffWPC", "wpd"),
)

#: Formats that are plain characters, so that one may be named like another without harm.
_PLAIN = frozenset({"text", "markdown", "html", "xml", "eml", "mbox"})

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEADER = re.compile(
    rb"^(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|Date|From|To|Subject"
    rb"|Content-Type|DKIM-Signature|X-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_PROOF = re.compile(rb"^(?:Received|MIME-Version|Message-ID):", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Detected:
    """The format that the bytes show, and the one the name claims ("" when it claims none)."""

    format: str
    claimed: str

    @property
    def mismatch(self) -> bool:
        """Whether name and bytes disagree in a way worth telling a reader."""
        if not self.claimed or self.format == self.claimed:
            return False
        return not (self.format in _PLAIN and self.claimed in _PLAIN)


def detect(path: str, data: bytes) -> Detected:
    """Format of ``data``, a file named ``path`` (a member's path after "!/" counts as its name).

    Formats that are told apart by their bytes win over the extension; plain characters are
    told apart by content where it is decisive (HTML, mail) and by the extension otherwise.
    Bytes that nothing recognises get the claimed format, or "text" when none is claimed: it
    is that format's loader that says they are damaged.
    """
    claimed = EXTENSIONS.get(PurePosixPath(path.replace("\\", "/")).suffix.lower(), "")
    return Detected(_by_bytes(data, claimed) or claimed or "text", claimed)


def _by_bytes(data: bytes, claimed: str) -> str:
    head = data[:2048]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data, claimed)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound_kind(data, claimed)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image"
    if head[257:262] == b"ustar":
        return "tar"
    # ISO 32000-1 annex H, note 13: readers accept the header anywhere in the first 1024 bytes.
    if b"%PDF-" in head[:1024] and (claimed == "pdf" or claimed not in _PLAIN):
        return "pdf"
    return _plain_kind(head, claimed)


def _plain_kind(head: bytes, claimed: str) -> str:
    if b"\0" in head[:2] or head[:2] in {b"\xff\xfe", b"\xfe\xff"}:  # UTF-16: judge the letters
        head = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return "html"
    if head.lstrip().startswith(b"<?xml"):
        if b"schemas.microsoft.com/office/word/2003/wordml" in head or b"pkg:package" in head:
            return "wordxml"
        return "xml"
    if re.search(rb"<TEXT>\s*<html", head, re.IGNORECASE):  # an EDGAR submission
        return "html"
    headers = head.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    if claimed not in {"markdown", "html"} and _MAIL_PROOF.search(headers):
        if head.startswith(b"From "):
            return "mbox"
        if len(_MAIL_HEADER.findall(headers)) >= 2 and _MAIL_HEADER.match(headers):
            return "eml"
    if claimed and claimed not in _PLAIN and _printable(head):
        return "text"
    return ""


def _printable(head: bytes) -> bool:
    """Whether bytes look like characters rather than a damaged binary file."""
    odd = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in head)
    return bool(head) and odd == 0


def _zip_kind(data: bytes, claimed: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:5000]
            media = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                media = archive.read("mimetype")
    except Exception:  # any damage at all: the local headers still name the parts
        return _zip_kind_by_headers(data, claimed)
    return _kind_of_names(names, media) or "zip"


def _kind_of_names(names: list[str], media: bytes) -> str:
    for prefix, kind in (
        (b"application/vnd.oasis.opendocument.text", "odt"),
        (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
        (b"application/vnd.oasis.opendocument.presentation", "odp"),
        (b"application/epub+zip", "epub"),
    ):
        if media.startswith(prefix):
            return kind
    lowered = [name.replace("\\", "/").lstrip("/").lower() for name in names]
    if "[content_types].xml" in lowered or "_rels/.rels" in lowered:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in lowered):
                return kind
        return "docx" if any(name.endswith("document.xml") for name in lowered) else ""
    return "pages" if "index/document.iwa" in lowered else ""


def _zip_kind_by_headers(data: bytes, claimed: str) -> str:
    names = [
        match.group(1).decode("latin-1")
        for match in re.finditer(rb"PK\x03\x04.{26}([\x20-\x7e]{3,200})", data, re.DOTALL)
    ]
    kind = ""
    for folder, name in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(part.startswith(folder) for part in names):
            kind = name
            break
    return kind or (claimed if claimed in {"docx", "xlsx", "pptx", "odt"} else "zip")


def _compound_kind(data: bytes, claimed: str) -> str:
    """Kind of an OLE compound file ([MS-CFB]), by the streams in its root storage."""
    try:
        import olefile

        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            names = {entry[0].lower() for entry in compound.listdir()}
    except Exception:  # damaged: look for the names where the directory would hold them
        wide = ("WordDocument", "EncryptedPackage", "Workbook", "PowerPoint Document")
        names = {name.lower() for name in wide if name.encode("utf-16-le") in data}
    for stream, kind in (
        ("encryptedpackage", "docx" if claimed not in {"xlsx", "pptx"} else claimed),
        ("__properties_version1.0", "msg"),
        ("worddocument", "doc"),
        ("workbook", "xls"),
        ("book", "xls"),
        ("powerpoint document", "ppt"),
    ):
        if stream in names:
            return kind
    return claimed if claimed in {"doc", "xls", "ppt", "msg"} else "compound"

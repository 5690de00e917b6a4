"""Opens password-protected Word files (MS-OFFCRYPTO: an OLE container around the package)."""

from __future__ import annotations

import io

from auditor.errors import Encrypted, Unsupported

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "EncryptedPackage".encode("utf-16-le")


def decrypt(data: bytes, passwords: tuple[str, ...]) -> bytes:
    """The package inside an encrypted OOXML file.

    Args:
        data: the whole file, an OLE container.
        passwords: tried in turn.

    Raises:
        Unsupported: an OLE container of another kind (the old binary format).
        Encrypted: no password opens it, or the library that could is not installed.
    """
    if _STREAM not in data:
        raise Unsupported("an OLE container without an encrypted package: not a DOCX file")
    if not passwords:
        raise Encrypted("the file is protected by a password; give it with --password")
    try:
        import msoffcrypto  # type: ignore[import-untyped, unused-ignore]
        from msoffcrypto.exceptions import (  # type: ignore[import-untyped, unused-ignore]
            DecryptionError,
            InvalidKeyError,
        )
    except ImportError as error:
        raise Encrypted(
            "the file is protected by a password; install msoffcrypto-tool to open it"
        ) from error
    for password in passwords:
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            office.load_key(password=password)
            plain = io.BytesIO()
            office.decrypt(plain)
        except (InvalidKeyError, DecryptionError):
            continue
        except Exception as error:  # the library raises whatever a broken container provokes
            raise Encrypted(f"the protected file cannot be opened ({error})") from error
        if plain.getvalue()[:2] == b"PK":
            return plain.getvalue()
    raise Encrypted("the file is protected by a password, and none of those given opens it")

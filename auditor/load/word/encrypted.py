"""Opens password-protected Word files (MS-OFFCRYPTO: an OLE container around the package)."""

from __future__ import annotations

import hashlib
import io
import struct
from typing import Any

from auditor.errors import Encrypted, Unsupported

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "EncryptedPackage".encode("utf-16-le")
_KEY_BLOCK = bytes((0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6))  # MS-OFFCRYPTO 2.3.4.13
_PAD = b"\x36"  # 2.3.4.11: fills a hash that is shorter than the key
_MOST_SPINS = 10_000_000  # 2.3.4.10 allows no more; a hostile file could ask for hours


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
    except ImportError as error:
        raise Encrypted(
            "the file is protected by a password; install msoffcrypto-tool to open it"
        ) from error
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
    except Exception as error:  # the library raises whatever a broken container provokes
        raise Encrypted(f"the protected file cannot be opened ({error})") from error
    if (getattr(office, "info", None) or {}).get("spinValue", 0) > _MOST_SPINS:
        raise Encrypted("the protected file asks for more hashing than the format allows")
    for password in passwords:
        for key in ({"password": password}, {"secret_key": password}):
            plain = _try(office, key)
            if plain[:2] == b"PK":
                return plain
    raise Encrypted("the file is protected by a password, and none of those given opens it")


def _try(office: Any, key: dict[str, str]) -> bytes:
    """What decrypting gives; b"" when the password is wrong or the library fails on it.

    Under ``secret_key`` the password's key is derived here, because msoffcrypto-tool (6.1.0)
    does not fill a hash shorter than the key (SHA-1 with a 256-bit key, as Apache POI writes).
    """
    plain = io.BytesIO()
    try:
        if "password" in key:
            office.load_key(password=key["password"])
        else:
            office.load_key(secret_key=_secret_key(office.info, key["secret_key"]))
        office.decrypt(plain)
    except Exception:  # wrong passwords and broken headers raise a dozen kinds of error
        return b""
    return plain.getvalue()


def _secret_key(info: dict[str, Any], password: str) -> bytes:
    """The key of an agile-encrypted package (MS-OFFCRYPTO 2.3.4.11 and 2.3.4.13)."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    name = info["passwordHashAlgorithm"].replace("-", "").lower()
    digest = hashlib.new(name, info["passwordSalt"] + password.encode("utf-16-le")).digest()
    for spin in range(info["spinValue"]):
        digest = hashlib.new(name, struct.pack("<I", spin) + digest).digest()
    digest = hashlib.new(name, digest + _KEY_BLOCK).digest()
    size = info["passwordKeyBits"] // 8
    cipher = Cipher(
        algorithms.AES(digest.ljust(size, _PAD)[:size]), modes.CBC(info["passwordSalt"])
    )
    decryptor = cipher.decryptor()
    key: bytes = decryptor.update(info["encryptedKeyValue"]) + decryptor.finalize()
    return key

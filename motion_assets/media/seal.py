"""Seal: the last box of a clip file, by which any damage to the file is noticed.

Put the layout of the seal, its writing and its checking here. A lossless H.264 stream has no
checksum, so a flipped bit in it would otherwise decode to other pixels without a word.

The seal is a ``uuid`` box of ISO/IEC 14496-12, which players skip. It states the size of the
clip and a digest of every byte before that digest. The file's major brand says that a seal
must be there, so that a file cut right before it is noticed too. The digest guards against
damage, not against forgery.
"""

import hashlib
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import xxhash

from motion_assets.errors import ClipReadError

BRAND: Final = "mas1"
"""Major brand of the clip files written here."""

_BOX_ID: Final = bytes.fromhex("8c1f5a5e3b0d4d0f9c516d6f74696f6e")
_LAYOUT: Final = struct.Struct(">4HII")  # width, height, fps, zero, frames, samples
_DIGEST_BYTES: Final = 16
_HEAD: Final = struct.pack(">I4s", 8 + 16 + _LAYOUT.size + _DIGEST_BYTES, b"uuid") + _BOX_ID
_SEAL_BYTES: Final = len(_HEAD) + _LAYOUT.size + _DIGEST_BYTES
_FTYP: Final = b"ftyp" + BRAND.encode()
_CHUNK_BYTES: Final = 1 << 16
"""Bytes read at a time: a larger piece is memory that the system has to hand over anew, which
costs more than reading and digesting it."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What the writer put into a clip; a sound-only clip has 0 frames of 0 x 0 px."""

    width_px: int
    height_px: int
    fps: int
    frame_count: int
    sample_count: int

    def pack(self) -> bytes:
        """Bytes of the box up to its digest."""
        return _HEAD + _LAYOUT.pack(
            self.width_px, self.height_px, self.fps, 0, self.frame_count, self.sample_count
        )


def append_seal(path: Path, seal: Seal) -> tuple[int, str]:
    """Close the clip file with its seal, on disk when this returns; its size and its SHA-256.

    Returns
    -------
    (int, str)
        Size in bytes and SHA-256 in hex of the whole file, seal included.
    """
    damage, content = xxhash.xxh3_128(), hashlib.sha256()
    with path.open("r+b") as file:
        while chunk := file.read(_CHUNK_BYTES):
            damage.update(chunk)
            content.update(chunk)
        box = seal.pack()
        damage.update(box)
        box += damage.digest()
        content.update(box)
        file.write(box)
        file.flush()
        os.fsync(file.fileno())
        return file.tell(), content.hexdigest()


def read_seal(path: Path) -> Seal | None:
    """The seal of a clip file, after checking every byte; None for a file of another program.

    Raises
    ------
    ClipReadError
        If the file says it is ours and its seal is missing, cut or does not fit its bytes.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _SEAL_BYTES))
        tail = file.read()
        file.seek(0)
        branded = file.read(12)[4:] == _FTYP
        sealed = tail.startswith(_HEAD)
        if not branded and not sealed:
            return None
        if not (branded and sealed) or _digest(file, size) != tail[-_DIGEST_BYTES:]:
            raise ClipReadError(
                f"{path}: torn or altered: its {size} bytes do not fit the seal the writer put "
                "at its end. Render the clip again."
            )
    width_px, height_px, fps, _, frame_count, sample_count = _LAYOUT.unpack(
        tail[len(_HEAD) : -_DIGEST_BYTES]
    )
    return Seal(width_px, height_px, fps, frame_count, sample_count)


def _digest(file: BinaryIO, size: int) -> bytes:
    """Digest of every byte of the file but the last 16."""
    damage = xxhash.xxh3_128()
    file.seek(0)
    left = size - _DIGEST_BYTES
    while left > 0 and (chunk := file.read(min(left, _CHUNK_BYTES))):
        damage.update(chunk)
        left -= len(chunk)
    return damage.digest()

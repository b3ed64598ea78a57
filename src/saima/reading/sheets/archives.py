"""Zip files from strangers: nothing leaves them before it was checked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from saima.core.words import words
from saima.reading.sheets import limits
from saima.reading.sheets.refusals import (
    SAVE_AGAIN,
    RefusalError,
    damaged,
    encrypted,
    truncated,
)

CHUNK = 256 * 1024
LOCAL_HEADER = struct.Struct("<4s22xHH")
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16"))
OVERLAP = 32


class Archive:
    """The members of a zip, all of them unpacked once to see that they are sound."""

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as container:
                members = container.infolist()
        except (zipfile.BadZipFile, struct.error, ValueError):
            raise truncated() from None
        except NotImplementedError:
            raise damaged() from None
        self._data = data
        self._members = {member.filename: member for member in members}
        if len(self._members) < len(members):
            raise damaged()  # two members of one name: readers would differ
        _refuse_bombs(members)
        for member in members:
            self._check(member)

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, in the order of the directory."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Unpack one member."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one member piece by piece."""
        if name not in self._members:
            raise damaged()
        return self._unpack(self._members[name])

    def _check(self, member: zipfile.ZipInfo) -> None:
        size = crc = 0
        tail = b""
        for chunk in self._unpack(member):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            if size > member.file_size:
                raise damaged()  # it says less than it holds
            if any(doctype in tail + chunk for doctype in DOCTYPES):
                raise _doctype()
            tail = chunk[-OVERLAP:]
        if size != member.file_size or crc != member.CRC:
            raise damaged()

    def _unpack(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        # Not by zipfile, which stops at the size that the directory states, while
        # the next reader may go on: what was checked must be what is read.
        packed = self._packed(member)
        if member.compress_type == zipfile.ZIP_STORED:
            yield bytes(packed)
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            chunk = inflate.decompress(packed, CHUNK)
            while chunk:
                yield chunk
                chunk = inflate.decompress(inflate.unconsumed_tail, CHUNK)
        except zlib.error:
            raise damaged() from None
        if not inflate.eof:
            raise damaged()

    def _packed(self, member: zipfile.ZipInfo) -> memoryview:
        if member.flag_bits & 1:
            raise encrypted()
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        try:
            header = LOCAL_HEADER.unpack_from(self._data, member.header_offset)
        except struct.error:
            raise truncated() from None
        start = member.header_offset + LOCAL_HEADER.size + header[1] + header[2]
        packed = memoryview(self._data)[start : start + member.compress_size]
        if header[0] != b"PK\x03\x04" or len(packed) < member.compress_size:
            raise damaged()
        return packed


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    dense = unpacked > limits.MAX_PACKING_RATIO * packed
    if unpacked > limits.MAX_BYTES_UNPACKED or (
        dense and unpacked > limits.PACKING_RATIO_FROM
    ):
        text = words(
            "The file would unpack to {size} MiB, far more than a table needs",
            size=unpacked // (1024 * 1024),
        )
        raise RefusalError("zip_bomb", text, next_step=SAVE_AGAIN)


def _doctype() -> RefusalError:
    text = words("The file declares XML entities, which workbooks never do")
    return RefusalError("doctype", text, next_step=SAVE_AGAIN)

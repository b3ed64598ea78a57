"""Compound files, the small file system inside .xls and inside encrypted files."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from itertools import islice

from saima.reading.sheets.refusals import damaged, truncated

HEADER = 512
FREE = 0xFFFFFFFF
LAST_SECTOR = 0xFFFFFFFA  # above it stand marks, not sectors
ENTRY = struct.Struct("<64sHB49xIQ")
STREAM, ROOT = 2, 5


class Compound:
    """The streams of a compound file, refused when any of its sectors is missing."""

    def __init__(self, data: bytes) -> None:
        if len(data) < HEADER:
            raise truncated()
        self._data = data
        shift, self._mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or self._mini_shift != 6:
            raise damaged()
        self._size = 1 << shift
        self._fat = self._table(self._fat_sectors())
        self._refuse_missing_sectors()
        first_directory, cutoff = struct.unpack_from("<I4xI", data, 48)
        self._cutoff = cutoff
        self._entries = tuple(self._directory(first_directory))
        first_mini = struct.unpack_from("<I", data, 60)[0]
        self._mini_fat = self._table(self._chain(first_mini, self._fat))

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams and folders."""
        return frozenset(name for name, *_ in self._entries)

    def read(self, name: str) -> bytes:
        """Read one stream in full."""
        start, size = next((s, z) for n, _, s, z in self._entries if n == name)
        if size >= self._cutoff:
            return self._joined(start, size)
        root_start, root_size = next(
            ((s, z) for _, kind, s, z in self._entries if kind == ROOT), (0, 0)
        )
        small = self._joined(root_start, root_size)
        pieces = (
            small[n << self._mini_shift : (n + 1) << self._mini_shift]
            for n in self._chain(start, self._mini_fat)
        )
        return _whole(b"".join(pieces), size)

    def _joined(self, start: int, size: int) -> bytes:
        chain = self._chain(start, self._fat)
        return _whole(b"".join(self._sector(n) for n in chain), size)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        content = _whole(self._sector(sector), self._size)
        return struct.unpack(f"<{self._size // 4}I", content)

    def _fat_sectors(self) -> Iterator[int]:
        count, next_list = struct.unpack_from("<I20xI", self._data, 44)
        if count > len(self._data) // self._size:
            raise truncated()
        listed = list(struct.unpack_from("<109I", self._data, 76))
        while next_list < LAST_SECTOR and len(listed) < count:
            *more, next_list = self._numbers(next_list)
            listed += more
        return islice((n for n in listed if n < LAST_SECTOR), count)

    def _table(self, sectors: Iterable[int]) -> tuple[int, ...]:
        return tuple(n for sector in sectors for n in self._numbers(sector))

    def _refuse_missing_sectors(self) -> None:
        used = (n for n in reversed(range(len(self._fat))) if self._fat[n] != FREE)
        last = next(used, 0)
        # Some writers leave the very last sector short; its stream tells whether
        # anything is missing.
        if (last + 1) * self._size >= len(self._data):
            raise truncated()

    def _chain(self, start: int, table: tuple[int, ...]) -> Iterator[int]:
        number, steps = start, 0
        while number < LAST_SECTOR:
            if number >= len(table) or steps > len(table):
                raise damaged()  # it leads nowhere, or round and round
            yield number
            number = table[number]
            steps += 1

    def _directory(self, start: int) -> Iterator[tuple[str, int, int, int]]:
        sectors = [self._sector(n) for n in self._chain(start, self._fat)]
        content = _whole(b"".join(sectors), len(sectors) * self._size)
        for offset in range(0, len(content), ENTRY.size):
            name, length, kind, first, size = ENTRY.unpack_from(content, offset)
            if kind:
                text = name[: max(length - 2, 0)].decode("utf-16-le", "replace")
                yield text, kind, first, size & 0xFFFFFFFF


def _whole(content: bytes, size: int) -> bytes:
    if len(content) < size:
        raise truncated()
    return content[:size]

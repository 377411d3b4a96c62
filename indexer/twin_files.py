"""A file and its gzipped twin, written in one go. The twin is one ordinary gzip member, whose blocks are packed by several threads."""

from __future__ import annotations

import os
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

BLOCK_BYTES = 1 << 20
LEVEL = 1
HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"
"""Of a gzip member without name and time: equal contents, equal bytes."""
LAST_BLOCK = b"\x03\x00"
WAITING = 2 * (os.cpu_count() or 1)


def _packed(block: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)


class TwinFile:
    """`path` and `path` + `.gz`."""

    def __init__(self, path: Path) -> None:
        self._plain = path.open("wb")
        self._packed = path.with_name(f"{path.name}.gz").open("wb")
        self._packed.write(HEADER)
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1)
        self._waiting: deque[Future[bytes]] = deque()
        self._block = bytearray()
        self._crc = 0
        self._size = 0

    def write(self, data: bytes) -> None:
        self._block += data
        if len(self._block) >= BLOCK_BYTES:
            self._pack()

    def _pack(self) -> None:
        block = bytes(self._block)
        self._block.clear()
        self._plain.write(block)
        self._crc = zlib.crc32(block, self._crc)
        self._size += len(block)
        self._waiting.append(self._pool.submit(_packed, block))
        while len(self._waiting) > WAITING:
            self._packed.write(self._waiting.popleft().result())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pack()
            for one in self._waiting:
                self._packed.write(one.result())
            end = self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little")
            self._packed.write(LAST_BLOCK + end)
        self._pool.shutdown(cancel_futures=True)
        self._plain.close()
        self._packed.close()

"""The records of a run, in memory that nobody can change any more."""

from __future__ import annotations

import fcntl
import mmap
import os
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    import numpy

#: Of the types of --records: what numpy calls each.
DTYPES = {
    "u8": "=u1",
    "u16": "=u2",
    "u32": "=u4",
    "u64": "=u8",
    "i8": "=i1",
    "i16": "=i2",
    "i32": "=i4",
    "i64": "=i8",
    "f32": "=f4",
    "f64": "=f8",
}


class Result:
    """What all workers wrote, in order. It is mapped, not copied: memory that is shared with nobody.

    Iterating gives each record as a memoryview, without its newline. close(), or the end of a `with`
    block, frees the memory; while something still uses it, that raises BufferError.
    """

    def __init__(self, memory: int, records: int, record_type: Optional[str], end: bytes) -> None:
        """Takes ownership of the descriptor `memory`, even if this fails."""
        self._memory = memory
        self._records = records
        self._type = record_type
        self._end = end
        self._map: Optional[mmap.mmap] = None
        try:
            seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SEAL
            fcntl.fcntl(memory, fcntl.F_ADD_SEALS, seals)
            self._size = os.fstat(memory).st_size
            if self._size > 0:
                # Older kernels refuse to share what is sealed against writes.
                self._map = mmap.mmap(memory, self._size, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
        except BaseException:
            os.close(memory)
            raise

    @property
    def buffer(self) -> memoryview:
        """All bytes, read-only and not copied."""
        self._check()
        return memoryview(self._map if self._map is not None else b"").toreadonly()

    def __buffer__(self, flags: int) -> memoryview:  # Python 3.12 and newer
        return self.buffer

    def bytes(self) -> bytes:
        """A copy of all bytes."""
        return self.buffer.tobytes()

    def __len__(self) -> int:
        """How many records there are."""
        return self._records

    def __iter__(self) -> Iterator[memoryview]:
        """Each record, not copied; of text without its newline."""
        self._check()
        view = self.buffer
        if self._type is not None:
            size = int(self._type.partition(":")[2] or DTYPES[self._type][2:])
            for begin in range(0, self._size, size):
                yield view[begin : begin + size]
            return
        begin = 0
        while self._map is not None and begin < self._size:
            stop = self._map.find(self._end, begin)
            if stop < 0:
                stop = self._size
            yield view[begin:stop]
            begin = stop + 1

    def numpy(self, *, writable: bool = False) -> numpy.ndarray[Any, Any]:
        """The values as an array, for runs with records="u64" and so on.

        It is not copied, and read-only; a writable one is copied page by page, where it is written.
        """
        import numpy as np

        self._check()
        if self._type not in DTYPES:
            raise TypeError("numpy() needs values: run with records='u64', 'f64' or the like")
        if self._map is None:
            return np.empty(0, dtype=DTYPES[self._type])
        source = mmap.mmap(self._memory, self._size, access=mmap.ACCESS_COPY) if writable else self._map
        return np.frombuffer(source, dtype=DTYPES[self._type])

    def fileno(self) -> int:
        """The memfd that holds the bytes, sealed; it stays the Result's."""
        self._check()
        return self._memory

    def close(self) -> None:
        """Frees the memory. Raises BufferError while an array or a memoryview uses it."""
        if self._map is not None:
            self._map.close()
            self._map = None
        if self._memory >= 0:
            os.close(self._memory)
            self._memory = -1

    def _check(self) -> None:
        if self._memory < 0:
            raise ValueError("the result is closed")

    def __enter__(self) -> Result:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_memory", -1) >= 0:
            self._map = None  # views that live keep it
            os.close(self._memory)
            self._memory = -1

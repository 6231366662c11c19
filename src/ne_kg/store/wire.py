"""How the web process and a worker talk over a Unix socket.

A message is a frame: four bytes of length, big-endian, then that many bytes. A worker that takes a
connection first sends its process number, so that waiting for a worker and waiting
for an answer are told apart. Then it reads one JSON frame after another, and sends for each a JSON
frame and, if that says `ok`, a frame with the body. A JSON frame that says `gone` is the last: the
worker takes no more queries on this connection, and has not taken the one that may be under way.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct(">I")
_PROCESS = struct.Struct(">I")
_CHUNK = 1 << 16
_TIME = struct.Struct("@ll")


class Closed(Exception):
    """The other side closed the connection before a whole frame had come."""


class Reader:
    """Frames from a connection, with as few calls into the kernel as can be."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._held = b""

    def take(self, size: int) -> bytes:
        """Exactly `size` bytes, or Closed."""
        held = self._held
        if len(held) < size:
            chunks, length = [held], len(held)
            while length < size:
                chunk = self.connection.recv(max(_CHUNK, size - length))
                if not chunk:
                    raise Closed
                chunks.append(chunk)
                length += len(chunk)
            held = b"".join(chunks)
        self._held = held[size:]
        return held[:size]

    def frame(self) -> bytes:
        (length,) = _LENGTH.unpack(self.take(_LENGTH.size))
        return self.take(length)

    def message(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.frame())
        return value

    def greeting(self) -> int:
        """The process number of the worker that took the connection."""
        number: int = _PROCESS.unpack(self.take(_PROCESS.size))[0]
        return number


def frame(body: bytes) -> bytes:
    return _LENGTH.pack(len(body)) + body


def message(value: dict[str, Any]) -> bytes:
    return frame(json.dumps(value, ensure_ascii=False).encode())


def greeting(process: int) -> bytes:
    return _PROCESS.pack(process)


def bound(connection: socket.socket, seconds: float) -> None:
    """Have the kernel end each call after so long, with BlockingIOError.

    A timeout of Python's own costs a further call into the kernel before each.
    """
    connection.settimeout(None)
    time = _TIME.pack(int(seconds), int(seconds % 1 * 1e6))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, time)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, time)

"""How the web process and a worker talk over a Unix socket.

A message is a frame: four bytes of length, big-endian, then that many bytes. A worker that takes a
connection first sends ACCEPTED and its process number, so that waiting for a worker and waiting
for an answer are told apart; then reads one JSON frame, and sends a JSON frame and, if that says
`ok`, a frame with the body.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct(">I")
_PROCESS = struct.Struct(">I")
ACCEPTED = _PROCESS.size


class Closed(Exception):
    """The other side closed the connection before a whole frame had come."""


def receive(connection: socket.socket, size: int) -> bytes:
    """Exactly `size` bytes, or Closed."""
    chunk = connection.recv(size)
    if len(chunk) == size:
        return chunk
    chunks = []
    while chunk:
        chunks.append(chunk)
        size -= len(chunk)
        if not size:
            return b"".join(chunks)
        chunk = connection.recv(min(size, 1 << 20))
    raise Closed


def receive_frame(connection: socket.socket) -> bytes:
    (length,) = _LENGTH.unpack(receive(connection, _LENGTH.size))
    return receive(connection, length) if length else b""


def frame(body: bytes) -> bytes:
    return _LENGTH.pack(len(body)) + body


def message(value: dict[str, Any]) -> bytes:
    return frame(json.dumps(value, ensure_ascii=False).encode())


def receive_message(connection: socket.socket) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(receive_frame(connection))
    return value


def greeting(process: int) -> bytes:
    return _PROCESS.pack(process)


def read_greeting(data: bytes) -> int:
    number: int = _PROCESS.unpack(data)[0]
    return number

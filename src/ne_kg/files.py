"""Reading files: what they hold, or an InputError that says which one, where and why not."""

from __future__ import annotations

from pathlib import Path

from ne_kg.model.errors import InputError, SyntaxProblem
from ne_kg.model.rdf import Position

HERE = Path()


def name(path: Path, root: Path) -> str:
    """What messages call a file: its path inside the project, else as it is given."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def content(path: Path, root: Path = HERE) -> bytes:
    """The bytes of a file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror}",
            where=name(path, root),
            remedy="check that it is a file, and that you may read it",
        ) from None


def text(path: Path, root: Path = HERE) -> str:
    """The text of a UTF-8 file without byte order mark; line ends become LF, so that a line and an
    offset are the same in a checkout with other line ends."""
    document = decoded(content(path, root), name(path, root))
    return document.replace("\r\n", "\n").replace("\r", "\n")


def decoded(document: bytes, file: str) -> str:
    """A UTF-8 document as text; SyntaxProblem with the line and column of a byte that is not."""
    try:
        return document.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = document[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        raise SyntaxProblem(
            f"byte 0x{document[error.start]:02x} is not UTF-8",
            where=Position(file, before.count(b"\n") + 1, column),
            remedy="save the file as UTF-8",
        ) from None

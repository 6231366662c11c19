"""Reports of earlier runs, so that checking what has not changed takes no time.

Kept in the user's own cache folder, by a digest of all that goes into a report.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from ne_kg import __version__
from ne_kg.model.violation import Report

KEPT = 40
_ENGINES = tuple(f"{name} {version(name)}" for name in ("pyshacl", "rdflib", "pyoxigraph"))


def folder() -> Path:
    """`$XDG_CACHE_HOME/ne-kg/validate`, or below ~/.cache."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "ne-kg" / "validate"


def key(files: Iterable[Path], *settings: object) -> str:
    """A digest of the files' names and contents, the settings and the software."""
    digest = sha256(repr((__version__, _ENGINES, settings)).encode())
    for path in (*files, *sorted(Path(__file__).parents[1].rglob("*.py"))):
        digest.update(f"\0{path}\0".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load(digest: str) -> Report | None:
    """The report of that digest; None if there is none, or none that can be read."""
    path = folder() / f"{digest}.pickle"
    try:
        report = pickle.loads(path.read_bytes())
    except (OSError, pickle.PickleError, AttributeError, EOFError, ImportError, TypeError):
        return None
    return report if isinstance(report, Report) else None


def save(digest: str, report: Report) -> None:
    """Keep a report; a cache that cannot be written is no problem."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        path = folder() / f"{digest}.pickle"
        scratch = path.with_suffix(f".{os.getpid()}")
        scratch.write_bytes(pickle.dumps(report))
        scratch.replace(path)
        for old in sorted(folder().glob("*.pickle"), key=lambda p: -p.stat().st_mtime)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return

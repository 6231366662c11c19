"""The folder of published versions: written whole, then swapped in by one rename.

    published/<version>/dataset.nq          a version; never changed once it stands there
    published/<version>/dataset.nq.sha256   its checksum, as sha256sum writes it
    published/<version>/fingerprint         of the inputs that it was made from
    published/<version>/validation.json     what the shapes found, reading.json the accounting
    published/current                       a link to the version that is served

A build that fails before the rename leaves `current` as it was. The version before is kept, so
that a server that has it open and `ne-kg diff` still find it; older ones are removed. Builds that
end at the same time publish one after the other; what a killed one left behind is removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

_CURRENT = "current"


def publish(
    folder: Path,
    version: str,
    dataset: bytes,
    fingerprint: str,
    beside: Mapping[str, bytes] | None = None,
) -> Path:
    """Make `dataset` (N-Quads) the current version, with the files `beside` it; returns the file
    that now holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        return _swap_in(folder, version, dataset, fingerprint, beside or {})


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until nobody else publishes here; the kernel frees the lock when a process ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _swap_in(
    folder: Path, version: str, dataset: bytes, fingerprint: str, beside: Mapping[str, bytes]
) -> Path:
    home = folder / version
    before = current(folder)
    checksum = sha256(dataset).hexdigest()
    files = {
        "dataset.nq": dataset,
        "dataset.nq.sha256": f"{checksum}  dataset.nq\n".encode(),
        "fingerprint": f"{fingerprint}\n".encode(),
        **beside,
    }
    with TemporaryDirectory(dir=folder, prefix=".new-") as scratch:
        new = Path(scratch) / "version"
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        if home.exists():
            for name in files:
                (new / name).replace(home / name)
        else:
            new.rename(home)
        link = Path(scratch) / _CURRENT
        link.symlink_to(version)
        link.replace(folder / _CURRENT)
    for old in folder.iterdir() if before != home else ():
        if old.is_dir() and not old.is_symlink() and old not in (home, before):
            shutil.rmtree(old)
    return folder / _CURRENT / "dataset.nq"


def current(folder: Path) -> Path | None:
    """The folder of the current version, or None if nothing has been published."""
    link = folder / _CURRENT
    return folder / link.readlink() if link.is_symlink() and link.exists() else None


def fingerprint_of(folder: Path) -> str | None:
    """The fingerprint of the inputs that the current version was made from."""
    home = current(folder)
    path = home / "fingerprint" if home else None
    return path.read_text().strip() if path and path.exists() else None

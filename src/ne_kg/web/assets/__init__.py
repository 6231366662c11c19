"""Scripts and styles that are made from npm packages, and where they stand once made.

`python -m ne_kg.web.assets` builds them. Every page works without: `island` is then None, and the
form under the editor remains.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import url_for

BUILT = Path(__file__).parent.parent / "static" / "built"


def island(name: str) -> str | None:
    """The address of a built script, with a digest so that it can be cached for good."""
    digest = _digest(name)
    if digest is None:
        return None
    return url_for("static", filename=f"built/{name}.js", v=digest)


@cache
def _digest(name: str) -> str | None:
    path = BUILT / f"{name}.js"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else None

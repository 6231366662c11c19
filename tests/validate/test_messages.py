"""docs/messages.md has a section for each kind of error."""

from __future__ import annotations

from pathlib import Path

from ne_kg.model import errors


def test_every_error_has_its_section() -> None:
    page = (Path(__file__).parents[2] / "docs/messages.md").read_text("utf-8")
    slugs = {
        kind.slug
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.NeKgError)
    }
    assert len(slugs) > 8
    assert not {slug for slug in slugs if f"\n## {slug}\n" not in page}

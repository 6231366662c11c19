"""docs/messages.md has a section for each kind of error."""

from __future__ import annotations

from pathlib import Path

from ne_kg.cli.accounting import rules_of_accounting
from ne_kg.model import errors
from ne_kg.model.terms import PREFIXES
from ne_kg.validate.terms import rules_of_terms


def test_every_error_has_its_section() -> None:
    page = (Path(__file__).parents[2] / "docs/messages.md").read_text("utf-8")
    slugs = {
        kind.slug
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.NeKgError)
    }
    assert len(slugs) > 8
    assert not {slug for slug in slugs if f"\n## {slug}\n" not in page}


def test_constraints_that_are_no_shapes_are_explained(root: Path) -> None:
    explained = (root / "docs/messages.md").read_text(encoding="utf-8")
    rules = (*rules_of_accounting().values(), *rules_of_terms(PREFIXES["shape"]))
    assert not [rule.name for rule in rules if f"`{rule.name}`" not in explained]

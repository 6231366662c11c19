"""Sums that may be formed carry their bounds; the others are refused with a reason."""

from __future__ import annotations

import pytest

from ne_kg.model.question import Question
from ne_kg.model.terms import term
from ne_kg.queries.run import ask
from ne_kg.queries.total import Refusal, Sum, combined, total
from ne_kg.store import Store


@pytest.mark.parametrize(
    ("bounds", "whole"),
    [
        (["exactly"], "exactly"),
        (["exactly", "more-than"], "more-than"),
        (["at-least", "more-than"], "more-than"),
        (["nearly", "exactly"], "less-than"),
        (["more-than", "nearly"], "about"),
        (["about"], "about"),
    ],
)
def test_bounds_of_addends_bound_the_total(bounds: list[str], whole: str) -> None:
    assert combined({term(f"bound:{bound}") for bound in bounds}) == term(f"bound:{whole}")


def test_employment_of_three_provinces_adds_up(
    store: Store, questions: dict[str, Question]
) -> None:
    result = ask(store, questions["compare-provinces"], {"indicator": "ind:new-employment"})
    found = total(store, result)
    assert isinstance(found, Sum)
    assert found.value == 1_150_000 + 540_000 + 690_000
    assert found.bound == term("bound:exactly")
    assert len(found.addends) == 3


def test_a_part_is_not_added_to_its_whole(store: Store, questions: dict[str, Question]) -> None:
    asked = {"indicator": "ind:actual-foreign-direct-investment"}
    found = total(store, ask(store, questions["compare-provinces"], asked))
    assert isinstance(found, Refusal)
    assert set(found.reason) == {"zh", "en"}


def test_rates_are_not_added(store: Store, questions: dict[str, Question]) -> None:
    asked = {"indicator": "ind:registered-urban-unemployment-rate"}
    assert isinstance(total(store, ask(store, questions["compare-provinces"], asked)), Refusal)

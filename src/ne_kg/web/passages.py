"""Sentences as pages show them: with the words marked that speak of a thing, or all marked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.web.lookup import lookup
from ne_kg.web.marks import Mark, Range, nested, placed
from ne_kg.web.site import site


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and its text as a tree of marks."""

    sentence: IRI
    tree: list[str | Mark]


def passages(thing: IRI) -> list[Passage]:
    """The sentences that speak of a thing, its names marked, in reading order."""
    return _grouped(site().rows(lookup("sentences"), this=thing))


def reading(sentence: IRI) -> Passage | None:
    """A sentence with everything marked that it speaks of; None if it is no sentence."""
    found = _grouped(site().rows(lookup("sentence"), this=sentence))
    return found[0] if found else None


def _grouped(rows: list[dict[str, Term]]) -> list[Passage]:
    by_sentence: defaultdict[IRI, list[dict[str, Term]]] = defaultdict(list)
    for row in rows:
        if isinstance(sentence := row["sentence"], IRI):
            by_sentence[sentence].append(row)
    return [Passage(sentence, tree(group)) for sentence, group in by_sentence.items()]


def tree(rows: list[dict[str, Term]]) -> list[str | Mark]:
    """The marked text of one sentence, from rows with its text and range (the first at least), and
    its mentions."""
    first = rows[0]
    text = value(first, "text")
    of: defaultdict[tuple[int, int, str], dict[str, None]] = defaultdict(dict)
    for row in rows:
        if "mentionStart" in row:
            key = (number(row, "mentionStart"), number(row, "mentionEnd"), value(row, "exact"))
            of[key][value(row, "thing")] = None
    ranges = [Range(*key, of=tuple(things)) for key, things in of.items()]
    return nested(text, placed(text, number(first, "start"), number(first, "end"), ranges))


def value(row: dict[str, Term], name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, (IRI, Literal)) else ""


def number(row: dict[str, Term], name: str) -> int:
    return int(value(row, name))

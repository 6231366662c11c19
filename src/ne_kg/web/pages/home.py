"""The first page: what this is, how much there is, what can be asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint, render_template

from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.web import labels
from ne_kg.web.lookup import lookup
from ne_kg.web.passages import Passage, reading, value
from ne_kg.web.site import site

blueprint = Blueprint("home", __name__)

_FEATURED = 9


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question: its page, its title, and the question in a sentence."""

    iri: IRI
    title: tuple[str, str | None]
    text: tuple[str, str | None] | None


@blueprint.get("/")
def home() -> str:
    """What this is, in numbers, with a search box and questions to begin with."""
    counts = site().kept("counts", lambda: site().rows(lookup("counts"))[0])
    return render_template(
        "home.html",
        counts={name: int(value(counts, name) or 0) for name in counts},
        questions=_questions(),
        example=_example(),
        sections=sections(),
    )


def sections() -> list[dict[str, Term]]:
    """The sections of the reports, in order, with their titles."""
    return site().kept("sections", lambda: site().rows(lookup("sections")))


def _questions() -> list[Question]:
    """One question a theme, as many as fit."""
    rows = site().kept("questions", lambda: site().rows(lookup("questions")))
    said: defaultdict[IRI, dict[str, list[Literal]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        question = row["question"]
        for name in ("label", "comment", "theme"):
            if isinstance(question, IRI) and isinstance(text := row.get(name), Literal):
                said[question][name].append(text)
    by_theme: defaultdict[str, list[IRI]] = defaultdict(list)
    for question, texts in said.items():
        by_theme[min((t.value for t in texts["theme"]), default="")].append(question)
    turns = [group[n] for n in range(_FEATURED) for group in by_theme.values() if n < len(group)]
    return [
        Question(q, title, labels.chosen(said[q]["comment"]))
        for q in turns[:_FEATURED]
        if (title := labels.chosen(said[q]["label"]))
    ]


def _example() -> Passage | None:
    """The sentence with the most figures, to show what is known of one."""
    rows = site().kept("example", lambda: site().rows(lookup("example")))
    sentence = rows[0].get("sentence") if rows else None
    return reading(sentence) if isinstance(sentence, IRI) else None

"""The first page: what this is, how much there is, what can be asked."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template

from ne_kg.model.question import Question
from ne_kg.model.rdf import IRI, Term
from ne_kg.web.language import language
from ne_kg.web.lookup import lookup
from ne_kg.web.passages import Passage, reading, value
from ne_kg.web.questions import saved
from ne_kg.web.site import site

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    """What this is, in numbers, with a search box and questions to begin with."""
    counts = site().kept("counts", lambda: site().rows(lookup("counts"))[0])
    library = saved.library()
    asked = Counter(question.theme for question in library.questions.values())
    return render_template(
        "home.html",
        counts={name: int(value(counts, name) or 0) for name in counts},
        questions=_first(library),
        themes=[(theme, names, asked[theme]) for theme, names in library.themes.items()],
        total=len(library.questions),
        mine="en" if language() == "en" else "zh",
        example=_example(),
        sections=sections(),
    )


def sections() -> list[dict[str, Term]]:
    """The sections of the reports, in order, with their titles."""
    return site().kept("sections", lambda: site().rows(lookup("sections")))


def _first(library: saved.Library) -> list[Question]:
    """The question of each theme that queries/themes.yaml puts first, in the order of themes."""
    firsts = (names.get("first", "") for names in library.themes.values())
    return [library.questions[name] for name in firsts if name in library.questions]


def _example() -> Passage | None:
    """The sentence with the most figures, to show what is known of one."""
    rows = site().kept("example", lambda: site().rows(lookup("example")))
    sentence = rows[0].get("sentence") if rows else None
    return reading(sentence) if isinstance(sentence, IRI) else None

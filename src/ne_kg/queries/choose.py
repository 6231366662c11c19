"""Finding a saved question by words: the title, the question, tags and columns, in zh and en."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ne_kg.model.question import Question, Words

_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def choose(
    questions: Iterable[Question], words: str, themes: dict[str, Words] | None = None
) -> list[Question]:
    """The questions that share most with the words, best first; those that share little are out.

    Chinese is compared by pairs of characters, because it has no blanks between words.
    """
    units = _units(words)
    if not units:
        return list(questions)
    scored = []
    for question in questions:
        title = " ".join(question.title.values()).casefold()
        rest = _text(question, (themes or {}).get(question.theme, {}))
        found = sum(unit in rest for unit in units)
        if found * 2 >= len(units):
            scored.append((-found, -sum(unit in title for unit in units), question.name, question))
    best = min((found for found, *_ in scored), default=0)
    return [q for found, _, _, q in sorted(scored, key=lambda s: s[:3]) if found * 2 <= best]


def _units(words: str) -> set[str]:
    text = words.casefold()
    units = set(_LATIN.findall(text))
    for run in _HAN.findall(text):
        units |= {run[n : n + 2] for n in range(len(run) - 1)} or {run}
    return units


def _text(question: Question, theme: Words) -> str:
    words = [question.name, *question.title.values(), *question.question.values(), *question.tags]
    words += [label for p in question.parameters for label in p.label.values()]
    words += [label for c in question.columns for label in c.label.values()]
    return " ".join([*words, *theme.values()]).casefold()

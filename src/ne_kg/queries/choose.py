"""Finding a saved question by the words that somebody has for it, in zh and en.

A question is known by its title, the sentence that asks it, its tags and headings, and by what its
answer names: who looks for 宝马 or Intel finds the question that answers with them. Words that few
questions have count more than words that many have, and title words more than words of an answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from ne_kg.model.errors import LimitReached
from ne_kg.model.question import Question, Words
from ne_kg.model.rdf import IRI
from ne_kg.model.terms import PREFIXES
from ne_kg.queries.parameters import written
from ne_kg.queries.run import Choice, Several, ask, choices
from ne_kg.queries.spelling import latin_words, simple
from ne_kg.store import Store

_HAN = re.compile(r"[\u3400-\u9fff]+")
_FILLER = re.compile(
    "哪些|哪个|哪几|哪里|多少|什么|怎么样|怎样|如何|有没有|是否|是谁|报告|[的了吗呢么]"
)
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and any are at be been by did do does for from had has have how in is it its many"
        " much of on or report that the their there these they this to was were what when where"
        " which who whose with",
    )
)
_ENDING = re.compile(r"(?:ions?|ings?|ed|ers?|ies|es|e|s|y)$")
_UNSET = {"zh": "", "en": ""}
_PLACE = re.compile("(?<=..)[省市县]$")
_TITLE, _ASKED, _HEADING, _ANSWER, _SENTENCE = 4.0, 3.0, 1.5, 1.0, 0.5
_ENOUGH, _NEAR, _ABOUT = 0.33, 0.4, 1.2


@dataclass(frozen=True, slots=True)
class Said:
    """What the data adds to a question: all names of what its answer names, the sentences behind
    it, the choices of its parameters."""

    answer: str = ""
    sentences: str = ""
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question that fits, and the parameters that the words set: 沈阳 the place, say."""

    question: Question
    given: Mapping[str, str]
    named: Mapping[str, str]
    """In zh and en, what the parameters are set to; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Index:
    """Questions by the weight of each word that they have."""

    questions: Sequence[Question]
    weights: Mapping[str, Mapping[str, float]]
    spread: Counter[str]
    said: Mapping[str, Said]

    @classmethod
    def of(
        cls,
        questions: Iterable[Question],
        themes: Mapping[str, Words] | None = None,
        said: Mapping[str, Said] | None = None,
    ) -> Index:
        """An index of questions; `said` by name, where the data may help."""
        listed, said = tuple(questions), said or {}
        weights = {
            q.name: _weights(q, (themes or {}).get(q.theme, {}), said.get(q.name, Said()))
            for q in listed
        }
        return cls(listed, weights, Counter(unit for w in weights.values() for unit in w), said)

    def choose(self, words: str) -> list[Chosen]:
        """The questions that fit the words, best first; all where there are no words."""
        units = units_of(words)
        if not units:
            return [Chosen(question, {}, _UNSET) for question in self.questions]
        scored = []
        for question in self.questions:
            chosen = self._chosen(question, words)
            own = dict.fromkeys(units_of(" ".join(chosen.named.values())), _TITLE)
            weight = {**self.weights[question.name], **own}
            if sum(unit in weight for unit in units) >= _ENOUGH * len(units):
                # A question about one thing comes first where the words name that thing.
                needed = {p.name for p in question.parameters if not p.optional}
                about = _ABOUT if needed & chosen.given.keys() else 1
                scored.append((about * self._score(weight, units), chosen))
        best = max((score for score, _ in scored), default=0.0)
        kept = [(score, chosen) for score, chosen in scored if score >= _NEAR * best]
        kept.sort(key=lambda found: (-found[0], found[1].question.name))
        return [chosen for _, chosen in kept]

    def related(self, question: Question) -> list[Chosen]:
        """The other questions, those first that share most with what this one is called."""
        units = units_of(" ".join([*question.title.values(), *question.tags]))
        scored = [
            (self._score(self.weights[other.name], units) * (1.5 if same else 1), other)
            for other in self.questions
            if other != question
            for same in [other.theme == question.theme]
        ]
        scored.sort(key=lambda found: -found[0])
        return [Chosen(other, {}, _UNSET) for score, other in scored if score > 0]

    def _score(self, weight: Mapping[str, float], units: set[str]) -> float:
        """How much of the words a question has, rare ones counting more."""
        return sum(
            weight[unit] * log(1 + len(self.questions) / max(self.spread[unit], 1))
            for unit in units
            if unit in weight
        )

    def _chosen(self, question: Question, words: str) -> Chosen:
        """The question with its parameters set to what the words name."""
        given: dict[str, str] = {}
        named: list[Choice] = []
        for parameter, offered in self.said.get(question.name, Said()).choices.items():
            best = max(offered, key=lambda choice: _named_in(choice, words), default=None)
            if best and _named_in(best, words):
                given[parameter] = written(best.term)
                named.append(best)
        between = {"zh": "、", "en": ", "}
        return Chosen(
            question,
            given,
            {
                lang: sep.join(choice.label[lang] for choice in named)
                for lang, sep in between.items()
            },
        )


def said(store: Store, questions: Iterable[Question]) -> dict[str, Said]:
    """The words of all answers with their defaults, and all choices, by question."""
    return {question.name: _said(store, question) for question in questions}


def units_of(text: str) -> set[str]:
    """What is compared: stems of words in Latin letters, pairs of Chinese characters, because
    Chinese has no blanks between words."""
    text = simple(text)
    units = {_stem(word) for word in latin_words(text) if word not in _STOP}
    for run in _HAN.findall(_FILLER.sub(" ", text)):
        units |= {run[n : n + 2] for n in range(len(run) - 1)} or {run}
    return units


def _stem(word: str) -> str:
    """A word without its ending: expansion and expanded are one, cities and city."""
    short = _ENDING.sub("", word)
    return short if len(short) > 2 else word


def _weights(question: Question, theme: Words, said: Said) -> dict[str, float]:
    headings = [p.label for p in question.parameters] + [c.label for c in question.columns]
    offered = [choice.label for listed in said.choices.values() for choice in listed]
    weights: dict[str, float] = {}
    for weight, texts in (
        (_SENTENCE, [said.sentences]),
        (_ANSWER, [said.answer, *_both(offered)]),
        (_HEADING, [question.name, *_both([theme, *headings])]),
        (_ASKED, [*question.tags, *question.question.values()]),
        (_TITLE, question.title.values()),
    ):
        weights |= dict.fromkeys(units_of(" ".join(texts)), weight)
    return weights


def _both(labels: Iterable[Words]) -> list[str]:
    return [label[lang] for label in labels for lang in ("zh", "en") if lang in label]


def _said(store: Store, question: Question) -> Said:
    """Nothing for a question that takes longer than the store allows: its header still finds it."""
    try:
        result = ask(store, question, {})
        offered = choices(store, question)
    except LimitReached:
        return Said()
    terms = {
        term
        for row in result.rows
        for value in row.values()
        for term in (value.terms if isinstance(value, Several) else (value,))
    }
    things = {term for term in terms if isinstance(term, IRI)}
    names = [name for thing in things for name in result.labels.get(thing, {}).values()]
    written_out = [term.value for term in terms - things]
    sentences = " ".join(sentence.text for sentence in result.evidence.values())
    answer = " ".join([*names, *written_out, *_aliases(store, things)])
    return Said(answer, sentences, offered)


def _aliases(store: Store, things: set[IRI]) -> list[str]:
    values = " ".join(str(thing) for thing in sorted(things))
    rows = store.select(
        f"PREFIX skos: <{PREFIXES['skos']}>\n"
        f"SELECT ?name WHERE {{ VALUES ?thing {{ {values} }} ?thing skos:altLabel ?name }}"
    )
    return [row["name"].value for row in rows]


def _named_in(choice: Choice, words: str) -> int:
    """How many characters of the words are the choice's name: 沈阳 for 沈阳市, 0 for none."""
    asked = simple(words)
    short = _PLACE.sub("", simple(choice.label["zh"]))
    latin = re.compile(rf"\b{re.escape(simple(choice.label['en']))}\b")
    lengths = [len(short) * (len(short) > 1 and short in asked)]
    lengths += [len(found[0]) for found in latin.finditer(asked)]
    return max(lengths)

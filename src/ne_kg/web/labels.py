"""What things are called on a page: labels in the language of the answer, all fetched at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from flask import g

from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.model.terms import PREFIXES, term
from ne_kg.web.addresses import page
from ne_kg.web.language import language
from ne_kg.web.lookup import lookup
from ne_kg.web.site import site
from ne_kg.web.tags import tag

_BATCH = 400
_CAPACITY = 50_000
_NUMERALS = "〇一二三四五六七八九十"
_SHORT = (
    (r"report/(\d+)", "{}年报告", "Report of {}"),
    (r"(?:shape/)?prefixes", "前缀", "Prefixes"),
    (r"(?:prefixes/|shape/prefix-)(.+)", "前缀 {}:", "Prefix {}:"),
    (r"dataset/class/(.+)", "{} 类的事物", "Things of class {}"),
)
_UNIT = re.compile(r"report/\d+/(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.p(\d+))?(?:-(\d+))?(?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Name:
    """A thing as a page shows it: words, their language if it is not the page's, its address."""

    iri: str
    text: str
    lang: str | None
    address: str | None


def fetch(terms: Iterable[Term | str]) -> None:
    """Learn the labels of things, in as few queries as can be."""
    known = _known()
    wanted = {str(t.value) if isinstance(t, IRI) else t for t in terms if isinstance(t, (IRI, str))}
    missing = sorted(wanted - known.keys())
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        known.update((iri, []) for iri in batch)
        for row in site().rows(lookup("labels"), these=[IRI(iri) for iri in batch]):
            thing, label = row["thing"], row["label"]
            if isinstance(thing, IRI) and isinstance(label, Literal):
                known[thing.value].append(label)


def name(thing: IRI | str) -> Name:
    """How to show a thing; what has no label in the data is named after its address.

    Made once in a request: a page names the same things again and again.
    """
    iri = thing.value if isinstance(thing, IRI) else thing
    named: dict[str, Name] = g.setdefault("names", {})
    if iri not in named:
        known = _known()
        if iri not in known:
            fetch([iri])
        text, lang = chosen(known[iri] or _foreign().get(iri, [])) or (_unlabelled(iri), None)
        named[iri] = Name(iri, text, lang, page(iri))
    return named[iri]


def chosen(labels: Iterable[Literal]) -> tuple[str, str | None] | None:
    """The label in the page's language, else in the other, else any; its language if foreign."""
    mine = "en" if language() == "en" else "zh"
    ranked = sorted(
        labels, key=lambda said: (not _speaks(said, mine), not said.language, said.value)
    )
    if not ranked:
        return None
    best = ranked[0]
    same = _speaks(best, mine)
    texts = (
        [said.value for said in ranked if said.language == best.language]
        if not best.language
        else []
    )
    text = " … ".join(texts) if len(texts) > 1 else best.value
    return visible(text), None if same else (tag(best.language) if best.language else "zh-Hans")


def mine(values: Sequence[Term]) -> Sequence[Term]:
    """Values without the texts of the other language, where some are in the page's."""
    primary = "en" if language() == "en" else "zh"
    texts = [v for v in values if isinstance(v, Literal) and v.language]
    if not any(_speaks(text, primary) for text in texts):
        return values
    return [v for v in values if v not in texts or _speaks(v, primary)]


def tongue(said: Literal) -> str | None:
    """The language of a text: its tag, or, of a string without one, what its letters tell where
    that is not the page's."""
    if said.language:
        return tag(said.language)
    if not said.datatype.endswith("#string"):
        return None
    chinese = any("\u4e00" <= c <= "\u9fff" for c in said.value)
    if chinese == (language() == "en") and any(c.isalpha() for c in said.value):
        return "zh-Hans" if chinese else "en"
    return None


def visible(text: str) -> str:
    """Text with its control and direction characters spelt out, so that none can mislead."""
    return "".join(
        f"‹U+{ord(c):04X}›" if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t" else c
        for c in text
    )


def compact(iri: str) -> str:
    """`nekg:about` for an IRI under one of our prefixes, else the IRI itself."""
    best = max((ns for ns in PREFIXES.values() if iri.startswith(ns)), key=len, default=None)
    if best is None:
        return visible(iri)
    prefix = next(p for p, ns in PREFIXES.items() if ns == best)
    return visible(f"{prefix}:{iri.removeprefix(best)}")


@cache
def _foreign() -> dict[str, list[Literal]]:
    """Labels for terms of other vocabularies, which our data does not describe."""
    text = (files("ne_kg.web") / "foreign.yaml").read_text(encoding="utf-8")
    return {
        name if "//" in name else term(name).value: [
            Literal(zh, language="zh-Hans"),
            Literal(en, language="en"),
        ]
        for name, (zh, en) in yaml.safe_load(text).items()
    }


def _speaks(label: Literal, primary: str) -> bool:
    return (label.language or "").lower().split("-")[0] == primary


def _unlabelled(iri: str) -> str:
    """`一（六）第3句` for a sentence; a prefixed name for all that has no better."""
    ours = iri.removeprefix(site().settings.base)
    for pattern, zh, en in _SHORT:
        if short := re.fullmatch(pattern, ours):
            return visible((en if language() == "en" else zh).format(*short.groups()))
    found = _UNIT.fullmatch(ours)
    if not found:
        return compact(iri)
    part, section, point, paragraph, sentence, fact = found.groups()
    chinese = language() != "en"
    words = _numeral(int(part)) if chinese else f"Part {part}"
    if section == "0":
        words += "开头" if chinese else " opening"
    elif section:
        words += f"（{_numeral(int(section))}）" if chinese else f"({section})"
    if point:
        words += f"要点{point}" if chinese else f" work point {point}"
    if paragraph:
        words += f"第{paragraph}段" if chinese else f" ¶{paragraph}"
    if sentence:
        words += f"第{sentence}句" if chinese else f" sentence {sentence}"
    return f"{words} · {fact}" if fact else words


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number <= 10 else str(number)


def _known() -> dict[str, list[Literal]]:
    known = site().kept("labels", dict[str, list[Literal]])
    if len(known) > _CAPACITY:
        known.clear()
    return known

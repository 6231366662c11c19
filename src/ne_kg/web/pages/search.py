"""`/search`: find questions, things and sentences; the same as JSON; suggestions while typing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from ne_kg.model.terms import PREFIXES, term
from ne_kg.queries.choose import Chosen
from ne_kg.queries.search import FACETS, SENTENCE, Found, Hit
from ne_kg.queries.spelling import normal
from ne_kg.web import addresses, labels
from ne_kg.web.finding import index
from ne_kg.web.language import language
from ne_kg.web.language import translate as _
from ne_kg.web.negotiate import media_type
from ne_kg.web.questions import saved
from ne_kg.web.site import site

blueprint = Blueprint("search", __name__)

_A_PAGE = 30
_SUGGESTIONS = 8
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: what it is called, in which language if not the page's, how many hits
    have it, and where choosing it leads."""

    value: str
    label: str
    lang: str | None
    count: int
    chosen: bool
    address: str


@blueprint.get("/search")
@blueprint.get("/search.json", defaults={"form": "json"})
def search(form: str = "") -> Response | str:
    """What fits the words and the facets chosen, a page at a time."""
    words = request.args.get("q", "")[:_LONGEST]
    chosen = {facet: _values(facet) for facet in FACETS}
    page = request.args.get("page", "1")
    number = min(int(page), 10_000) if page.isdecimal() and len(page) < 6 and int(page) else 1
    found = index().search(words, chosen)
    asked = saved.index().choose(words) if words.strip() and not any(chosen.values()) else []
    shown = found.hits[(number - 1) * _A_PAGE : number * _A_PAGE]
    labels.fetch(hit.entry.iri for hit in shown)
    labels.fetch(v for counts in found.facets.values() for v in counts if v != SENTENCE)
    wanted = media_type(request.headers.get("Accept"), ["text/html", "application/json"])
    if form == "json" or wanted == "application/json":
        return jsonify(_document(words, found, shown, number, asked))
    return render_template(
        "search.html",
        words=words,
        found=found,
        asked=asked if number == 1 else [],
        mine=_mine(),
        shown=shown,
        page=number,
        last=max(1, -(-len(found.hits) // _A_PAGE)),
        facets={facet: _choices(facet, found, chosen[facet]) for facet in FACETS},
        browsing=not words and not any(chosen.values()),
        address=lambda n: addresses.local("/search", **_arguments(), page=n if n > 1 else ""),
        json=addresses.local("/search.json", **_arguments()),
        highlighted=highlighted,
        kind_of_hit=_kind,
        name_of_hit=_name,
    )


@blueprint.get("/search/suggest")
def suggest() -> Response:
    """Things whose names fit what is being typed."""
    words = request.args.get("q", "")[:_LONGEST]
    hits = [h for h in index().search(words).hits if not h.entry.is_sentence] if words else []
    best = hits[:_SUGGESTIONS]
    labels.fetch(x for hit in best for x in (hit.entry.iri, *hit.entry.facets["kind"]))
    return jsonify({"query": words, "results": [_brief(hit) for hit in best]})


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser can search here (OpenSearch 1.1)."""
    xml = render_template("opensearch.xml", root=site().root)
    return Response(xml, content_type="application/opensearchdescription+xml")


def highlighted(text: str, words: str) -> list[tuple[str, bool]]:
    """A sentence's text in pieces, those that the words fit being marked."""
    tokens = {t for t in (normal(w) for w in [words, *words.split()]) if t}
    spots = [False] * len(text)
    comparable = [normal(c) or " " for c in text]
    # A character may become several (㎡); only texts that keep their length can be marked.
    if all(len(c) == 1 for c in comparable):
        line = "".join(comparable)
        for token in tokens:
            at = line.find(token)
            while at >= 0:
                spots[at : at + len(token)] = [True] * len(token)
                at = line.find(token, at + 1)
    pieces: list[tuple[str, bool]] = []
    for character, marked in zip(text, spots, strict=True):
        if pieces and pieces[-1][1] == marked:
            pieces[-1] = (pieces[-1][0] + character, marked)
        else:
            pieces.append((character, marked))
    return pieces


def _values(facet: str) -> list[str]:
    """The values chosen of a facet, written short in the address."""
    return [_long(value) for value in request.args.getlist(facet)]


def _long(value: str) -> str:
    if value == SENTENCE or value.startswith("http"):
        return value
    prefix, _, local = value.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else value


def _short(value: str) -> str:
    return value if value == SENTENCE else labels.compact(value)


def _arguments() -> dict[str, list[str]]:
    return {
        name: request.args.getlist(name)
        for name in ("q", *FACETS)
        if any(request.args.getlist(name))
    }


def _choices(facet: str, found: Found, chosen: list[str]) -> list[Choice]:
    counts = dict(found.facets[facet])
    for value in chosen:
        counts.setdefault(value, 0)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    choices = []
    for value, count in ranked:
        rest = [v for v in chosen if v != value]
        new = rest if value in chosen else [*chosen, value]
        arguments = {**_arguments(), facet: [_short(v) for v in new]}
        choices.append(
            Choice(
                _short(value),
                _called(value),
                None if value == SENTENCE else labels.name(value).lang,
                count,
                value in chosen,
                addresses.local("/search", **arguments),
            )
        )
    return choices


def _called(value: str) -> str:
    return _("句子") if value == SENTENCE else labels.name(value).text


def _kind(hit: Hit) -> str:
    return "、".join(sorted(_called(kind) for kind in hit.entry.facets["kind"]))


def _name(hit: Hit) -> labels.Name:
    """What a hit is called: a figure by whose it is, what it measures and how much."""
    name = labels.name(hit.entry.iri)
    if term("nekg:Figure").value in hit.entry.facets["kind"]:
        return replace(name, text=hit.entry.names[language() == "en"], lang=None)
    return name


def _brief(hit: Hit) -> dict[str, Any]:
    name = _name(hit)
    return {
        "iri": hit.entry.iri,
        "label": name.text,
        "matched": hit.name,
        "kind": _kind(hit),
        "address": name.address,
    }


def _document(
    words: str, found: Found, shown: tuple[Hit, ...], page: int, asked: list[Chosen]
) -> dict[str, Any]:
    results = []
    for hit in shown:
        brief = _brief(hit) | {"score": round(hit.score, 1)}
        if hit.entry.is_sentence:
            brief["text"] = hit.entry.names[0]
        results.append(brief)
    return {
        "query": words,
        "version": site().version,
        "total": len(found.hits),
        "page": page,
        "loose": found.loose,
        "facets": {
            facet: [
                {"value": v, "label": _called(v), "count": n}
                for v, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            ]
            for facet, counts in found.facets.items()
        },
        "questions": [
            {
                "name": chosen.question.name,
                "title": chosen.question.title[_mine()],
                "given": chosen.given,
                "address": addresses.local(f"/queries/{chosen.question.name}", **chosen.given),
            }
            for chosen in asked
        ],
        "results": results,
    }


def _mine() -> str:
    return "en" if language() == "en" else "zh"

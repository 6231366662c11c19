"""The report as a page: every named thing and every figure marked at its exact characters.

`/report/2010?at=376` opens the facts at a character beside its sentence, with or without a script;
in that sentence the words of facts are marked as well. `?view=maintainer` marks these everywhere,
and shades what no fact accounts for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Base

from ne_kg.model.rdf import IRI, Term
from ne_kg.web import addresses, labels, signposting
from ne_kg.web.groups import group_of
from ne_kg.web.lookup import lookup
from ne_kg.web.marks import Mark
from ne_kg.web.markup import names
from ne_kg.web.negotiate import media_type
from ne_kg.web.negotiated import see_other
from ne_kg.web.passages import number, tree, value
from ne_kg.web.site import site
from ne_kg.web.things import facts

blueprint = Blueprint("reader", __name__)

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_SOURCE = ("text/plain", "text/html", "text/markdown")


@dataclass(slots=True)
class Line:
    """A heading or a sentence in reading order; `tree` is its marked text, `names` the same with
    names and figures alone."""

    iri: IRI
    name: str
    kind: str
    tree: list[str | Mark]
    names: list[str | Mark]
    start: int
    end: int
    paragraph: str
    point: str
    section: str
    part: str
    notes: list[tuple[str, str]] = field(default_factory=list)
    factless: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What is open beside the text: a sentence's facts, and those that stand at a range of it."""

    sentence: IRI
    here: list[IRI]
    facts: list[facts.Fact]
    links: list[dict[str, Term]]


@blueprint.get("/report/<int:year>")
def report(year: int) -> Base:
    """The whole report, for reading; its data by content negotiation."""
    iri = IRI(f"{site().settings.base}report/{year}")
    if data := see_other(iri, _PAGES):
        return data
    if media_type(request.headers.get("Accept"), _PAGES) == "text/plain":
        return redirect(addresses.local(f"/report/{year}/source.txt"), 303)
    lines = _lines(iri)
    if not lines:
        abort(404)
    at = request.args.get("at", "")
    html = render_template(
        "reader.html",
        year=year,
        lines=lines,
        opened=_opened(iri, at, lines),
        at=at,
        maintainer=request.args.get("view") == "maintainer",
        counts=_counts(lines),
        address=addresses.local(f"/report/{year}"),
    )
    return signposting.on_page(Response(html), iri)


@blueprint.get("/report/<int:year>/beside")
def beside(year: int) -> str:
    """What stands beside the text for what `at` asks, as a part of a page."""
    iri = IRI(f"{site().settings.base}report/{year}")
    opened = _opened(iri, request.args.get("at", ""), _lines(iri))
    if opened is None:
        abort(404)
    return render_template("beside.html", opened=opened)


@blueprint.get("/report/<int:year>/source.txt")
def source(year: int) -> Base:
    """The text as received; mentions are addressed by its characters (RFC 5147). Its data are all
    the mentions."""
    project = site().settings.project
    path = project / "data" / "reports" / str(year) / "source.txt" if project else None
    if path is None or not path.is_file():
        abort(404)
    if data := see_other(IRI(f"{site().settings.base}report/{year}/source.txt"), _SOURCE):
        return data
    return Response(path.read_bytes(), content_type="text/plain; charset=utf-8")


def _lines(report: IRI) -> list[Line]:
    """Headings and sentences with their marks; kept for a data version."""
    return site().kept(f"reader {report.value}", lambda: _read(report))


def _read(report: IRI) -> list[Line]:
    mentions: defaultdict[IRI, list[dict[str, Term]]] = defaultdict(list)
    for row in site().rows(lookup("reader-mentions"), this=report):
        if isinstance(sentence := row["sentence"], IRI):
            mentions[sentence].append(row)
    notes: defaultdict[IRI, list[tuple[str, str]]] = defaultdict(list)
    for row in site().rows(lookup("reader-misprints"), this=report):
        if isinstance(sentence := row["sentence"], IRI):
            notes[sentence].append((value(row, "exact"), value(row, "readAs")))
    factless = {row["sentence"] for row in site().rows(lookup("reader-factless"), this=report)}
    lines = []
    for row in site().rows(lookup("reader"), this=report):
        unit = row["unit"]
        if not isinstance(unit, IRI):
            continue
        name = unit.value.removeprefix(report.value + "/")
        marks = [{**row, **mention} for mention in mentions.get(unit, ())]
        stem = name.partition("-")[0]
        heading = not value(row, "kind").endswith("Sentence")
        levels = (name.rpartition(".")[0] if heading else stem).split(".")
        lines.append(
            Line(
                iri=unit,
                name=name,
                kind=value(row, "kind").rsplit("#", 1)[-1],
                tree=(marked := tree(marks or [row])),
                names=names(marked),
                start=number(row, "start"),
                end=number(row, "end"),
                paragraph=value(row, "holder"),
                part=levels[0],
                section=".".join(levels[:2]) if len(levels) > 1 else "",
                point=stem if len(levels) > 2 else "",
                notes=notes.get(unit, []),
                factless=unit in factless,
            )
        )
    return lines


def _opened(report: IRI, at: str, lines: list[Line]) -> Opened | None:
    """What `at` asks for: a character of the source, a sentence's name, or a fact's."""
    line, here = None, list[IRI]()
    if at.isdecimal() and len(at) < 10:
        line = next((x for x in lines if x.start <= int(at) < x.end), None)
        here = _at(line.tree, int(at)) if line else []
    elif at:
        by_name = {candidate.name: candidate for candidate in lines}
        line = by_name.get(at) or by_name.get(at.rpartition(".")[0])
        here = [IRI(f"{report.value}/{at}")] if line and line.name != at else []
    if line is None:
        return None
    links = site().rows(lookup("reader-links"), this=line.iri)
    labels.fetch(t for row in links for t in row.values())
    labels.fetch([*here, line.iri])
    return Opened(line.iri, here, facts.of_sentence(line.iri), links)


def _at(nodes: list[str | Mark], at: int) -> list[IRI]:
    """What the innermost mark at a character of the source names."""
    for node in nodes:
        if isinstance(node, Mark) and node.placed.range.start <= at < node.placed.range.end:
            return _at(node.children, at) or [IRI(thing) for thing in node.placed.range.of]
    return []


def _counts(lines: list[Line]) -> dict[str, int]:
    """How many marks there are of each group."""
    counts: defaultdict[str, int] = defaultdict(int)

    def walk(nodes: list[str | Mark]) -> None:
        for node in nodes:
            if isinstance(node, Mark):
                counts[group_of(node.placed.range.of)] += node.first
                walk(node.children)

    for line in lines:
        walk(line.tree)
    return dict(counts)

"""Pages about the graph: its named graphs, how the report was read, what the checks found."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request

from ne_kg.model.rdf import Literal
from ne_kg.web import addresses, labels
from ne_kg.web.lookup import lookup
from ne_kg.web.passages import value
from ne_kg.web.reports import reports
from ne_kg.web.site import site

blueprint = Blueprint("information", __name__)

_A_FILE = 45_000
_OWN = 3
"""A shape of more classes than this is shown among those of many."""


@blueprint.get("/graphs")
def graphs() -> str:
    """What each named graph is, where it comes from, and how much it holds."""
    rows = site().kept("graphs", lambda: site().rows(lookup("graphs")))
    sections = site().kept("sentence graphs", lambda: site().rows(lookup("sentence-graphs")))
    labels.fetch(t for row in (*rows, *sections) for t in row.values())
    return render_template("graphs.html", graphs=rows, sections=sections, value=value)


@blueprint.get("/method")
def method() -> str:
    """How the report was read, and how far."""
    sections = site().kept("reading", lambda: site().rows(lookup("reading")))
    labels.fetch(row["section"] for row in sections)
    return render_template(
        "method.html", sections=sections, value=value, measured=_json("reading.json")
    )


@blueprint.get("/validation")
def validation() -> str:
    """What the shapes ask, and what they found in the data served."""
    rows = site().kept("shapes", lambda: site().rows(lookup("shapes")))
    labels.fetch(t for row in rows for name in ("shape", "target") if (t := row.get(name)))
    targets: defaultdict[str, set[str]] = defaultdict(set)
    rules: defaultdict[str, list[Literal]] = defaultdict(list)
    for row in rows:
        shape = value(row, "shape")
        targets[shape].add(value(row, "target"))
        if isinstance(rule := row["rule"], Literal) and rule not in rules[shape]:
            rules[shape].append(rule)
    groups: defaultdict[str, list[tuple[str, tuple[str, str | None] | None]]] = defaultdict(list)
    for shape, said in rules.items():
        of = targets[shape]
        groups[min(of) if len(of) <= _OWN else ""].append((shape, labels.chosen(said)))
    return render_template(
        "validation.html",
        groups=sorted(groups.items(), key=lambda item: (not item[0], labels.name(item[0]).text)),
        count=len(rules),
        report=_json("validation.json"),
    )


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Crawlers may read everything but answers of ad hoc queries and searches."""
    lines = [
        "User-agent: *",
        f"Disallow: {request.script_root}/sparql?",
        f"Disallow: {request.script_root}/search?",
    ]
    if site().root:
        lines.append(f"Sitemap: {site().root}/sitemap.xml")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """All pages: the fixed ones, every thing, every sentence."""
    paths = [
        "/",
        "/queries",
        *(f"/report/{report.year}" for report in reports()),
        "/dataset",
        "/ontology",
        "/graphs",
        "/method",
        "/validation",
    ]
    rows = site().kept("pages", lambda: site().rows(lookup("pages")))
    pages = [addresses.page(value(row, "thing")) or "" for row in rows]
    root = site().root
    whole = [f"{root}{request.script_root if not root else ''}{path}" for path in paths]
    whole += [root.removesuffix(request.script_root) + page for page in pages]
    xml = render_template("sitemap.xml", addresses=whole[:_A_FILE])
    return Response(xml, content_type="application/xml; charset=utf-8")


def _json(name: str) -> dict[str, Any] | None:
    """What the build left beside the dataset, if it did."""
    project = site().settings.project
    path = Path(project or ".") / "published" / site().version / name
    if project is None or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found

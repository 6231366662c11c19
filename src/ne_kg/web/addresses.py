"""Canonical IRIs and the addresses at which this site serves them.

    …/id/<slug>              /id/<slug>      303 to /page/<slug> or /data/<slug>.<ext>
    …/report/2010            /report/2010    the reader
    …/report/2010/<name>     the same        303 to /page/report/2010/<name> or /data/…
    …/ontology#<term>        /ontology#<term>
    …/vocab/…, /source/…, /graph/…, /shape/…, /prefixes/…, /dataset/class/… as sentences are
    …/queries/<name>, /dataset, …/source.txt served where they are, or 303 to /data/….<ext>

What follows the base is the reference of a thing; that of `id/<slug>` is the bare slug.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import g, request

from ne_kg.model.rdf import IRI
from ne_kg.web.language import asked, language
from ne_kg.web.site import site

_DIRECT = ("dataset", "ontology", "sparql")
_BARE = (*_DIRECT, "prefixes")
"""References without a slash that are no slugs."""


def reference(iri: str) -> str | None:
    """What names a thing of ours in an address; None for foreign IRIs."""
    base = site().settings.base
    if not iri.startswith(base):
        return None
    return iri.removeprefix(base).removeprefix("id/")


def iri_of(reference: str) -> IRI:
    """The IRI that a reference stands for."""
    base = site().settings.base
    whole = "/" in reference or reference in _BARE
    return IRI(base + reference if whole else f"{base}id/{reference}")


def page(iri: str) -> str | None:
    """The address of the page about a thing; for foreign things their own, if a browser may
    follow it; else None."""
    ours = reference(iri)
    if ours is None:
        return iri if iri.startswith(("https://", "http://")) else None
    head, _, fragment = ours.partition("#")
    if head.startswith("report/") and head.endswith("/source.txt"):
        return local(f"/{head}") + (f"#{fragment}" if fragment else "")
    if head in _DIRECT or head.startswith(("queries/", "dataset/")) or is_report(head):
        path = "/dataset" if head.startswith("dataset/") else f"/{head}"
        return local(path) + (f"#{quote(fragment)}" if fragment else "")
    return local(f"/page/{quote(head)}")


def is_report(reference: str) -> bool:
    """Whether a reference names a whole report."""
    return reference.startswith("report/") and reference.count("/") == 1


def data(iri: str, extension: str) -> str:
    """The address of the data about a thing of ours."""
    ours = (reference(iri) or "").partition("#")[0]
    return request.script_root + f"/data/{quote(ours)}.{extension}"


def resource(iri: str) -> str:
    """The address that answers for the thing itself: canonical once that is live, else here."""
    here = site()
    if here.settings.canonical_live:
        return iri
    return here.root + "/" + iri.removeprefix(here.settings.base)


def local(path: str, **parameters: object) -> str:
    """A path of this site as a link, under its prefix, keeping the language that was asked for."""
    kept = {name: value for name, value in parameters.items() if value not in (None, "")}
    if asked() and "lang" not in kept:
        kept["lang"] = "en" if language() == "en" else "zh"
    query = urlencode(kept, doseq=True)
    return request.script_root + path + (f"?{query}" if query else "")


def switched() -> str:
    """The address of this page in the other language."""
    arguments = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    other = "zh" if language() == "en" else "en"
    path: str = g.get("switch_path") or request.path
    return request.script_root + quote(path) + "?" + urlencode([*arguments, ("lang", other)])

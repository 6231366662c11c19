"""`/dataset`: what the dataset is, and everything of it as files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template
from werkzeug.wrappers import Response as Base

from ne_kg.model.rdf import IRI
from ne_kg.web import labels, rdf, signposting
from ne_kg.web.addresses import local
from ne_kg.web.lookup import lookup
from ne_kg.web.negotiated import see_other
from ne_kg.web.pages import exports
from ne_kg.web.pages.tables import tables
from ne_kg.web.passages import value
from ne_kg.web.site import site
from ne_kg.web.things.describe import description

blueprint = Blueprint("dataset", __name__)

_TYPES = {
    **rdf.EXTENSIONS,
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/dataset")
def dataset() -> Base:
    """Licence, version, credits, counts, files; as RDF the DCAT and VoID description."""
    iri = IRI(f"{site().settings.base}dataset")
    if data := see_other(iri):
        return data
    sources = site().rows(lookup("sources"))
    labels.fetch(row["source"] for row in sources)
    counts = site().kept("class counts", lambda: site().rows(lookup("class-counts")))
    labels.fetch(row["class"] for row in counts)
    page = render_template(
        "dataset.html",
        iri=iri,
        files=exports.RDF_FILES,
        tables=tables(),
        sources=sources,
        counts=counts[:24],
        value=value,
    )
    files = {local(f"/dataset/{n}"): _TYPES[n.rpartition(".")[2]] for n in exports.names()}
    return signposting.on_collection(signposting.on_page(Response(page), iri), files)


@blueprint.get("/data/dataset.<ext>")
def described(ext: str) -> Response:
    """The description of the dataset itself, as RDF."""
    if ext not in rdf.EXTENSIONS:
        abort(404)
    iri = IRI(f"{site().settings.base}dataset")
    answer = Response(rdf.serialise(description(iri), ext, rdf.context_file()))
    answer.content_type = _with_charset(rdf.EXTENSIONS[ext])
    return signposting.on_data(answer, iri)


@blueprint.get("/dataset/<name>")
def file(name: str) -> Response:
    """A file of the dataset, or the checksums of all."""
    if name == "SHA256SUMS":
        files = {each: _file(each) for each in exports.names()}
        return Response(exports.checksums(files), content_type="text/plain; charset=utf-8")
    if name not in exports.names():
        abort(404)
    answer = Response(_file(name), content_type=_with_charset(_TYPES[name.rpartition(".")[2]]))
    stem, _, extension = name.rpartition(".")
    saved = f"{stem}-{site().version[:12]}.{extension}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{saved}"'
    return answer


def _file(name: str) -> bytes:
    return site().kept(f"file {name}", lambda: exports.make(name, site().store, rdf.context_file()))


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

"""`/.well-known/void` and `/.well-known/sparql-examples`, where tools look for them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from ne_kg.web import negotiate
from ne_kg.web.endpoint.description import RDF, describe_data, describe_examples
from ne_kg.web.endpoint.sparql import described
from ne_kg.web.site import Site

blueprint = Blueprint("wellknown", __name__, url_prefix="/.well-known")


@blueprint.get("/void")
def void() -> Response:
    """VoID of the data served (https://www.w3.org/TR/void/#well-known)."""
    return _rdf(describe_data)


@blueprint.get("/sparql-examples")
def examples() -> Response:
    """The saved queries as sh:SPARQLExecutable."""
    return _rdf(describe_examples)


def _rdf(describe: Callable[[Site], bytes]) -> Response:
    # A browser that takes only text/html is shown Turtle: there is no page to show it.
    wanted = negotiate.media_type(request.headers.get("Accept"), [*RDF, "text/html"])
    if wanted is None:
        return Response(
            f"ask for one of {', '.join(RDF)}\n", 406, content_type="text/plain; charset=utf-8"
        )
    return described(describe, RDF[0] if wanted == "text/html" else wanted)

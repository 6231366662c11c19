"""Where a request for a thing is sent when it prefers data to a page.

The thing is one, the documents about it are others (https://www.w3.org/TR/cooluris/#r303gendocument).
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, redirect, request
from werkzeug.wrappers import Response as Base

from ne_kg.model.rdf import IRI
from ne_kg.web import addresses, rdf
from ne_kg.web.negotiate import media_type

_PAGES = ("text/html", "application/xhtml+xml")
_ALIASES = {"application/json": "jsonld"}


def see_other(thing: IRI, pages: Sequence[str] = _PAGES) -> Base | None:
    """303 to the data about a thing; None if one of `pages` is preferred, 406 if nothing fits."""
    offered = [pages[0], *rdf.MEDIA_TYPES, *_ALIASES, *pages[1:]]
    wanted = media_type(request.headers.get("Accept"), offered)
    if wanted is None:
        abort(406)
    if wanted in pages:
        return None
    extension = rdf.MEDIA_TYPES.get(wanted) or _ALIASES[wanted]
    return redirect(addresses.data(thing.value, extension), 303)

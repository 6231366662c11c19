"""What leads from a page to its data and back, said in `Link` headers.

https://signposting.org/FAIR/ and RFC 8288.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from ne_kg.model.rdf import IRI
from ne_kg.web import addresses, rdf
from ne_kg.web.site import site

_LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
_PAGE = '<https://schema.org/AboutPage>; rel="type"'
_DATASET = '<https://schema.org/Dataset>; rel="type"'


def on_page(answer: Response, thing: IRI) -> Response:
    """Say where to cite the thing, where its data is, and what it belongs to."""
    links = [f'<{addresses.resource(thing.value)}>; rel="cite-as"', _PAGE]
    links += [
        f'<{addresses.data(thing.value, extension)}>; rel="describedby alternate"; type="{kind}"'
        for extension, kind in rdf.EXTENSIONS.items()
    ]
    dataset = f"{site().settings.base}dataset"
    if thing.value != dataset:
        links.append(f'<{addresses.resource(dataset)}>; rel="collection"')
    answer.headers["Link"] = ", ".join([*links, _LICENCE])
    return answer


def on_collection(answer: Response, items: Mapping[str, str]) -> Response:
    """Say which files, by address and media type, the page of a dataset offers."""
    links = [_DATASET]
    links += [f'<{address}>; rel="item"; type="{kind}"' for address, kind in items.items()]
    answer.headers["Link"] = ", ".join([answer.headers["Link"], *links])
    return answer


def on_data(answer: Response, thing: IRI) -> Response:
    """Say which thing the data describes, and where its page is."""
    links = [
        f'<{addresses.resource(thing.value)}>; rel="describes"',
        f'<{addresses.page(thing.value)}>; rel="alternate"; type="text/html"',
        _LICENCE,
    ]
    answer.headers["Link"] = ", ".join(links)
    return answer

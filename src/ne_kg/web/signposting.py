"""What leads from a page to its data and back, said in `Link` headers.

https://signposting.org/FAIR/ and RFC 8288.
"""

from __future__ import annotations

from flask import Response

from ne_kg.model.rdf import IRI
from ne_kg.web import addresses, rdf

_LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


def on_page(answer: Response, thing: IRI) -> Response:
    """Say where to cite the thing and where its data is."""
    links = [f'<{addresses.resource(thing.value)}>; rel="cite-as"']
    links += [
        f'<{addresses.data(thing.value, extension)}>; rel="describedby alternate"; type="{kind}"'
        for extension, kind in rdf.EXTENSIONS.items()
    ]
    answer.headers["Link"] = ", ".join([*links, _LICENCE])
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

r"""What Oxigraph writes as XML, made well formed or refused.

It writes `\r` as it is, which an XML parser reads as a line feed (XML 1.0 §2.11), characters that
XML has no form for, and elements without a name for predicates that end in none.
"""

from __future__ import annotations

import re

from ne_kg.model.errors import QueryRejected

_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NAMELESS = re.compile(rb'<oxprefix: xmlns:oxprefix="([^"]*)"')


def well_formed(body: bytes) -> bytes:
    """The document; QueryRejected says what XML cannot carry."""
    if found := _NOT_XML.search(body):
        raise QueryRejected(
            f"the answer holds the character {found.group().decode()!r}, which XML cannot carry",
            remedy="ask for JSON or Turtle",
        )
    if found := _NAMELESS.search(body):
        raise QueryRejected(
            f"the answer holds the predicate <{found[1].decode()}>, which RDF/XML cannot carry: "
            "it does not end in a name",
            remedy="ask for Turtle or JSON-LD",
        )
    return body.replace(b"\r", b"&#13;")

"""SPARQL in files: the queries that pages are made of, with `$name` for what a page is about.

`$this` is a variable like any other, so a file runs in any SPARQL tool as it stands; a page
replaces it by a term (the convention of pre-bound variables, SHACL §5.3.1). Prefixes are ours,
written in front when a file is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ne_kg.model.errors import UsageError
from ne_kg.model.rdf import IRI, Term
from ne_kg.model.terms import PREFIXES

_NO_CHARACTERS = "".join(
    chr(plane + end) for plane in range(0x10000, 0xE0000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
_NOT_IN_IRI = re.compile(
    r"[\x00-\x20<>\"{}|^`\\"  # IRIREF, SPARQL 1.1 §19.8
    r"\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"  # neither ASCII nor ucschar, RFC 3987 §2.2
    rf"{_NO_CHARACTERS}"
    r"\U000e0000-\U000e0fff\U000efffe-\U0010ffff]"
)
_PREFIXED = re.compile(r"(?<![\w<?$:])([a-z][a-z0-9]*):(?!//)")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query with places for terms."""

    text: str

    def bound(self, **terms: Term | list[Term]) -> str:
        """The query with each `$name` replaced by its term, or by several with blanks between.

        UsageError for an IRI that cannot be written in a query.
        """
        text = self.text
        for name, value in terms.items():
            words = " ".join(map(written, value if isinstance(value, list) else [value]))
            text = re.sub(rf"\${name}\b", lambda _, words=words: words, text)  # type: ignore[misc]
        return text


def written(term: Term) -> str:
    """A term as SPARQL writes it."""
    if isinstance(term, IRI) and _NOT_IN_IRI.search(term.value):
        raise UsageError(f"{term.value!r} is not an IRI")
    return str(term)


def prefixed(query: str) -> str:
    """The query with those of our prefixes in front that it uses."""
    body = re.sub(r"^\s*#.*$", "", query, flags=re.M)
    used = sorted({name for name in _PREFIXED.findall(body) if name in PREFIXES})
    head = "".join(
        f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used if f"PREFIX {name}:" not in query
    )
    return head + query


@cache
def lookup(name: str) -> Lookup:
    """The query in `lookups/<name>.rq`."""
    path = files("ne_kg.web") / "lookups" / f"{name}.rq"
    return Lookup(prefixed(path.read_text(encoding="utf-8")))

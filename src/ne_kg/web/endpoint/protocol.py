"""The query operation of the SPARQL 1.1 Protocol, read from the parts of an HTTP request.

https://www.w3.org/TR/sparql11-protocol/#query-operation. Nothing here knows the web framework,
which would replace bytes that are no UTF-8 without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
ACCEPT_POST = f"{FORM}, {DIRECT}"

_CHARSETS = ("utf-8", "utf8", "us-ascii")
"""UTF-8, and what it includes."""

READ_ONLY = "this endpoint is read-only: it takes no updates"
_READ_ONLY_REMEDY = "change the data in its repository and build it anew"


class Refused(Exception):
    """A request that is not a query operation; `status` is its HTTP status."""

    def __init__(self, status: int, what: str, remedy: str | None = None) -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Operation:
    """`query` is None when there is none; the lists are None when the request names no dataset."""

    query: str | None
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    parameters: dict[str, str]
    """All other parameters, the first value of each."""

    @property
    def bare(self) -> bool:
        """Whether nothing at all is asked: then the service describes itself."""
        return self.query is None and self.default is None and not self.parameters


def from_get(query_string: bytes) -> Operation:
    """Query via GET (§2.1.1)."""
    return _operation(_pairs(query_string), None)


def from_post(query_string: bytes, content_type: str, body: bytes) -> Operation:
    """Query via POST with URL-encoded parameters (§2.1.2) or directly (§2.1.3)."""
    name, *parameters = (part.strip().lower() for part in content_type.split(";"))
    for parameter in parameters:
        if parameter.startswith("charset=") and parameter[8:].strip('"') not in _CHARSETS:
            raise Refused(415, f"{parameter} is not supported", "send UTF-8")
    if name == FORM:
        return _operation(_pairs(body) + _pairs(query_string), None)
    if name == DIRECT:
        return _operation(_pairs(query_string), _utf8(body, "the body"))
    if name == UPDATE:
        raise Refused(415, READ_ONLY, _READ_ONLY_REMEDY)
    raise Refused(
        415,
        f"a query cannot be sent as {name!r}" if name else "the request has no Content-Type",
        f"send it as {FORM} or {DIRECT}",
    )


def _operation(pairs: list[tuple[str, str]], direct: str | None) -> Operation:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    for name in ("update", "using-graph-uri", "using-named-graph-uri"):
        if name in values:
            raise Refused(400, READ_ONLY, _READ_ONLY_REMEDY)
    queries = values.pop("query", []) + ([] if direct is None else [direct])
    if len(queries) > 1:
        raise Refused(400, f"the request has {len(queries)} queries", "send exactly one")
    default = values.pop("default-graph-uri", [])
    named = values.pop("named-graph-uri", [])
    given = bool(default or named)
    return Operation(
        queries[0] if queries else None,
        tuple(dict.fromkeys(default)) if given else None,
        tuple(dict.fromkeys(named)) if given else None,
        {name: some[0] for name, some in values.items()},
    )


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Parameters of application/x-www-form-urlencoded text (URL Standard §5.1), in order."""
    pairs = []
    for part in encoded.split(b"&"):
        if part:
            name, _, value = part.replace(b"+", b" ").partition(b"=")
            text = _utf8(unquote_to_bytes(name), "a parameter's name")
            pairs.append((text, _utf8(unquote_to_bytes(value), f"the parameter {text!r}")))
    return pairs


def _utf8(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            400, f"{what} is not UTF-8: byte {error.start + 1} is 0x{data[error.start]:02x}"
        ) from error

"""A JSON-LD context that does not serve says where and why; none is ever fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from ne_kg.model.errors import InputError
from ne_kg.model.rdf import IRI, Literal, Quad
from ne_kg.web import rdf

QUADS = [Quad(IRI("http://a.example/b"), IRI("http://a.example/p"), Literal("x"), None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"@context":\n {"a": }}', r":2:8: the JSON-LD context is not JSON"),
        (b"[]", "is not a JSON object of terms"),
        (b'{"@context": "https://a.example/context"}', "is not a JSON object of terms"),
        (b'{"@context": {"@import": "https://a.example/context"}}', "is not a JSON object"),
        (b'{"@context": {"a": {"@id": 7}}}', "does not serve to compact with"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_broken_context_is_told_with_its_place(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "context.jsonld"
    path.write_bytes(text)
    with pytest.raises(InputError, match=said) as caught:
        rdf.serialise(QUADS, "jsonld", path)
    assert str(path) in str(caught.value.where)

"""What stands around a sentence: the one before, the one after, and the facts that it states."""

from __future__ import annotations

from dataclasses import dataclass

from ne_kg.model.rdf import IRI
from ne_kg.web import addresses
from ne_kg.web.lookup import lookup
from ne_kg.web.passages import value
from ne_kg.web.site import site
from ne_kg.web.things import facts


@dataclass(frozen=True, slots=True)
class Around:
    """Neighbours of a sentence, its address in the reader, and its facts."""

    before: IRI | None
    after: IRI | None
    reader: str
    facts: list[facts.Fact]


def around(sentence: IRI) -> Around:
    """The surroundings of a sentence."""
    before = after = None
    for row in site().rows(lookup("neighbours"), this=sentence):
        if isinstance(other := row["sentence"], IRI):
            if value(row, "side") == "before":
                before = other
            else:
                after = other
    report, _, name = (addresses.reference(sentence.value) or "").rpartition("/")
    reader = addresses.local(f"/{report}", at=name) + f"#s{name}"
    return Around(before, after, reader, facts.of_sentence(sentence))

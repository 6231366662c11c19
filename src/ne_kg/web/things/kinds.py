"""What kind of thing a page is about: its classes, nearest first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ne_kg.model.rdf import IRI
from ne_kg.model.terms import PREFIXES
from ne_kg.web.lookup import lookup
from ne_kg.web.site import site


@dataclass(frozen=True, slots=True)
class Kind:
    """`types` are the classes that the data states; `classes` those and all above them."""

    types: tuple[IRI, ...]
    classes: tuple[str, ...]

    def is_a(self, name: str) -> bool:
        """Whether the thing is of our class `name`, or of one below it."""
        return PREFIXES["nekg"] + name in self.classes


def kind_of(thing: IRI) -> Kind:
    """The classes of a thing; a class counts as nearer the fewer of the others are below it."""
    stated: dict[IRI, None] = {}
    above: Counter[str] = Counter()
    for row in site().rows(lookup("classes"), this=thing):
        if isinstance(cls := row["class"], IRI):
            stated[cls] = None
        if isinstance(higher := row.get("above"), IRI):
            above[higher.value] += 1
    types = tuple(stated)
    nearest = [cls.value for cls in types]
    further = [cls for cls, _ in sorted(above.items(), key=lambda i: i[1]) if cls not in nearest]
    return Kind(types, tuple(nearest + further))

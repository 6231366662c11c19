"""A thing in schema.org's words, for search engines: JSON-LD inside its page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ne_kg.model.rdf import IRI, Literal
from ne_kg.model.terms import term
from ne_kg.web import addresses, labels
from ne_kg.web.site import site
from ne_kg.web.things.kinds import Kind

_TYPES = {
    "Figure": "Observation",
    "Enterprise": "Corporation",
    "GovernmentBody": "GovernmentOrganization",
    "ResearchInstitution": "ResearchOrganization",
    "Organisation": "Organization",
    "City": "City",
    "AdministrativeArea": "AdministrativeArea",
    "Place": "Place",
    "Project": "Project",
    "Document": "CreativeWork",
    "Policy": "CreativeWork",
    "Event": "Event",
    "Product": "Product",
    "WorkAction": "Action",
    "Sentence": "Quotation",
    "Report": "Report",
    "Indicator": "DefinedTerm",
}


def linked(iri: IRI, kind: Kind, statements: Mapping[IRI, Sequence[Any]]) -> Markup:
    """The JSON-LD of a thing; its characters cannot end the script element that holds it."""
    name = labels.name(iri)
    described = next((v for k, v in _TYPES.items() if kind.is_a(k)), "Thing")
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": described,
        "@id": iri.value,
        "name": name.text,
        "url": addresses.resource(iri.value),
        "isPartOf": {"@type": "Dataset", "@id": f"{site().settings.base}dataset"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    others = [t.value for t in _literals(statements, "skos:altLabel")]
    if others:
        said["alternateName"] = sorted(map(labels.visible, others))
    lat, long = (_literals(statements, f"wgs:{axis}") for axis in ("lat", "long"))
    if lat and long:
        said["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": lat[0].value,
            "longitude": long[0].value,
        }
    if text := _literals(statements, "nekg:text"):
        said["text"] = labels.visible(text[0].value)
    if value := _literals(statements, "nekg:value"):
        said["value"] = value[0].value
    document = json.dumps(said, ensure_ascii=False)
    return Markup(document.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _literals(statements: Mapping[IRI, Sequence[Any]], prefixed: str) -> list[Literal]:
    return [v.term for v in statements.get(term(prefixed), ()) if isinstance(v.term, Literal)]

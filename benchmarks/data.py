"""The graphs that are measured, and the questions put to them.

One is the built graph; the other is synthetic, in its vocabulary, of any size.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

BASE = "https://w3id.org/ne-kg/"
PREFIXES = f"""PREFIX nekg: <{BASE}ontology#> PREFIX id: <{BASE}id/> PREFIX ind: <{BASE}vocab/ind/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_LABELLED = re.compile(rf"^<{BASE}id/([a-z0-9-]+)> <{_LABEL}>", re.M)
_PER_SENTENCE = 10


@dataclass(frozen=True, slots=True)
class Graph:
    """An N-Quads file, the names of the things in it that have a label, its analytic queries."""

    name: str
    path: Path
    things: list[str]
    analytic: dict[str, str]

    def lookups(self, count: int, seed: int) -> list[str]:
        """Point lookups, all different."""
        chance = random.Random(seed)
        return [
            f"{PREFIXES}SELECT ?l {{ id:{chance.choice(self.things)} rdfs:label ?l }} # {seed}.{n}"
            for n in range(count)
        ]


_FIGURES = {
    "count by indicator": "SELECT ?i (COUNT(*) AS ?n) (AVG(?v) AS ?a) "
    "{ ?f nekg:indicator ?i ; nekg:value ?v } GROUP BY ?i ORDER BY ?i",
    "ten largest": "SELECT ?f ?v { ?f nekg:value ?v } ORDER BY DESC(?v) LIMIT 10",
}
_REAL = {
    "count by predicate": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
    "names by sentence": "SELECT ?s (COUNT(DISTINCT ?t) AS ?n) "
    "{ ?m a nekg:Mention ; nekg:in ?s ; nekg:of ?t } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 10",
    **_FIGURES,
    "evidence": "SELECT ?g ?f { GRAPH ?g { ?f nekg:about id:northeast-china } } ORDER BY ?f",
    "path": "SELECT (COUNT(*) AS ?n) { ?t nekg:within+ id:liaoning }",
    "filter": 'SELECT (COUNT(*) AS ?n) { ?t rdfs:label ?l FILTER(CONTAINS(?l, "铁路")) }',
    "join": "SELECT (COUNT(*) AS ?n) { ?f nekg:about ?t ; nekg:stage ?s . "
    "?t nekg:locatedIn ?p . ?p nekg:within id:liaoning }",
}
_SYNTHETIC = {
    **_FIGURES,
    "evidence": "SELECT ?g ?f { GRAPH ?g { ?f nekg:about id:t5 } } ORDER BY ?f",
    "path": "SELECT (COUNT(*) AS ?n) { ?t nekg:partOf+ id:t3 }",
    "filter": 'SELECT (COUNT(*) AS ?n) { ?t rdfs:label ?l FILTER(CONTAINS(?l, "77")) }',
    "join": "SELECT (COUNT(*) AS ?n) { ?f nekg:about ?t ; nekg:indicator ind:i7 . "
    "?t nekg:partOf id:t9 }",
}


def real(path: Path) -> Graph:
    """The graph that was built."""
    text = path.read_text(encoding="utf-8")
    name = f"the real graph ({text.count(chr(10)):,} statements)"
    return Graph(name, path.resolve(), sorted(set(_LABELLED.findall(text))), _REAL)


def synthetic(path: Path, triples: int) -> Graph:
    """Write a graph of about so many statements."""
    things = _write(path, triples)
    name = f"a synthetic graph ({triples:,} statements)"
    return Graph(name, path, [f"t{n}" for n in range(things)], _SYNTHETIC)


def _write(path: Path, triples: int) -> int:
    """Write about so many quads as N-Quads; the number of things they are about."""
    chance = random.Random(2010)
    things = max(100, triples // 100)
    a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    with path.open("w", encoding="utf-8") as file:
        for n in range(things):
            graph = f"<{BASE}source/synthetic>"
            file.write(f"<{BASE}id/t{n}> {a} <{BASE}ontology#Project> {graph} .\n")
            file.write(f'<{BASE}id/t{n}> {label} "项目{n}"@zh-Hans {graph} .\n')
            file.write(f"<{BASE}id/t{n}> <{BASE}ontology#partOf> <{BASE}id/t{n // 10}> {graph} .\n")
        for n in range((triples - 3 * things) // 7):
            graph = f"<{BASE}report/2010/x-{n // _PER_SENTENCE}>"
            figure = f"<{BASE}report/2010/x-{n // _PER_SENTENCE}.f{n % _PER_SENTENCE}>"
            thing = chance.randrange(things)
            value = chance.randrange(1, 10**6)
            for predicate, term in (
                (a, f"<{BASE}ontology#Figure>"),
                (f"<{BASE}ontology#about>", f"<{BASE}id/t{thing}>"),
                (f"<{BASE}ontology#indicator>", f"<{BASE}vocab/ind/i{chance.randrange(40)}>"),
                (f"<{BASE}ontology#printed>", f'"{value}亿元"'),
                (f"<{BASE}ontology#value>", f'"{value}"^^{integer}'),
                (f"<{BASE}ontology#period>", f"<{BASE}vocab/period/{2000 + chance.randrange(12)}>"),
                (f"<{BASE}ontology#unit>", f"<{BASE}vocab/unit/cny>"),
            ):
                file.write(f"{figure} {predicate} {term} {graph} .\n")
    return things

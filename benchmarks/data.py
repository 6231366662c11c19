"""A synthetic graph in the vocabulary of the real one, of any size, and the questions put to it."""

from __future__ import annotations

import random
from pathlib import Path

BASE = "https://w3id.org/ne-kg/"
PREFIXES = f"""PREFIX nekg: <{BASE}ontology#> PREFIX id: <{BASE}id/> PREFIX ind: <{BASE}vocab/ind/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_PER_SENTENCE = 10


def write(path: Path, triples: int) -> int:
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


def lookups(things: int, count: int, seed: int) -> list[str]:
    """Point lookups, all different."""
    chance = random.Random(seed)
    return [
        f"{PREFIXES}SELECT ?l {{ id:t{chance.randrange(things)} rdfs:label ?l }} # {seed}.{n}"
        for n in range(count)
    ]


ANALYTIC = {
    "count by indicator": "SELECT ?i (COUNT(*) AS ?n) (AVG(?v) AS ?a) "
    "{ ?f nekg:indicator ?i ; nekg:value ?v } GROUP BY ?i ORDER BY ?i",
    "ten largest": "SELECT ?f ?v { ?f nekg:value ?v } ORDER BY DESC(?v) LIMIT 10",
    "evidence": "SELECT ?g ?f { GRAPH ?g { ?f nekg:about id:t5 } } ORDER BY ?f",
    "path": "SELECT (COUNT(*) AS ?n) { ?t nekg:partOf+ id:t3 }",
    "filter": 'SELECT (COUNT(*) AS ?n) { ?t rdfs:label ?l FILTER(CONTAINS(?l, "77")) }',
    "join": "SELECT (COUNT(*) AS ?n) { ?f nekg:about ?t ; nekg:indicator ind:i7 . "
    "?t nekg:partOf id:t9 }",
}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

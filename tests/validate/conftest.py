"""Small files of people who know each other, with one mistake each."""

from __future__ import annotations

from pathlib import Path

import pytest

PREFIXES = """\
@prefix ex: <https://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = (
    PREFIXES
    + """\
ex:Person-shape a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:property ex:Person-name , [ sh:path ex:age ; sh:datatype xsd:integer ; sh:maxCount 1 ] ;
    sh:closed true ; sh:ignoredProperties ( rdf:type ex:knows rdfs:label ) .
ex:Person-name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "{$this} has no name"@en , "{$this} 没有名字"@zh-Hans .
ex:Older a sh:NodeShape ; sh:targetClass ex:Person ; sh:sparql ex:Older-rule .
<https://example.org/> sh:declare [
    sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
ex:Older-rule a sh:SPARQLConstraint ; sh:prefixes <https://example.org/> ;
    sh:message "{$this} knows {?value}, who is {?age}: not younger"@en ,
        "{$this} 认识 {?value}（{?age} 岁）"@zh-Hans ;
    sh:select \"\"\"SELECT $this ?value ?age WHERE {
        $this ex:knows ?value ; ex:age ?mine . ?value ex:age ?age FILTER (?age >= ?mine) }\"\"\" .
"""
)
DATA = (
    PREFIXES.replace("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n", "")
    + """\
ex:a a ex:Person ; ex:name "张三" ; rdfs:label "张三"@zh-Hans , "Zhang San"@en ;
    ex:nmae "oops" ; ex:age 030 ; ex:knows ex:b .
ex:b a ex:Person ; ex:age 40 , "x" .
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """`shapes.ttl` and `data.ttl`, the latter with five findings."""
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    return tmp_path

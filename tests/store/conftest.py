"""A small dataset, and a store over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import ne_kg.store
from ne_kg.store import Limits, Store

MIB = 1024 * 1024
DATASET = """
@prefix id: <https://w3id.org/ne-kg/id/> .
@prefix s: <https://w3id.org/ne-kg/report/2010/> .
@prefix graph: <https://w3id.org/ne-kg/graph/> .
@prefix nekg: <https://w3id.org/ne-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

s:1.6-3 { id:northeast-railways rdfs:label "东北地区铁路"@zh-Hans ; nekg:value 668 . }
s:1.6-4 { id:northeast-railways rdfs:label "东北地区铁路"@zh-Hans ; nekg:value 19500 . }
graph:shapes { nekg:FigureShape rdfs:label "a shape"@en . }
"""


@pytest.fixture(scope="session")
def limits() -> Limits:
    """Small enough for a test to reach them."""
    return Limits(seconds=1.0, memory=200 * MIB, answer=4 * MIB, workers=3, queue=4, patience=3.0)


@pytest.fixture(scope="session")
def railways() -> str:
    """Two sentence graphs that share a triple, and a graph that stays out of the merge."""
    return DATASET


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dataset") / "railways.trig"
    path.write_text(DATASET)
    return path


@pytest.fixture(scope="session")
def store(dataset: Path, limits: Limits) -> Iterator[Store]:
    store = ne_kg.store.open(dataset=dataset, limits=limits)
    yield store
    store.close()

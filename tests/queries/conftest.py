"""The questions of the project over its real graph, in both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

import ne_kg.store
from ne_kg.build import assemble
from ne_kg.build.canonical import canonical
from ne_kg.model.project import Project
from ne_kg.model.question import Question
from ne_kg.questions import read_all
from ne_kg.sources import read
from ne_kg.store import Limits, Store


@pytest.fixture(scope="session")
def dataset(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published graph (`make test` builds it first), else the project as it is authored."""
    project = Project.at(root)
    if project.dataset.is_file():
        return project.dataset.resolve()
    path = tmp_path_factory.mktemp("queries") / "dataset.nq"
    path.write_bytes(canonical(assemble(read(project)).quads))
    return path


@pytest.fixture(scope="session")
def store(dataset: Path) -> Iterator[Store]:
    store = ne_kg.store.open(dataset=dataset, limits=Limits(workers=2))
    yield store
    store.close()


@pytest.fixture(scope="session")
def rdflib_dataset(dataset: Path) -> rdflib.Dataset:
    """The same graph in rdflib, with the same default graph: all but shapes and queries."""
    loaded = rdflib.Dataset(default_union=True)
    with dataset.open("rb") as file:
        loaded.parse(file, format="nquads")
    for name in ("shapes", "queries"):
        loaded.remove_graph(rdflib.URIRef(f"https://w3id.org/ne-kg/graph/{name}"))
    return loaded


@pytest.fixture(scope="session")
def questions(root: Path) -> dict[str, Question]:
    found = read_all((root / "queries").glob("*/*.rq"), root)
    return {question.name: question for question in found}

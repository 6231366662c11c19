"""A site over the real graph, built once, and one over a hostile graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import ne_kg.store
from ne_kg.build import assemble
from ne_kg.build.canonical import canonical
from ne_kg.model.project import Project
from ne_kg.sources import read
from ne_kg.store import Limits, Store
from ne_kg.web.app import create_app
from ne_kg.web.site import Settings


@pytest.fixture(scope="session")
def dataset(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published graph (`make test` builds it first), else the project as it is authored."""
    project = Project.at(root)
    if project.dataset.is_file():
        return project.dataset
    path = tmp_path_factory.mktemp("web") / "dataset.nq"
    path.write_bytes(canonical(assemble(read(project)).quads))
    return path


@pytest.fixture(scope="session")
def store(dataset: Path) -> Iterator[Store]:
    """A store of it, with two workers."""
    store = ne_kg.store.open(dataset=dataset, limits=Limits(workers=2))
    yield store
    store.close()


@pytest.fixture(scope="session")
def app(store: Store, root: Path) -> Flask:
    """The application as `ne-kg serve` makes it."""
    return create_app(store, Settings(project=root))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor whose browser prefers Chinese."""
    return app.test_client()


@pytest.fixture(scope="session")
def hostile() -> Iterator[FlaskClient]:
    """A site over labels, IRIs and literals that want to do harm."""
    store = ne_kg.store.open(
        dataset=Path(__file__).parent / "hostile.trig", limits=Limits(workers=2)
    )
    yield create_app(store, Settings()).test_client()
    store.close()

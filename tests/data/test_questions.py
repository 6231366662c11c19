"""What a researcher asks of the report, asked of the graph that is built from its files.

The questions stand in questions.yaml: words, SPARQL, and the answer that was read from the text.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml

from ne_kg.model.terms import PREFIXES
from ne_kg.store import Store
from ne_kg.store import open as open_store
from ne_kg.store.answer import JSON

QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


@pytest.fixture(scope="module")
def store(
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
    ne_kg: Callable[..., subprocess.CompletedProcess[str]],
) -> Iterator[Store]:
    project = tmp_path_factory.mktemp("project")
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(root / folder, project / folder)
    built = ne_kg("build", cwd=project)
    assert built.returncode == 0, built.stderr
    store = open_store(dataset=project / "published/current/dataset.nq")
    yield store
    store.close()


def shown(term: dict[str, str] | None) -> str:
    """A term as the file writes it: `id:dalian`, `13.4`, words; nothing where it is unbound."""
    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri":
        for prefix, iri in LONGEST_FIRST:
            if value.startswith(iri):
                return f"{prefix}:{value[len(iri) :]}"
        return value
    try:
        return f"{Decimal(value).normalize():f}"
    except InvalidOperation:
        return value


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["ask"])
def test_the_graph_answers_what_the_text_says(store: Store, question: dict[str, Any]) -> None:
    body = store.query(f"{HEAD}{question['sparql']}", format=JSON).body
    answer = json.loads(body)
    columns = answer["head"]["vars"]
    rows = [tuple(shown(row.get(c)) for c in columns) for row in answer["results"]["bindings"]]
    expected = [tuple(cell.strip() for cell in str(row).split("|")) for row in question["expect"]]
    assert sorted(rows) == sorted(expected)

"""The first hour of a notebook user, run as it is printed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import ne_kg
from ne_kg.model.errors import UsageError

pytest.importorskip("pandas")


@pytest.fixture(autouse=True)
def built(root: Path) -> None:
    if not (root / "published/current/dataset.nq").is_file():
        pytest.skip("the notebook asks the built graph: make build")


def test_first_hour_runs(root: Path) -> None:
    notebook = nbformat.read(root / "docs/first-hour.ipynb", as_version=4)
    nbformat.validate(notebook)
    done = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(root)}})
    done.execute()
    outputs = [str(output) for cell in notebook.cells for output in cell.get("outputs", ())]
    assert any("stage:imaginary" in text or "names nothing" in text for text in outputs)
    assert any("3100亿元" in text for text in outputs)


def test_ask_gives_numbers_as_numbers_and_the_sentence(root: Path) -> None:
    frame = ne_kg.ask("enterprise-revenue", project=root)
    faw = frame[frame["enterprise"] == "一汽集团"].iloc[0]
    assert faw["value"] == 310_000_000_000
    assert faw["sentence"] == "1.1-3"
    assert "3100亿元" in faw["words"]
    assert (
        frame.attrs["version"] in frame.attrs["citation"]
        or frame.attrs["version"][:12] in (frame.attrs["citation"])
    )


def test_unknown_questions_are_answered_with_those_there_are(root: Path) -> None:
    with pytest.raises(UsageError, match="no saved question") as caught:
        ne_kg.ask("railway", project=root)
    assert "railways-by-stage" in str(caught.value.remedy)

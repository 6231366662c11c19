"""`ne-kg validate` in a project folder: the whole graph, its shapes and its terms."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., subprocess.CompletedProcess[str]]
FACTS = "data/reports/2010/facts/1.6.trig"


def line_of(file: Path, text: str) -> int:
    lines = file.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_corruptions_are_found_at_their_lines_with_their_sentence(
    ne_kg: Run, project: Path
) -> None:
    facts = project / FACTS
    text = facts.read_text("utf-8")
    text = text.replace("nekg:printedValue 668 ;", "nekg:printedVlaue 668 ;", 1)
    text = text.replace("nekg:value 19500000 ;", "nekg:value 1950000 ;", 1)
    facts.write_text(text, encoding="utf-8")
    run = ne_kg("validate", "--format", "json", "--no-cache", cwd=project)
    assert run.returncode == 1, run.stderr
    report = json.loads(run.stdout)
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in report["findings"]:
        found.setdefault(finding["rule"], []).append(finding)
    misspelt = line_of(facts, "nekg:printedVlaue")
    (closed,) = [f for f in found["shape:Figure"] if f["focus"]["short"] == "s:1.6-2.f1"]
    assert closed["place"] == {"file": FACTS, "line": misspelt, "column": closed["place"]["column"]}
    assert any("nekg:printedValue" in message["text"] for message in closed["messages"])
    assert closed["context"]["text"].startswith("2010年东北地区铁路建设投资完成668亿元")
    (undeclared,) = found["term-declared"]
    assert undeclared["place"]["line"] == misspelt
    wrong = line_of(facts, "nekg:value 1950000 ;")
    assert any(
        finding["place"] == {**finding["place"], "file": FACTS, "line": wrong}
        for findings in found.values()
        for finding in findings
        if finding["focus"]["short"] == "s:1.6-2.f2"
    )


def test_the_graph_as_it_is_has_no_violation(ne_kg: Run) -> None:
    run = ne_kg("validate")
    assert run.returncode == 0, run.stdout

"""Files and commands that are wrong end in a message with a place, never in a traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FACTS = "data/reports/2010/facts/1.6.trig"
SOURCE = "data/reports/2010/source.txt"
PINS = "data/reports/2010/sentences.tsv"
READING = "data/reports/2010/second-reading.tsv"
Run = Callable[..., subprocess.CompletedProcess[str]]


def write(file: str, content: bytes) -> Callable[[Path], object]:
    return lambda project: (project / file).write_bytes(content)


def change(file: str, old: str, new: str) -> Callable[[Path], object]:
    def apply(project: Path) -> None:
        text = (project / file).read_text(encoding="utf-8")
        assert old in text
        (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return apply


def add(file: str, line: str) -> Callable[[Path], object]:
    def apply(project: Path) -> None:
        with (project / file).open("a", encoding="utf-8") as opened:
            opened.write(line)

    return apply


BROKEN = {
    "a folder called like a file": (
        lambda project: (project / "data/catalogue/x.trig").mkdir(),
        "build",
        r"data/catalogue/x\.trig: the file cannot be read",
    ),
    "a link that leads nowhere": (
        lambda project: (project / "data/catalogue/x.trig").symlink_to("nowhere"),
        "build",
        r"data/catalogue/x\.trig: the file cannot be read",
    ),
    "a question that is not UTF-8": (
        write("queries/ecology/x.rq", b"#+ title: \xff\n"),
        "queries list",
        r"queries/ecology/x\.rq:1:11: byte 0xff is not UTF-8",
    ),
    "a report in another encoding": (
        write(SOURCE, "一、进展".encode("gb18030")),
        "sentences",
        r"source\.txt:1:\d+: byte 0x.. is not UTF-8",
    ),
    "a report's folder without a year": (
        lambda project: (project / "data/reports/2010").rename(project / "data/reports/x"),
        "sentences",
        r"data/reports/x: a report's folder is named by its year",
    ),
    "facts whose report is gone": (
        lambda project: (project / SOURCE).unlink(),
        "coverage",
        r"facts/1\.0\.trig:\d+:\d+: the graph .* is that of no sentence",
    ),
    "a column of the pins": (
        change(PINS, "sentence\tstart", "sentense\tstart"),
        "coverage",
        r"sentences\.tsv:1: the column sentence is missing",
    ),
    "a sentence that is pinned twice": (
        add(PINS, "1.0-1\t77\t106\tx\n"),
        "coverage",
        r"sentences\.tsv:\d+: sentence 1\.0-1 is pinned twice, first at .*sentences\.tsv:2",
    ),
    "a kind of the second reading": (
        change(READING, "\tfigure\t", "\tfigur\t"),
        "coverage",
        r"second-reading\.tsv:\d+: there is no kind figur",
    ),
    "a misspelt property": (
        change(FACTS, "nekg:printedValue 668", "nekg:pritnedValue 668"),
        "build",
        r"facts/1\.6\.trig\n(.*\n)*  \d+:\d+  violation  term-declared\n"
        r".*(是不是|did you mean) nekg:printedValue",
    ),
    "a rule that does not parse": (
        write("ontology/rules/99.rq", b"CONSTRUCT { ?s ?p ?o }\nWHERE { GRAPH ?g { ?s ?p } }"),
        "build",
        r"ontology/rules/99\.rq:2:\d+: cannot read",
    ),
    "themes that are no YAML": (
        write("queries/themes.yaml", b"ecology: ["),
        "queries list",
        r"queries/themes\.yaml:1:\d+: the file is not YAML",
    ),
}


@pytest.mark.parametrize(("damage", "command", "message"), BROKEN.values(), ids=BROKEN)
def test_a_damaged_file_is_named_with_its_place(
    project: Path, ne_kg: Run, damage: Callable[[Path], object], command: str, message: str
) -> None:
    damage(project)
    result = ne_kg(*command.split(), cwd=project)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert re.search(message, result.stdout + result.stderr), result.stdout + result.stderr


MISUSED = {
    "queries chek": "No such command 'chek'",
    "biuld": "Did you mean build?",
    "query railways-by-stag": "did you mean railways-by-stage",
    "query railways-by-stage -p stage": "-p year=2010",
    "queries check railways-by-stag": "did you mean railways-by-stage",
    "coverage --section 3.1": "there are 1.0, 1.1,",
    "sentences 1999": "have: 2010",
    "export --graph s:9.9-9": "there is no graph <https://w3id.org/ne-kg/report/2010/9.9-9>",
}


@pytest.mark.parametrize(("command", "message"), MISUSED.items())
def test_misuse_is_told_from_problems_and_says_what_there_is(
    ne_kg: Run, command: str, message: str
) -> None:
    result = ne_kg(*command.split())
    assert result.returncode == 2
    assert message in result.stderr


def test_a_report_with_other_line_ends_and_a_byte_order_mark_is_the_same(
    project: Path, ne_kg: Run
) -> None:
    for file in (SOURCE, PINS, READING, FACTS):
        path = project / file
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    result = ne_kg("coverage", "--section", "1.6", cwd=project)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_question_that_the_engine_cannot_read_is_named_with_its_line(
    root: Path, tmp_path: Path, ne_kg: Run
) -> None:
    query = tmp_path / "mine.rq"
    query.write_text("SELECT * {\n  ?s ?p\n}\n", encoding="utf-8")
    result = ne_kg("query", str(query))
    assert result.returncode == 1
    assert f"{query}:3:1: " in result.stderr


def test_a_graph_on_a_pipe_is_turtle(tmp_path: Path, ne_kg: Run) -> None:
    query = tmp_path / "graph.rq"
    query.write_text("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 2", encoding="utf-8")
    result = ne_kg("query", str(query))
    assert result.returncode == 0, result.stderr
    assert " a <http" in result.stdout


def test_standard_input_is_utf_8_in_any_locale(root: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from ne_kg.cli import run; run()", "query", "-"],
        input='ASK { ?city ?label "大连市"@zh-Hans }'.encode(),
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        cwd=root,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode()
    assert result.stdout.strip() == b"true"


def test_a_disk_without_room_is_said_and_the_graph_of_before_stays(
    root: Path, project: Path
) -> None:
    shutil.copytree(root / "published", project / "published", symlinks=True)
    before = (project / "published/current").readlink()
    folders = {path.name for path in (project / "published").iterdir()}
    limited = "ulimit -f 100; exec \"$0\" -c 'from ne_kg.cli import run; run()' build --no-validate"
    result = subprocess.run(
        ["bash", "-c", limited, sys.executable],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.endswith("file too large\n")
    assert (project / "published/current").readlink() == before
    assert {path.name for path in (project / "published").iterdir()} == folders

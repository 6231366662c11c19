"""What the READMEs show is run: each command, and the first query with its answer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands(text: str) -> list[str]:
    lines = "".join(blocks(text, "sh")).splitlines()
    return [line.partition("#")[0].strip() for line in lines if line.startswith("ne-kg ")]


@pytest.mark.parametrize("command", dict.fromkeys([*commands(ENGLISH), *commands(CHINESE)]))
def test_each_command_runs(command: str, ne_kg) -> None:
    result = ne_kg(*shlex.split(command)[1:])
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_the_first_query_gives_the_answer_shown(text: str, tmp_path: Path, ne_kg) -> None:
    file = tmp_path / "first.rq"
    file.write_text(blocks(text, "sparql")[0], encoding="utf-8")
    result = ne_kg("query", str(file), "--format", "csv")
    assert result.stdout.splitlines() == blocks(text, "csv")[0].splitlines()


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_the_two_make_targets_lead(text: str) -> None:
    assert blocks(text, "sh")[0].split("\n")[0].startswith("make serve")
    assert "make test" in blocks(text, "sh")[0]


@pytest.mark.parametrize("file", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]))
def test_links_between_documents_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), f"{file.name} links to {target}"

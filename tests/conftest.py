"""What tests share: the project itself, and copies of it that a test may break."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project folder, with its real data."""
    return ROOT


@pytest.fixture(scope="session")
def source() -> str:
    """The report of 2010 as received."""
    return (ROOT / "data/reports/2010/source.txt").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's authored files, to be broken."""
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture(scope="session")
def ne_kg() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command as a user does: `ne_kg("coverage", "--format", "json", cwd=project)`."""

    def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from ne_kg.cli import run; run()", *arguments]
        return subprocess.run(
            command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False
        )

    return run

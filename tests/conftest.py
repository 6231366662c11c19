"""What tests share: the project itself, and copies of it that a test may break."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser; it may not reach any host but this one."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
    assert path, "chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()

"""A real server and a real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from ne_kg.build import assemble
from ne_kg.build.canonical import canonical
from ne_kg.model.project import Project
from ne_kg.sources import read


@pytest.fixture(scope="session")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `ne-kg serve` over the published graph, or the project as authored."""
    project = Project.at(root)
    dataset = project.dataset
    if not dataset.is_file():
        dataset = tmp_path_factory.mktemp("journeys") / "dataset.nq"
        dataset.write_bytes(canonical(assemble(read(project)).quads))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-c", "from ne_kg.cli import run; run()",
        "serve", "--port", str(port), "--dataset", str(dataset), "--workers", "2",
    ]  # fmt: skip
    server = subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}/ready", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail("the server did not start")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page in Chinese; a message of an error on it fails the test."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on("requestfailed", lambda request: problems.extend(_failed(request)))
    yield page
    context.close()
    assert not problems


def _failed(request: Request) -> list[str]:
    """That a request got no answer, unless the page was left before it could."""
    left = request.failure == "net::ERR_ABORTED"
    return [] if left else [f"{request.url}: {request.failure}"]


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A page without scripts."""
    context = browser.new_context(base_url=site, locale="zh-CN", java_script_enabled=False)
    yield context.new_page()
    context.close()

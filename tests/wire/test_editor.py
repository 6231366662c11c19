"""The editor at /sparql in a browser, and the form without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

if TYPE_CHECKING:
    from conftest import Server

QUERY = "SELECT ?s ?v { ?s nekg:value ?v } ORDER BY ?v"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="en")
    page.set_default_timeout(10_000)
    yield page
    page.close()


def test_a_query_is_written_with_completion_and_run(page: Page, server: Server) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/sparql")
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.type("neke")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".cm-tooltip-autocomplete >> text=nekg:")
    page.wait_for_timeout(
        200
    )  # for its first 75 ms a list takes no Enter, lest one be meant for it
    page.keyboard.press("Enter")
    assert page.input_value("#query").startswith("PREFIX nekg: <https://w3id.org/ne-kg/ontology#>")
    page.keyboard.press("Control+End")
    for _ in "nekg:":
        page.keyboard.press("Backspace")
    page.keyboard.insert_text(QUERY)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("tbody tr")
    assert page.locator("tbody tr").count() == 2
    assert "668" in page.inner_text("tbody tr:first-child")
    assert "curl" in page.inner_text("details[open]")


def test_an_error_stands_at_its_line(page: Page, server: Server) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/sparql?query=SELECT+*+%7B%0A+?s+no:no+?o+%7D")
    page.wait_for_selector(".cm-lint-marker-error")
    assert "Line 2, column" in page.inner_text("#sparql-problem")


def test_an_example_is_put_into_the_editor(page: Page, server: Server) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/sparql")
    page.select_option("#examples", label="Railways")
    assert page.input_value("#query") == "SELECT * { ?s ?p ?o }"


def test_the_form_works_without_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/sparql")
    page.fill("#query", "ASK { ?s ?p 668 }")
    page.click("button:has-text('运行')")
    assert page.inner_text(".boolean") == "是"
    context.close()

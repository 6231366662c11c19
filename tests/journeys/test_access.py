"""Every kind of page for everyone: axe, small screens, both languages, both themes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = (
    "/",
    "/report/2010",
    "/report/2010?at=1.6-3",
    "/report/2010?view=maintainer",
    "/search?q=沈阳",
    "/page/faw-group",
    "/page/northeast-china",
    "/page/shenyang",
    "/page/harbin-dalian-passenger-railway",
    "/page/report/2010/1.6-3",
    "/page/report/2010/1.6-2.f1",
    "/page/report/2010/2.6.20",
    "/page/vocab/ind/gdp",
    "/dataset",
    "/ontology",
    "/graphs",
    "/method",
    "/validation",
    "/page/no-such-thing",
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: str, path: str, lang: str, scheme: str) -> None:
    page = browser.new_page(base_url=site, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    finally:
        page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES[:-1])
def test_nothing_sticks_out_of_a_small_screen(page: Page, path: str, lang: str) -> None:
    """320 CSS pixels: a small phone, or 1280 enlarged to 400 % (WCAG 2.2, 1.4.10)."""
    page.set_viewport_size({"width": 320, "height": 512})
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES[:-1])
def test_chinese_on_an_english_page_is_told_to_be_chinese(page: Page, path: str) -> None:
    page.goto(f"{path}{'&' if '?' in path else '?'}lang=en")
    unmarked = page.evaluate(
        """() => {
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
          while (walk.nextNode()) {
            const text = walk.currentNode, at = text.parentElement;
            if (!/[\\u4e00-\\u9fff]/.test(text.data) || /[a-z]{3}/.test(text.data)) continue;
            if (at.closest("script, textarea, code")) continue;
            if (!at.closest("[lang]").lang.startsWith("zh")) found.push(text.data.trim());
          }
          return found;
        }"""
    )
    assert not unmarked

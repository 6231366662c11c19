"""Somebody without SPARQL finds a question, sets a parameter, reads the sentence, takes a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PAGES = (
    "/queries",
    "/queries?q=铁路",
    "/queries/railways-by-stage",
    "/queries/most-mentioned-places",
    "/queries/money-by-purpose",
    "/queries/plan-periods",
    "/queries/plans-in-force-by-year",
    "/queries/figures-of-a-place?place=id%3Anowhere",
)


def test_from_the_front_page_to_the_words_of_the_report(page: Page) -> None:
    page.goto("/queries")
    page.get_by_label("找一个问题").fill("铁路进展")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="铁路项目进展到哪一步").click()
    page.get_by_label("2010年的阶段").select_option("stage:started")
    page.get_by_role("button", name="查看答案").click()
    expect(page).to_have_url("/queries/railways-by-stage?stage=stage%3Astarted")
    row = page.locator("tbody tr").filter(has=page.get_by_role("link", name="松原—陶赖昭铁路"))
    expect(row).to_have_count(1)
    page.locator("a.evidence").first.click()
    expect(page.locator("main")).to_contain_text("松原—陶赖昭铁路")


def test_the_same_in_english_by_keyboard(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site, locale="en-GB")
    page.goto("/queries")
    page.get_by_label("Find a question").focus()
    page.keyboard.type("growth")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Growth rates: year on year and average").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Growth rates: year on year and average"
    )
    page.get_by_role("link", name="Value", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/queries/growth-rates?sort=value")
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.close()


def test_without_scripts_files_and_pictures_can_be_taken(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/queries/enterprise-revenue")
    with page.expect_download() as csv:
        page.get_by_role("link", name="CSV", exact=True).click()
    csv.value.save_as(tmp_path / "answer.csv")
    assert "1.1-3" in (tmp_path / "answer.csv").read_text(encoding="utf-8")
    with page.expect_download() as svg:
        page.get_by_role("link", name="保存图片（SVG）").click()
    svg.value.save_as(tmp_path / "bars.svg")
    assert "一汽集团" in (tmp_path / "bars.svg").read_text(encoding="utf-8")
    page.get_by_role("link", name="看查询").click()
    expect(page.get_by_label("查询").first).to_contain_text("SELECT")
    context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, site: str, path: str, lang: str) -> None:
    page = browser.new_page(base_url=site)
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_small_screen(browser: Browser, site: str, path: str, lang: str) -> None:
    page = browser.new_page(base_url=site, viewport={"width": 360, "height": 740})
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_a_question_typed_on_the_front_page_is_answered_in_two_clicks(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("大连的项目")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="一个地方：有哪些项目、试点和举措：大连市").click()
    expect(page).to_have_url("/queries/what-happens-in-a-place?place=id%3Adalian")
    expect(page.locator("table.answer")).to_contain_text("英特尔")


@pytest.mark.parametrize(
    ("words", "title", "answer"),
    [
        ("pilots of land reform", "Pilots: who tries what", "Shenyang"),
        ("wind power capacity", "Energy: installed capacity, transmission, output", ">10,000 MW"),
        ("promised housing targets", "Targets for 2011", "1.95 million dwellings"),
    ],
)  # fmt: skip
def test_on_a_phone_in_english_a_row_is_a_card(
    browser: Browser, site: str, words: str, title: str, answer: str
) -> None:
    page = browser.new_page(base_url=site, locale="en-GB", viewport={"width": 360, "height": 740})
    page.goto("/")
    page.locator("#q").fill(words)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=title).click()
    cell = page.get_by_role("cell").filter(has_text=answer).first
    expect(cell).to_be_visible()
    box = cell.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_an_answer_leads_to_the_next_question(page: Page) -> None:
    page.goto("/queries/plans-to-be-drafted")
    page.get_by_role("link", name="规划和文件走到了哪一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("规划和文件走到了哪一步")

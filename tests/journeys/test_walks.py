"""Walks through the site as visitors make them: by keyboard, by touch, without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_from_a_word_of_the_report_to_its_facts_by_keyboard(page: Page) -> None:
    page.goto("/report/2010")
    link = page.locator("#s1\\.1-3 a", has_text="3100亿元")
    link.focus()
    page.keyboard.press("Enter")
    beside = page.locator("#beside")
    expect(beside).to_contain_text("主营业务收入")
    expect(beside).to_contain_text("一汽集团")
    expect(page).to_have_url(re.compile(r"\?at=\d+"))
    expect(page.locator("#s1\\.1-3")).to_have_class(re.compile("open"))
    page.keyboard.press("Escape")
    expect(beside).to_have_count(0)
    expect(link).to_be_focused()


def test_an_address_of_the_reader_opens_the_same_without_scripts(plain: Page) -> None:
    plain.goto("/report/2010")
    plain.locator("#s1\\.1-3 a", has_text="3100亿元").click()
    expect(plain.locator("#beside")).to_contain_text("主营业务收入")
    expect(plain.locator("#beside")).to_be_in_viewport()
    plain.locator("#beside a", has_text="关闭").click()
    expect(plain.locator("#beside")).to_have_count(0)


def test_any_word_of_a_sentence_opens_its_facts(page: Page) -> None:
    page.goto("/report/2010?lang=zh")
    words = page.locator("#s1\\.1-15")
    place = words.evaluate(
        "e => { const t = [...e.childNodes].find(n => n.nodeType == 3 && n.data.length > 3);"
        " const r = document.createRange(); r.selectNode(t); t.parentNode.scrollIntoView();"
        " const q = r.getClientRects()[0]; return [q.x + q.width / 2, q.y + q.height / 2] }"
    )
    page.mouse.click(*place)
    expect(page.locator("#beside .fact").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"lang=zh&at=1\.1-15$"))
    expect(words).to_be_in_viewport()


def test_an_address_with_a_script_shows_its_sentence(page: Page) -> None:
    page.goto("/report/2010?at=2.9.36-1")
    expect(page.locator("#s2\\.9\\.36-1")).to_be_in_viewport()
    expect(page.locator("#beside")).to_be_in_viewport()


def test_kinds_of_marks_can_be_put_out(page: Page) -> None:
    page.goto("/report/2010")
    place = page.locator("#text a.m-place").first
    before = place.evaluate("e => getComputedStyle(e).textDecorationLine")
    page.get_by_role("checkbox", name="地方").uncheck()
    after = place.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert (before, after) == ("underline", "none")


def test_kinds_differ_by_more_than_colour(page: Page) -> None:
    page.goto("/report/2010")
    looks = {
        kind: page.locator(f"#text a.m-{kind}").first.evaluate(
            "e => { const s = getComputedStyle(e); return [s.textDecorationLine,"
            " s.textDecorationStyle, s.textDecorationThickness, s.fontWeight,"
            " s.backgroundColor == 'rgba(0, 0, 0, 0)'].join() }"
        )
        for kind in ("agent", "place", "works", "document", "period", "figure")
    }
    assert len(set(looks.values())) == len(looks), looks


def test_from_a_work_point_to_what_it_continues_and_back(page: Page) -> None:
    page.goto("/page/report/2010/2.6.20")
    panel = page.locator("section", has=page.locator("#panel-continues"))
    panel.get_by_role("link", name="一（六）第3句").first.click()
    expect(page.locator("blockquote")).to_contain_text("哈尔滨—大连")
    page.get_by_role("link", name="在报告中阅读").click()
    expect(page.locator("#beside")).to_contain_text("全线铺轨")


def test_suggestions_are_chosen_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("syjc")
    expect(page.get_by_role("option").first).to_be_visible()
    name = page.get_by_role("option").first.locator("span").first.inner_text()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_search_and_facets_without_scripts(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("大连")
    plain.get_by_role("button", name="搜索").click()
    plain.get_by_role("link", name="机场", exact=True).click()
    expect(plain).to_have_url(re.compile("kind=nekg%3AAirport"))
    expect(plain.locator(".hits")).to_contain_text("大连机场")


def test_the_language_stays_while_one_browses(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Report", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#s1\\.1-3 a", has_text="3100亿元").click()
    expect(page.locator("#beside")).to_contain_text("310 billion")


def test_three_questions_are_answered_above_the_property_table(page: Page) -> None:
    """The answers that docs/pages.md promises for each kind of page."""
    for path, answers in {
        "/page/faw-group": ["3100亿元", "主营业务收入", "计划做什么"],
        "/page/northeast-china": ["668亿元", "2200亿斤", "说到它的句子"],
        "/page/shenyang": ["在哪里", "北纬", "这里有什么"],
        "/page/harbin-dalian-passenger-railway": ["铺轨", "计划做什么", "一（六）第3句"],
        "/page/northeast-transport-plan": ["进展到哪一步", "东北地区", "要点19"],
        "/page/guobanfa-2010-59": ["印发", "国办发〔2010〕59号", "计划做什么"],
        "/page/changchun-etdz": ["长春市", "这里有什么", "进展到哪一步"],
        "/page/report/2010/1.6-2.f1": ["668亿元", "2010年", "一（六）第2句"],
        "/page/report/2010/1.6-3": ["全线铺轨", "这句话陈述的事实", "在报告中阅读"],
        "/page/report/2010/2.6.20": ["推进", "第一部分说到哪里", "一（六）第3句"],
        "/page/vocab/ind/main-business-revenue": ["一汽集团", "3100亿元", "一（一）第3句"],
    }.items():
        page.goto(path)
        html = page.locator("article.thing").inner_text()
        above = html.split("全部陈述")[0]
        for answer in answers:
            assert answer in above, (path, answer)


def test_the_report_can_be_printed(page: Page) -> None:
    page.goto("/report/2010")
    page.emulate_media(media="print")
    expect(page.locator(".reader-contents")).to_be_hidden()
    expect(page.locator("#text")).to_be_visible()

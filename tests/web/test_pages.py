"""Pages by kind, the reader, search, the dataset: what a visitor finds on them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from ne_kg.web.language import english
from ne_kg.web.things.panels import panels

FIXED = (
    "/",
    "/report/2010",
    "/search",
    "/dataset",
    "/ontology",
    "/graphs",
    "/method",
    "/validation",
)
WEB = Path(__file__).parents[2] / "src/ne_kg/web"


def sayings() -> Iterator[str]:
    """Every sentence of the interface, as it stands in code and templates."""
    for path in sorted(WEB.rglob("*")):
        if path.suffix in (".html", ".xml", ".py"):
            text = path.read_text(encoding="utf-8")
            yield from re.findall(r'\b(?:_|said)\(\s*"((?:[^"\\]|\\.)*)"', text)


def test_every_sentence_of_the_interface_has_english() -> None:
    missing = set(sayings()) - english().keys()
    assert not missing


def test_no_english_is_left_over() -> None:
    sources = (p for p in WEB.rglob("*") if p.suffix in (".py", ".html", ".xml"))
    code = "".join(p.read_text(encoding="utf-8") for p in sources)
    assert not {text for text in english() if f'"{text}"' not in code}


def test_english_keeps_the_places_of_the_chinese() -> None:
    for chinese, words in english().items():
        assert sorted(re.findall(r"\{\w+\}", chinese)) == sorted(re.findall(r"\{\w+\}", words))


def test_panels_speak_both_languages() -> None:
    for panel in panels():
        for said in (panel.title, *panel.columns.values(), *([panel.empty] if panel.empty else [])):
            assert set(said) == {"zh", "en"}


@pytest.mark.parametrize("path", FIXED)
def test_fixed_pages_answer_in_both_languages(client: FlaskClient, path: str) -> None:
    for lang, tag in (("zh", "zh-Hans"), ("en", "en")):
        answer = client.get(path, query_string={"lang": lang})
        assert answer.status_code == 200
        assert f'<html lang="{tag}">' in answer.text


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.5", "zh-Hans"),
        ("zh-TW,en;q=0.5", "zh-Hans"),
        ("en-GB,en;q=0.9", "en"),
        ("de,fr;q=0.5", "zh-Hans"),
        ("", "zh-Hans"),
    ],
)
def test_the_language_is_the_visitors(client: FlaskClient, accepted: str, lang: str) -> None:
    html = client.get("/", headers={"Accept-Language": accepted}).text
    assert f'<html lang="{lang}">' in html


def test_chinese_on_an_english_page_is_marked(client: FlaskClient) -> None:
    html = client.get("/page/report/2010/1.1-3?lang=en").text
    quote = re.search(r'<blockquote[^>]*lang="zh-Hans"', html)
    assert quote


def test_an_enterprise_shows_its_figure_with_its_bound_and_sentence(client: FlaskClient) -> None:
    html = client.get("/page/faw-group").text
    figures = html[html.index('id="panel-figures"') : html.index('id="statements"')]
    assert "&gt;3100亿元" in figures
    assert "主营业务收入" in figures
    assert 'href="/page/report/2010/1.1-3"' in figures
    in_english = client.get("/page/faw-group?lang=en").text
    assert "&gt;310 billion" in in_english


def test_a_vocabulary_lists_its_concepts(client: FlaskClient) -> None:
    html = client.get("/page/vocab/stage?lang=en").text
    panel = html[html.index('id="panel-concepts"') : html.index('id="statements"')]
    assert panel.count('href="/page/vocab/stage/') == 27
    assert "states no figure" not in html


def test_an_act_says_what_part_a_body_had_in_it(client: FlaskClient) -> None:
    html = client.get("/page/state-council?lang=en").text
    panel = html[html.index('id="panel-acts"') : html.index('id="speaking"')]
    assert re.search(r"印发.*?approved by.*?relevant departments", panel, re.S)


def test_the_reader_marks_nested_names_at_their_characters(client: FlaskClient) -> None:
    html = client.get("/report/2010").text
    nested = r'<span class="m-\w+">.{0,40}<a [^>]*class="m-place">沈阳</a>.{0,60}机床'
    assert re.search(nested, html)
    assert "<a" not in "".join(re.findall(r"<a [^>]*>([^<]*<a )", html))


def test_the_reader_without_a_script_opens_facts_beside_the_sentence(client: FlaskClient) -> None:
    html = client.get("/report/2010").text
    link = re.search(r'href="(\?at=\d+)"[^>]*>3100', html)
    assert link
    opened = client.get(f"/report/2010{link[1]}").text
    aside = opened[opened.index('id="beside"') : opened.index("</aside>")]
    assert "主营业务收入" in aside
    assert 'class="open" id="s1.1-3"' in opened


def test_the_words_of_the_reader_are_those_of_the_source(client: FlaskClient, source: str) -> None:
    html = client.get("/report/2010").text
    article = html[html.index("<article") : html.index("</article>")]
    article = re.sub(
        r'<span class="misprint">.*?</span>|<a class="point-number".*?</a>', "", article
    )
    words = "".join(re.sub(r"<[^>]+>", "", article).split())
    body = "".join(re.sub(r"[*#\s]", "", source))
    assert words[:200] in body or words[10:200] in body
    assert len(words) > 0.97 * len(body)


def test_a_work_point_leads_to_part_one_and_back(client: FlaskClient) -> None:
    html = client.get("/page/report/2010/2.6.20").text
    continues = html[html.index('id="panel-continues"') :]
    assert "哈尔滨—大连" in continues
    assert "/page/report/2010/1.6-3" in continues


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("沈阳", "shenyang"),
        ("瀋陽", "shenyang"),
        ("shenyang", "shenyang"),
        ("shěnyáng", "shenyang"),
        ("Shenyang", "shenyang"),
        ("大连", "dalian"),
        ("dalian", "dalian"),
        ("哈尔滨", "harbin"),
        ("haerbin", "harbin"),
        ("heb", "harbin"),
        ("Harbin", "harbin"),
        ("一汽集团", "faw-group"),
        ("yiqijituan", "faw-group"),
        ("yqjt", "faw-group"),
        ("FAW Group", "faw-group"),
        ("ＦＡＷ", "faw-group"),
        ("鞍鋼集團", "ansteel-group"),
        ("长春", "changchun"),
        ("changchun", "changchun"),
        ("齐齐哈尔", "qiqihar"),
    ],
)
def test_twenty_look_ups_find_what_is_meant_first(
    client: FlaskClient, words: str, slug: str
) -> None:
    found = json.loads(client.get("/search.json", query_string={"q": words}).data)
    assert found["results"][0]["iri"] == f"https://w3id.org/ne-kg/id/{slug}"


def test_full_text_forgives_wide_digits(client: FlaskClient) -> None:
    found = json.loads(client.get("/search.json", query_string={"q": "３１００亿元"}).data)
    first = [hit["iri"].rpartition("/")[2] for hit in found["results"][:2]]
    assert first == ["1.1-3.f1", "1.1-3"]  # the figure, then its sentence


def test_facets_narrow_and_combine(client: FlaskClient) -> None:
    def total(**query: str) -> int:
        return int(json.loads(client.get("/search.json", query_string=query).data)["total"])

    everything, airports = total(q="大连"), total(q="大连", kind="nekg:Airport")
    assert 0 < airports < everything
    document = json.loads(client.get("/search.json?q=大连&kind=nekg:Airport").data)
    counted = {f["value"]: f["count"] for f in document["facets"]["kind"]}
    assert counted["https://w3id.org/ne-kg/ontology#Airport"] == airports
    assert total(q="大连", kind="nekg:Airport", section="s:1.6") <= airports


def test_suggestions_are_things_with_addresses(client: FlaskClient) -> None:
    found = json.loads(client.get("/search/suggest?q=syjc").data)["results"]
    assert {"沈阳机场", "沈阳机床"} <= {hit["label"] for hit in found}
    assert all(hit["address"].startswith("/page/") for hit in found)


def test_tables_carry_sentence_and_version_and_no_formula(client: FlaskClient) -> None:
    answer = client.get("/dataset/figures.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    heading, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert heading[-3:] == ["句子 Sentence", "原句 Sentence text", "数据版本 Data version"]
    assert len(rows) > 40
    assert all(len(row) == len(heading) and row[-3] and row[-1] for row in rows)
    assert not any(re.match(r"[=+@]|-\D", cell) for row in rows for cell in row)


def test_the_workbook_has_a_sheet_a_table(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/dataset/ne-kg.xlsx").data))
    assert len(book.sheetnames) == 6
    assert book["数字 Figures"].max_row > 40


def test_checksums_fit_the_files(client: FlaskClient) -> None:
    lines = client.get("/dataset/SHA256SUMS").text.splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name in ("ne-kg.nq", "figures.csv"):
        assert sums[name] == sha256(client.get(f"/dataset/{name}").data).hexdigest()


def test_first_visits_stay_within_their_budget(client: FlaskClient) -> None:
    """30 kB for a page with its style and script, as sent (gzip)."""

    def sent(path: str) -> int:
        with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
            return len(answer.data)

    for path in (
        "/", "/report/2010", "/report/2010?lang=en", "/report/2010?at=2.9.36-1",
        "/page/shenyang", "/page/northeast-china?lang=en", "/page/vocab/period/2011?lang=en",
        "/page/report/2010/1.6-3", "/page/report/2010", "/search?q=沈阳", "/search", "/dataset",
        "/ontology", "/ontology?lang=en", "/graphs", "/method", "/validation",
    ):  # fmt: skip
        html = client.get(path).text
        assets = set(re.findall(r'(?:src|stylesheet" href)="(/static/[^"]+)"', html))
        assert sent(path) + sum(map(sent, assets)) <= 30_000, path


def test_answers_are_compressed_for_who_can_read_that(client: FlaskClient) -> None:
    plain = client.get("/page/shenyang")
    packed = client.get("/page/shenyang", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.vary


def test_every_internal_link_of_the_fixed_pages_works(client: FlaskClient) -> None:
    links = {
        link
        for path in FIXED
        for link in re.findall(r'(?:href|src)="(/[^"#]*)', client.get(path).text)
        if not link.startswith(("/queries", "/dataset/", "/data/graph/", "/data/source/"))
    }
    assert len(links) > 100
    for link in sorted(links):
        with client.get(link.replace("&amp;", "&")) as answer:
            assert answer.status_code in (200, 301, 303), link


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("faw-group", "&gt;310 billion yuan"),
        ("northeast-china", "110 million tonnes"),
        ("northeast-china", "19,500 km"),
        ("northeast-china", "&gt;20%"),
        ("northeast-china", "about 50%"),
        ("northeast-china", "10,450 MW"),
        ("northeast-china", ">25<"),
        ("liaoning", "no. 4"),
    ],
)
def test_figures_are_spoken_as_english_is(client: FlaskClient, page: str, said: str) -> None:
    assert said in client.get(f"/page/{page}?lang=en").text


def test_a_figure_is_called_by_what_it_measures(client: FlaskClient) -> None:
    html = client.get("/page/report/2010/1.6-2.f1").text
    assert re.search(r"<h1><bdi>东北地区 · 铁路建设投资：668亿元</bdi></h1>", html)
    assert "<title>东北地区 · 铁路建设投资：668亿元" in html


def test_what_statements_repeat_is_shown_once(client: FlaskClient) -> None:
    html = client.get("/page/shenyang").text
    located = html[html.index('id="panel-located"') : html.index('id="panel-acts"')]
    assert located.count(">沈阳机场<") == located.count("<bdi>沈阳机场</bdi>") == 1
    pointing = client.get("/page/faw-group").text.partition('id="pointing"')[2]
    assert "主题" not in pointing


def test_graphs_and_licences_are_named(client: FlaskClient) -> None:
    for path in ("/page/shenyang", "/graphs", "/dataset", "/page/report/2010/1.6-2.f1"):
        for lang in ("zh", "en"):
            html = client.get(path, query_string={"lang": lang}).text
            words = re.sub(r"<code.*?</code>|<script.*?</script>|<[^>]+>", " ", html, flags=re.S)
            assert not re.search(r"graph:\w|https://(creativecommons|opensource)", words), path

"""Saved questions on the site: found, asked, arranged, drawn, taken away and cited."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from ne_kg.questions import read_all

SVG = "{http://www.w3.org/2000/svg}"


def test_questions_stand_under_their_themes(client: FlaskClient) -> None:
    page = client.get("/queries").text
    assert "铁路项目进展到哪一步" in page
    assert "项目与基础设施" in page
    english = client.get("/queries?lang=en").text
    assert "Railways by stage and city" in english


@pytest.mark.parametrize("words", ["铁路", "railways", "RAILWAY stage"])
def test_words_find_a_question(client: FlaskClient, words: str) -> None:
    page = client.get("/queries", query_string={"q": words}).text
    assert "/queries/railways-by-stage" in page


def test_words_that_fit_nothing_lead_to_the_search(client: FlaskClient) -> None:
    page = client.get("/queries?q=zzzz").text
    assert "没有这样的问题" in page
    assert "/search?q=zzzz" in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_has_a_page_with_its_answer(
    client: FlaskClient, language: str, root
) -> None:  # type: ignore[no-untyped-def]
    for question in read_all((root / "queries").glob("*/*.rq"), root):
        page = client.get(f"/queries/{question.name}?lang={language}")
        assert page.status_code == 200, question.name
        assert question.title[language].replace("'", "&#39;") in page.text
        assert page.text.count('<tr role="row">') > 1
        if question.evidence:
            assert "/page/report/2010/" in page.text


def test_a_row_carries_its_sentence_in_words(client: FlaskClient) -> None:
    page = client.get("/queries/enterprise-revenue").text
    assert "一汽集团主营业务收入突破3100亿元" in page
    assert "&gt;3100亿元" in page or "突破3100亿元" in page


def test_choices_have_labels_and_counts(client: FlaskClient) -> None:
    page = client.get("/queries/railways-by-stage").text
    assert re.search(r'<option value="stage:started">开工 \(\d+\)</option>', page)


def test_a_parameter_narrows_the_answer(client: FlaskClient) -> None:
    page = client.get("/queries/railways-by-stage?stage=stage%3Astarted").text
    assert "松原—陶赖昭铁路" in page
    assert "长春—吉林城际铁路" not in page.split("<tbody")[1]


def test_arguments_have_one_order_and_defaults_are_left_out(client: FlaskClient) -> None:
    moved = client.get("/queries/figures-of-a-place?lang=en&place=id:heilongjiang")
    assert moved.status_code == 302
    assert moved.location == "/queries/figures-of-a-place?place=id%3Aheilongjiang&lang=en"
    assert client.get(moved.location).status_code == 200
    plain = client.get("/queries/railways-by-stage?stage=")
    assert plain.location == "/queries/railways-by-stage"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("place=id:atlantis", "在数据里没有这个事物"),
        ("place=%22%3E", "不是IRI"),
        ("place=a%07", "控制字符"),
        ("town=id:shenyang", "no parameter"),
        ("place=id:jilin&place=id:shenyang", "given 2 times"),
        ("sort=nothing", "no column"),
    ],
)
def test_a_wrong_value_gives_the_form_again_and_says_why(
    client: FlaskClient, query: str, why: str
) -> None:
    page = client.get(f"/queries/figures-of-a-place?{query}")
    assert page.status_code == 400
    assert why in page.text
    assert 'role="alert"' in page.text
    assert "<form" in page.text
    data = client.get(f"/queries/figures-of-a-place.json?{query}")
    assert data.status_code == 400
    assert data.json
    assert data.json["status"] == 400


def test_rows_are_sorted_and_found_without_script(client: FlaskClient) -> None:
    rising = client.get("/queries/enterprise-revenue?sort=value").text.split("<tbody")[1]
    assert rising.index("一重集团") < rising.index("一汽集团")
    falling = client.get("/queries/enterprise-revenue?sort=-value").text.split("<tbody")[1]
    assert falling.index("一汽集团") < falling.index("一重集团")
    found = client.get("/queries/enterprise-revenue?find=鞍钢").text
    assert "4 行中有 1 行" in found


def test_a_total_is_marked_as_computed_with_its_addends(client: FlaskClient) -> None:
    page = client.get("/queries/enterprise-revenue").text
    assert "本站计算" in page
    assert "≈5,135亿元" in page
    assert "由 4 个数字相加" in page


def test_a_total_is_refused_with_its_reason(client: FlaskClient) -> None:
    page = client.get(
        "/queries/compare-provinces?indicator=ind%3Aactual-foreign-direct-investment"
    ).text
    assert "不能合计" in page


def test_pictures_are_named_described_and_carry_evidence_and_version(client: FlaskClient) -> None:
    answer = client.get("/queries/enterprise-revenue/bar.svg")
    assert answer.content_type.startswith("image/svg+xml")
    picture = ElementTree.fromstring(answer.data)
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title") is not None
    assert picture.find(f"{SVG}desc") is not None
    words = "".join(picture.itertext())
    assert "一（一）第3句" in words
    assert answer.headers["Ne-Kg-Version"][:12] in words
    assert ">3100亿元" in words
    assert b"style=" not in answer.data


def test_a_map_says_what_it_leaves_out(client: FlaskClient) -> None:
    page = client.get("/queries/most-mentioned-places").text
    assert "图上没有的" in page
    assert "示意图" in page
    picture = client.get("/queries/most-mentioned-places/map.svg").text
    assert "沈阳" in picture


def test_a_timeline_spans_the_periods_of_plans(client: FlaskClient) -> None:
    picture = client.get("/queries/plan-periods/timeline.svg").text
    assert "2009–2018" in picture
    assert "2010–2020" in picture


def test_csv_has_the_sentence_and_the_version_in_every_row(client: FlaskClient) -> None:
    answer = client.get("/queries/enterprise-revenue.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 4
    assert {row["句子编号"] for row in rows} == {"1.1-3"}
    assert {row["数据版本"] for row in rows} == {answer.headers["Ne-Kg-Version"]}
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert not answer.data.startswith(b"\xef\xbb\xbf")
    assert client.get("/queries/enterprise-revenue.csv?bom=1").data.startswith(b"\xef\xbb\xbf")


def test_all_files_say_the_version(client: FlaskClient) -> None:
    version = client.get("/queries/ranks.json").json["version"]  # type: ignore[index]
    assert version in client.get("/queries/ranks.tsv").text
    xml = client.get("/queries/ranks.xml")
    assert f"dataset/{version}" in xml.text
    ElementTree.fromstring(xml.data)
    turtle = client.get("/queries/railway-network.ttl")
    assert turtle.content_type.startswith("text/turtle")
    assert version in turtle.text
    assert client.get("/queries/ranks.ttl").status_code == 404


def test_json_keeps_evidence_beside_the_row(client: FlaskClient) -> None:
    answer = json.loads(client.get("/queries/ranks.json?lang=en").data)
    assert all(row["evidence"]["text"] for row in answer["rows"])


def test_the_answer_can_be_cited(client: FlaskClient) -> None:
    page = client.get("/queries/ranks").text
    assert "[DB/OL]" in page
    assert "@misc{ne-kg-ranks-" in page
    assert "http://localhost/queries/ranks" in page


def test_the_query_can_be_seen_and_taken(client: FlaskClient) -> None:
    page = client.get("/queries/ranks").text
    assert "/sparql?query=" in page
    assert client.get("/queries/ranks.rq").text.startswith("#+ theme: economy")


def test_a_visitor_who_has_the_page_is_told_so(client: FlaskClient) -> None:
    first = client.get("/queries/ranks")
    again = client.get("/queries/ranks", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_an_unknown_question_is_not_there(client: FlaskClient) -> None:
    assert client.get("/queries/nothing").status_code == 404
    assert client.get("/queries/nothing.csv").status_code == 404


def test_pages_fit_their_budget(client: FlaskClient, root) -> None:  # type: ignore[no-untyped-def]
    for question in read_all((root / "queries").glob("*/*.rq"), root):
        page = client.get(f"/queries/{question.name}", headers={"Accept-Encoding": "gzip"})
        assert len(page.data) < 60_000, question.name

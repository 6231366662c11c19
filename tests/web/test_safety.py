"""What wants to do harm is shown as text."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from ne_kg.store import Store
from ne_kg.web.app import create_app
from ne_kg.web.site import Settings

PAGES = (
    "/",
    "/page/evil",
    "/page/evil?lang=en",
    "/report/2010",
    "/report/2010?at=3",
    "/report/2010?view=maintainer",
    "/page/report/2010/1.1-1",
    "/page/report/2010/1.1-1.f1",
    "/search?q=%3Cscript%3Ealert(9)%3C/script%3E",
    "/search?q=script",
    "/search?q=%E6%B2%88%E9%98%B3",
    "/search?kind=%22%3E%3Cscript%3E",
    "/page/%3Cscript%3Ealert(1)%3C/script%3E",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_markup_comes_from_data_or_addresses(hostile: FlaskClient, path: str) -> None:
    html = hostile.get(path).text
    assert not re.search(r"<(script>|img src=x|svg onload|i>|u>|s>|b>标题)", html)
    assert "javascript:" not in re.sub(r"<[^a][^>]*>|&lt;javascript:", "", html) or (
        'href="javascript:' not in html
    )
    assert 'href="data:' not in html
    assert "\u202e" not in html
    assert "49" not in re.findall(r"\{\{.*?\}\}|>49<", html)
    for script in re.findall(r"<script[^>]*>", html):
        assert "src=" in script or 'type="application/ld+json"' in script


def test_linked_data_in_a_page_cannot_end_its_element(hostile: FlaskClient) -> None:
    html = hostile.get("/page/evil?lang=en").text
    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert inside
    assert "<" not in inside[1]


def test_direction_characters_are_spelt_out(hostile: FlaskClient) -> None:
    assert "甲‹U+202E›乙" in hostile.get("/page/evil").text


def test_every_answer_has_a_policy_without_inline_script(client: FlaskClient) -> None:
    for path in ("/", "/page/shenyang", "/data/shenyang.ttl", "/nothing", "/static/site.css"):
        with client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_pages_have_no_inline_style_and_ask_no_other_host(client: FlaskClient) -> None:
    for path in ("/", "/page/shenyang", "/report/2010", "/search", "/dataset", "/ontology"):
        html = client.get(path).text
        assert " style=" not in html
        assert not re.search(r"\son\w+=", html)
        loaded = re.findall(r'(?:src|<link rel="stylesheet" href)="([^"]+)"', html)
        assert all(address.startswith("/static/") for address in loaded)


def test_no_redirect_leaves_the_site(client: FlaskClient) -> None:
    for path in ("//evil.example/id/shenyang", "/id//evil.example", "/id/shenyang?next=//evil"):
        location = client.get(path).headers.get("Location", "/")
        assert location.startswith("/")
        assert not location.startswith("//")


def test_a_forged_host_is_not_repeated(client: FlaskClient) -> None:
    for path in ("/", "/page/shenyang", "/sitemap.xml", "/robots.txt", "/opensearch.xml"):
        answer = client.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.text
        assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize("taken_away", [True, False])
def test_under_a_path_all_links_stay_under_it(store: Store, taken_away: bool) -> None:
    client = create_app(store, Settings(prefix="/kg")).test_client()
    front = "" if taken_away else "/kg"
    moved = client.get(f"{front}/id/shenyang", headers={"Accept": "text/turtle"})
    assert moved.headers["Location"] == "/kg/data/shenyang.ttl"
    html = client.get(f"{front}/page/shenyang?lang=en").text
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', html)
    assert links
    assert all(link.startswith("/kg/") for link in links)

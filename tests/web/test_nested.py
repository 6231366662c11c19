"""Ambiguous and nested strings of the report, read at each place."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

PLACES = (
    # the words around, the words read, what they name there
    ("沈阳机床重大型", "沈阳", "shenyang"),
    ("沈阳机床重大型", "机床", "shenyang-machine-tool"),
    ("重大型数控机床生产基地", "数控", "heavy-cnc-machine-tools"),
    ("吉化千万吨炼油", "吉化", "jihua"),
    ("吉化千万吨炼油", "炼油", "jihua-refining-project"),
    ("沈阳铁西区", "沈阳", "shenyang"),
    ("沈阳铁西区", "铁西", "tiexi-shenyang"),
    ("吉林市龙潭区", "吉林", "jilin-city"),
    ("黑龙江、吉林土地", "吉林", "jilin"),
    ("长春—吉林城际", "吉林", "jilin-city"),
    ("哈尔滨—大连客运专线", "大连", "dalian"),
    ("哈尔滨—大连客运专线", "客运", "harbin-dalian-passenger-railway"),
    ("大连商品交易所", "大连", "dalian"),
    ("大连商品交易所", "商品", "dalian-commodity-exchange"),
    ("《东北地区旅游业发展规划》", "旅游", "northeast-tourism-plan"),
    ("领导小组部署", "领导", "northeast-leading-group"),
    ("国务院有关部门", "国务院", "state-council"),
    ("国务院有关部门", "有关部门", "state-council-relevant-departments"),
    ("中俄原油管道", "俄", "russia"),
    ("中俄原油管道", "原油", "crude-oil"),
    ("中俄原油管道", "管道", "china-russia-crude-oil-pipeline"),
    ("吉林—琿春", "琿春", "hunchun"),
    ("绥芬河、珲春", "珲春", "hunchun"),
    ("齐齐哈尔一拖东方红", "齐齐哈尔", "qiqihar"),
    ("齐齐哈尔一拖东方红", "一拖", "yto-group"),
    ("齐齐哈尔一拖东方红", "东方红", "qiqihar-yto-dongfanghong-park"),
)


def place(source: str, around: str, words: str) -> int:
    """Where the words stand in the source, which breaks its lines anywhere."""
    loose = (r"[\s*#]*".join(map(re.escape, text)) for text in (around, words))
    found = re.search(next(loose), source)
    assert found
    inside = re.search(next(loose), found[0])
    assert inside
    return found.start() + inside.start()


@pytest.mark.parametrize(("around", "words", "slug"), PLACES)
def test_the_words_name_what_they_name_there(
    client: FlaskClient, source: str, around: str, words: str, slug: str
) -> None:
    html = client.get(f"/report/2010/beside?at={place(source, around, words)}").text
    here = re.search(r'<p class="here">(.*?)</p>', html, re.S)
    assert here
    assert f'href="/page/{slug}"' in here[1]


@pytest.mark.parametrize("view", ["", "&view=maintainer", "&lang=en"])
def test_every_mark_opens_something(client: FlaskClient, view: str) -> None:
    html = client.get(f"/report/2010?{view}").text
    places = re.findall(r'href="\?at=(\d+)', html)
    assert len(places) > (1500 if "maintainer" in view else 1000)
    for at in places[::40]:
        opened = client.get(f"/report/2010/beside?at={at}{view}")
        assert opened.status_code == 200
        assert 'class="here"' in opened.text or 'class="fact ' in opened.text

"""Look-ups by someone who knows only Chinese, only English, or only pinyin: what is meant is among
the first three results, also when abbreviated, misspelt,
traditional or full-width.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

CHINESE = (
    ("沈阳机场", "shenyang-airport"),
    ("瀋陽機場", "shenyang-airport"),
    ("哈大客专", "harbin-dalian-passenger-railway"),
    ("哈大", "harbin-dalian-passenger-railway"),
    ("鞍钢", "ansteel-group"),
    ("嫩江", "nen-river"),
    ("宝马", "bmw"),
    ("寳馬", "bmw"),
    ("尼尔基", "nierji-water-control"),
    ("５９号", "guobanfa-2010-59"),
    ("国办发2010 59号", "guobanfa-2010-59"),
    ("国办发〔2010〕59号", "guobanfa-2010-59"),
    ("国发 2007 38", "guofa-2007-38"),
    ("380公里动车组", "high-speed-emu-380"),
    ("３８０公里", "high-speed-emu-380"),
    ("沈阳经济区", "shenyang-economic-zone"),
    ("大连高新区", "dalian-hi-tech-zone"),
    ("省级行政首长协商", "four-provinces-chief-executives-mechanism"),
    ("松花江", "songhua-river"),
    ("长客", "changchun-railway-vehicles"),
    ("铁西", "tiexi-shenyang"),
    ("艾滋疫苗", "aids-vaccine-engineering-laboratory"),
    ("延吉高新", "yanji-hi-tech-zone"),
    ("珲春", "hunchun"),
    ("琿春", "hunchun"),
    ("晖春", "hunchun"),
    ("哈尔宾", "harbin"),
    ("齐齐哈儿", "qiqihar"),
    ("粮食产量", "ind/grain-output"),
    ("主营收入", "ind/main-business-revenue"),
    ("东北三省", "northeast-three-provinces"),
    ("煤矿棚户区", "coal-mine-shantytown-renovation"),
    ("三江平原", "sanjiang-plain"),
    ("跨境人民币", "field/cross-border-rmb-business"),
    ("黑瞎子岛", "heixiazi-island"),
    ("资源枯竭城市 第三批", "resource-exhausted-cities-batch-3"),
    ("3100亿", "report/2010/1.1-3.f1"),
    ("668亿", "report/2010/1.6-2"),
    ("第23条", "report/2010/2.6.23"),
    ("第二十三条", "report/2010/2.6.23"),
    ("工作要点23", "report/2010/2.6.23"),
    ("遼寧紅沿河核電", "hongyanhe-nuclear-phase-1"),
    ("３３号文", "guofa-2009-33"),
    ("达沃斯", "summer-davos"),
    ("中朝", "report/2010/2.9.38-1"),
    ("玉米工程实验室", "maize-engineering-laboratory"),
    ("长白山旅游", "changbai-tourism-resort"),
    ("原油管道", "china-russia-crude-oil-pipeline"),
    ("厂办大集体", "factory-collective-reform"),
    ("大連LNG", "dalian-lng-terminal"),
    ("阿尔山機場", "arxan-airport"),
    ("丹东铁路", "dalian-dandong-fast-railway"),
    ("林权改革", "collective-forest-tenure-reform"),
    ("失业率", "ind/registered-urban-unemployment-rate"),
    ("哈牡", "harbin-mudanjiang-railway"),
    ("京沈", "beijing-shenyang-passenger-railway"),
    ("煤制气", "coal-based-natural-gas"),
    ("对外开放水平", "report/2010/1.8"),
)
ENGLISH = (
    ("Shenyang airport", "shenyang-airport"),
    ("Harbin Dalian railway", "harbin-dalian-passenger-railway"),
    ("harbin-dalian", "harbin-dalian-passenger-railway"),
    ("ansteel", "ansteel-group"),
    ("Ansteel Group", "ansteel-group"),
    ("grain output", "ind/grain-output"),
    ("GDP", "ind/gdp"),
    ("Nen River", "nen-river"),
    ("AIDS vaccine", "aids-vaccine-engineering-laboratory"),
    ("old industrial bases", "old-industrial-bases"),
    ("Northeast", "northeast-china"),
    ("BMW", "bmw"),
    ("bmv", "bmw"),
    ("Shenyan", "shenyang"),
    ("Harbln", "harbin"),
    ("Heilongjiang", "heilongjiang"),
    ("resource-exhausted cities", "resource-exhausted-cities"),
    ("crude oil pipeline", "china-russia-crude-oil-pipeline"),
    ("oil pipeline russia", "china-russia-crude-oil-pipeline"),
    ("high-speed train", "high-speed-emu-380"),
    ("State Council", "state-council"),
    ("State Council General Office", "state-council-general-office"),
    ("Dalian commodity", "dalian-commodity-exchange"),
    ("Songhua", "songhua-river"),
    ("revenue", "ind/main-business-revenue"),
    ("Intel", "dalian-intel-project"),
    ("Russia", "russia"),
    ("unemployment rate", "ind/registered-urban-unemployment-rate"),
    ("Davos", "summer-davos"),
    ("nuclear power", "industry/nuclear-power"),
    ("DPRK", "north-korea"),
    ("First Automobile Works", "faw-group"),
    ("China Development Bank", "china-development-bank"),
    ("wind power", "industry/wind-power"),
    ("work point 23", "report/2010/2.6.23"),
    ("310 billion", "report/2010/1.1-3.f1"),
    ("Document 33", "guofa-2009-33"),
    ("Hongyanhe", "hongyanhe-nuclear-power-plant"),
    ("Dandong railway", "dalian-dandong-fast-railway"),
    ("shantytown", "shantytown-renovation-housing"),
    ("slum redevelopment", "shantytown-renovation-housing"),
    ("oil pipline", "china-russia-crude-oil-pipeline"),
    ("high speed rail", "high-speed-emu-380"),
    ("state owned enterprises", "field/state-owned-enterprise-reform"),
    ("foreign direct investment", "ind/actual-foreign-direct-investment"),
    ("exports", "ind/import-export-value"),
    ("Songnen plain", "songnen-plain"),
    ("Harbin fair", "harbin-trade-fair"),
)
PINYIN = (
    ("shenyang", "shenyang"),
    ("shen yang", "shenyang"),
    ("shěn yáng", "shenyang"),
    ("SY", "shenyang"),
    ("sy", "shenyang"),
    ("syjc", "shenyang-airport"),
    ("shenyang jichang", "shenyang-airport"),
    ("haerbin", "harbin"),
    ("ha er bin", "harbin"),
    ("heb", "harbin"),
    ("hlj", "heilongjiang"),
    ("heilongjiang", "heilongjiang"),
    ("yiqi", "faw-group"),
    ("yi qi ji tuan", "faw-group"),
    ("yqjt", "faw-group"),
    ("angang", "ansteel-group"),
    ("changchun", "changchun"),
    ("chang'chun", "changchun"),
    ("jilin", "jilin"),
    ("dlspjys", "dalian-commodity-exchange"),
    ("zgkxy", "chinese-academy-of-sciences"),
    ("zhongguokexueyuan", "chinese-academy-of-sciences"),
    ("zhong1 guo2", "china"),
    ("guowuyuan", "state-council"),
    ("gwy", "state-council"),
    ("liangshichanliang", "ind/grain-output"),
    ("nenjiang", "nen-river"),
    ("hunchun", "hunchun"),
    ("shanyang", "shenyang"),
    ("dalin", "dalian"),
    ("eluosi", "russia"),
    ("hyh", "hongyanhe-nuclear-power-plant"),
    ("manzhouli", "manzhouli"),
    ("dawosi", "summer-davos"),
    ("fuxin", "fuxin"),
    ("yanglao", "field/basic-old-age-security"),
    ("shiyelv", "ind/registered-urban-unemployment-rate"),
    ("shiyelü", "ind/registered-urban-unemployment-rate"),
    ("dqjx", "daqing-jinxi-crude-pipeline"),
    ("changbaishan", "changbai-mountains"),
    ("nmg", "inner-mongolia"),
    ("nei meng gu", "inner-mongolia"),
    ("dongbeiya", "northeast-asia"),
    ("baoma", "bmw"),
    ("milinlun", "michelin-tyre-project"),
    ("liaoningsheng", "liaoning"),
    ("gaosu gonglu", "national-expressways"),
    ("penghuqu", "shantytown-renovation-housing"),
    ("suifenhe", "suifenhe"),
    ("haerbin dalian", "harbin-dalian-passenger-railway"),
    ("lnyhjjd", "liaoning-coastal-economic-belt"),
)


@pytest.mark.parametrize(("words", "wanted"), CHINESE + PINYIN + ENGLISH)
def test_what_is_meant_is_among_the_first_three(
    client: FlaskClient, words: str, wanted: str
) -> None:
    answer = client.get("/search.json", query_string={"q": words}).get_json()
    first = [hit["iri"] for hit in answer["results"][:3]]
    where = "" if wanted.startswith("report/") else "vocab/" if "/" in wanted else "id/"
    assert f"https://w3id.org/ne-kg/{where}{wanted}" in first


def test_letters_that_only_occur_somewhere_find_nothing(client: FlaskClient) -> None:
    for words in ("xxxxxxxx", "script", "zebra crossing"):
        assert not client.get("/search.json", query_string={"q": words}).get_json()["results"]


def test_things_come_before_the_sentences_that_name_them(client: FlaskClient) -> None:
    results = client.get("/search.json?q=铁路").get_json()["results"]
    kinds = ["report" if "/report/" in hit["iri"] else "thing" for hit in results]
    assert kinds == sorted(kinds, reverse=True)
    assert {"report", "thing"} <= set(kinds)


def test_what_only_resembles_the_words_is_said_to(client: FlaskClient) -> None:
    assert client.get("/search.json?q=哈大").get_json()["loose"]
    assert not client.get("/search.json?q=哈尔滨").get_json()["loose"]
    assert not client.get("/search.json?q=量子计算机").get_json()["results"]


def test_no_kind_is_every_concept(client: FlaskClient) -> None:
    kinds = client.get("/search.json").get_json()["facets"]["kind"]
    assert not [kind for kind in kinds if kind["value"].endswith("core#Concept")]

"""What a maintainer rightly writes is no finding; edits of one kind are made on one copy."""

# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ne_kg.build.pins import as_pins
from ne_kg.cli.checks import ProjectCheck
from ne_kg.model.project import Project
from ne_kg.sources import read_source
from ne_kg.validate import Options
from ne_kg.validate.writers import FORMATS, View

FACTS, CATALOGUE, VOCABULARY = "data/reports/2010/facts/", "data/catalogue/", "ontology/vocab/"
READING = "data/reports/2010/second-reading.tsv"
Edit = Callable[[Path], object]


def change(file: str, old: str, new: str) -> Edit:
    return rewritten(file, lambda text: text.replace(old, new, 1))


def add(file: str, text: str) -> Edit:
    return rewritten(file, lambda before: before + text)


def rewritten(file: str, rewrite: Callable[[str], str]) -> Edit:
    def apply(project: Path) -> None:
        path = project / file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = rewrite(before)
        assert after != before, f"{file} has nothing to edit"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(after.encode())

    return apply


def each(pattern: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, new, text, flags=re.M | re.S)


def reordered_blocks(text: str) -> str:
    head, *blocks = re.split(r"(?m)^(?=# [^\n]*\ns:)", text)
    return head + "".join(block.rstrip("\n") + "\n" for block in reversed(blocks))


def reordered_facts(text: str) -> str:
    def reverse(match: re.Match[str]) -> str:
        return match[1] + "".join(
            reversed(re.findall(r"    \S.*?\.\n(?=    \S|\Z)", match[2], re.S))
        )

    return re.sub(r"(s:1\.7-12 \{\n)(.*?)(?=\})", reverse, text, flags=re.S)


def escaped(text: str) -> str:
    def escape(match: re.Match[str]) -> str:
        return '"' + "".join(f"\\u{ord(sign):04X}" for sign in match[1]) + '"'

    return re.sub(r'"([一-龥]{2,})"', escape, text)


def one_line(text: str) -> str:
    return re.sub(r"\n +", " ", re.sub(r"(?m)^ *#.*\n", "", text))


def a_file_of_its_own(project: Path) -> None:
    path = project / FACTS / "1.9.trig"
    text = path.read_text(encoding="utf-8")
    head, at = text[: text.index("# 按照")], text.index("# 总的来看")
    path.write_text(text[:at], encoding="utf-8")
    (path.parent / "1.9-summary.trig").write_text(head + text[at:], encoding="utf-8")


WRITING: dict[str, Edit] = {
    "line ends of Windows": rewritten(FACTS + "1.1.trig", lambda text: text.replace("\n", "\r\n")),
    "a byte order mark": rewritten(FACTS + "2.5.trig", lambda text: "\ufeff" + text),
    "another prefix": rewritten(FACTS + "1.2.trig", each(r"\bind:", "indicator:")),
    "prefixes of Turtle": rewritten(FACTS + "1.3.trig", each(r"^PREFIX ([^\n]*)", r"@prefix \1 .")),
    "tabs": rewritten(FACTS + "1.4.trig", each(r"^ +", "\t\t")),
    "no comments": rewritten(FACTS + "1.5.trig", each(r"^# [^\n]*\n", "")),
    "decimals": rewritten(FACTS + "1.6.trig", each(r"printedValue (\d+) ", r"printedValue \1.0 ")),
    "typed numbers": rewritten(
        FACTS + "2.3.trig",
        lambda text: re.sub(
            r"nekg:value (\d+) ", r'nekg:value "\1"^^xsd:decimal ', text
        ).replace("PREFIX id:", "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nPREFIX id:", 1),
    ),
    "facts in another order": rewritten(FACTS + "1.7.trig", reordered_facts),
    "sentences in another order": rewritten(FACTS + "1.8.trig", reordered_blocks),
    "a section in two files": a_file_of_its_own,
    "whole IRIs": rewritten(
        FACTS + "2.0.trig", each(r"\bid:([a-z0-9-]+)", r"<https://w3id.org/ne-kg/id/\1>")
    ),
    "a statement a line": rewritten(
        FACTS + "2.1.trig", each(r"(s:2\.1\.1-1\.a1) a nekg:WorkAction ;\n", r"\1 a nekg:WorkAction .\n    \1\n")
    ),
    "rdf:type in full": rewritten(
        FACTS + "2.2.trig", each(r" a nekg:", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> nekg:")
    ),
    "apostrophes": rewritten(FACTS + "2.4.trig", each(r'"([^"\n]*)"', r"'\1'")),
    "long quotes": rewritten(FACTS + "2.7.trig", each(r'"([^"\n]*)"', r'"""\1"""')),
    "escapes": rewritten(FACTS + "2.8.trig", escaped),
    "one line a sentence": rewritten(FACTS + "2.6.trig", one_line),
    "typed strings": rewritten(
        FACTS + "2.9.trig",
        lambda text: re.sub(
            r'(nekg:printed "[^"\n]*")', r"\1^^xsd:string", text
        ).replace("PREFIX id:", "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nPREFIX id:", 1),
    ),
    "a graph in two blocks": change(
        FACTS + "2.10.trig", "\n    s:2.10.43-1.", "\n}\ns:2.10.43-1 {\n    s:2.10.43-1."
    ),
    "English before Chinese": rewritten(
        VOCABULARY + "industry.ttl", each(r'prefLabel ("[^"]*"@zh-Hans) , ("[^"]*"@en)', r"prefLabel \2 , \1")
    ),
    "language tags in lower case": rewritten(
        CATALOGUE + "events.trig", lambda text: text.replace("@zh-Hans", "@zh-hans")
    ),
}  # fmt: skip

FIGURE_OF_2011 = """
PREFIX nekg: <https://w3id.org/ne-kg/ontology#>
PREFIX id: <https://w3id.org/ne-kg/id/>
PREFIX s: <https://w3id.org/ne-kg/report/2011/>
PREFIX r: <https://w3id.org/ne-kg/report/>
PREFIX ind: <https://w3id.org/ne-kg/vocab/ind/>
PREFIX unit: <https://w3id.org/ne-kg/vocab/unit/>
PREFIX bound: <https://w3id.org/ne-kg/vocab/bound/>
PREFIX kind: <https://w3id.org/ne-kg/vocab/kind/>
PREFIX period: <https://w3id.org/ne-kg/vocab/period/>

# 沈鼓集团主营业务收入突破100亿元。
s:1.1-1 {
    s:1.1-1.f1 a nekg:Figure ;
        nekg:about id:shengu-group ; nekg:indicator ind:main-business-revenue ;
        nekg:printed "100亿元" ; nekg:printedValue 100 ; nekg:printedUnit unit:yi-yuan ;
        nekg:value 10000000000 ; nekg:unit unit:cny ;
        nekg:bound bound:more-than ; nekg:boundWord "突破" ;
        nekg:period period:2011 ; nekg:inheritsPeriod r:2011 ; nekg:kind kind:actual .
}
"""
SOURCE_OF_2011 = """## **2011年振兴东北地区等老工业基地工作进展情况和2012年工作要点**

### **一、2011年工作进展情况**

#### **（一）现代产业体系建设取得新进展。**

沈鼓集团主营业务收入突破100亿元。

### **二、2012年工作要点**

#### **（一）加快建设现代产业体系。**

1.提升优势产业。支持沈阳机床发展。
"""


def section_of_a_new_report(project: Path) -> None:
    folder = project / "data/reports/2011"
    (folder / "facts").mkdir(parents=True)
    (folder / "source.txt").write_text(SOURCE_OF_2011, encoding="utf-8")
    (folder / "sentences.tsv").write_text(as_pins(read_source(folder, project)), encoding="utf-8")
    (folder / "facts/1.1.trig").write_text(FIGURE_OF_2011, encoding="utf-8")
    add(
        CATALOGUE + "enterprises.trig",
        """
src:report-2011 {
    id:shengu-group a nekg:Enterprise ; rdfs:label "沈鼓集团"@zh-Hans .
}
src:ne-kg {
    id:shengu-group rdfs:label "Shengu Group"@en .
    src:report-2011 a nekg:Source ; rdfs:label "2011年的报告"@zh-Hans , "report of 2011"@en ;
        <http://purl.org/dc/terms/license> <https://creativecommons.org/publicdomain/mark/1.0/> ;
        nekg:credit "Official document of the State Council" .
    <https://w3id.org/ne-kg/report/2011> rdfs:label "2011年报告"@zh-Hans , "report of 2011"@en .
}
""",
    )(project)


CONTENT: dict[str, Edit] = {
    "a qualifier that was forgotten": change(
        FACTS + "1.1.trig",
        'nekg:printed "给予重点支持" ;',
        'nekg:printed "给予重点支持" ; nekg:qualifier "重点" ;',
    ),
    "a mention that was computed": change(
        FACTS + "1.1.trig",
        "    s:1.1-3.f1 a",
        '    s:1.1-3.n1 a nekg:Mention ; nekg:of id:faw-group ; nekg:exact "一汽集团" .\n    s:1.1-3.f1 a',
    ),
    "a closer source of a period": change(
        FACTS + "1.1.trig", "nekg:inheritsPeriod r:2010 .\n    s:1.1-3.f2", "nekg:inheritsPeriod s:1.1-2 .\n    s:1.1-3.f2"
    ),
    "one act made two": change(
        FACTS + "2.2.trig",
        "nekg:verb verb:develop ; nekg:object industry:producer-services , industry:tourism ;\n",
        'nekg:verb verb:develop ; nekg:object industry:producer-services ;\n'
        '        nekg:modality modality:hasten ; nekg:qualifier "加快" ;\n'
        '        nekg:printed "发展生产性服务业" ; nekg:plannedFor period:2011 .\n'
        "    s:2.2.6-1.a2 a nekg:WorkAction ;\n"
        "        nekg:verb verb:develop ; nekg:object industry:tourism ;\n",
    ),
    "an act that was none": lambda project: (
        change(
            FACTS + "1.4.trig",
            "    s:1.4-5.a2 a nekg:Act ;\n"
            "        nekg:verb verb:study ; nekg:object id:resource-cities-pilot-plan ;\n"
            '        nekg:printed "研究" ; nekg:asOf period:2010 ; nekg:inheritsPeriod r:2010 .\n',
            "",
        )(project),
        change(READING, "1.4-5\tact\t研究\t资源型城市可持续发展试点工作方案\t\t\t\t\t\n", "")(project),
    ),
    "an industry of a project": change(
        FACTS + "1.1.trig",
        "id:jihua-refining-project nekg:operator id:jihua .",
        "id:jihua-refining-project nekg:operator id:jihua ; nekg:industry industry:petrochemical .",
    ),
    "a misprint": change(
        FACTS + "1.3.trig",
        "    s:1.3-2.f1 a",
        '    s:1.3-2.x1 a nekg:Misprint ; nekg:exact "共补助" ; nekg:readAs "共补贴" ;\n'
        '        nekg:of id:northeast-four ; <http://www.w3.org/2000/01/rdf-schema#comment> "举例"@zh-Hans , "an example"@en .\n    s:1.3-2.f1 a',
    ),
    "what inherits several": change(
        FACTS + "1.1.trig",
        "nekg:inheritsIndicator s:1.1-3.f1 ; nekg:inheritsPeriod r:2010 .\n    s:1.1-3.f3",
        "nekg:inherits s:1.1-3.f1 ; nekg:inheritsPeriod r:2010 .\n    s:1.1-3.f3",
    ),
    "an alias in English": change(
        CATALOGUE + "enterprises.trig",
        'id:bmw rdfs:label "BMW"@en .',
        'id:bmw rdfs:label "BMW"@en ; skos:altLabel "Bayerische Motoren Werke"@en , "华晨宝马"@zh-Hans .',
    ),
    "a better translation": change(CATALOGUE + "enterprises.trig", '"Intel"@en', '"Intel Corporation"@en'),
}  # fmt: skip

THINGS: dict[str, Edit] = {
    "a section of the next report, with a new enterprise": section_of_a_new_report,
    "a slug renamed": lambda project: (
        [
            path.write_text(re.sub(r"\bid:bmw\b", "id:bmw-group", text), encoding="utf-8")
            for path in project.rglob("*.trig")
            if "id:bmw" in (text := path.read_text(encoding="utf-8"))
        ],
        add(
            CATALOGUE + "retired.trig",
            "PREFIX id: <https://w3id.org/ne-kg/id/>\n"
            "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
            "<https://w3id.org/ne-kg/source/ne-kg> {\n"
            "    id:bmw owl:deprecated true ; <http://purl.org/dc/terms/isReplacedBy> id:bmw-group .\n"
            "    id:never owl:deprecated true ; <http://www.w3.org/2000/01/rdf-schema#comment>\n"
            '        "误录。"@zh-Hans , "Entered by mistake."@en .\n'
            "}\n",
        )(project),
    ),
    "a place between two others, from a new source": add(
        CATALOGUE + "gazetteer.trig",
        """
src:gb2260-0.4.1 {
    id:yanbian a nekg:City ; nekg:adminCode "222400" ; nekg:adminCodeEdition "2010" ; nekg:within id:jilin .
}
src:handbook-2011 {
    id:yanbian <http://www.w3.org/2003/01/geo/wgs84_pos#lat> 42.9 ;
        <http://www.w3.org/2003/01/geo/wgs84_pos#long> 129.5 .
}
src:ne-kg {
    id:yanbian <http://www.w3.org/2000/01/rdf-schema#label> "延边朝鲜族自治州"@zh-Hans , "Yanbian"@en .
    src:handbook-2011 a nekg:Source ; <http://www.w3.org/2000/01/rdf-schema#label> "手册"@zh-Hans , "handbook"@en ;
        <http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/> ;
        nekg:credit "A handbook, CC BY 4.0" .
}
""",
    ),
    "another order of labels": change(
        CATALOGUE + "enterprises.trig",
        'rdfs:label "通化钢铁集团"@zh-Hans ;\n        skos:altLabel "通钢"@zh-Hans .',
        'skos:altLabel "通钢"@zh-Hans ;\n        rdfs:label "通化钢铁集团"@zh-Hans .',
    ),
    "a coordinate from a better look": change(CATALOGUE + "gazetteer.trig", "wgs:lat 41.79222", "wgs:lat 41.8"),
}  # fmt: skip

TERMS: dict[str, Edit] = {
    "a new industry, used at once": lambda project: (
        add(
            VOCABULARY + "industry.ttl",
            """
industry:refining a nekg:Industry , skos:Concept ;
    skos:prefLabel "炼油"@zh-Hans , "oil refining"@en ;
    skos:definition "加工原油"@zh-Hans , "processing of crude oil"@en ;
    skos:broader industry:petrochemical ;
    skos:inScheme <https://w3id.org/ne-kg/vocab/industry> .
""",
        )(project),
        change(
            FACTS + "1.1.trig",
            "id:jihua-refining-project nekg:operator id:jihua .",
            "id:jihua-refining-project nekg:operator id:jihua ; nekg:industry industry:refining .",
        )(project),
    ),
    "an alias of a verb": change(
        VOCABULARY + "verb.ttl",
        'skos:prefLabel "升级"@zh-Hans , "upgrade"@en ;',
        'skos:prefLabel "升级"@zh-Hans , "upgrade"@en ; skos:altLabel "提档"@zh-Hans ;',
    ),
    "a unit of the next report": add(
        VOCABULARY + "unit.ttl",
        """
unit:wan-yuan a nekg:Unit , skos:Concept ;
    skos:prefLabel "万元"@zh-Hans , "ten thousand yuan"@en ;
    skos:definition "一万元"@zh-Hans , "10 000 yuan"@en ;
    skos:notation "万元" ; nekg:multiplier 10000.0 ; nekg:baseUnit unit:cny ;
    skos:inScheme <https://w3id.org/ne-kg/vocab/unit> .
""",
    ),
    "a new class with a shape": lambda project: (
        add(
            "ontology/ne-kg.ttl",
            """
nekg:StockExchange a owl:Class ;
    rdfs:subClassOf nekg:Exchange ;
    rdfs:label "证券交易所"@zh-Hans , "stock exchange"@en ;
    skos:definition "交易证券的机构"@zh-Hans , "an exchange for securities"@en ;
    rdfs:isDefinedBy <https://w3id.org/ne-kg/ontology> .
""",
        )(project),
        add(
            "ontology/shapes/exchange.ttl",
            """
PREFIX shape: <https://w3id.org/ne-kg/shape/>
PREFIX nekg: <https://w3id.org/ne-kg/ontology#>
PREFIX sh: <http://www.w3.org/ns/shacl#>

shape:StockExchange a sh:NodeShape ;
    sh:targetClass nekg:StockExchange ;
    sh:property shape:StockExchange-locatedIn .
shape:StockExchange-locatedIn sh:path nekg:locatedIn ;
    sh:minCount 1 ;
    sh:message "{$this}：写明所在地。"@zh-Hans , "{$this}: say where it is."@en .
""",
        )(project),
    ),
    "a new question": add(
        "queries/industry/exchanges.rq",
        """#+ theme: industry
#+ title: {zh: 交易所, en: Exchanges}
#+ question: {zh: 报告提到哪些交易所？, en: "Which exchanges does the report speak of?"}
#+ tags: [exchange]
#+ columns:
#+   exchange: {zh: 交易所, en: Exchange}
#+   sentence: {zh: 原句, en: Sentence}
#+ evidence: sentence

PREFIX nekg: <https://w3id.org/ne-kg/ontology#>

SELECT DISTINCT ?exchange ?sentence WHERE {
  ?exchange a nekg:Exchange .
  ?action nekg:object ?exchange ; nekg:statedIn ?sentence .
}
ORDER BY ?exchange ?sentence
""",
    ),
}


@pytest.mark.parametrize(
    "edits", [WRITING, CONTENT, THINGS, TERMS], ids=["writing", "content", "things", "terms"]
)
def test_right_edits_are_no_finding(project: Path, edits: dict[str, Edit]) -> None:
    for edit in edits.values():
        edit(project)
    check = ProjectCheck(Project.at(project), Options(), judge_shapes=True, cached=True)
    report = check.check(lambda progress: None)
    assert not report.violations + report.failures, FORMATS["text"](report, View(root=project))

"""Reading authored RDF: what is stated, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from ne_kg.facts import read, read_all
from ne_kg.model.errors import InputError, SyntaxProblem
from ne_kg.model.rdf import IRI, XSD, BlankNode, Literal, Position

TRIG = """\
@prefix id: <https://example.org/id/> .
PREFIX : <https://example.org/ontology#>
# 一汽集团主营业务收入突破3100亿元。
<https://example.org/s/1> {
    id:figure a :Figure ; :about id:faw , id:ansteel ;
        :printed "3100亿元" ; :value 0310 ;  :rate 1.50 ; :label "鞍钢"@zh-Hans .
}
id:list :items ( id:a "b"
                 [ :c true ] ) .
"""


@pytest.fixture
def trig(tmp_path: Path) -> Path:
    file = tmp_path / "facts.trig"
    file.write_text(TRIG, encoding="utf-8")
    return file


def places(file: Path) -> dict[str, str]:
    """Line and column of each statement, by the written form of its object."""
    authored = read(file)
    return {
        str(quad.object): f"{place.line}:{place.column}"
        for quad, place in authored.positions.items()
    }


def test_each_object_is_located_where_it_begins(trig: Path) -> None:
    found = places(trig)
    assert found["<https://example.org/ontology#Figure>"] == "5:17"
    assert found["<https://example.org/id/ansteel>"] == "5:43"
    assert found['"3100亿元"'] == "6:18"
    assert found['"鞍钢"@zh-Hans'] == "6:64"


def test_members_of_lists_and_of_blank_nodes_are_located(trig: Path) -> None:
    found = places(trig)
    assert found["<https://example.org/id/a>"] == "8:18"
    assert found['"b"'] == "8:23"
    assert found[f'"true"^^<{XSD}boolean>'] == "9:23"


def test_literals_keep_the_form_in_which_they_are_written(trig: Path) -> None:
    objects = {quad.object for quad in read(trig).quads}
    assert Literal("0310", XSD + "integer") in objects
    assert Literal("1.50", XSD + "decimal") in objects


def test_the_graph_of_a_statement_is_its_block(trig: Path) -> None:
    graphs = {quad.graph for quad in read(trig).quads if quad.subject != IRI("x")}
    assert graphs == {IRI("https://example.org/s/1"), None}


def test_prefixes_are_kept_for_messages(trig: Path) -> None:
    assert read(trig).prefixes == {
        "id": "https://example.org/id/",
        "": "https://example.org/ontology#",
    }


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_of_the_three_ways(tmp_path: Path, newline: str) -> None:
    file = tmp_path / "a.ttl"
    file.write_bytes("<x:a> <x:b>\n  <x:c> .\n".replace("\n", newline).encode())
    assert places(file) == {"<x:c>": "2:3"}


def test_n_quads_are_located_too(tmp_path: Path) -> None:
    file = tmp_path / "a.nq"
    file.write_text('<x:a> <x:b> "c" <x:g> .\n_:b1 <x:b> _:b.2 . # note\n', encoding="utf-8")
    authored = read(file)
    assert [str(place).rpartition("/")[2] for place in authored.positions.values()] == [
        "a.nq:1:13",
        "a.nq:2:12",
    ]
    assert authored.quads[0].graph == IRI("x:g")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonld", '{"@id": "http://x.org/a", "http://x.org/b": "c"}'),
        (
            "a.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns:x="http://x.org/"><rdf:Description rdf:about="http://x.org/a">'
            "<x:b>c</x:b></rdf:Description></rdf:RDF>",
        ),
    ],
)
def test_json_ld_and_rdf_xml_are_located_to_the_file(
    tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    authored = read(file)
    assert [str(quad) for quad in authored.quads] == ['<http://x.org/a> <http://x.org/b> "c" .']
    assert list(authored.positions.values()) == [Position(file.as_posix())]


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    files = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    for file in files:
        file.write_text("_:x <x:b> [] .", encoding="utf-8")
    authored = read_all(files)
    assert len({q.subject for q in authored.quads if isinstance(q.subject, BlankNode)}) == 2
    assert len({q.object for q in authored.quads}) == 2


def test_a_statement_made_twice_stands_at_its_first_place(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    authored = read_all([tmp_path / "a.ttl", tmp_path / "b.ttl"])
    assert [place.file for place in authored.positions.values()] == [
        (tmp_path / "a.ttl").as_posix()
    ]


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ('@prefix x: <x:> .\nx:a x:名 "中文\n" .\n', 2, 9),
        ("<x:a> <x:b> <x:c>\n<x:d> <x:e> <x:f> .", 2, 1),
        ("x:a x:b x:c .", 1, 1),
    ],
)
def test_a_syntax_error_names_line_and_column(
    tmp_path: Path, content: str, line: int, column: int
) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SyntaxProblem) as caught:
        read(file)
    where = caught.value.where
    assert isinstance(where, Position)
    assert where.line == line
    assert where.column is not None
    assert abs(where.column - column) <= 4


def test_bytes_that_are_not_utf_8_are_located(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_bytes("<x:a> <x:b> 1 .\n# 中\xff".encode("latin-1", "ignore") + b"\xff")
    with pytest.raises(SyntaxProblem, match=r"bad\.ttl:2:\d+: byte 0xff is not UTF-8"):
        read(file)


def test_what_cannot_be_read_says_what_can(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "missing.ttl")
    (tmp_path / "a.csv").touch()
    with pytest.raises(InputError, match=r"use one of \.ttl"):
        read(tmp_path / "a.csv")

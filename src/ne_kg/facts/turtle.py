"""A parser of Turtle, TriG, N-Triples and N-Quads that says where each object begins.

It reads what pyoxigraph has accepted (see `files`), so it checks nothing that the grammar demands;
terms keep the form in which they are written: `01`, `1.50`, `zh-Hans`.
Grammar: https://www.w3.org/TR/trig/#sec-grammar
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ne_kg.facts.iri import resolve
from ne_kg.facts.tokens import Lines, Token, tokens, unescape
from ne_kg.model.errors import SyntaxProblem
from ne_kg.model.rdf import (
    IRI,
    RDF,
    RDF_LANG_STRING,
    XSD,
    XSD_STRING,
    BlankNode,
    Literal,
    Node,
    Position,
    Quad,
    Term,
)

_TYPE, _FIRST, _REST, _NIL = (IRI(RDF + name) for name in ("type", "first", "rest", "nil"))
_NUMBERS = {kind: XSD + kind for kind in ("integer", "decimal", "double")}
_PREDICATES_END = {".", "]", "}", ""}


@dataclass(slots=True)
class Parser:
    """Reads one document; `blanks` keeps its blank nodes apart from those of other documents."""

    text: str
    file: str
    base: str
    blanks: str
    prefixes: dict[str, str] = field(default_factory=dict)
    positions: dict[Quad, Position] = field(default_factory=dict)
    repeated: dict[Quad, Position] = field(default_factory=dict)
    quads: list[Quad] = field(default_factory=list)
    _tokens: list[Token] = field(default_factory=list)
    _at: int = 0
    _graph: Node | None = None
    _lines: Lines = field(init=False)
    _names: dict[str, IRI] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lines = Lines(self.text)

    def turtle(self) -> None:
        """Read a Turtle or TriG document."""
        self._tokens = tokens(self.text)
        while self._peek().kind != "end":
            self._statement()

    def lines(self) -> None:
        """Read an N-Triples or N-Quads document."""
        self._tokens = tokens(self.text)
        while self._peek().kind != "end":
            subject, predicate = self._node(), self._iri()
            start = self._peek().start
            value = self._object()
            self._graph = None if self._peek().text == "." else self._node()
            self._emit(subject, predicate, value, start)
            self._skip(".")

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _skip(self, mark: str) -> None:
        if self._peek().text != mark:
            raise self._unexpected(self._peek())
        self._at += 1

    def _take(self, mark: str) -> bool:
        if self._peek().text == mark:
            self._at += 1
            return True
        return False

    def _unexpected(self, token: Token) -> SyntaxProblem:
        line, column = self._lines.place(token.start)
        return SyntaxProblem(
            f"{token.text or 'the end of the file'} is not expected here",
            where=Position(self.file, line, column),
            remedy="only RDF 1.1 is read: triple terms and directional language tags are not",
        )

    def _emit(self, subject: Node, predicate: IRI, value: Term, start: int) -> None:
        quad = Quad(subject, predicate, value, self._graph)
        place = Position(self.file, *self._lines.place(start))
        if quad in self.positions:
            self.repeated[quad] = place
        else:
            self.quads.append(quad)
            self.positions[quad] = place

    def _statement(self) -> None:
        token = self._peek()
        keyword = token.text.lower() if token.kind in ("word", "at") else ""
        if keyword in ("prefix", "@prefix", "base", "@base"):
            self._directive(keyword)
        elif token.text == "{":
            self._block(None)
        elif keyword == "graph":
            self._at += 1
            self._block(self._node())
        else:
            subject = self._node()
            if self._peek().text == "{":
                self._block(subject)
            else:
                self._predicates(subject)
                self._skip(".")

    def _directive(self, keyword: str) -> None:
        self._at += 1
        if keyword.endswith("prefix"):
            prefix = self._next().text[:-1]
            self.prefixes[prefix] = self._iri().value
            self._names.clear()
        else:
            self.base = self._iri().value
        if keyword.startswith("@"):
            self._skip(".")

    def _block(self, graph: Node | None) -> None:
        self._graph = graph
        self._skip("{")
        while not self._take("}"):
            self._predicates(self._node())
            self._take(".")
        self._graph = None

    def _predicates(self, subject: Node) -> None:
        while self._peek().text not in _PREDICATES_END:
            if self._take(";"):
                continue
            predicate = self._verb()
            while True:
                start = self._peek().start
                self._emit(subject, predicate, self._object(), start)
                if not self._take(","):
                    break

    def _verb(self) -> IRI:
        token = self._peek()
        if token.kind == "word" and token.text == "a":
            self._at += 1
            return _TYPE
        return self._iri()

    def _iri(self) -> IRI:
        token = self._next()
        if token.kind == "name":
            return self._name(token.text)
        if token.kind == "iri":
            return IRI(resolve(unescape(token.text[1:-1]), self.base))
        raise self._unexpected(token)

    def _name(self, text: str) -> IRI:
        known = self._names.get(text)
        if known is None:
            prefix, _, local = text.partition(":")
            known = self._names[text] = IRI(self.prefixes[prefix] + unescape(local))
        return known

    def _node(self) -> Node:
        """A subject or a graph name."""
        value = self._object()
        if isinstance(value, Literal):
            raise self._unexpected(self._tokens[self._at - 1])
        return value

    def _object(self) -> Term:
        token = self._peek()
        if token.kind in ("name", "iri"):
            return self._iri()
        self._at += 1
        if token.kind in ("short", "long"):
            return self._literal(token)
        if token.kind in _NUMBERS:
            return Literal(token.text, _NUMBERS[token.kind])
        if token.kind == "blank":
            return BlankNode(f"{self.blanks}n{token.text[2:]}")
        if token.text == "[":
            return self._anonymous(token)
        if token.text == "(":
            return self._collection()
        if token.text in ("true", "false"):
            return Literal(token.text, XSD + "boolean")
        raise self._unexpected(token)

    def _literal(self, token: Token) -> Literal:
        quotes = 3 if token.kind == "long" else 1
        value = unescape(token.text[quotes:-quotes])
        follower = self._peek()
        if follower.kind == "at":
            self._at += 1
            return Literal(value, RDF_LANG_STRING, follower.text[1:])
        if self._take("^^"):
            return Literal(value, self._iri().value)
        return Literal(value, XSD_STRING)

    def _anonymous(self, bracket: Token) -> BlankNode:
        node = self._fresh(bracket.start)
        self._predicates(node)
        self._skip("]")
        return node

    def _collection(self) -> Node:
        head: Node | None = None
        cell: BlankNode | None = None
        for start, item in self._items():
            following = self._fresh(start, "c")
            if cell is None:
                head = following
            else:
                self._emit(cell, _REST, following, start)
            cell = following
            self._emit(cell, _FIRST, item, start)
        if cell is not None:
            self._emit(cell, _REST, _NIL, self._tokens[self._at - 1].start)
        return head or _NIL

    def _items(self) -> Iterator[tuple[int, Term]]:
        while not self._take(")"):
            start = self._peek().start
            yield start, self._object()

    def _fresh(self, start: int, letter: str = "a") -> BlankNode:
        line, column = self._lines.place(start)
        return BlankNode(f"{self.blanks}{letter}{line}x{column}")

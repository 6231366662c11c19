"""SPARQL's terminals, as far as a guard needs them: no grammar, so no recursion to overflow.

SPARQL 1.1 Query Language §19.8 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar); the code
point escapes of §19.2 are decoded before the text is cut into tokens, as an engine does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+ | \#[^\r\n]*)
  | (?P<string>
        \"\"\" (?: "{0,2} (?: [^"\\] | \\. ) )*+ \"\"\"
      | ''' (?: '{0,2} (?: [^'\\] | \\. ) )*+ '''
      | (?! \"\"\" | ''' ) (?: " (?: [^"\\\r\n] | \\. )*+ " | ' (?: [^'\\\r\n] | \\. )*+ ' )
    )
  | (?P<open> ["'] .* )
  | (?P<iri> < [^<>"{}|^`\\\x00-\x20]* > )
  | (?P<variable> [?$] \w+ )
  | (?P<tag> @ [A-Za-z]+ (?: - [A-Za-z0-9]+ )* )
  | (?P<blank> _: \w (?: [\w.\-]* [\w\-] )? )
  | (?P<name> (?: [^\W\d_] (?: [\w.\-]* [\w\-] )? )? :
        (?: (?: [\w:] | %[0-9A-Fa-f]{2} | \\[^\w\s] )
            (?: (?: [\w.:\-] | %[0-9A-Fa-f]{2} | \\[^\w\s] )*
                (?: [\w:\-] | %[0-9A-Fa-f]{2} | \\[^\w\s] ) )? )? )
  | (?P<number> (?: \d+ (?: \.\d* )? | \.\d+ ) (?: [eE][+-]?\d+ )? )
  | (?P<word> [^\W\d_] \w* )
  | (?P<mark> \^\^ | \|\| | && | != | <= | >= | . )
    """,
    re.VERBOSE | re.DOTALL,
)

_LOUD_BOOLEAN = re.compile(r"[TtFf](?i:rue|alse)\b(?<!true)(?<!false)")
_DOTTED = re.compile(r":(?!/)(?:[^\s/\\.:]|\\.)*\.(?:[^\s/\\.]|\\.)*\.")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    """`kind` is a group of the pattern above; `start` counts code points of the lexed text."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query but white space and comments; what is no terminal comes as a mark.

    A string that does not end is `open`, with all that follows: to look for further ones in it
    would take a time that grows with the square of its length.
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is not None and kind != "space":
            yield Token(kind, match.group(), match.start())


def lower_booleans(text: str) -> str:
    """The query with TRUE and False as `true` and `false`: Oxigraph knows only those.

    Keywords are matched without regard to case (§19.8). No offset changes.
    """
    if not _LOUD_BOOLEAN.search(text):
        return text
    changed = list(text)
    for token in tokens(text):
        if token.kind == "word" and token.text.lower() in ("true", "false"):
            changed[token.start : token.start + len(token.text)] = token.text.lower()
    return "".join(changed)


def escape_dots(text: str) -> str:
    r"""The query with the dots of names such as `s:2.6.20-1` escaped: `s:2\.6\.20-1`.

    PN_LOCAL may hold any number of dots (§19.8, rule 169); Oxigraph reads only one. Names with one
    are left as they are, so that places in messages shift only behind names with more.
    """
    if not _DOTTED.search(text):
        return text
    changed, at = [], 0
    for token in tokens(text):
        prefix, _, local = token.text.partition(":")
        if token.kind == "name" and local.replace("\\.", "").count(".") > 1:
            changed += [text[at : token.start], prefix, ":", re.sub(r"(?<!\\)\.", r"\\.", local)]
            at = token.start + len(token.text)
    return "".join([*changed, text[at:]]) if changed else text


def decode_names(text: str) -> str:
    r"""The query with `\uXXXX` decoded outside of strings, IRIs and comments (§19.2).

    Oxigraph decodes it inside of strings and IRIs only.
    """
    if _CODE_POINT.search(text) is None:
        return text
    pieces, at = [], 0
    while match := _TOKEN.match(text, at):
        escape = _CODE_POINT.match(text, at) if match.group() == "\\" else None
        pieces.append(decode_code_points(escape.group()) if escape else match.group())
        at = (escape or match).end()
    return "".join(pieces)


def decode_code_points(text: str) -> str:
    r"""Replace `\uXXXX` and `\UXXXXXXXX`, wherever they stand (§19.2)."""

    def character(match: re.Match[str]) -> str:
        number = int(match.group(1) or match.group(2), 16)
        return chr(number) if number < 0x110000 else match.group()

    return _CODE_POINT.sub(character, text)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1, in code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

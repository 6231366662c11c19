"""Messages for constraints whose author wrote none: what is wrong, and what a right value is."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches

from ne_kg.model.rdf import IRI, RDF_LANG_STRING, Literal, Node
from ne_kg.model.violation import SH
from ne_kg.validate.engine import Result
from ne_kg.validate.names import Names
from ne_kg.validate.shapes import Shapes, sh

# By component: the parameter that `{0}` stands for, and the sentence in English and Chinese.
_SENTENCES = {
    "MinCount": ("minCount", "{{?this}} needs at least {0} value(s) of {{?path}}",
                 "{{?this}} 的 {{?path}} 至少要有 {0} 个值"),
    "MaxCount": ("maxCount", "{{?this}} may have at most {0} value(s) of {{?path}}",
                 "{{?this}} 的 {{?path}} 最多只能有 {0} 个值"),
    "Datatype": ("datatype", "{{?value}} is not a literal of datatype {0}",
                 "{{?value}} 不是数据类型为 {0} 的字面量"),
    "Class": ("class", "{{?value}} is not an instance of {0}", "{{?value}} 不是 {0} 的实例"),
    "NodeKind": ("nodeKind", "{{?value}} is not of node kind {0}", "{{?value}} 的节点类型不是 {0}"),
    "In": ("in", "{{?value}} is not one of {0}", "{{?value}} 不在 {0} 之中"),
    "HasValue": ("hasValue", "{{?this}} lacks the value {0}", "{{?this}} 缺少值 {0}"),
    "Pattern": ("pattern", "{{?value}} does not match the pattern {0}",
                "{{?value}} 不符合模式 {0}"),
    "MinLength": ("minLength", "{{?value}} is shorter than {0} characters",
                  "{{?value}} 短于 {0} 个字符"),
    "MaxLength": ("maxLength", "{{?value}} is longer than {0} characters",
                  "{{?value}} 长于 {0} 个字符"),
    "MinInclusive": ("minInclusive", "{{?value}} is not at least {0}", "{{?value}} 不是至少 {0}"),
    "MaxInclusive": ("maxInclusive", "{{?value}} is not at most {0}", "{{?value}} 不是至多 {0}"),
    "MinExclusive": ("minExclusive", "{{?value}} is not greater than {0}", "{{?value}} 不大于 {0}"),
    "MaxExclusive": ("maxExclusive", "{{?value}} is not less than {0}", "{{?value}} 不小于 {0}"),
    "LanguageIn": ("languageIn", "{{?value}} is not in one of the languages {0}",
                   "{{?value}} 的语言不在 {0} 之中"),
    "UniqueLang": ("uniqueLang", "{{?this}} has two values of {{?path}} in one language",
                   "{{?this}} 的 {{?path}} 有两个值使用同一种语言"),
    "Equals": ("equals", "the values of {{?path}} and {0} differ: {{?value}}",
               "{{?path}} 与 {0} 的值不同：{{?value}}"),
    "Disjoint": ("disjoint", "{{?value}} is a value of both {{?path}} and {0}",
                 "{{?value}} 同时是 {{?path}} 和 {0} 的值"),
    "LessThan": ("lessThan", "{{?value}} is not less than the value of {0}",
                 "{{?value}} 不小于 {0} 的值"),
    "LessThanOrEquals": ("lessThanOrEquals", "{{?value}} is greater than the value of {0}",
                         "{{?value}} 大于 {0} 的值"),
    "Node": ("node", "{{?value}} does not satisfy the shape {0}", "{{?value}} 不满足形状 {0}"),
    "Not": ("not", "{{?value}} satisfies the shape {0}, and must not",
            "{{?value}} 满足了不应满足的形状 {0}"),
    "And": ("and", "{{?value}} does not satisfy all of the shapes {0}",
            "{{?value}} 没有满足全部形状 {0}"),
    "Or": ("or", "{{?value}} satisfies none of the shapes {0}",
           "{{?value}} 不满足任何一个形状 {0}"),
    "Xone": ("xone", "{{?value}} must satisfy exactly one of the shapes {0}",
             "{{?value}} 必须恰好满足 {0} 中的一个形状"),
    "QualifiedMinCount": ("qualifiedMinCount",
                          "{{?this}} needs at least {0} value(s) of {{?path}} of the right shape",
                          "{{?this}} 的 {{?path}} 至少要有 {0} 个符合形状的值"),
    "QualifiedMaxCount": ("qualifiedMaxCount",
                          "{{?this}} may have at most {0} value(s) of {{?path}} of that shape",
                          "{{?this}} 的 {{?path}} 最多只能有 {0} 个符合该形状的值"),
}  # fmt: skip
_MOST_LISTED = 12


def generic(result: Result, path: str, shapes: Shapes, names: Names) -> tuple[Literal, ...]:
    """Templates in English and Chinese; none for a component that is not SHACL's own."""
    component = result.component.value.removeprefix(SH).removesuffix("ConstraintComponent")
    if component == "Closed":
        return _closed(result, path, shapes, names)
    if component not in _SENTENCES:
        return ()
    parameter, english, chinese = _SENTENCES[component]
    values = []
    for value in shapes.objects(result.shape, sh(parameter)):
        listed = [names.short(member) for member in shapes.members(value)]
        if len(listed) > _MOST_LISTED:
            listed = [*listed[:_MOST_LISTED], "…"]
        values.append(", ".join(listed) if listed else names.short(value))
    # The parameter is quoted as it stands, so its braces must not look like a variable.
    said = " / ".join(values).replace("{?", "{ ?").replace("{$", "{ $")
    return _both(english.format(said), chinese.format(said))


def _closed(result: Result, path: str, shapes: Shapes, names: Names) -> tuple[Literal, ...]:
    allowed = [names.short(iri) for iri in permitted(result.shape, shapes)]
    near = _near(path, allowed)
    english, chinese = "{?this} must not have {?path}", "{?this} 不应有 {?path}"
    if near:
        english += f"; did you mean {near}?"
        chinese += f"；是不是 {near}？"
    elif allowed:
        listed = ", ".join(allowed[:_MOST_LISTED]) + (" …" if len(allowed) > _MOST_LISTED else "")
        english += f"; it may have {listed}"
        chinese += f"；可以有 {listed}"
    return _both(english, chinese)


def with_suggestion(
    written: tuple[Literal, ...], result: Result, path: str, shapes: Shapes, names: Names
) -> tuple[Literal, ...]:
    """The author's messages about a closed shape, with the property that was probably meant."""
    if result.component != sh("ClosedConstraintComponent"):
        return written
    near = _near(path, [names.short(iri) for iri in permitted(result.shape, shapes)])
    if near is None:
        return written
    return tuple(
        replace(text, value=f"{text.value}是不是 {near}？")
        if (text.language or "").startswith("zh")
        else replace(text, value=f"{text.value} Did you mean {near}?")
        for text in written
    )


def _near(path: str, allowed: list[str]) -> str | None:
    """The property of nearly the same local name; what the prefix shares says nothing."""
    locals_ = {_local(name): name for name in allowed}
    near = get_close_matches(_local(path), locals_, n=1, cutoff=0.75)
    return locals_[near[0]] if near else None


def _local(name: str) -> str:
    return re.split(r"[:/#]", name.rstrip(">"))[-1]


def permitted(shape: Node, shapes: Shapes) -> list[IRI]:
    """The properties that a closed shape allows."""
    direct = [
        path
        for inner in shapes.objects(shape, sh("property"))
        for path in shapes.objects(inner, sh("path"))
    ]
    for head in shapes.objects(shape, sh("ignoredProperties")):
        direct += shapes.members(head)
    return [iri for iri in dict.fromkeys(direct) if isinstance(iri, IRI)]


def _both(english: str, chinese: str) -> tuple[Literal, ...]:
    return (
        Literal(english, RDF_LANG_STRING, "en"),
        Literal(chinese, RDF_LANG_STRING, "zh-Hans"),
    )

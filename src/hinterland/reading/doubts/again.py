"""What a text says twice, in two ways: a summary and its text, a share held, a day of opening, a year of founding."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import base
from hinterland.reading.doubts.scene import NOT_ADDED, Scene, addable, measure_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.reading.model import Quantity, Sentence, When

    Agree = Callable[[str, Quantity, Quantity], bool]

MOST = 40
_SUMMARY = re.compile(
    r"\W{0,3}(?:key (?:figures|facts|data|points)|at a glance|in brief|in short|highlights|summary"
    r"|fact ?box|the project in figures"
    r"|[\w ]{1,24} at a glance)\b"
    r"|[【\[]?(?:概要|要点|摘要|导读|速览|关键数据|核心数据|核心提示|项目概况|一览|提要)",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:phase|each|second|third|including|of which|remaining|another|additional|further|other"
    r"|existing|currently|from|up to"
    r"|direct\w*|indirect\w*|suppliers?|construction)\b|其中|分别|每|另|其余|现有|目前|[一二三首]期|直接"
    r"|间接|原|以上|此前",
    re.IGNORECASE,
)
# who holds how much of what
_HOLDS = re.compile(
    r"(?:\b(?:holds?|owns?|will hold|will own|stake of|stake is|stake will be|share of|shareholding of|interest of)\s"
    r"|(?:持有?|占)(?:有)?(?:合资公司|该公司|公司|其)?(?:股权?|股比)?的?|以|持股(?:比例)?(?:为|达)?"
    r"|股权比例为|[一-鿿]公司(?:所持)?(?:的)?)$",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\s?(?:percent|per cent|%)?\s?(?:(?:stake|share|interest)\b|of the (?:joint )?(?:venture|company"
    r"|firm|business|shares)"
    r"|的?(?:股权|股份|股比|持股|比例|出资))|,|\s(?:gives?|entitles?)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:from|raise\w*|increas\w*|lift\w*|earlier|previous\w*|cut|reduc\w*|further|additional|then"
    r"|later|another|sold|sell|buy|bought"
    r"|acquir\w*|now|currently|option|up to)\b|增至|提高|降至|原|增持|减持|收购|转让|此前|进一步|另",
    re.IGNORECASE,
)
# one event of one thing, by the language's words for it
_EVENTS = (
    re.compile(r"\bcommission(?:ed|ing)\b", re.IGNORECASE),
    re.compile(r"\b(?:opens?|opened|opening)\b", re.IGNORECASE),
    re.compile(r"\b(?:start|begin)s? (?:commercial )?(?:production|operations?)\b", re.IGNORECASE),
    re.compile(r"\b(?:completed|completion)\b", re.IGNORECASE),
    re.compile(r"(?<!试)投产"),
    re.compile(r"竣工|完工"),
    re.compile(r"通车"),
    re.compile(r"(?<!已)开工"),
    re.compile(r"量产"),
)
_SUBJECT = re.compile(
    r"\b(?:the|its|this) (?:[\w-]+\s){0,2}(?P<en>plant|factory|mill|line|terminal|port|mine|bridge"
    r"|railway|park|refinery|facility|project"
    r"|smelter|station|complex|fab|hub|cent(?:re|er))\b|(?P<zh>该厂|工厂|新厂|项目|该线|大桥|高铁|铁路"
    r"|基地|电站|风电场|园区|码头|机场)",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"\b(?:phase|stage|first|second|third|another|other|trial|initial|original\w*|delayed?|postponed"
    r"|instead|earlier|later|full)\b"
    r"|[一二三四首]期|首[批条台个]|第[一二三]|另|试|原|推迟|提前|延|分别|其余|全[面部]|达产|二线",
    re.IGNORECASE,
)
_FOUNDED_ZH = re.compile(
    r"(?:公司|企业|集团|[，。]|^)(?:于|始)?(?:成立|创立|创办|创建|始建)于(?P<a>1[89][0-9]{2}|20[0-9]{2})年"
    r"|(?:这家|该|一家)(?:于)?(?P<b>1[89][0-9]{2}|20[0-9]{2})年(?:成立|创立|创办|创建)的"
)
_SCOPED = re.compile(r"(?P<scope>全[国省市县区州盟旗]|园区|开发区)[^，,。；;0-9]{0,8}$")


_WORK = re.compile(
    r"\b(?:work|employment|jobs) (?:for|to)\s(?:\w+\s)?$|\bwill employ\s$|就业$", re.IGNORECASE
)


def find_summary(scene: Scene, agree: Agree) -> list[tuple[Quantity, Quantity]]:
    """Return amounts of a summary that the text below has once, and otherwise."""
    text, found = scene.text, []
    for number, sentence in enumerate(scene.tagged.sentences[:12]):
        if not _SUMMARY.match(text, sentence.start):
            continue
        start, end = _summary(scene, number)
        body = [q for q in scene.tagged.quantities if not start <= q.start < end and _plain(q)]
        for q in scene.quantities_in(start, end):
            alike = [p for p in body if _alike(text, p, q)] if _plain(q) else []
            if (
                len(alike) == 1
                and not agree(text, q, alike[0])
                and not _PART.search(_around(scene, alike[0]))
            ):
                found.append((q, alike[0]) if q.start < alike[0].start else (alike[0], q))
        break
    return found


def _plain(q: Quantity) -> bool:
    return not q.label and not q.change and q.comparator in {"eq", "approx"} and addable(q)


def _alike(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether an amount of the text can be one of the summary: of one unit, or people who are given work."""
    if base(one)[0].split("/")[0] == base(other)[0].split("/")[0]:
        classes = {measure_class(text, q, max(0, q.start - 60)) for q in (one, other)}
        return not one.currency or classes == {"invest"}
    before = text[max(0, one.core_start - 24) : one.core_start]
    return (one.unit, other.unit) == ("person", "job") and bool(_WORK.search(before))


def _summary(scene: Scene, number: int) -> tuple[int, int]:
    """Return the span of a summary: its paragraph, and the items below where it is only their title."""
    sentences = scene.tagged.sentences
    first, last = sentences[number], number
    while last + 1 < len(sentences) and (
        sentences[last + 1].paragraph == first.paragraph
        or re.match("[-*•·▪●–—]", scene.text[sentences[last + 1].start])
    ):
        last += 1
    return first.start, sentences[last].end


def _around(scene: Scene, q: Quantity) -> str:
    sentence = scene.sentence(q.start)
    floor, ceiling = (sentence.start, sentence.end) if sentence else (q.start, q.end)
    return scene.text[max(floor, q.start - 60) : min(ceiling, q.end + 20)]


def find_stakes(scene: Scene) -> list[tuple[Quantity, Quantity]]:
    """Return two shares that one holder is said to have, in different sentences, neither bought nor sold."""
    text = scene.text
    held: dict[str, list[Quantity]] = {}
    for q in scene.tagged.quantities:
        if (
            q.unit != "percent"
            or q.change
            or q.comparator != "eq"
            or not _HOLDS.search(text[max(0, q.start - 30) : q.core_start])
        ):
            continue
        sentence = scene.sentence(q.start)
        if (
            sentence is None
            or not _HELD.match(text, q.core_end)
            or _CHANGES.search(text, sentence.start, sentence.end)
        ):
            continue
        names = [n.text for n in scene.names_in(sentence.start, q.start) if n.kind == "organisation"]
        who = names[0] if names else _lead(text, sentence)
        held.setdefault(who, []).append(q)
    return [
        (one, other)
        for group in held.values()
        for one, other in pairwise(group)
        if len(group) == 2
        and one.value != other.value
        and scene.sentence(one.start) is not scene.sentence(other.start)
    ]


def _lead(text: str, sentence: Sentence) -> str:
    """Return the words that a sentence begins with, where no name is known."""
    match = re.match(r"[一-鿿]{1,8}?(?=持有|以|占|出资)|[A-Z][\w&]+", text[sentence.start : sentence.end])
    return match.group() if match else ""


def find_days(scene: Scene) -> list[tuple[When, When]]:
    """Return two days that one event of one thing is said to be due, each stated once in a sentence of its own."""
    text = scene.text
    seen: dict[tuple[int, str], list[When]] = {}
    for when in scene.tagged.whens[: 10 * MOST]:
        if not when.date or when.relative or when.first or when.role not in {"in", "by", ""}:
            continue
        sentence = scene.sentence(when.start)
        if sentence is None or sentence.end - sentence.start > 400:
            continue
        key = _event(text, sentence, when)
        if key:
            seen.setdefault(key, []).append(when)
    found = []
    for whens in seen.values():
        if len(whens) == 2 and scene.sentence(whens[0].start) is not scene.sentence(whens[1].start):
            one, other = whens[0].date, whens[1].date
            if not one.startswith(other) and not other.startswith(one):
                found.append((whens[0], whens[1]))
    return found


def _event(text: str, sentence: Sentence, when: When) -> tuple[int, str] | None:
    """Return which event of which thing is due on a date, None where that is not plain."""
    words = text[max(sentence.start, when.start - 80) : min(sentence.end, when.end + 24)]
    if _NOT_ONE.search(words):
        return None
    events = [i for i, pattern in enumerate(_EVENTS) if pattern.search(words)]
    things = {(m["en"] or m["zh"]).lower() for m in _SUBJECT.finditer(text, sentence.start, when.end)}
    return (events[0], things.pop()) if len(events) == 1 and len(things) == 1 else None


def founded_twice(scene: Scene) -> tuple[int, int, int, int, str, str] | None:
    """Return the spans of two years in which the one company of a Chinese text was founded, and the years."""
    if sum(scene.text.count(word) for word in ("成立", "创立", "创办", "创建", "始建")) < 2:
        return None
    found = [(m, m["a"] or m["b"]) for m in _FOUNDED_ZH.finditer(scene.text)]
    if len(found) != 2 or found[0][1] == found[1][1] or found[1][0]["b"] is None:
        return None
    (one, year), (other, later) = found
    return one.start(), one.end(), other.start(), other.end(), year, later


def find_scoped(scene: Scene, agree: Agree) -> list[tuple[Quantity, Quantity]]:
    """Return two numbers of one sort of things in one area: 全市共有规上企业58家 … 全市85家规上企业."""
    text, found = scene.text, []
    seen: dict[tuple[str, str, str | None], Quantity] = {}
    for q in scene.tagged.quantities:
        if (
            q.currency
            or q.unit in NOT_ADDED
            or q.change
            or q.label
            or q.comparator != "eq"
            or len(q.noun) < 2
        ):
            continue
        sentence = scene.sentence(q.start)
        floor = sentence.start if sentence else 0
        scope = _SCOPED.search(text[max(floor, q.start - 12) : q.start])
        dated = sentence is not None and scene.whens_in(sentence.start, sentence.end)
        if (
            scope is None
            or dated
            or _PART.search(_around(scene, q))
            or re.search("新|拟|将|达到|计划|引进|培育", _around(scene, q))
        ):
            continue
        sort = re.sub(r"^(?:共有?|现有|有|已有|的|拥有)+", "", scope.group()[len(scope["scope"]) :]) or q.noun
        first = seen.setdefault((scope["scope"], sort, q.unit), q)
        if (
            first is not q
            and len(sort) > 2
            and not agree(text, first, q)
            and scene.sentence(first.start) is not sentence
        ):
            found.append((first, q))
    return found

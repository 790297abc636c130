"""Totals of the one project that a text is about, stated twice: its investment, area, capacity or jobs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import base
from hinterland.reading.doubts.same import PART, agree, clause_words, contradiction, one_owner, plain

if TYPE_CHECKING:
    from hinterland.reading.doubts.scene import Scene
    from hinterland.reading.model import Issue, Quantity

# words of which the text must have two, and the words right before the amount
_PROJECT = (
    (("投资", "otal "), re.compile(
        r"(?:总投资额?|投资总额|\btotal (?:investment|cost|outlay)\b(?: (?:of|is|will be|stands at|at"
        r"|for the \w+ (?:is|will be)))?)[^，。；,.;0-9]{0,14}$"
    , re.IGNORECASE)),
    (("基金",), re.compile(r"基金(?:总|的)?规模[^，。；,.;0-9]{0,6}$")),
    (("装机",), re.compile(r"(?:总)?装机(?:容量|规模)?[^，。；,.;0-9]{0,6}$")),
    (("能力",), re.compile(r"(?:造船|生产|处理|加工|吞吐|制造|接待|运输)能力[^，。；,.;0-9]{0,6}$")),
    (("年产",), re.compile(r"年产[^，。；,.;0-9]{0,8}$")),
    (("规划面积", "总面积"), re.compile(r"(?:规划|总)面积[^，。；,.;0-9]{0,6}$")),
    (("期",), re.compile(r"[一二三首]期(?:工程|项目)?(?:设计|规划)?(?:年产(?:能)?|产能"
        r"|投资)[^，。；,.;0-9]{0,6}$")),
    (("用地", "占地", "cover", "occup", "area of", "site of"), re.compile(
        r"(?:总?占地(?:面积)?|总?用地(?:面积)?|\b(?:cover(?:s|ing)?|occup(?:y|ies|ying)|total area of"
        r"|site of))[^，。；,.;0-9]{0,10}$"
    , re.IGNORECASE)),
    (("产能", "capacity of"), re.compile(
        r"(?:(?:设计|总|规划)?年?产能|\b(?:annual|yearly|total"
        r"|design(?:ed)?) (?:production )?capacity of)[^，。；,.;0-9]{0,8}$"
    , re.IGNORECASE)),
    (("创造", "提供", "就业", "creat", "岗位"), re.compile(
        r"(?:创造|提供|带来|吸纳|新增(?:就业)?|带动就业|就业岗位|\bcreat(?:e|es"
        r"|ing))[^，。；,.;0-9]{0,10}$", re.IGNORECASE
    )),
)  # fmt: skip
_PROJECT_AGAIN = re.compile(
    r"(?:该|本|此|上述|整个|这一|这个)(?:项目|工厂|基地|园区|基金|风电场|电站)|新厂|新工厂"
    r"|该[一-鿿]{0,3}[厂矿港]|该码头|[一二三首]期工程|(?:^|[，,。：:])\s?项目(?!.{0,4}[“「])|\b(?:the"
    r"|this) (?:project|plant|factory|site|facility|complex|base|park|investment)\b"
    r"|\bit(?:s)?\b",
    re.IGNORECASE,
)
_MADE = re.compile("(?P<who>[一-鿿]{0,2})年产(?P<what>[^，。；,.;0-9]{0,6}?)(?:达到?|为|约)?$")


def find_projects(scene: Scene) -> list[Issue]:
    """Return two totals of one project: its investment, area, capacity or jobs, stated exactly twice."""
    text, amounts, found = scene.text, plain(scene), []
    low = text.lower()
    for words, pattern in _PROJECT:
        if sum(low.count(word) for word in words) < 2:
            continue
        stated = [
            q
            for q in amounts
            if q.comparator in {"eq", "approx"}
            and pattern.search(text[max(0, q.core_start - 60) : q.core_start])
        ]
        if len(stated) != 2 or base(stated[0])[0] != base(stated[1])[0]:
            continue
        one, other = stated
        if words == ("年产",) and _made(scene, one) != _made(scene, other):
            continue
        if scene.sentence(one.start) is scene.sentence(other.start) or agree(text, one, other):
            continue
        if any(_is_part(scene, q, words) for q in stated) or not one_owner(scene, one, other):
            continue
        if _one_project(scene, other):
            found.append(contradiction(scene, one, other))
    return found


def _made(scene: Scene, q: Quantity) -> tuple[str, str]:
    """Return who makes what, of an amount made in a year: 新工厂年产空调80万台."""
    match = _MADE.search(scene.text, max(0, q.core_start - 16), q.core_start)
    return (match["who"], match["what"]) if match else ("", "")


def _is_part(scene: Scene, q: Quantity, words: tuple[str, ...]) -> bool:
    """Whether an amount is one of a part; where phases are what is compared, of another than the first words say."""
    said = clause_words(scene, q)
    return bool(PART.search(re.sub("[一二三首]期", "", said, count=1) if words == ("期",) else said))


def _one_project(scene: Scene, q: Quantity) -> bool:
    """Whether the words around an amount point back to the one project that the text is about."""
    return bool(_PROJECT_AGAIN.search(clause_words(scene, q)))

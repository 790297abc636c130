"""Where the words of a clause put what it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.reading.chinese.lexer import Clause, Token
    from hinterland.reading.chinese.memory import Memory

_AT = ("prep_at", "settle", "hq")
_LOCAL = tuple(f"{at}{word}" for at in "在为于" for word in ("当地", "本地"))
_NO_PLACES = ("板", "交易所", "大会", "论坛", "博览会")
"""Ends of names of markets and meetings, where nothing is built."""
_WIDE = frozenset(("全国", "我国", "全球", "国内"))
"""Where something is known or leads, and not where it is: 在全国有影响力."""
REACH = 8
"""The most characters between 在 and the place it brings in (在匈牙利东北部城市X)."""
APART = 6
"""The most characters between a place and the next that belongs to it (利雅得以北的X)."""


def places_in(clause: Clause, memory: Memory) -> tuple[str, ...]:
    """Return the places that 在, 位于, 落户 and the like bring in, and those right before a plant's noun."""
    local = any(words in clause.shape for words in _LOCAL)
    if not local and not clause.has("place", "group"):
        return ()
    found: list[str] = []
    last: Token | None = None
    taking = False
    for i, token in enumerate(clause.tokens):
        if token.has("place", "group"):
            taking = _brought(clause, last, token, taking=taking)
            named = token.has("place") and (
                _of_plant(clause.tokens, i, last) or _used(clause.tokens, i, last)
            )
            if (taking or named) and token.word not in _WIDE and not token.word.endswith(_NO_PLACES):
                found += memory.resolve(token.name()).places
        elif not token.has("with", "of"):
            taking = False
        if not token.has("of"):
            last = token
    if not found and local:
        found += memory.project.places or memory.group("当地").places
    return tuple(dict.fromkeys(found))


def _brought(clause: Clause, last: Token | None, token: Token, *, taking: bool) -> bool:
    """Whether 在 and the like bring a place in, or it goes on from one that they did."""
    if last is None:
        return False
    gap = clause.shape[last.end - clause.start : token.start - clause.start]
    if last.has(*_AT):
        return len(gap) <= REACH
    if not taking or not last.has("with", "place", "group"):
        return False
    return gap in {"", "、"} or (gap.endswith("的") and len(gap) <= APART)


def _used(tokens: list[Token], i: int, last: Token | None) -> bool:
    """Whether money is used in a place to build: 将用于俄亥俄州新建电弧炉项目."""
    if last is None or not last.word.endswith("用于") or i + 1 >= len(tokens):
        return False
    return tokens[i + 1].has("build", "upgrade", "found") and tokens[i + 1].start == tokens[i].end


def _of_plant(tokens: list[Token], i: int, last: Token | None) -> bool:
    """Whether a place stands right before the noun of a plant: 广州基地, 匈牙利工厂."""
    if i + 2 < len(tokens) and tokens[i + 1].has("number") and tokens[i + 2].has("fac"):
        i += 1  # 沙特2GW光伏项目
    if i + 1 >= len(tokens) or not tokens[i + 1].has("fac") or tokens[i + 1].start - tokens[i].end > REACH:
        return False
    if tokens[i + 1].word.endswith("公司"):
        return False
    return last is None or not last.has("with", "prep_to", "by", "per")

"""Chinese durations that run from or to the day of publication: 三年内, 未来五年, 五年后, 近三年."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.whens.days import after_period
from hinterland.reading.whens.found import Find, open_
from hinterland.reading.whens.tails import NUM, number_zh

if TYPE_CHECKING:
    from hinterland.reading.whens.scope import Scope

_UNITS = {
    "年": "year", "个月": "month", "个季度": "quarter", "周": "week", "个星期": "week", "星期": "week", "天": "day",
    "日": "day",
}  # fmt: skip
_N = rf"({NUM}|半)"
_NN = rf"{_N}(?:\s?(?:-|–|—|~|～|至|到)\s?{_N})?\s?(年|个月|个季度|周|个?星期|天|日)"
_IN = "(?:之内|以内|内(?![部外容蒙陆地江需]))"
_WITHIN = re.compile(rf"{_NN}(?:左右|半)?(?:的?时间)?{_IN}")
_AHEAD = re.compile(
    rf"(?:在|于)?(?:未来|今后|此后|接下来|下一个|往后)的?{_NN}(?:半|左右)?(?:的?时间)?(?:{_IN}|里|间|中(?![国心央型期]))?"
)
_LAPSE = re.compile(rf"{_N}\s?(年|个月)(?:的?时间)?(?:之后|以后|后(?![劲备续期]))")
_USING = re.compile(rf"(?:利?用|通过|经过|花){_NN}(?:左右)?的?(?:时间|努力|建设|发展)")
_AGO = re.compile(rf"{_N}\s?(年|个月|周|天)(?:之前|以前|前(?![后沿期]))")
_BACK = re.compile(rf"(?:过去|近|最近|此前)的?{_N}\s?(年|个月|个季度|周|天)(?:里|中|来|以来|间)?(?![期级内])")
_YEARS_PAST = re.compile(rf"{_N}\s?年(?:多|余)?(?:以来|来(?![自到源访华看临]))")
_ELSE_BEFORE = frozenset("第每后的近满产成立营市运用建期")
_ELSE = ("过去", "最近", "投产", "成立", "运营", "期限")


def _count(word: str) -> float:
    return 0.5 if word == "半" else float(number_zh(word))


def _free(scope: Scope, at: int) -> bool:
    """Whether a duration is counted from publication, not from an event named before it (投产后三年内)."""
    before = scope.han[max(0, at - 2) : at]
    return not (before[-1:] in _ELSE_BEFORE or before in _ELSE or before[-1:].isdigit())


def _until(match: re.Match[str], count: str, unit: str) -> Find:
    number = _count(count) + (0.5 if "年半" in match.group() else 0)
    found = open_(*match.span(), lambda c: ("", after_period(c.day, number, _UNITS[unit])))
    found.role, found.future = "for", True
    return found


def within(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 三年内, 18个月内."""
    match = _WITHIN.match(scope.han, at, end)
    return _until(match, match[2] or match[1], match[3]) if match and _free(scope, at) else None


def ahead(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 未来五年, 今后3-5年."""
    match = _AHEAD.match(scope.han, at, end)
    return _until(match, match[2] or match[1], match[3]) if match else None


def using(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 用3年时间."""
    match = _USING.match(scope.han, at, end)
    return _until(match, match[2] or match[1], match[3]) if match else None


def lapse(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 五年后."""
    match = _LAPSE.match(scope.han, at, end)
    return _until(match, match[1], match[2]) if match and _free(scope, at) else None


def ago(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 三年前."""
    match = _AGO.match(scope.han, at, end)
    if not match or not _free(scope, at):
        return None
    found = open_(*match.span(), lambda c: ("", after_period(c.day, -_count(match[1]), _UNITS[match[2]])))
    found.future = False
    return found


def back(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 近三年, 过去五年."""
    match = _BACK.match(scope.han, at, end)
    return _since(match, match[1], match[2]) if match else None


def past_years(scope: Scope, at: int, end: int) -> Find | None:
    """Return a find of 五年来."""
    match = _YEARS_PAST.match(scope.han, at, end)
    return _since(match, match[1], "年") if match and scope.han[at - 1 : at] not in {"第", "每"} else None


def _since(match: re.Match[str], count: str, unit: str) -> Find:
    number, name = _count(count), _UNITS[unit]
    found = open_(*match.span(), lambda c: (after_period(c.day, -number, name), after_period(c.day, 0, name)))
    found.role, found.future = "for", False
    return found

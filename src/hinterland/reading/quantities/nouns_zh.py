"""What a Chinese number counts: the measure word, and the noun after or before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hinterland.reading.quantities.lexicon import bag
from hinterland.reading.quantities.noun_words import CHINESE as NOUNS
from hinterland.reading.quantities.noun_words import MEASURES

_LONGEST_NOUN = max(map(len, NOUNS))

_MEASURE = re.compile(" ?(" + "|".join(sorted(MEASURES, key=len, reverse=True)) + ")")
# after these measure words a noun of its own decides; after the rest it only adds words
_OPEN = bag("架 次 台 座 个 项 条 所 处 支 只 枚 片 块 张 部 家 户 名 位 款 门 场 口 间 栋 种 件 根 颗")
_FIXED = bag("辆 人 套 双 对 艘 剂 锭")
_GOODS = bag("台 辆 只 片 块 枚 条 件 套 支 颗 艘 架 张")
_WORKS = re.compile("(?:生产线|产线|制造|生产|建设)?(?:项目|基地|工程|工厂|产业园)$")
# words of grammar and verbs that end a noun phrase
_BREAK = re.compile(
    '[，。；：、！？,.;:!?（）()《》“”"\\s0-9]|以上|以下|以内|左右|上下|及以上|[的在和与及或将于为是从并等已仅被让由至达]'
    "|签订|签署|签下|达成|带动|安装|建成|投产|开工|落户|签约|入驻|设计|实现|占地|总投资|投资|完成|正式|同比|增长|分别|预计"
    "|计划|主要|集中|参加|参与|出席|获批|获得|通过|启动|"
    "上市|落地|带动|提供|创造|吸纳|拥有|涵盖|共同|联合|合计|累计|每年|年产|同时|全部|目前|先后|组成|覆盖|来自|位于|处于|用于"
)
_PHRASE = re.compile("[一-鿿A-Za-z0-9·\\-]{1,20}")


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: where the expression ends, unit (None where it cannot be told), words, measure word."""

    end: int
    unit: str | None
    noun: str
    measure: str
    assumed: str = ""


def measure_at(text: str, at: int) -> tuple[int, str] | None:
    """Return end and measure word at `at`, None where there is none."""
    match = _MEASURE.match(text, at)
    return (match.end(), match[1]) if match else None


_NO_LINE = frozenset(("下线", "上线", "在线", "一线", "沿线", "并线", "光线"))


def suffix_noun(words: str) -> str:
    """Return the longest noun of the catalogue that ends `words`, or ""."""
    for size in range(min(_LONGEST_NOUN, len(words)), 0, -1):
        if words[-size:] in NOUNS and not (words[-size:] == "线" and words[-2:] in _NO_LINE):
            return words[-size:]
    return ""


def _after(text: str, at: int, end: int) -> tuple[str, int]:
    """Return the noun phrase at `at` cut at its head noun, and where it ends; ("", at) where no noun is known."""
    phrase = _phrase(text, at, end)
    if not phrase:
        return "", at
    noun = suffix_noun(phrase)
    if noun:
        return phrase, at + len(phrase)
    for stop in range(1, len(phrase)):
        noun = suffix_noun(phrase[:stop])
        longer = suffix_noun(phrase[: stop + 1])
        if noun and len(noun) > 1 and not longer:
            return phrase[:stop], at + stop
    return "", at


def _product(measure: str, phrase: str, last: int) -> tuple[str, int]:
    """Return the goods of 3万台新能源商用车项目: what is counted is not the project."""
    works = _WORKS.search(phrase) if measure in _GOODS else None
    if not works or (measure == "条" and "线" in works.group()):
        return phrase, last
    return phrase[: works.start()], last - (len(phrase) - works.start())


def _beyond(text: str, at: int, end: int) -> str:
    """Return the noun of a phrase that holds another amount (2条年产5GWh电池生产线), or ""."""
    match = re.compile("[一-鿿A-Za-z0-9.·\\-]{2,26}").match(text, at, min(end, at + 26))
    run = match.group() if match else ""
    amount = re.search("[0-9.]+[万亿]?(?:[A-Za-z]{1,3}|[一-鿿]{1,3})", run)
    if not amount:
        return ""
    rest = run[amount.end() - 1 :]
    stop = _BREAK.search(rest)
    return suffix_noun(rest[: stop.start()] if stop else rest)


def _phrase(text: str, at: int, end: int) -> str:
    if text[at : at + 1] == "的":
        at += 1
    match = _PHRASE.match(text, at, min(end, at + 20))
    if not match:
        return ""
    phrase = match.group()
    stop = _BREAK.search(phrase)
    return phrase[: stop.start()] if stop else phrase


_LINKS = re.compile(
    "(?:达到|达|超过|超|突破|逾|约|近|至少|不少于|不低于|增至|增加到|增加至|提高到|共|有|共有"
    "|为|各|总数|数量|总量|数|规模|累计|总计|合计|到|至|将|新增)+$"
)


_ABLE = re.compile(
    "(?:总装|装配|组装|生产|制造|[年月日]?设计|[年月日]?(?:生产|装配|制造|加工|处理)能力|[年月日]?产(?:能力|能|量)|能力|销量|出货量|交付量|保有量)+$"
)
_MAKERS = bag(
    "plant base station centre park line project enterprise workshop zone building industry cluster"
)


def _before(text: str, start: int, at: int) -> str:
    """Return the noun phrase that stands right before the number ("新建智能工厂6座"), comparators left out."""
    words = text[max(start, at - 24) : at].rstrip()
    for _ in range(3):
        words = _LINKS.sub("", words).rstrip()
    noun = _noun_at_end(words)
    if noun or not _ABLE.search(words):
        return noun
    # 卫星总装年产能力达到500颗: goods before the word for what is made of them, not the works that make them
    noun = _noun_at_end(_ABLE.sub("", words))
    return "" if NOUNS.get(noun) in _MAKERS else noun


def _noun_at_end(words: str) -> str:
    match = re.search("[一-鿿A-Za-z]{1,14}$", words)
    return suffix_noun(match.group()) if match else ""


_BOUND = re.compile("(?:及|或)?以上(?:的)?|左右(?:的)?")


def counted(text: str, at: int, start: int, number: int, end: int) -> Counted | None:
    """Return what the measure word at `at` counts.

    Parameters
    ----------
    start, end
        The sentence.
    number
        Where the number (with its comparator) begins.
    """
    found = measure_at(text, at)
    if not found:
        return None
    stop, measure = found
    if measure == "名" and text[stop : stop + 1] == "单":
        return None
    default = MEASURES[measure] if MEASURES[measure] != "-" else None
    if measure in _FIXED:
        phrase, last = _product(measure, *_after(text, stop, end))
        noun = phrase if phrase else _before(text, start, number)
        return Counted(last if phrase else stop, default, noun or measure, measure)
    if measure not in _OPEN:
        return Counted(stop, default, measure, measure)
    bound = _BOUND.match(text, stop)
    phrase, last = _product(measure, *_after(text, bound.end() if bound else stop, end))
    if phrase:
        return Counted(last, _unit(measure, suffix_noun(phrase), default), phrase, measure)
    noun = _before(text, start, number)
    if noun:
        return Counted(stop, _unit(measure, noun, default), noun, measure)
    beyond = _beyond(text, stop, end) if measure in {"个", "条", "座", "项"} else ""
    if beyond:
        return Counted(stop, _unit(measure, beyond, default), beyond, measure)
    words = _phrase(text, stop, end)
    return Counted(stop, default, words or measure, measure)


def _unit(measure: str, noun: str, default: str | None) -> str | None:
    """Return the unit of a noun after or before a measure word: people are counted by 名 and 位 whatever they are."""
    unit = NOUNS.get(noun)
    if default and (unit in {"order", "contract", "agreement"} or (measure == "户" and unit == "person")):
        return default  # 意向订单420架, 居民1.6万户
    if measure in {"名", "位"}:
        people = {"engineer", "expert", "student", "technician", "farmer", "customer", "user", "job"}
        return unit if unit in people or unit == "person" else default
    if measure == "家" and unit in {
        "park",
        "project",
        "product",
        "industry",
        "technology",
        "line",
        "cluster",
        "person",
    }:
        return default
    return unit or default

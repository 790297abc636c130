"""Generated sentences: kinds x units x comparators x word order x language, answers known by construction."""

from __future__ import annotations

import itertools
import random

import pytest
from quantity_found import found

ENGLISH_NUMBERS = [
    ("500", 500.0),
    ("1,200", 1200.0),
    ("12,345", 12345.0),
    ("2.5 million", 2.5e6),
    ("1.25 billion", 1.25e9),
    ("three million", 3e6),
    ("forty", 40.0),
]
ENGLISH_UNITS = [
    ("GWh", "GWh"),
    ("MW", "MW"),
    ("tonnes", "tonne"),
    ("hectares", "hectare"),
    ("square metres", "m2"),
    ("km", "km"),
    ("barrels", "barrel"),
    ("vehicles", "vehicle"),
    ("electric cars", "vehicle"),
    ("workers", "person"),
    ("new jobs", "job"),
    ("local companies", "enterprise"),
    ("charging stations", "station"),
    ("production lines", "line"),
    ("wind turbines", "turbine"),
    ("patents", "patent"),
    ("yuan", "CNY"),
    ("euros", "EUR"),
    ("dollars", "USD"),
    ("yen", "JPY"),
    ("won", "KRW"),
]
ENGLISH_COMPARATORS = [
    ("{}", "eq"),
    ("more than {}", "gt"),
    ("over {}", "gt"),
    ("at least {}", "ge"),
    ("no less than {}", "ge"),
    ("up to {}", "le"),
    ("no more than {}", "le"),
    ("less than {}", "lt"),
    ("about {}", "approx"),
    ("nearly {}", "approx"),
    ("{} or more", "ge"),
]
ENGLISH_ORDERS = [
    "The project will need {} by 2027.",
    "By the end of 2030, {} will be needed, the ministry said.",
    "Officials in Lower Saxony said on Monday that {} had been promised.",
    "Under the plan ({} in all) the town wins.",
    "- Target: {}",
]
CHINESE_NUMBERS = [
    ("500", 500.0),
    ("1,200", 1200.0),
    ("2.5万", 25000.0),
    ("3000万", 3e7),
    ("1.2亿", 1.2e8),
    ("三千五百", 3500.0),
    ("两百", 200.0),
]
CHINESE_UNITS = [
    ("GWh", "GWh"),
    ("兆瓦", "MW"),
    ("吨", "tonne"),
    ("公顷", "hectare"),
    ("平方米", "m2"),
    ("公里", "km"),
    ("亩", "mu"),
    ("辆新能源汽车", "vehicle"),
    ("名员工", "person"),
    ("个就业岗位", "job"),
    ("家企业", "enterprise"),
    ("座充电站", "station"),
    ("条生产线", "line"),
    ("项发明专利", "patent"),
    ("个项目", "project"),
    ("元", "CNY"),
    ("美元", "USD"),
    ("欧元", "EUR"),
    ("日元", "JPY"),
]
CHINESE_COMPARATORS = [
    ("{n}{u}", "eq"),
    ("超过{n}{u}", "gt"),
    ("突破{n}{u}", "gt"),
    ("至少{n}{u}", "ge"),
    ("不低于{n}{u}", "ge"),
    ("不超过{n}{u}", "le"),
    ("不足{n}{u}", "lt"),
    ("约{n}{u}", "approx"),
    ("近{n}{u}", "approx"),
    ("力争达到{n}{u}", "eq"),
]
CHINESE_ORDERS = [
    "到2027年，该项目需要{}。",
    "公司表示，{}将于明年到位。",
    "（一）目标：{}；",
    "当地政府5月4日宣布，将提供{}，用于建设。",
]


def _pick(
    rows: list[tuple[tuple[str, float], tuple[str, str], tuple[str, str], str]], count: int
) -> list[object]:
    return random.Random(7).sample(rows, count)


@pytest.mark.parametrize(
    ("number", "unit", "comparator", "order"),
    _pick(list(itertools.product(ENGLISH_NUMBERS, ENGLISH_UNITS, ENGLISH_COMPARATORS, ENGLISH_ORDERS)), 500),
)
def test_a_generated_english_sentence_gives_its_answer(
    number: tuple[str, float], unit: tuple[str, str], comparator: tuple[str, str], order: str
) -> None:
    text = order.format(comparator[0].format(f"{number[0]} {unit[0]}"))
    (one,) = found(text)
    assert (one.value, one.currency or one.unit, one.comparator) == (number[1], unit[1], comparator[1]), text


@pytest.mark.parametrize(
    ("number", "unit", "comparator", "order"),
    _pick(list(itertools.product(CHINESE_NUMBERS, CHINESE_UNITS, CHINESE_COMPARATORS, CHINESE_ORDERS)), 500),
)
def test_a_generated_chinese_sentence_gives_its_answer(
    number: tuple[str, float], unit: tuple[str, str], comparator: tuple[str, str], order: str
) -> None:
    text = order.format(comparator[0].format(n=number[0], u=unit[0]))
    (one,) = found(text)
    assert (one.value, one.currency or one.unit, one.comparator) == (number[1], unit[1], comparator[1]), text

"""No number is dropped or misread in silence: unknown suffixes, codes, vague and malformed numbers."""

from __future__ import annotations

import time

import pytest
from quantity_found import brief, codes, found, read


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("It spent 7q on it.", "7q"),
        ("It spent $5 zn on it.", "$5 zn"),
        ("It spent $5zz on it.", "$5zz"),
        ("It spent 12 MM yuan on it.", "12 MM"),
        ("It holds 3.5 XX of it.", "3.5 XX"),
        ("投资5Q元", "5Q"),
    ],
)
def test_letters_that_nobody_knows_after_a_number_stop_the_reading(text: str, stated: str) -> None:
    assert brief(text) == []
    assert ("unknown_suffix", stated) in codes(text)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Call 0551-62345678.", "62345678"),
        ("It reached Level 4.", "4"),
        ("In version 1.2.3 of it.", "1.2.3"),
        ("It has 1,50 of them.", "1,50"),
        ("An ² and ٣٤ of it.", "٣٤"),
        ("1" * 40, "1" * 40),
    ],
)
def test_a_number_that_is_neither_value_nor_date_is_noticed(text: str, stated: str) -> None:
    assert brief(text) == []
    assert ("number_not_read", stated) in codes(text)


def test_every_digit_lies_in_a_quantity_a_date_a_label_or_a_notice() -> None:
    text, quantities, notices = read("On 4 May 2023 it made 5 GWh; code 77-88-99; room 12; ref 123456, ٣.")
    spans = [(q.start, q.end) for q in quantities] + [(n.start, n.end) for n in notices]
    for piece in ("5 GWh", "123456", "٣"):
        at = text.index(piece)
        assert any(a <= at < b for a, b in spans), piece


@pytest.mark.parametrize(
    "text",
    ["several hundred jobs", "tens of thousands of people", "dozens of firms", "a few thousand tonnes"],
)
def test_vague_numbers_are_noticed_and_state_no_value(text: str) -> None:
    assert brief(text) == []
    assert codes(text)[0][0] == "number_not_read"


def test_list_numbering_is_no_number() -> None:
    text = "1. It will build 3 plants.\n2. It will hire 40 people.\n（3）建设5座加氢站\n4、引进6家企业"
    assert [q.value for q in found(text)] == [3, 40, 5, 6]
    assert codes(text) == []


def test_a_quoted_amount_is_a_label() -> None:
    _, quantities, _ = read("one of its five “RMB 100 billion” industries")
    assert [(q.value, q.label) for q in quantities] == [(5, False), (1e11, True)]


def test_a_lone_m_is_a_metre_on_an_assumption_and_a_million_beside_money_or_goods() -> None:
    assert brief("It is 12m long.") == [(12, "eq", "m")]
    assert codes("It is 12m long.") == [("unit_assumed", "12m")]
    assert brief("It sold 1.2m vehicles for €3m and 5m yuan.") == [
        (1.2e6, "eq", "vehicle"),
        (3e6, "eq", "EUR"),
        (5e6, "eq", "CNY"),
    ]


def test_a_product_of_units_is_multiplied_and_said_so() -> None:
    assert brief("2x660 MW of coal") == [(1320, "eq", "MW")]
    assert codes("2x660 MW of coal") == [("unit_assumed", "2x660 MW")]


def test_a_range_whose_scale_is_in_doubt_is_not_guessed() -> None:
    assert all(q.value_high is None for q in found("It will cost $500-$1 billion."))
    assert brief("8000-10000元") == [((8000, 10000), "range", "CNY")]
    assert brief("8000万-1亿元") == [((8e7, 1e8), "range", "CNY")]
    assert brief("3000-5000万元") == [((3e7, 5e7), "range", "CNY")]


@pytest.mark.parametrize(
    "text",
    [
        "1" * 300_000,
        "1 " * 10_000,
        "1," * 30_000,
        "1.1" * 30_000,
        "一二三" * 20_000,
        "百" * 60_000,
        "$" * 60_000,
        "more than " * 8_000,
        "five million and a half " * 3_000,
        "between 5 and " * 5_000,
        "(" * 30_000 + "5 yuan (",
        "超过" * 30_000 + "5亿元",
        "a" * 100_000 + " 5 GWh",
        "5-" * 10_000,
        "of which " * 8_000,
    ],
    ids=lambda t: t[:8],
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 8

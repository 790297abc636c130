"""Properties of reading quantities: one value in many writings, spans inside the text, no exception on any text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from quantity_found import found, read

from hinterland.reading.quantities.folding import folded
from hinterland.reading.quantities.words import chinese_value, english_at

NUMBERS = "5 12 1,234 3.5 million billion crore % percent five half third quarter double times 2025"
HAN_NUMBERS = "亿 万 千 百分之 三 两 十 成 半 倍"
UNITS = "GWh MW m k $ € ¥ Rs RMB yuan euros won dollars 元 亿元 家 个 座 辆 项 企业 项目 of them ones 级 第 x × / + −"
BOUNDS = "more than at least up to about between and to - – ~ 至 约 超过 不低于 以上 左右 其中 the a one in"
SIGNS = ["(", ")", "（", "）", ",", "，", ".", "。", ";", "\n", ""]
PIECES = st.sampled_from([*f"{NUMBERS} {HAN_NUMBERS} {UNITS} {BOUNDS}".split(), *SIGNS])
TEXTS = st.lists(PIECES, max_size=14).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda gap: gap.join(words))
)


@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_any_text_is_read_with_spans_in_place(raw: str) -> None:
    text, quantities, notices = read(raw)
    for q in quantities:
        assert 0 <= q.start <= q.core_start < q.core_end <= q.end <= len(text)
        assert q.value_high is None or q.value_high >= q.value
        assert (q.comparator == "range") == (q.value_high is not None)
        assert q.currency is None or q.unit == "currency"
        for same in filter(None, [q.equivalent]):
            assert same.start >= q.core_end
    assert all(a.core_end <= b.core_start for a, b in pairwise(quantities))
    assert all(0 <= n.start < n.end <= len(text) for n in notices)


@given(st.integers(1, 999), st.sampled_from([1, 10**3, 10**6, 10**9]))
def test_an_amount_of_money_is_the_same_in_every_writing(number: int, scale: int) -> None:
    value = number * scale
    word = {1: "", 10**3: " thousand", 10**6: " million", 10**9: " billion"}[scale]
    writings = [
        f"{value:,} euros",
        f"€{value:,}",
        f"EUR {value}",
        f"{number}{word} euros",
        f"€{number}{word}",
    ]
    if scale == 10**9:
        writings += [f"€{number}bn", f"EUR{number}bn", f"{number}bn euros", f"{number * 10}亿欧元"]
    if scale == 10**6:
        writings += [f"€{number}m", f"EUR {number}m", f"{number}mn euros", f"{number * 100}万欧元"]
    for writing in writings:
        (one,) = found(f"It costs {writing}.")
        assert (one.value, one.currency) == (value, "EUR"), writing


@given(st.integers(1, 9999), st.sampled_from("万亿"))
def test_a_chinese_amount_is_the_same_in_digits_and_numerals(number: int, scale: str) -> None:
    factor = 10**4 if scale == "万" else 10**8
    for writing in (f"{number}{scale}元", f"{number:,}{scale}元", f"{numerals(number)}{scale}元"):
        (one,) = found(f"总投资达{writing}。")
        assert (one.value, one.currency) == (number * factor, "CNY"), writing


@given(st.integers(1, 10**12 - 1))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert chinese_value(numerals(number)) == number


@given(st.integers(2, 999_999))
def test_english_number_words_are_read_back(number: int) -> None:
    read_back = english_at(english(number), 0)
    assert read_back is not None
    assert (read_back.value, read_back.end) == (number, len(english(number)))


@given(st.text(alphabet="億萬兩約達過餘個輛間條產線廠總資電車123，。abc", max_size=30))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


def numerals(number: int) -> str:
    """Write a number in Chinese numerals."""
    parts = []
    for size, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, size)
        if group:
            gap = "零" if parts and group < 1000 else ""
            parts.append(gap + _section(group) + unit)
    return "".join(parts)


def _section(group: int) -> str:
    written, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, group = divmod(group, size)
        if digit:
            written += ("零" if zero and written else "") + "零一二三四五六七八九"[digit] + unit
            zero = False
        else:
            zero = True
    return written


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
ONES = tuple(SMALL.split())
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def english(number: int) -> str:
    """Write a number in English words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return TENS[tens] + (f"-{ONES[rest]}" if rest else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{ONES[hundreds]} hundred" + (f" and {english(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    return f"{english(thousands)} thousand" + (f" {english(rest)}" if rest else "")

"""Values against recognizers-text: numbers, percentages and money of generated sentences in both languages.

Where the two differ, this table says which way and why; anything else that differs fails.
"""

from __future__ import annotations

import decimal
import itertools
from typing import TYPE_CHECKING

import pytest
from quantity_found import found

if TYPE_CHECKING:
    from collections.abc import Iterator

# importing it cuts the decimals of the whole process to 15 digits, which is nobody else's business
with decimal.localcontext():
    numbers = pytest.importorskip("recognizers_number")
    units = pytest.importorskip("recognizers_number_with_unit")
CULTURES = {"en": numbers.Culture.English, "zh": numbers.Culture.Chinese}
ISO = {
    "Dollar": "USD",
    "United States dollar": "USD",
    "Euro": "EUR",
    "Chinese yuan": "CNY",
    "Japanese yen": "JPY",
}

EN_MONEY = [
    template.format(n=number)
    for number, template in itertools.product(
        [
            "5",
            "1,234",
            "2.5",
            "12.75 million",
            "3 billion",
            "1.1 trillion",
            "250 thousand",
            "one hundred and five",
        ],
        ["It will cost {n} euros.", "About {n} yuan were spent.", "They invested {n} dollars in 3 plants."],
    )
] + [f"It raised ${n} last week." for n in ["5", "1,234", "2.5 million", "3 billion"]]
ZH_MONEY = [
    template.format(n=number)
    for number, template in itertools.product(
        ["5", "1,234", "2.5万", "3000万", "12.75亿", "1.2万亿", "三千五百万", "两百"],
        ["总投资{n}元。", "预计投入{n}美元用于建设。", "营业收入达到{n}欧元。"],
    )
]
EN_SHARES = [
    f"It rose by {n} in 2023." for n in ["5%", "12.5%", "7 percent", "twenty-five percent", "0.3 per cent"]
]
ZH_SHARES = [f"同比增长{n}。" for n in ["5%", "12.5%", "百分之七", "百分之十二点五", "两成", "七成半"]]
EN_NUMBERS = [
    f"It sold {n} cars."
    for n in ["12", "1,234,567", "2.5 million", "twenty-five", "one hundred and twenty", "three million"]
]
ZH_NUMBERS = [
    f"销售{n}辆汽车。" for n in ["12", "1,234,567", "2.5万", "三千五百", "一百二十", "三百万", "十二"]
]


@pytest.fixture(autouse=True)
def fifteen_digits() -> Iterator[None]:
    """The precision that recognizers-text sets for itself."""
    with decimal.localcontext() as context:
        context.prec = 15
        yield


# writings that recognizers-text reads otherwise: what it says, and why ours stands
DIFFERENT: dict[str, tuple[float | None, float, str]] = {
    "It cost $1.9bn.": (
        1.9,
        1.9e9,
        "it drops a scale that is joined to the number: wrong by a thousand million",
    ),
    "It cost €3m.": (3, 3e6, "it drops a joined m too"),
    "It cost three and a half million euros.": (None, 3.5e6, "it reads 3.5 and leaves the million out"),
    "It cost Rs 500 crore.": (None, 5e9, "it knows neither Rs nor crore"),
    "It cost 1,50,000 rupees.": (
        0,
        150000,
        "it does not know Indian grouping and reads the last three digits",
    ),
    "总投资3亿5000万元。": (None, 3.5e8, "it finds no money in an amount of two parts"),
    "投资12-15亿元。": (1.5e9, 1.2e9, "it reads the end of the range; ours is the range from 12 to 15"),
}


def _money(text: str, lang: str) -> tuple[float, str] | None:
    results = units.recognize_currency(text, CULTURES[lang])
    for result in results:
        if result.resolution and result.resolution["value"]:
            name = result.resolution["unit"]
            return float(result.resolution["value"]), result.resolution.get("isoCurrency") or ISO.get(
                name, name
            )
    return None


@pytest.mark.parametrize(("text", "lang"), [*((t, "en") for t in EN_MONEY), *((t, "zh") for t in ZH_MONEY)])
def test_money_agrees(text: str, lang: str) -> None:
    theirs = _money(text, lang)
    assert theirs is not None
    ours = next(q for q in found(text) if q.currency)
    assert (ours.value, ours.currency) == theirs


@pytest.mark.parametrize(("text", "lang"), [*((t, "en") for t in EN_SHARES), *((t, "zh") for t in ZH_SHARES)])
def test_percentages_agree(text: str, lang: str) -> None:
    (result,) = numbers.recognize_percentage(text, CULTURES[lang])
    (ours,) = found(text)
    assert (f"{ours.value:g}%", ours.unit) == (result.resolution["value"], "percent")


@pytest.mark.parametrize(
    ("text", "lang"), [*((t, "en") for t in EN_NUMBERS), *((t, "zh") for t in ZH_NUMBERS)]
)
def test_counts_agree(text: str, lang: str) -> None:
    (result,) = numbers.recognize_number(text, CULTURES[lang])
    (ours,) = found(text)
    assert ours.value == float(result.resolution["value"])


@pytest.mark.parametrize("text", DIFFERENT)
def test_a_difference_is_as_explained(text: str) -> None:
    theirs, ours, _ = DIFFERENT[text]
    said = _money(text, "zh" if "元" in text else "en")
    assert (said[0] if said else None) == theirs
    assert found(text)[0].value == ours

"""Texts that invite an error: numbers of unusual writing, escape codes, and very many claims."""

from __future__ import annotations

import importlib

import pytest
from quantity_found import brief, codes

from hinterland.reading.model import Draft, Sentence
from hinterland.reading.review import anchor
from hinterland.reading.settle import FAR, settle
from hinterland.reading.text import Text

anchor_module = importlib.import_module("hinterland.reading.review.anchor")

M, B, T = 1e6, 1e9, 1e12

RIGHT: tuple[tuple[str, list[tuple[object, ...]]], ...] = (
    ("It will invest ₹1.2 lakh cr in chips.", [(1.2 * T, "eq", "INR")]),
    ("It will spend ₹50k cr.", [(5e11, "eq", "INR")]),
    ("It will spend Rs 2 lakh-crore.", [(2 * T, "eq", "INR")]),
    ("It paid Rs 3 crore 50 lakh for it.", [(3.5e7, "eq", "INR")]),
    ("It will invest 3 hundred million dollars.", [(3e8, "eq", "USD")]),
    ("It will invest 3 thousand million dollars.", [(3 * B, "eq", "USD")]),
    ("It will invest 2 million 500 thousand dollars.", [(2.5 * M, "eq", "USD")]),
    ("It will invest 3 and a half million dollars.", [(3.5 * M, "eq", "USD")]),
    ("It will invest $10-$15 billion.", [((10 * B, 15 * B), "range", "USD")]),
    ("It will invest $900 million-$1.2 billion.", [((9e8, 1.2 * B), "range", "USD")]),
    ("It will cost €1.2m–1.5m.", [((1.2 * M, 1.5 * M), "range", "EUR")]),
    ("It will cost 10m-12m euros.", [((10 * M, 12 * M), "range", "EUR")]),
    ("It will create a quarter of a million jobs.", [(250_000, "eq", "job")]),
    ("Three-quarters of a million cars were made.", [(750_000, "eq", "vehicle")]),
    ("A million and a half cars were made.", [(1.5 * M, "eq", "vehicle")]),
    ("It will invest a half-billion dollars.", [(5e8, "eq", "USD")]),
    ("It will invest one-half billion dollars.", [(5e8, "eq", "USD")]),
    ("It will invest two point five billion dollars.", [(2.5 * B, "eq", "USD")]),
    ("It grew zero point five percent.", [(0.5, "eq", "percent")]),
    ("It will invest 3.2 Mio. Euro in the plant.", [(3.2 * M, "eq", "EUR")]),
    ("It will spend 2 Mrd. € on chips.", [(2 * B, "eq", "EUR")]),
    ("It has 1m sq ft of offices.", [(M, "eq", "ft2")]),
    ("It will make 200,000 b/d of oil.", [(200_000, "eq", "barrel")]),
    ("投资2亿5千万元。", [(2.5e8, "eq", "CNY")]),
    ("投资1亿2,000万元。", [(1.2e8, "eq", "CNY")]),
    ("投資1億2千萬美元。", [(1.2e8, "eq", "USD")]),
    ("总投资三亿五。", [(3.5e8, "eq", "CNY")]),
    ("总投资3到5个亿。", [((3e8, 5e8), "range", "CNY")]),
    ("投资过千亿元。", [(1e11, "gt", "CNY")]),
    ("合同金额壹佰贰拾万元。", [(1.2 * M, "eq", "CNY")]),
    ("装机两千三百万千瓦。", [(2.3e7, "eq", "kW")]),
    ("发电一亿三千万千瓦时。", [(1.3e8, "eq", "kWh")]),
    ("投资12.5亿美金。", [(1.25 * B, "eq", "USD")]),
    ("投资1.5万亿元。", [(1.5 * T, "eq", "CNY")]),
    ("投资1兆円。", [(T, "eq", "JPY")]),
    ("It will invest 3조원 in chips.", [(3 * T, "eq", "KRW")]),
    ("The firm will invest ¥500億 in Japan.", [(5e10, "eq", "JPY")]),
    ("Rates rose 5 bps.", [(5, "eq", "basis point")]),
)


@pytest.mark.parametrize(("text", "wanted"), RIGHT)
def test_a_number_in_an_unusual_writing_has_its_magnitude(
    text: str, wanted: list[tuple[object, ...]]
) -> None:
    assert brief(text) == wanted


NOTICED = (
    "It will create 12.000 jobs.",
    "It will invest 1.500 million euros.",
    "It will invest 1.234,5 million euros.",
    "It costs EUR 1.234.567,89.",
    "It will invest 1,5 Mrd. Euro.",
    "About 1/3 of the cars are electric.",
    "It will invest 3/4 billion dollars.",
    "It will invest 1-1/2 billion dollars.",
    "It has 10^6 users.",
    "It will invest 5×10^9 dollars.",
    "It will invest 5e9 dollars.",
    "It grew .5 percent.",
    "It will invest $.5 billion.",
    "It will lose -5 million euros.",
    "It will spend £3 b on chips.",
    "It will spend 2 milliards d'euros on chips.",
    "It will spend Rp 2 triliun on chips.",
    "It will spend PKR 5 arab on roads.",
    "It will spend 2 mld zł on roads.",
    "It will make 5 mmscfd of gas.",
    "It will invest a couple of billion dollars.",
    "投资两三亿元。",
    "投资50.5.3亿元。",
    "投资1,5000万元。",
    "单位：万元",
    "共有廿五家企业。",
    "共有2.5W人。",
)


@pytest.mark.parametrize("text", NOTICED)
def test_a_number_that_cannot_be_told_is_noticed_and_not_read(text: str) -> None:
    assert brief(text) == []
    assert {code for code, _ in codes(text)} <= {"number_not_read", "unknown_suffix"}
    assert codes(text)


def test_escape_codes_are_no_part_of_what_is_read() -> None:
    clean = Text.of("It \x1b]0;x\x07will \x1b[2Jinvest \x1b[5m3 billion yuan\x1b[0m.\x0cNext").clean
    assert clean == "It will invest 3 billion yuan. Next"
    assert brief("It will invest \x1b[5m3 billion yuan\x1b[0m in it.") == [(3 * B, "eq", "CNY")]


def test_many_claims_find_their_place_again_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def searched(*_: object) -> list[int]:
        raise AssertionError

    monkeypatch.setattr(anchor_module, "_occurrences", searched)
    text = "5 GWh in Ohio\n\n" * 50
    found = anchor(text, "5 GWh", "Ohio", "in Ohio\n\n5", 30)
    assert (found.start, found.end, found.alignment) == (30, 35, "exact")


def test_drafts_far_off_lend_no_place_and_cost_no_time() -> None:
    sentences = (Sentence(0, 10_000, "en", 0),)
    here = Draft("investment", 0, 1, "planned", parties=("Acme",), places=("Ohio",))
    others = [Draft("facility", n, n + 1, "planned", parties=("Bolt",)) for n in range(1, 2 * FAR)]
    near = Draft("facility", 1, 2, "planned", parties=("Acme",))
    far = Draft("facility", 9_000, 9_001, "planned", parties=("Acme",))
    settled = settle(" " * 10_000, [here, near, *others, far], sentences)
    assert settled[1].places == ("Ohio",)
    assert settled[-1].places == ()

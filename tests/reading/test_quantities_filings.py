"""Amounts as filings, plans and the press of many countries write them."""

from __future__ import annotations

import pytest
from quantity_found import brief, codes


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        # metric tonnes, never a million of them
        ("a capacity of 18,000 MT per annum", [(18000, "eq", "tonne")]),
        ("a capacity of 18,000 MTPA", [(18000, "eq", "tonne")]),
        ("1.9 Mt of ammonia", [(1.9e6, "eq", "tonne")]),
        ("1.9 MTPA of steel", [(1.9e6, "eq", "tonne")]),
        ("12 lakh MT of sugar", [(1.2e6, "eq", "tonne")]),
        ("25 MT of cement", []),
        ("3 MMTPA of gas and 60 KTPA of resin", [(3e6, "eq", "tonne"), (60000, "eq", "tonne")]),
        ("2,500 TPD of cement, 120 KLPD of ethanol", [(2500, "eq", "tonne"), (120000, "eq", "litre")]),
        ("900,000 hl a year", [(900000, "eq", "hectolitre")]),
        # firms
        ("38 equipment makers", [(38, "eq", "enterprise")]),
        ("15 startups and 7 manufacturers", [(15, "eq", "enterprise"), (7, "eq", "enterprise")]),
        ("18 Fortune 500 companies", [(18, "eq", "enterprise")]),
        ("300 5G base stations", [(300, "eq", "station")]),
        # orders of plans are no labels
        ("Train 5,000 technicians.", [(5000, "eq", "technician")]),
        ("Introduce 20 leading talents.", [(20, "eq", "person")]),
        ("It serves the world's 10 leading banks.", []),
        # what was counted before
        ("employs 1,400 people, of whom 300 are engineers", [(1400, "eq", "person"), (300, "eq", "person")]),
        ("It opened 12 routes. It will add 30 more by May.", [(12, "eq", "route"), (30, "eq", "route")]),
        ("210 loads, against the 35 that the road carries", [(210, "eq", "load"), (35, "eq", "load")]),
        # bounds
        ("a lease over 75 hectares of land", [(75, "eq", "hectare")]),
        ("a site of over 75 hectares", [(75, "gt", "hectare")]),
        ("capping power tariffs for makers in the zones at US$0.09", [(0.09, "le", "USD")]),
        ("just shy of 40 MW, close on 60 jobs", [(40, "lt", "MW"), (60, "approx", "job")]),
        ("upto 30 MW", [(30, "le", "MW")]),
        ("The maximum capacity will be 40 MW.", [(40, "le", "MW")]),
        ("less than or equal to 5 MW; 10 MW and up", [(5, "le", "MW"), (10, "ge", "MW")]),
        ("The lines add up to 50 MW.", [(50, "eq", "MW")]),
        ("a 10- to 20-MW plant", [((10, 20), "range", "MW")]),
        # a growth rate makes no yearly amount
        ("36.7 billion yuan, a year-on-year increase of 31.5%", [(3.67e10, "eq", "CNY"), (31.5, "eq", "percent")]),
        # currencies
        ("Rmb3bn and Rmb 3 billion", [(3e9, "eq", "CNY"), (3e9, "eq", "CNY")]),
        ("KSh 14.5 billion and TL 3 billion", [(1.45e10, "eq", "KES"), (3e9, "eq", "TRY")]),
        ("S/ 200 million", [(2e8, "eq", "PEN")]),
        ("Manila will spend P4.5 billion.", [(4.5e9, "eq", "PHP")]),
        ("N40 billion for Lagos", [(4e10, "eq", "NGN")]),
        ("The motorway N40 is long.", []),
        ("The Saskatoon mill in Saskatchewan cost $40 million.", [(4e7, "eq", "CAD")]),
        ("The Houston mill cost $40 million.", [(4e7, "eq", "USD")]),
        ("Saskatchewan and Alberta spent US$3 million and $40 million.", [(3e6, "eq", "USD"), (4e7, "eq", "USD")]),
    ],
)  # fmt: skip
def test_amounts_of_filings_and_plans_are_read(words: str, wanted: list[tuple[object, ...]]) -> None:
    assert brief(words) == wanted


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a capacity of 18,000 MTPA", "unit_assumed"),
        ("25 MT of cement", "unknown_suffix"),
        ("The Saskatoon mill in Saskatchewan cost $40 million.", "unit_assumed"),
    ],
)
def test_a_unit_that_is_a_guess_is_said_to_be_one(words: str, code: str) -> None:
    assert code in [c for c, _ in codes(words)]

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinterland.reading.english.principal import principals
from hinterland.reading.read import tag
from hinterland.reading.text import Text


def about(words: str) -> list[str]:
    text = Text.of(words)
    found = tag(text, date(2024, 5, 1))
    return [n.text for n in principals(text.clean, found.sentences, found.names)]


FILING = """SUNDARBAN SOLAR LIMITED
Regd. Office: 12 Park Street, Kolkata - 700016

To
The Manager, Listing Department
National Stock Exchange of India Limited

Dear Sir / Madam,

We are pleased to inform you that the Company has commissioned a 500 MW module line at Haldia.

For Sundarban Solar Limited
Company Secretary"""
PLAN = """Wuhu Action Plan for Accelerating the Robot Industry (2023-2025)

1. Strengthen leading enterprises. Support Anhui Jiuzi Robot Co., Ltd. in expanding capacity.
2. Establish a fund. Establish an industrial fund of 2 billion yuan."""
OPINIONS = """Nantong Municipal People's Government
Several Opinions on Promoting High-Quality Development of the Shipbuilding Industry

1. Encourage Haiding Marine and Zhonghang Offshore to build a digital yard."""
ZONE = """CHANGCHUN HIGH-TECH ZONE: KEY POINTS OF WORK FOR 2024

1. Build Phase II of the Optoelectronic Park by the end of June."""
OWNER = """Gobi wind farm near Yumen to send first power

LANZHOU, Oct. 18 -- A wind farm built by Shule River New Energy Co., Ltd. is set to feed its first electricity
into the grid this year. The company, a subsidiary of the state-owned Qilian Energy Group, has spent 5 billion."""
BROKER = """Ørsund Salmon doubles down on land-based farming

STAVANGER, Norway - Ørsund Salmon ASA will build at Årdal. Rabo Nordic Research expects costs of NOK 180.
Equinor will supply heat. The Norwegian Food Safety Authority approved the permit."""
RELEASE = """MEDIA RELEASE
KORALLIA SHIPYARD SECURES ORDER FOR FOUR CARRIERS
Piraeus, 12 March 2024 – Korallia Shipyard S.A. ("Korallia" or the "Company") has signed with Pelagos.
About Korallia
Korallia employs 2,300 people."""
STATE = """Kazakhstan to build third refinery

Kazakhstan will build its third refinery near Aktobe by 2032. KazMunayGas would own 51%."""
PLACE = """Zhejiang Lishui: Low-altitude economy takes off

Lishui, in southwest Zhejiang, opened 12 drone routes this year."""


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (FILING, "Sundarban Solar Limited"),
        (PLAN, "Wuhu"),
        (OPINIONS, "Nantong Municipal People's Government"),
        (ZONE, "CHANGCHUN HIGH-TECH ZONE"),
        (OWNER, "Shule River New Energy Co., Ltd."),
        (BROKER, "Ørsund Salmon ASA"),
        (RELEASE, "Korallia Shipyard S.A."),
        (STATE, "Kazakhstan"),
        (PLACE, "Lishui"),
    ],
    ids=["filing", "plan", "opinions", "zone", "owner", "broker", "release", "state", "place"],
)
def test_a_document_is_about_whom_its_head_and_its_sentences_speak_of(words: str, first: str) -> None:
    assert about(words)[0] == first


@pytest.mark.parametrize(
    ("words", "never"),
    [
        (BROKER, "Rabo Nordic Research"),
        (BROKER, "Norwegian Food Safety Authority"),
        (OWNER, "Qilian Energy Group"),
        (FILING, "National Stock Exchange of India Limited"),
        (PLAN, "Anhui Jiuzi Robot Co., Ltd."),
    ],
)
def test_watchers_parents_and_addressees_are_not_whom_it_is_about(words: str, never: str) -> None:
    assert never not in about(words)


def test_two_partners_are_both_whom_it_is_about() -> None:
    words = (
        "Voestberg, Vasmű team up on green steel\n\n"
        "Vienna – Austrian steelmaker Voestberg AG and Hungary's Vasmű Zrt. "
        "agreed to form a joint venture. Voestberg will hold 60%. Vasmű will hold 40%."
    )
    assert about(words) == ["Voestberg AG", "Vasmű Zrt."]


def test_a_text_without_names_is_about_nobody() -> None:
    assert about("Prices rose by 3 percent in May.") == []
    assert about("") == []
    assert about("芜湖市印发方案。") == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AaBbCo Ltd.,()\n\"'of the said City Plan-:", max_size=200))
def test_any_text_gives_names_that_stand_in_it(words: str) -> None:
    text = Text.of(words)
    found = tag(text, None)
    for name in principals(text.clean, found.sentences, found.names):
        assert name in found.names

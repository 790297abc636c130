"""Whose a project stays while owners, contractors, lenders and states are told of, and where and "
"when it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from scoring import named

from hinterland.reading.read import read_text

DAY = date(2024, 6, 1)


def claim(text: str, value: float) -> dict[str, Any]:
    """Return the first claim of a text with a value."""
    claims = read_text(text, published=DAY).as_dict()["claims"]
    return next(c for c in claims if c["value"] is not None and abs(c["value"] - value) <= 1e-6 * value)


@pytest.mark.parametrize(
    ("text", "value", "parties"),
    [
        ("Tisza Foils Kft. is owned 60 percent by Danube Metals and 40 percent by Hanmir.", 40, ["Hanmir"]),
        (
            (
                "Tisza Foils Kft. plans a foil plant in Győr. The company is owned 60 percent by "
                "Danube Metals and 40 "
                "percent by Hanmir. The plant will employ 300 people."
            ),
            300,
            ["Tisza Foils Kft."],
        ),
        (
            (
                "Tisza Foils Kft. plans a foil plant in Győr. The company is owned 60 percent by "
                "Danube Metals and 40 "
                "percent by Hanmir. The owners will inject €80 million."
            ),
            80e6,
            ["Danube Metals", "Hanmir"],
        ),
        (
            "Delta Cable GmbH, in which Alster Holding holds 75 percent and Corvo Capital 25 percent, is growing.",
            25,
            ["Corvo Capital"],
        ),
        (
            (
                "Three shareholders stand behind Baltic Ammonia: Fjord Gas owns 50 percent, Corvo "
                "Oil 30 percent and "
                "Amber Power 20 percent."
            ),
            30,
            ["Corvo Oil"],
        ),
        (
            (
                "Three shareholders stand behind Baltic Ammonia, which plans a terminal: Fjord Gas "
                "owns 50 percent, "
                "Corvo Oil 30 percent and Amber Power 20 percent. The terminal will cost 400 million euros."
            ),
            400e6,
            ["Baltic Ammonia"],
        ),
        (
            (
                "Alba Steel and Corvo Rail found a wheel company. Alba contributes land and 6 "
                "million euros, Corvo Rail "
                "4 million euros."
            ),
            4e6,
            ["Corvo Rail"],
        ),
        (
            (
                "It belongs to Asante Beans Union, a cooperative with 14,000 members. The "
                "cooperative will raise $25 "
                "million for a mill in Kumasi."
            ),
            25e6,
            ["Asante Beans Union"],
        ),
    ],
)
def test_holders_have_their_shares_and_the_firm_keeps_the_rest(
    text: str, value: float, parties: list[str]
) -> None:
    found = claim(text, value)["parties"]
    assert all(named(p, found) for p in parties), found


@pytest.mark.parametrize(
    ("text", "value", "owner"),
    [
        (
            (
                "Alba Mobility will build a tram depot in Graz. The hall is to be erected by the "
                "contractor Steiner "
                "Bau. About 200 people will work there."
            ),
            200,
            "Alba Mobility",
        ),
        (
            (
                "Corvo Cement has begun work on a kiln in Sohag. The kiln is being installed by "
                "Hongda Engineering. The "
                "company has 900 employees."
            ),
            900,
            "Corvo Cement",
        ),
        (
            (
                "Delta Dairy plans a dairy in Cork. Its building is to be put up by Munster Build. "
                "It will cost 30 "
                "million euros."
            ),
            30e6,
            "Delta Dairy",
        ),
        (
            (
                "Kalbarri Rare Earths will build a refinery at Geraldton. The engineering has been "
                "entrusted to Swan "
                "Process. The refinery will employ 260 people."
            ),
            260,
            "Kalbarri Rare Earths",
        ),
        (
            "Leuna is to have a resin plant. It will be built by Alba Resins. The plant will employ 70 people.",
            70,
            "Alba Resins",
        ),
    ],
)
def test_who_only_builds_does_not_take_over(text: str, value: float, owner: str) -> None:
    found = claim(text, value)["parties"]
    assert named(owner, found), found
    assert len(found) == 1, found


@pytest.mark.parametrize(
    ("text", "value", "parties"),
    [
        (
            "The water plant costs $500 million. The remaining $150 million is the share of Litoral Litio.",
            150e6,
            ["Litoral Litio"],
        ),
        (
            (
                "A terminal in Duisburg will cost 120 million euros. The other 50 million is the "
                "contribution of Alba "
                "Cargo."
            ),
            50e6,
            ["Alba Cargo"],
        ),
        (
            (
                "Pilbara Lithium builds a refinery. A loan comes from Sakura Trading, which in "
                "return will take 25 "
                "percent of the output."
            ),
            25,
            ["Sakura Trading"],
        ),
        (
            (
                "Brisa Textil S.A. will open a mill in Arequipa. It will be run by its subsidiary, "
                "Hilados del Sur. The "
                "subsidiary will hire 250 people."
            ),
            250,
            ["Hilados del Sur"],
        ),
        (
            (
                "Brisa Textil S.A. will open a mill in Arequipa. It will be run by its subsidiary, "
                "Hilados del Sur. The "
                "parent provides 30 million soles."
            ),
            30e6,
            ["Brisa Textil S.A."],
        ),
        (
            (
                "Kestrel Foods, a subsidiary of the Dutch group Waterland, is to build a dairy. The "
                "parent company will "
                "invest 90 million euros."
            ),
            90e6,
            ["Waterland"],
        ),
        (
            (
                "Alba Chem and Corvo Gas have founded a joint venture called Hydra Nord. The "
                "venture will build an "
                "electrolyser of 100 MW in Lingen."
            ),
            100,
            ["Hydra Nord"],
        ),
        (
            "Twenty firms came. One of them, the pasta maker Ankora Gida, will invest $40 million.",
            40e6,
            ["Ankora Gida"],
        ),
        (
            "Lumen Enzymes has closed a round. The lead investor, Rotterdam's Maas Ventures, put in €20 million.",
            20e6,
            ["Maas Ventures"],
        ),
        (
            (
                "Corvo Motors will build a plant at Hosur in Tamil Nadu. A subsidy of Rs 300 crore "
                "is to be paid by the "
                "State Government."
            ),
            3e9,
            ["Tamil Nadu"],
        ),
        (
            "The work will be done in two stages. A rail spur of 14 km will be laid by the national railway.",
            14,
            ["national railway"],
        ),
    ],
)
def test_who_is_meant_by_a_share_a_role_or_a_level(text: str, value: float, parties: list[str]) -> None:
    found = claim(text, value)["parties"]
    assert all(named(p, found) for p in parties), found


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        (
            (
                "Corvo Semi will build a test centre in Malaysia's Penang state. The centre will "
                "stand in Bayan Lepas. "
                "It costs $90 million."
            ),
            90e6,
            "Bayan Lepas",
        ),
        (
            (
                "Meridian Parks Pte Ltd is going to build a food park on the coast of Guangxi. The "
                "park will occupy 210 hectares "
                "next to Qinzhou's container port. It will cost $90 million."
            ),
            90e6,
            "Qinzhou",
        ),
        ("Kiyose Chemical will build a plant with 80 jobs on Kobe's Port Island.", 80, "Kobe"),
        ("Alba will have a warehouse with 80 jobs in Hamburg's Altona district.", 80, "Hamburg"),
        ("Porto Trams will deliver 20 trams to the Croatian city of Osijek.", 20, "Osijek"),
        (
            "Majan Iron plans an iron plant in Duqm. A land lease for 150 hectares was signed in January.",
            150,
            "Duqm",
        ),
        (
            "Ghana's first cocoa plant is taking shape in Kumasi. Asante Beans will spend $30 million on it.",
            30e6,
            "Kumasi",
        ),
    ],
)
def test_a_project_is_where_the_text_puts_it_most_closely(text: str, value: float, place: str) -> None:
    found = claim(text, value)["place"]
    assert named(place, found), found


def test_the_city_is_where_the_dateline_is_not_one_named_in_passing() -> None:
    text = (
        "HAI PHONG - Delta Tyres will build a factory in Dinh Vu. Lorries need two hours to Hanoi. "
        "The city has "
        "earmarked $90 million for roads."
    )
    assert claim(text, 90e6)["parties"] == ("Hai Phong",)


def test_the_seat_of_a_firm_is_not_the_city() -> None:
    text = (
        "Skyline Rotors of Toulouse has picked Sacheon for its helicopter plant. The city gives a "
        "rebate of 8 "
        "billion won."
    )
    assert claim(text, 8e9)["parties"] == ("Sacheon",)


@pytest.mark.parametrize(
    ("text", "value", "deadline"),
    [
        ("Alba will open in March 2027. Two years after that the plant is to employ 300 people.", 300, "2029"),
        ("Alba opens in 2026. Within three years of that date it should employ 300 people.", 300, "2029"),
        ("Completion is due in December 2025, and six months after that 300 people will work there.", 300, "2026-06"),
        ("Completion is due in May 2025. Twelve months after completion, 300 people will work there.", 300, "2026"),
        ("The plan covers the years 2024 to 2028. By the end of the period, 300 firms are to settle.", 300, "2028"),
        ("Sales should reach 400 million euros by 2028, with exports making up 60 percent.", 60, "2028"),
    ],
)  # fmt: skip
def test_dates_count_from_what_was_told(text: str, value: float, deadline: str) -> None:
    assert (claim(text, value)["deadline"] or "").startswith(deadline)


def test_the_day_of_signing_told_later_is_that_of_the_agreement() -> None:
    text = (
        "Daehan Marine Co., Ltd. and Saimaa Oy have agreed to found a joint venture. It will have "
        "90 employees. "
        "The agreement was signed on March 6, 2024."
    )
    first = next(c for c in read_text(text, published=DAY).as_dict()["claims"] if c["kind"] == "agreement")
    assert (first["deadline"], "told later" in first["basis"]) == ("2024-03-06", True)


def test_two_dates_of_a_labelled_line_are_two_events() -> None:
    text = (
        "Key data of the plant\n\n- Commercial production: March 2026 for the first phase, and a year later for "
        "the second\n"
    )
    dates = [
        c["deadline"] for c in read_text(text, published=DAY).as_dict()["claims"] if c["kind"] == "target"
    ]
    assert dates == ["2026-03", "2027"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The terminal will cost 120 million euros. The port pays 70 million.", 70e6),
        (
            "The terminal will cost 120 million euros. The other 50 million is the contribution of Alba Cargo.",
            50e6,
        ),
        ("The terminal will cost 120 million euros; 50 million will be paid by the state.", 50e6),
    ],
)
def test_an_amount_takes_the_currency_of_the_one_before_it(text: str, value: float) -> None:
    assert claim(text, value)["currency"] == "EUR"


def test_an_amount_behind_a_weight_takes_no_currency() -> None:
    text = "The terminal costs 120 million euros and moves 2 million tonnes. The port adds 3 million."
    claims = read_text(text, published=DAY).as_dict()["claims"]
    assert all(c["currency"] is None for c in claims if c["value"] == 3e6)


@pytest.mark.parametrize(
    "text",
    [
        "A and part group owns percent. Lisbon of road to the mine was finished. The fund and the partner said.",
        "Of the 640 people, should the two the later stacks and the owner leave. Hanbit's told.",
        "Alba will invest 2 billion euros in a plant. Suppliers follow. The state will build a road to the plant.",
        "The country's will be built by. China's, Ghana's first. It belongs to. It will be called.",
    ],
)
def test_broken_sentences_are_read_too(text: str) -> None:
    read_text(text, published=DAY)

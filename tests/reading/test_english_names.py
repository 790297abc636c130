from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from named import counts, found, marked, names_of

from hinterland.reading.gazetteer import Known

HERE = Path(__file__).parent
MARKED = marked(HERE / "names_en.txt")


@pytest.mark.parametrize(
    ("lines", "floor"),
    [(MARKED[::2], 0.98), (MARKED[1::2], 0.96), (marked(HERE / "names_en_fresh.txt"), 0.96)],
    ids=["seen", "held out", "fresh"],
)
def test_names_of_marked_sentences_are_found_with_their_kinds(lines: list[str], floor: float) -> None:
    right, got, wanted = counts(lines)
    assert right / got >= floor
    assert right / wanted >= floor


@pytest.mark.parametrize(
    ("words", "names"),
    [
        # two names beside each other, and one with "and" inside
        ("Nio and Lingang Group signed an agreement.", {"Nio": "o", "Lingang Group": "o"}),
        ("Bank of China lent to Johnson & Johnson.", {"Bank of China": "o", "Johnson & Johnson": "o"}),
        (
            "the Ministry of Industry and Information Technology",
            {"Ministry of Industry and Information Technology": "g"},
        ),
        ("the Ministry of Economy, Trade and Industry", {"Ministry of Economy, Trade and Industry": "g"}),
        # forms of firms
        ("They met Ostrava Forge a.s. in May.", {"Ostrava Forge a.s.": "o"}),
        ("They met Polska Huta Sp. z o.o. in May.", {"Polska Huta Sp. z o.o.": "o"}),
        ("They met Qingluo Automobile Co., Ltd. in May.", {"Qingluo Automobile Co., Ltd.": "o"}),
        ("They met Volkswagen (China) Technology Co. there.", {"Volkswagen (China) Technology Co.": "o"}),
        ("PT Merbau Energi Tbk said so.", {"PT Merbau Energi Tbk": "o"}),
        ("Then iRobot and 3M and SK On agreed.", {"iRobot": "o", "3M": "o", "SK On": "o"}),
        # possessives
        ("It is behind Tesla's construction of a plant.", {"Tesla": "o"}),
        ("The People's Bank of China cut rates.", {"People's Bank of China": "o"}),
        ("Hungary's Tisza Cell agreed.", {"Hungary": "p", "Tisza Cell": "o"}),
        # peoples are no names, and no part of one
        ("The Chinese carmaker and German firms agreed.", {"The Chinese carmaker": "u"}),
        ("South Korean Hanbit Materials agreed.", {"Hanbit Materials": "o"}),
        ("The Chinese Academy of Sciences agreed.", {"Chinese Academy of Sciences": "o"}),
        # words that begin a sentence
        ("Construction will begin in May. Total investment is $5 million.", {}),
        ("Retraining is offered. Nameplate capacity is 2 million tonnes.", {}),
        ("Carmaker BYD agreed. Separately, CATL declined.", {"BYD": "o", "CATL": "o"}),
        ("Phase II starts in March. On Monday, Series A closed.", {}),
        # governments
        ("the government of Guangdong province", {"government of Guangdong province": "g"}),
        ("The Hefei municipal government agreed.", {"Hefei municipal government": "g"}),
        (
            "the Indian government and the foreign ministry",
            {"Indian government": "g", "foreign ministry": "g"},
        ),
        ("The European Commission agreed.", {"European Commission": "g"}),
        ("Thailand's Board of Investment agreed.", {"Thailand": "p", "Board of Investment": "g"}),
        ("The Management Board agreed.", {}),
        # groups
        ("The two sides and the battery maker agreed.", {"The two sides": "u", "the battery maker": "u"}),
        ("Both companies declined.", {"Both companies": "u"}),
        ("the province hopes; the company plans", {"the province": "u", "the company": "u"}),
        ("The Company shall pay Party A.", {"The Company": "u", "Party A": "u"}),
        ("the Hungarian battery maker Tisza Cell", {"Tisza Cell": "o"}),
        ("It is the main developer of the area.", {}),
        ("at the company headquarters", {}),
        # persons
        ("Marie Curie, founder of Radia, attended.", {"Marie Curie": "h", "Radia": "o"}),
        ("said Rudolf Diesel, chairman of Motoren Group", {"Rudolf Diesel": "h", "Motoren Group": "o"}),
        ("Prime Minister Narendra Modi came.", {"Narendra Modi": "h"}),
        (
            "A group with Nel, John Cockerill and Siemens won.",
            {"Nel": "o", "John Cockerill": "o", "Siemens": "o"},
        ),
        # labels
        ("Many Fortune 500 companies keep a Hold rating.", {}),
        ("It may become the Detroit of the East.", {}),
        ("It cost 5 billion U.S. dollars, or R$21.", {}),
        ("It is listed (NYSE: ABC).", {}),
        ("Memorandum of Understanding", {}),
    ],
)
def test_names_are_told_from_other_words(words: str, names: dict[str, str]) -> None:
    assert found(words) == names


@pytest.mark.parametrize(
    ("words", "place", "within"),
    [
        ("a plant in Yibin, Sichuan", "Yibin", ("Sichuan",)),
        ("a plant in Debrecen, Hungary", "Debrecen", ("Hungary",)),
        ("a plant in Szolnok, central Hungary", "Szolnok", ("Hungary",)),
        ("a plant in Pune in the western state of Maharashtra", "Pune", ("Maharashtra",)),
        ("the city of Wuhu in east China's Anhui Province", "Wuhu", ("Anhui Province", "China")),
        (
            "a site at Rang Dong textile industrial park in Nam Dinh Province",
            "Rang Dong textile industrial park",
            ("Nam Dinh Province",),
        ),
        ("its Três Lagoas site in Mato Grosso do Sul", "Três Lagoas", ("Mato Grosso do Sul",)),
        (
            "in Hefei's Economic and Technological Development Zone",
            "Economic and Technological Development Zone",
            ("Hefei",),
        ),
        ("in Mesa, Ariz., this year", "Mesa", ("Ariz",)),
        ("in Teruel (Aragon) this year", "Teruel", ("Aragon",)),
        ("in Unheardtown, Ohio, this year", "Unheardtown", ("Ohio",)),
        ("plants in Texas, New York and Malaysia", "Texas", ()),
        ("plants in Shenzhen, Germany and Mexico", "Shenzhen", ()),
    ],
)
def test_places_lie_where_the_words_beside_them_say(words: str, place: str, within: tuple[str, ...]) -> None:
    name = next(n for n in names_of(f"It has {words}.") if n.text == place)
    assert (name.kind, name.within) == ("place", within)


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("Zhangjiang Science and Technology Oasis", "oasis"),
        ("Songshan Lake hi-tech zone", "zone"),
        ("Rayong province", "province"),
        ("Suzhou Industrial Park", "park"),
        ("Jewar Airport", "airport"),
    ],
)
def test_parks_and_zones_are_places(words: str, head: str) -> None:
    (name,) = names_of(f"It is at the {words}.")
    assert (name.text, name.kind, name.head) == (words, "place", head)


def test_a_name_that_is_a_town_elsewhere_is_the_firm_that_the_text_speaks_of() -> None:
    assert (
        found("Toyokawa Motor said so. The plant of Toyokawa employs many, Toyokawa said.")["Toyokawa Motor"]
        == "o"
    )
    assert found("A plant in Reading will close.") == {"Reading": "p"}
    assert found("Reading is taught.") == {}


def test_short_forms_are_found_where_a_sentence_begins() -> None:
    text = "Kestrel Foundry Inc. has broken ground. Kestrel will hire 500 people. Ground is dear."
    assert [n.text for n in names_of(text)] == ["Kestrel Foundry Inc.", "Kestrel"]


def test_headlines_are_split_by_what_the_text_says() -> None:
    title = "Kestrel Foundry Breaks Ground in Texas With State Backing"
    text = f"{title}\n\nKestrel Foundry Inc. has broken ground on a fab."
    assert [n.text for n in names_of(text)] == ["Kestrel Foundry", "Texas", "Kestrel Foundry Inc."]


def test_the_town_of_a_dateline_is_no_place_of_a_claim() -> None:
    names = names_of("SHERMAN, Texas, June 13, 2024 - Kestrel Foundry Inc. has broken ground.")
    assert (names[0].text, names[0].head) == ("SHERMAN", "dateline")


def test_media_are_marked() -> None:
    heads = {
        n.text: n.head for n in names_of("As reported in Caixin and the Hebei Daily News, Xinhua said so.")
    }
    assert heads == {"Caixin": "media", "Hebei Daily News": "media", "Xinhua": "media"}


def test_names_of_the_case_win_and_bring_their_row() -> None:
    known = Known({"the Oasis": ("place", "oasis"), "Blue Sky": ("organisation", "bs")})
    names = names_of("Talks at the Oasis between Blue Sky and Blue Skyline went on.", known)
    assert [(n.text, n.kind, n.known) for n in names] == [
        ("the Oasis", "place", "oasis"),
        ("Blue Sky", "organisation", "bs"),
        ("Blue Skyline", "organisation", ""),
    ]


def test_chinese_sentences_are_left_to_the_other_reader() -> None:
    assert names_of("宁德时代与CATL签署协议。") == []


@given(st.text(alphabet="ABab .,'’&()-of 1市", max_size=80))
def test_any_text_gives_names_in_order_that_are_written_there(words: str) -> None:
    names = names_of(words)
    assert all(words[n.start : n.end] == n.text for n in names)
    assert all(a.end <= b.start for a, b in pairwise(names))


@pytest.mark.parametrize("piece", ["Lake ", "A. ", "Abc of ", "X, ", "the company ", "Bank of ", "(A) "])
def test_long_sentences_take_a_bounded_time(piece: str) -> None:
    names_of(piece * 20_000)

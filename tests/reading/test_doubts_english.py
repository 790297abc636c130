"""Doubts about English texts, planted and not: the codes found are those that a careful reader would note."""

from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.read import read_text

PUBLISHED = date(2024, 5, 14)

TEXTS = [
    ("Lumen Glass will spend 12 billion yen ($80 million) on a float line in Chiba.", ""),
    ("Lumen Glass will spend 12 billion yen ($800 million) on a float line in Chiba.", "fx_mismatch"),
    ("The park will cost 3.2 billion ringgit ($680 million), the state government said.", ""),
    ("The park will cost 3.2 billion ringgit ($68 million), the state government said.", "fx_mismatch"),
    ("The group will invest Rs 8,300 crore (about $1 billion) in the plant.", ""),
    ("The group will invest Rs 8,300 crore (about $100 million) in the plant.", "fx_mismatch"),
    ("It sold the unit for 450 million euros ($310 million).", "fx_mismatch"),
    ("The contract is worth 5 trillion won ($3.7 billion).", ""),
    (
        (
            "The province signed contracts for a total of 24 billion yuan: 10 billion yuan in chemicals, "
            "8 billion yuan in textiles and 5 billion yuan in food."
        ),
        "sum_mismatch",
    ),
    (
        (
            "The province signed contracts for a total of 24 billion yuan: 10 billion yuan in chemicals, "
            "8 billion yuan in textiles and 6 billion yuan in food."
        ),
        "",
    ),
    (
        (
            "The budget of $900 million is split into $500 million for the smelter, $250 million for the "
            "port and $100 million for the road."
        ),
        "sum_mismatch",
    ),
    (
        "The company will hire 400 workers in Lagos and 350 workers in Abuja, a total of 950 workers.",
        "sum_mismatch",
    ),
    ("The company will hire 400 workers in Lagos and 350 workers in Abuja, a total of 750 workers.", ""),
    ("The plant has a capacity of 6 GW, including 2 GW of cells and 3 GW of modules.", ""),
    ("The plant has a capacity of 6 GW, including 4 GW of cells and 5 GW of modules.", "sum_mismatch"),
    (
        (
            "Total investment will be $4 billion. The first phase will cost $1.5 billion and the second p"
            "hase $3.5 billion."
        ),
        "sum_mismatch",
    ),
    (
        (
            "Total investment will be $5 billion. The first phase will cost $1.5 billion and the second p"
            "hase $3.5 billion."
        ),
        "",
    ),
    (
        (
            "The fund has raised 3 billion rand, of which 2 billion rand came from pension funds and the "
            "remaining 1.5 billion rand from banks."
        ),
        "sum_mismatch",
    ),
    ("The railway ordered 40 trains at $12 million each, a total of $480 million.", ""),
    ("The railway ordered 40 trains at $12 million each, a total of $4.8 billion.", "product_mismatch"),
    ("The wind farm will have 100 turbines of 5 MW each, 600 MW in all.", "product_mismatch"),
    ("The wind farm will have 100 turbines of 5 MW each, 500 MW in all.", ""),
    ("The joint venture is held 70 percent by Orex and 40 percent by Nalco Steel.", "share_over_100"),
    ("Exports made up 130 percent of its sales last month.", "share_over_100 relative_date"),
    ("Orders rose 130 percent.", ""),
    ("The mill reached 104 percent of its design capacity.", ""),
    (
        (
            "Harbin-based Northern Rail employs 2,300 people. The company said its 3,200 employees would "
            "keep their jobs."
        ),
        "contradiction",
    ),
    ("The province plans to have 15 percent of its ships in the country by 2027.", "ambiguous_denominator"),
    ("The company makes 40 percent of its sales in Germany.", ""),
    ("The city wants 80 percent of its buses to be electric by 2027.", ""),
    ("The city issued its hydrogen plan (2030-2025) in March 2024.", "period_reversed"),
    ("The ministry will pay subsidies from 2028 to 2026.", "period_reversed"),
    ("The target was brought forward from 2030 to 2028.", ""),
    ("The company plans to open the plant by the end of 2022.", "deadline_before_publication"),
    ("In 2019 the company planned to open the plant by 2022.", ""),
    ("Output will rise to 50,000 tonnes in 2023.", "deadline_before_publication"),
    ("The firm aims to cut emissions by 30 percent by 2030 compared with 2019.", ""),
    ("The firm aims to cut emissions by 30 percent from 2019 levels.", ""),
    ("The two sides signed the contract on 3 September 2024.", "event_after_publication"),
    ("The contract was signed on 3 April 2024 and runs to 3 September 2026.", ""),
    ("The plant opened in March 2026.", "event_after_publication"),
    ("The company signed a contract to deliver 12 ships in 2026.", ""),
    ("The firm said it would work with partners in Asia to build the plant.", ""),
    ("Caspian Cement spent 9 billion tenge ($20 million) on filters.", ""),
    ("Caspian Cement spent 9 billion tenge ($2 million) on filters.", "fx_mismatch"),
    ("The refinery will cost 1.2 trillion yen, or about $7.8 billion.", ""),
    ("The refinery will cost 1.2 trillion yen, or about $78 billion.", "fx_mismatch"),
    ("Baltic Fibre raised 60 million zlotys (14 million euros).", ""),
    ("The line costs 700 million reais (US$140 million).", ""),
    ("The line costs 700 million reais (US$14 million).", "fx_mismatch"),
    ("The company has 1,200 employees: 700 in Turin, 300 in Bari and 400 in Lecce.", "sum_mismatch"),
    (
        (
            "The $2.4 billion package consists of $1.5 billion in loans, $600 million in grants and $300 "
            "million in guarantees."
        ),
        "",
    ),
    (
        (
            "The $2.4 billion package consists of $1.5 billion in loans, $600 million in grants and $500 "
            "million in guarantees."
        ),
        "sum_mismatch",
    ),
    ("It will install 300 MW of solar and 450 MW of wind, for a total of 850 MW.", "sum_mismatch"),
    ("It will install 300 MW of solar and 450 MW of wind, for a total of 750 MW.", ""),
    ("Revenue rose to $3 billion in 2023 from $2 billion in 2022 and $1.5 billion in 2021.", ""),
    (
        (
            "The plant will make 200,000 cars a year, with 120,000 cars for export and 90,000 cars for th"
            "e home market."
        ),
        "sum_mismatch",
    ),
    (
        (
            "The airline ordered 25 aircraft at a list price of $110 million each, an order worth $2.75 b"
            "illion."
        ),
        "",
    ),
    (
        (
            "The airline ordered 25 aircraft at a list price of $110 million each, an order worth $27.5 b"
            "illion."
        ),
        "product_mismatch",
    ),
    (
        "The utility will build 8 units, each with a capacity of 150 MW, for a combined 1,500 MW.",
        "product_mismatch",
    ),
    ("The state will own 55 percent and the investor 65 percent of the company.", "share_over_100"),
    ("Women account for 140 percent of the workforce.", "share_over_100"),
    ("The province's GDP grew by 102 percent over ten years.", ""),
    ("Debt stood at 120 percent of GDP.", ""),
    (
        (
            "Founded in 1998, Ostrava Valves has a workforce of 860. In all, the company's 680 workers ma"
            "ke 2 million valves a year."
        ),
        "contradiction",
    ),
    ("Sichuan aims to have 20 percent of its lithium output in China by 2028.", "ambiguous_denominator"),
    ("The state government will promote ceramics under a plan for 2029-2026.", "period_reversed"),
    ("By 2021, the harbour will handle 3 million containers.", "deadline_before_publication"),
    ("The ministry expects exports to reach $5 billion by 2020.", "deadline_before_publication"),
    ("The plan, adopted in 2017, was to build 40 stations by 2022.", ""),
    ("The foundation stone was laid on 12 December 2024.", "event_after_publication"),
    ("Work began in January 2024 and will end in January 2026.", ""),
    (
        (
            "The two companies, which have worked with each other since 2015, will build the plant in the"
            " north and in the south."
        ),
        "",
    ),
    ("The firm said it had nothing to do with the deal. By and large, the plan is on track.", ""),
    ("The two firms signed an agreement with the aim of building a mill in and around Durban.", ""),
    ("It is the largest plant of its kind, and the one with the most modern line.", ""),
    ("The road links the port to and from the mine.", ""),
    ("As announced, the company will pay for the land it builds on.", ""),
    ("After expanding in 2020, the company opened in Leeds, and in 2022 moved to York.", ""),
    ("The company, the largest of its kind in the country, will open a plant there.", ""),
    ("In Hungary, where it has a plant, the group will hire 300 people.", ""),
    ("The plant will be built by 2026 by a consortium led by Nordbau.", ""),
    ("“We will build here,” the mayor said. “The will is there.”", ""),
    ("What the company said was that the site, at the port, is too small.", ""),
    ("The 'green' steel, the company's main product, is sold in the EU.", ""),
    ("The minister met and signed with the two firms.", ""),
    (
        (
            "Aster Pumps to invest $40 million in Pune\n\nAster Pumps will invest $60 million in a plant in"
            " Pune, the company said. The plant will open in 2026.\n\nIt will make valves."
        ),
        "contradiction",
    ),
    (
        (
            "Aster Pumps to invest $40 million in Pune\n\nAster Pumps will invest $40.3 million in a plant "
            "in Pune, the company said. The plant will open in 2026.\n\nIt will make valves."
        ),
        "",
    ),
    (
        ("Ferro Norte was founded in 1987. Founded in 1978, Ferro Norte is the oldest mill in the state."),
        "contradiction",
    ),
    ("The plant employs 900 people. Another plant, in Gdansk, employs 700 people.", ""),
    ("The company employs 12,000 people worldwide. In Spain, its 800 employees make gears.", ""),
    (
        (
            "Revenue was 4 billion yuan in 2022 and 5 billion yuan in 2023; by 2025 it is to reach 8 bill"
            "ion yuan."
        ),
        "",
    ),
    ("The firm owns 60 percent of the mine and 55 percent of the port.", ""),
    ("Locals make up 60 percent of the staff and women 55 percent.", ""),
    ("Output should reach 120 percent of the 2019 level by 2026.", ""),
    ("The plan for 2021-2025 will be followed by another for 2026-2030.", ""),
    ("The city, which hosted 12 fairs in 2023, will host 15 in 2025.", ""),
    ("The two will build on an agreement signed on 3 May 2023.", ""),
    ("The company will sell the unit it bought in 2021.", ""),
    ("It bought 30 buses for $9 million and 20 trucks for $4 million.", ""),
    ("The port will handle 4 million containers, 2 million of them by 2026.", ""),
    ("It spends $30 million a year, including $12 million on research and $5 million on training.", ""),
    ("The contract, worth 900 million rand ($480 million), was signed in April 2024.", "fx_mismatch"),
    ("The ship cost NOK 1.1 billion (about 100 million euros).", ""),
    ("The yard expects sales of 2 trillion won ($1.5 billion) in 2024.", ""),
]
EARLIER = date(2022, 10, 20)
EARLIER_TEXTS = [
    ("VINH, Vietnam - Lotus Paper will spend 2.4 trillion dong ($100 million) on a tissue mill.", ""),
    ("Lotus Paper will spend 2.4 trillion dong ($1 billion) on a tissue mill.", "fx_mismatch"),
    ("The airport costs 6.8 billion pounds (7.8 billion euros).", ""),
    ("The airport costs 6.8 billion pounds (3.9 billion euros).", "fx_mismatch"),
    (
        "Of the 5,000 tonnes, 3,000 tonnes will go to Europe and the remaining 2,500 tonnes to Asia.",
        "sum_mismatch",
    ),
    ("The company will build 20 MW in Fes and 35 MW in Agadir, or 55 MW altogether.", ""),
    ("The company will build 20 MW in Fes and 35 MW in Agadir, or 75 MW altogether.", "sum_mismatch"),
    (
        (
            "Spending will total 640 million crowns: 300 million crowns this year and 340 million crowns "
            "next year."
        ),
        "relative_date",
    ),
    ("The state will subsidise 6,000 heat pumps with €4,000 each, €24 million in total.", ""),
    (
        "The state will subsidise 6,000 heat pumps with €4,000 each, €240 million in total.",
        "product_mismatch",
    ),
    ("The trio hold 50 percent, 30 percent and 25 percent of the venture.", "share_over_100"),
    ("Renewables now account for 112 percent of its power supply.", "share_over_100"),
    ("Capacity utilisation reached 108 percent.", ""),
    ("The county has 42 dairy farms. These 24 farms supply two plants.", "contradiction"),
    ("The bank employs 5,100 people. It said all 5,100 employees had been trained.", ""),
    ("Henan plans to build 30 percent of its buses in China by 2026.", "ambiguous_denominator"),
    ("Henan plans to build 30 percent of China's buses by 2026.", ""),
    ("Under its 2027-2023 strategy the port will be dredged.", "period_reversed"),
    ("The line will be in service by June 2021, the operator said.", "deadline_before_publication"),
    ("The operator said in 2018 that the line would be in service by 2021.", ""),
    ("The group acquired the mine on 2 February 2023.", "event_after_publication"),
    ("Deliveries, which began in 2021, will end in 2024.", ""),
    (
        (
            "Work on the bridge, financed by the bank and built by Norbridge, began in 2020 and, despite "
            "delays, ended in 2022."
        ),
        "",
    ),
]


CASES = [(PUBLISHED, *row) for row in TEXTS] + [(EARLIER, *row) for row in EARLIER_TEXTS]


@pytest.mark.parametrize(("published", "text", "codes"), CASES)
def test_the_doubts_about_an_english_text_are_those_planted(published: date, text: str, codes: str) -> None:
    found = read_text(text, published=published).issues
    assert sorted({i.code for i in found}) == sorted(codes.split())
    for issue in found:
        assert 0 <= issue.start < issue.end <= len(text)
        assert issue.expected
        assert issue.stated
        assert issue.en
        assert issue.zh


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("On 12 March 2024, Corvo Cells said it will invest 2 billion euros in a plant by 2027.", False),
        ("On 12 March 2024 the province announced that it plans 40 GWh by 2030.", False),
        ("Corvo Cells will open the plant on 12 March 2023, the company said.", True),
    ],
)
def test_the_day_on_which_a_promise_is_told_is_not_its_deadline(words: str, told: bool) -> None:
    from datetime import date

    from hinterland.reading.read import read_text

    issues = read_text(words, published=date(2024, 3, 13)).issues
    assert ("deadline_before_publication" in [i.code for i in issues]) is told

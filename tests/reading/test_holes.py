"""Words lost from scraped texts are found, and good sentences have no holes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinterland.reading.doubts import find_holes
from hinterland.reading.read import read_text
from hinterland.reading.text import Text

PUBLISHED = date(2024, 5, 14)

GOOD = [
    "The firm said it had nothing to do with the deal. By and large, the plan is on track.",
    "The two firms signed an agreement with the aim of building a mill in and around Durban.",
    "It is the largest plant of its kind, and the one with the most modern line.",
    "The road links the port to and from the mine.",
    "As announced, the company will pay for the land it builds on.",
    "After expanding in 2020, the company opened in Leeds, and in 2022 moved to York.",
    "The company, the largest of its kind in the country, will open a plant there.",
    "In Hungary, where it has a plant, the group will hire 300 people.",
    "The plant will be built by 2026 by a consortium led by Nordbau.",
    "“We will build here,” the mayor said. “The will is there.”",
    "What the company said was that the site, at the port, is too small.",
    "The 'green' steel, the company's main product, is sold in the EU.",
    "The minister met and signed with the two firms.",
    "参与建设的企业由省属国企牵头，与地方合作建设，和各方共同推进。",
    "公司与客户就技术路线达成一致，由其负责供货。",
    "项目由政府投资建设，与园区共同运营。",
    "据了解，该公司由张江集团控股，位于浦东的研发中心已启用。",
    "合作双方表示，将在建设过程中加强管理，通过、参与、给与的支持均会落实。",
    "公司面向全球提供服务，方向提供者多。",
]

ENGLISH = [
    ("The mayor said the city had signed an agreement with to build a cold store.", "missing_text"),
    ("On , the company opened a mine in Chile.", "missing_text"),
    ("The , based in Porto, makes cork floors.", "missing_text"),
    ("The factory, owned by , makes valves.", "missing_text"),
    ("In , the ministry approved the mine.", "missing_text"),
    ("Before signed the deal, the group ran three mills.", "missing_text"),
    ("The agreement between and Kyoto Motor covers batteries.", "missing_text"),
    ("Production at , the largest mill, will start in 2026.", "missing_text"),
    ("The plant was built by in 2011.", "missing_text"),
    ("’s new plant will open in 2026.", "missing_text"),
    ("Under the agreement, will supply steel to the yard for ten years.", "missing_text"),
    ("The governor said will invest 2 billion pesos in the line.", "missing_text"),
    ("Tarim Cotton and signed a supply contract in Urumqi.", "missing_text"),
    ("The group will build a plant in by 2027.", "missing_text"),
    ("The plant, a joint venture between and Delta Foods, will employ 200 people.", "missing_text"),
    ("The mill is located in , near the border.", "missing_text"),
    ("The ministry, which oversees 's projects, declined to comment.", "missing_text"),
    ("According to , exports will grow.", "missing_text"),
    ("The firm, a subsidiary of , makes pumps.", "missing_text"),
    ("The bank will lend to to finance the dam.", "missing_text"),
    ("The company was acquired by in 2015 and moved to Lyon.", "missing_text"),
    ("has signed a memorandum with Penang Port to expand the quay. Work starts soon.", "missing_text"),
    ("A spokesperson for said the plant was on schedule.", "missing_text"),
    ("Construction of the terminal, developed jointly with , began in 2023.", "missing_text"),
    ("A contract with was signed in Muscat.", "missing_text"),
    ("The ministry said that will finance the road.", "missing_text"),
    ("Based in , the firm makes looms.", "missing_text"),
    ("The chairman of said demand was weak.", "missing_text"),
]
CHINESE = [
    ("6月3日，县政府与签署合作协议，由投资建设水泥厂。", "missing_text year_missing"),
    ("公司是一家位于的零部件企业。", "missing_text"),
    ("县政府发布《》，，提出新目标。", "missing_text"),
    ("记者从获悉，园区将新建污水处理厂。", "missing_text"),
    ("，与在无锡签约，将建设电池厂。", "missing_text"),
    ("总部位于的股份有限公司宣布增资。", "missing_text"),
    ("市政府与签订框架协议，总投资40亿元。", "missing_text"),
    ("该项目由负责建设，2025年投产。", "missing_text"),
    ("公司向采购了30台设备。", "missing_text"),
    ("据悉，将在建设一座水泥厂。", "missing_text"),
    ("近日，与华东电力签署供货合同。", "missing_text"),
    ("5月8日，和在成都签署战略合作协议。", "missing_text year_missing"),
    ("双方将共建“”，推动产业升级。", "missing_text"),
    ("该公司总部位于，主要生产轴承。", "missing_text"),
    ("由和共同出资的合资公司已经成立。", "missing_text"),
    ("省长表示，是本省最大的铝业企业。", "missing_text"),
    ("市政府与在深圳签署协议。", "missing_text"),
    ("由承建的大桥已经通车。", "missing_text"),
    ("项目位于，占地300亩。", "missing_text"),
]


@pytest.mark.parametrize(("words", "codes"), ENGLISH + CHINESE)
def test_lost_words_are_found(words: str, codes: str) -> None:
    text = Text.of(words)
    assert bool(find_holes(text.clean, text.sentences)) == ("missing_text" in codes)


@given(st.text(alphabet="与签署由在的，。“”《》 ,.'s the and to with by a1（）\n", max_size=80))
def test_holes_lie_in_the_text_in_order_and_never_overlap(words: str) -> None:
    text = Text.of(words)
    holes = find_holes(text.clean, text.sentences)
    for hole in holes:
        assert 0 <= hole.start < hole.end <= len(text.clean)
    for one, other in pairwise(holes):
        assert one.end <= other.start


@pytest.mark.parametrize(
    "piece", ["，", "to ", "与签署", "agreement with ", "between a b ", "“", "The Co. ", "'s ", "由"]
)
def test_a_text_of_one_piece_over_and_over_is_searched_in_bounded_time(piece: str) -> None:
    text = Text.of(piece * (60_000 // len(piece)))
    assert len(find_holes(text.clean, text.sentences)) < 60_000


@pytest.mark.parametrize("words", GOOD)
def test_good_sentences_have_no_holes(words: str) -> None:
    text = Text.of(words)
    assert find_holes(text.clean, text.sentences) == []


def test_a_hole_is_explained_in_both_languages() -> None:
    (issue,) = read_text("The plant, owned by , makes valves.", published=PUBLISHED).issues
    assert issue.code == "missing_text"
    assert "owned by" in issue.en
    assert "owned by" in issue.zh

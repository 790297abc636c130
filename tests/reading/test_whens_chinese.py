"""Chinese dates: hand-computed tables. Published on Thursday 18 May 2023 unless a row says otherwise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens

if TYPE_CHECKING:
    from hinterland.reading.model import When

PUBLISHED = date(2023, 5, 18)


def read(raw: str, published: date | None = PUBLISHED) -> list[When]:
    text = Text.of(raw)
    return find_whens(text.clean, text.sentences, published)


def dates(when: When) -> str:
    return f"{when.first}..{when.date}" if when.first else when.date


STATED = [
    ("2025年产值达到100亿元。", "2025年", "2025", "in"),
    ("到2025年产值达到100亿元。", "到2025年", "2025", "by"),
    ("2025年底投产。", "2025年底", "2025", "in"),
    ("2025年底前投产。", "2025年底前", "2025", "by"),
    ("2025年前投产。", "2025年前", "2025", "by"),
    ("2024年年底投产。", "2024年年底", "2024", "in"),
    ("2024年6月底前投产。", "2024年6月底前", "2024-06", "by"),
    ("规划（2021—2025年）已印发。", "2021—2025年", "2021..2025", ""),
    ("2021年至2025年投资50亿元。", "2021年至2025年", "2021..2025", ""),
    ("从2021年到2025年投资50亿元。", "从2021年到2025年", "2021..2025", "in"),
    ("在2021年至2023年间投资50亿元。", "在2021年至2023年间", "2021..2023", "in"),
    ("期限为2027—2023年。", "2027—2023年", "2027..2023", ""),
    ("“十四五”期间投资50亿元。", "“十四五”期间", "2021..2025", "in"),
    ("十四五期间投资50亿元。", "十四五期间", "2021..2025", "in"),
    ("到“十四五”末达到50亿元。", "到“十四五”末", "2025", "by"),
    ("十三五以来投资50亿元。", "十三五以来", "2016..2020", "since"),
    ("“十五五”规划已启动。", "“十五五”", "2026..2030", ""),
    ("第十四个五年规划期间投资。", "第十四个五年规划期间", "2021..2025", "in"),
    ("“十四五”前三年投资50亿元。", "“十四五”前三年", "2021..2023", ""),
    ("“十四五”收官之年增长。", "“十四五”收官之年", "2025", "in"),
    ("本世纪中叶建成。", "本世纪中叶", "2050", "in"),
    ("2030年代建成。", "2030年代", "2030..2039", ""),
    ("2025年上半年投产。", "2025年上半年", "2025-01..2025-06", "in"),
    ("2025年第三季度投产。", "2025年第三季度", "2025-07..2025-09", "in"),
    ("2025年四季度投产。", "2025年四季度", "2025-10..2025-12", "in"),
    ("2023年前三季度增长。", "2023年前三季度", "2023-01..2023-09", "in"),
    ("2023年前11个月增长。", "2023年前11个月", "2023-01..2023-11", "in"),
    ("2023年1-6月增长。", "2023年1-6月", "2023-01..2023-06", "in"),
    ("拟于2018年10月动工。", "于2018年10月", "2018-10", "in"),
    ("2023年5月16日签约。", "2023年5月16日", "2023-05-16", "in"),
    ("2023年5月16日至18日举行。", "2023年5月16日至18日", "2023-05-16..2023-05-18", "in"),
    ("截至2024年末，企业达500家。", "截至2024年末", "2024", "in"),
    ("自2021年以来增长。", "自2021年以来", "2021", "since"),
    ("自2024年1月1日起施行。", "自2024年1月1日起", "2024-01-01", "from"),
    ("2030年后增长。", "2030年后", "2030", "after"),
    ("二〇二五年投产。", "二〇二五年", "2025", "in"),
    ("二零二五年三月投产。", "二零二五年三月", "2025-03", "in"),
    ("2023年度增长。", "2023年度", "2023", "in"),
    ("2022/23财年增长。", "2022/23财年", "2022..2023", ""),
    ("不迟于2025年6月投产。", "不迟于2025年6月", "2025-06", "by"),
    ("于2025-05-04签约。", "于2025-05-04", "2025-05-04", "in"),
    ("上世纪80年代建成。", "上世纪80年代", "1980..1989", ""),
    ("较2020年增长5%。", "较2020年", "2020", "than"),
    ("产值为2020年的3倍。", "为2020年", "2020", "than"),
    ("与2022年相比增长。", "与2022年", "2022", "than"),
    ("实施“中国制造2025”。", "2025", "2025", ""),
    ("預計2027年上半年投產。", "2027年上半年", "2027-01..2027-06", "in"),
    ("在2026年底前開工。", "在2026年底前", "2026", "by"),
]


@pytest.mark.parametrize(("raw", "words", "expected", "role"), STATED, ids=[row[0] for row in STATED])
def test_a_stated_date_needs_no_clock(raw: str, words: str, expected: str, role: str) -> None:
    (when,) = read(raw)
    assert raw[when.start : when.end] == words
    assert (dates(when), when.role) == (expected, role)
    assert (when.basis, when.relative, when.year_missing) == ("stated", False, False)


RELATIVE = [
    ("今年产值达到100亿元。", "今年", "2023", "in"),
    ("去年产值达到100亿元。", "去年", "2022", "in"),
    ("明年建成。", "明年", "2024", "in"),
    ("后年建成。", "后年", "2025", "in"),
    ("前年建成。", "前年", "2021", "in"),
    ("今年3月签约。", "今年3月", "2023-03", "in"),
    ("去年12月5日签约。", "去年12月5日", "2022-12-05", "in"),
    ("今年底建成。", "今年底", "2023", "in"),
    ("到今年底建成。", "到今年底", "2023", "by"),
    ("明年年底前建成。", "明年年底前", "2024", "by"),
    ("力争明年上半年投产。", "明年上半年", "2024-01..2024-06", "in"),
    ("今年以来增长5%。", "今年以来", "2023", "since"),
    ("年底投产。", "年底", "2023", "in"),
    ("年底前投产。", "年底前", "2023", "by"),
    ("年内开工。", "年内", "2023", "by"),
    ("本月签约。", "本月", "2023-05", "in"),
    ("本月16日签约。", "本月16日", "2023-05-16", "in"),
    ("上季度增长。", "上季度", "2023-01..2023-03", "in"),
    ("上周签约。", "上周", "2023-05-08..2023-05-14", "in"),
    ("本周签约。", "本周", "2023-05-15..2023-05-18", "in"),
    ("周二签约。", "周二", "2023-05-16", "in"),
    ("月底前签约。", "月底前", "2023-05", "by"),
    ("四季度将投产。", "四季度", "2023-10..2023-12", "in"),
    ("上月签约。", "上月", "2023-04", "in"),
    ("上个月签约。", "上个月", "2023-04", "in"),
    ("下月开工。", "下月", "2023-06", "in"),
    ("昨日签约。", "昨日", "2023-05-17", "in"),
    ("今天开工。", "今天", "2023-05-18", "in"),
    ("本周一签约。", "本周一", "2023-05-15", "in"),
    ("上周五开工。", "上周五", "2023-05-12", "in"),
    ("下周三举行。", "下周三", "2023-05-24", "in"),
    ("三年内建成。", "三年内", "2026", "for"),
    ("未来五年投资50亿元。", "未来五年", "2028", "for"),
    ("未来3-5年投资50亿元。", "未来3-5年", "2028", "for"),
    ("五年后达产。", "五年后", "2028", "for"),
    ("力争用3年时间建成。", "用3年时间", "2026", "for"),
    ("18个月内建成。", "18个月内", "2024-11", "for"),
    ("半年内建成。", "半年内", "2023-11", "for"),
    ("近五年投资50亿元。", "近五年", "2018..2023", "for"),
    ("三年前建成。", "三年前", "2020", "in"),
    ("上半年产值增长。", "上半年", "2023-01..2023-06", "in"),
    ("前三季度将达到50亿元。", "前三季度", "2023-01..2023-09", "in"),
    ("比去年同期增长5%。", "比去年", "2022", "than"),
]


@pytest.mark.parametrize(("raw", "words", "expected", "role"), RELATIVE, ids=[row[0] for row in RELATIVE])
def test_a_relative_date_is_read_against_the_date_of_publication(
    raw: str, words: str, expected: str, role: str
) -> None:
    (when,) = read(raw)
    assert raw[when.start : when.end] == words
    assert (dates(when), when.role) == (expected, role)
    assert (when.basis, when.relative, when.year_missing) == ("published", True, False)
    (open_,) = read(raw, None)
    assert (open_.date, open_.first, open_.relative) == ("", "", True)


YEARLESS = [
    ("3月21日，双方签约。", "3月21日", "2023-03-21"),
    ("双方8月9日签约。", "8月9日", "2022-08-09"),
    ("项目将于6月5日开工。", "于6月5日", "2023-06-05"),
    ("新华社合肥5月10日电。", "5月10日", "2023-05-10"),
    ("新华社合肥10日电。", "10日", "2023-05-10"),
    ("记者16日从省政府获悉此事。", "16日", "2023-05-16"),
    ("15日至17日举行。", "15日至17日", "2023-05-15..2023-05-17"),
    ("计划9月开工。", "9月", "2023-09"),
    ("5月4日至8日举行。", "5月4日至8日", "2023-05-04..2023-05-08"),
    ("1-4月增长5%。", "1-4月", "2023-01..2023-04"),
    ("4月底签约。", "4月底", "2023-04"),
]


@pytest.mark.parametrize(("raw", "words", "expected"), YEARLESS, ids=[row[0] for row in YEARLESS])
def test_a_day_or_month_without_a_year_takes_the_one_the_verb_asks_for(
    raw: str, words: str, expected: str
) -> None:
    (when,) = read(raw)
    assert raw[when.start : when.end] == words
    assert (dates(when), when.year_missing, when.relative) == (expected, True, False)
    (open_,) = read(raw, None)
    assert (open_.date, open_.year_missing) == ("", True)


OF_THE_TEXT = [
    ("项目2023年8月开工，10月投产。", ["2023-10"]),
    ("项目2023年8月开工，年底投产。", ["2023"]),
    ("项目2022年3月签约，次年5月投产。", ["2023-05"]),
    ("项目2022年3月签约，同年12月投产。", ["2022-12"]),
    ("2024年主要目标。\n\n当年完成投资45亿元。", ["2024"]),
]


@pytest.mark.parametrize(("raw", "expected"), OF_THE_TEXT, ids=[row[0] for row in OF_THE_TEXT])
def test_a_year_of_the_text_settles_an_open_date(raw: str, expected: list[str]) -> None:
    whens = [w for w in read(raw) if w.basis == "text"]
    assert [w.date for w in whens] == expected
    assert not any(w.year_missing or w.relative for w in whens)


NOTHING = [
    "年产新能源汽车20万辆，每年创税5亿元。",
    "三年行动计划已印发，有20年历史，经营期限30年。",
    "生产2025辆。",
    "达产后年产值25亿元，此前年产5万吨，未来年产能更高。",
    "过去年均增长，成本年均下降，以上年度。",
    "近日签约，日前印发，目前已有，同期增长。",
    "提供3个月培训，每月1万片。",
    "2025年2月30日不存在。",
    "13月5日不存在。",
    "2350年太远。",
    "十四五个人来了。",
    "全年签约126个。",
    "电话0510-2025-1988。",
]


@pytest.mark.parametrize("raw", NOTHING)
def test_what_only_looks_like_a_date_is_none(raw: str) -> None:
    assert read(raw) == []


def test_each_value_keeps_its_own_year() -> None:
    found = read("产能从2022年的10万吨增至2025年的30万吨。")
    assert [(w.date, w.role) for w in found] == [("2022", "in"), ("2025", "in")]


def test_years_listed_before_one_year_sign_are_all_read() -> None:
    assert [w.date for w in read("2023、2024年分别达到10万辆、20万辆。")] == ["2023", "2024"]


def test_the_year_before_is_only_compared_with() -> None:
    (when,) = read("产值比上年增长5%。")
    assert (when.date, when.role, when.relative) == ("", "than", False)

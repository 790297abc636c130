"""What is denied is no claim, and its number is told; what only sounds like it stays one."""

from __future__ import annotations

from datetime import date

import pytest

from hinterland.reading.read import read_text


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("恒川电池公司不会在匈牙利投资50亿元建厂。", "50亿元"),
        ("恒川电池公司否认计划新建年产10GWh电池工厂。", "10GWh"),
        ("恒川电池公司没有计划裁员3000人。", "3000人"),
        ("恒川电池公司已取消在滁州建设年产5万吨材料项目。", "5万吨"),
    ],
)
def test_what_is_denied_is_no_claim_and_its_number_is_told(words: str, number: str) -> None:
    read = read_text(words, published=date(2024, 5, 5))
    assert [c for c in read.claims if c.value is not None] == []
    assert any(number in words[n.start : n.end] for n in read.notices)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("恒川电池公司不仅投资10亿元建厂，还将引进人才。", 1e9),
        ("项目投资不超过20亿元。", 2e9),
        ("恒川电池公司的投资不会少于30亿元。", 3e9),
        ("该公司取消补贴后仍将投资15亿元。", 1.5e9),
    ],
)
def test_what_only_sounds_like_a_denial_stays_a_claim(words: str, value: float) -> None:
    assert value in [c.value for c in read_text(words, published=date(2024, 5, 5)).claims]

"""What a plan says of its cost where no target, or only some, are held."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hinterland.planning.sentences import _cost

TOLD: dict[str, Any] = {
    "public": 1.2e9,
    "public_low": None,
    "public_high": None,
    "place_en": "Anhui",
    "place_zh": "安徽省",
    "first_year": 2022,
    "last_year": 2024,
}


@pytest.mark.parametrize(
    ("held", "count", "en", "zh"),
    [
        (0, 1, "The target is not held; the plan costs Anhui ", "该目标未能实现；方案需安徽省"),
        (0, 2, "Neither target is held; the plan costs Anhui ", "2 项目标均未能实现；方案需安徽省"),
        (0, 3, "None of 3 targets is held; the plan costs Anhui ", "3 项目标均未能实现；方案需安徽省"),
        (1, 3, "To hold 1 of 3 targets, Anhui pays ", "安徽省要实现3 项目标中的 1 项，"),
        (2, 2, "To hold both targets, Anhui pays ", "安徽省要实现全部 2 项目标，"),
    ],
)
def test_the_cost_names_what_it_buys(held: int, count: int, en: str, zh: str) -> None:
    said: Any = _cost(SimpleNamespace(summary=TOLD | {"targets_count": count, "targets_held": held}))  # type: ignore[arg-type]
    assert said.en.startswith(en)
    assert said.zh.startswith(zh)
    assert "CNY 1.2 billion" in said.en
    assert "12亿元" in said.zh

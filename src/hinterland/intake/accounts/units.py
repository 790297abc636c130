"""Which unit the figures of a table are in: said by a person, by the table, or by custom of its layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.intake.accounts.model import AccountsError, Unit
from hinterland.result import Said
from hinterland.units import CURRENCIES, SCALES

if TYPE_CHECKING:
    from collections.abc import Iterable

CUSTOMARY = {"nbs": Unit(1e4, "CNY", False), "icio": Unit(1e6, "USD", False), "wiod": Unit(1e6, "USD", False)}
_ABBREVIATED = {"mill": 1e6, "mill.": 1e6, "mio": 1e6, "m": 1e6, "m.": 1e6, "mn": 1e6, "1": 1.0}
_SIGNS = {
    "US$": "USD",
    "$": "USD",
    "€": "EUR",
    "元": "CNY",
    "人民币": "CNY",
    "RMB": "CNY",
    "美元": "USD",
    "欧元": "EUR",
}
_STATED = re.compile(r"(?:单位|unit|\()\s*[:：]?\s*\(?([^()（）]{1,30})", re.IGNORECASE)


def unit_of(layout: str, asked: str, texts: Iterable[str]) -> Unit:
    """Return the unit of a table.

    Parameters
    ----------
    asked
        What a person says, empty: nothing.
    texts
        Cells around the table, which may state it (`单位：万元`, `(millions of US$)`).

    Raises
    ------
    AccountsError
        If what a person says is no unit of money, or nobody says it and the layout has no custom.
    """
    if asked:
        found = parse_unit(asked)
        if found is None:
            raise AccountsError(
                [
                    Said(
                        f"{asked!r} is no unit of money: write such as `10000 CNY`, `million USD` or `万元`",
                        f"“{asked}”不是货币单位：请写作 `10000 CNY`、`million USD` 或 `万元` 等",
                    )
                ]
            )
        return found
    for text in texts:
        for part in (m[1] for m in _STATED.finditer(text)):
            found = parse_unit(part)
            if found is not None:
                return found
    if layout not in CUSTOMARY:
        raise AccountsError(
            [
                Said(
                    "the table does not say in which unit its figures are; say it, such as --unit 'million USD'",
                    "表中未说明数值单位；请用 --unit 说明，如 --unit 'million USD'",
                )
            ]
        )
    return CUSTOMARY[layout]


def parse_unit(text: str) -> Unit | None:
    """Return the unit that a text states, None where it states none that is money."""
    words = text.replace("_", " ").strip()
    for sign, code in _SIGNS.items():
        words = words.replace(sign, f" {code} ")
    parts = [w for w in re.split(r"[\s.]+", words) if w and w.lower() not in {"of", "in", "current"}]
    codes = [w.upper() for w in parts if w.upper() in CURRENCIES]
    if len(codes) != 1:
        return None
    factor = 1.0
    for word in (w for w in parts if w.upper() not in CURRENCIES):
        size = _size(word)
        if size is None:
            return None
        factor *= size
    return Unit(factor, codes[0], stated=True)


def _size(word: str) -> float | None:
    low = word.lower()
    for found in (low, low.removesuffix("s")):
        if found in SCALES:
            return SCALES[found]
        if found in _ABBREVIATED:
            return _ABBREVIATED[found]
    bare = low.replace(",", "")
    return float(bare) if re.fullmatch(r"10*", bare) else None

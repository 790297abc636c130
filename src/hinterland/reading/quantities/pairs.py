"""A bare "m" beside an amount in millions is a million too: "from 2.1m to 2.5m tonnes"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.reading.model import Notice, Quantity

READ_AS_METRE = "m read as metre"
"""What is told of a bare "m" that nothing explains."""
_BETWEEN = re.compile(r"[ ,(]*(?:(?:up |down )?(?:to|from|and|against|versus|or|compared with|out of) ?)*")
_MILLIONS = re.compile(r"[0-9]m(?![A-Za-z])")


def share_scale(
    text: str, quantities: list[Quantity], notices: list[Notice]
) -> tuple[list[Quantity], list[Notice]]:
    """Return quantities with a lone "m" read like the one it is compared with, and the notices that still hold."""
    found = list(quantities)
    for at, (one, two) in enumerate(pairwise(quantities)):
        if not _BETWEEN.fullmatch(text, one.end, two.core_start):
            continue
        for number, lone, other in ((at, one, two), (at + 1, two, one)):
            if (
                lone.assumed == READ_AS_METRE
                and other.assumed != READ_AS_METRE
                and _counts_millions(text, other)
            ):
                found[number] = replace(
                    lone, value=_millions(lone.value), unit=other.unit, currency=other.currency, assumed=""
                )
    mended = {(q.start, q.end) for q, old in zip(found, quantities, strict=True) if q is not old}
    kept = [n for n in notices if not any(a <= n.start and n.end <= b for a, b in mended)]
    return found, kept


def _counts_millions(text: str, quantity: Quantity) -> bool:
    return quantity.unit != "m" and bool(_MILLIONS.search(text, quantity.core_start, quantity.core_end))


def _millions(value: float) -> float:
    return float(f"{value!r}e6")  # 2.1 x 10^6 is 2100000.0 and no digit more

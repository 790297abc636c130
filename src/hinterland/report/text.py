"""Text of the page: both languages side by side, untrusted words escaped, addresses as links, exact numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from hinterland import words
from hinterland.ids import listed
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADDRESS = re.compile(r"https?://[^\s<>\"'`，；、。）】》]+", re.IGNORECASE)
_TAIL = ".,;:!?)]}"


def pair(en: object, zh: object = None) -> Said:
    """Return a text in both languages; without a second it serves for both."""
    first = "" if en is None else str(en)
    return Said(first, first if zh is None or zh == "" else str(zh))


def both(said: Said | str | None) -> Markup:
    """Return a text in both languages, each marked with its language; equal ones only once, unmarked."""
    if said is None:
        return Markup("")
    if isinstance(said, str):
        return escape(said)
    if said.en == said.zh:
        return escape(said.en)
    return Markup('<span class="l" lang="en">{}</span><span class="l" lang="zh">{}</span>').format(
        said.en, said.zh
    )


def linked(text: str | None) -> Markup:
    """Return text of the case with its http(s) addresses as links, everything else escaped.

    Only `http` and `https` become links: a source that says `javascript:` stays text.
    """
    if not text:
        return Markup("")
    parts: list[Markup] = []
    at = 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_TAIL)
        if address.lower().removeprefix("http").lstrip("s") == "://":
            continue
        parts.append(escape(text[at : match.start()]))
        host = re.sub(r"^https?://(www\.)?", "", address, flags=re.IGNORECASE).partition("/")[0]
        parts.append(
            Markup('<a href="{}" rel="noreferrer noopener external">{}</a>').format(address, host or address)
        )
        at = match.start() + len(address)
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def linked_both(said: Said) -> Markup:
    """Return a text in both languages with its addresses as links; equal ones only once, unmarked."""
    if said.en == said.zh:
        return linked(said.en)
    return Markup('<span class="l" lang="en">{}</span><span class="l" lang="zh">{}</span>').format(
        linked(said.en), linked(said.zh)
    )


def exact(value: float | None) -> str:
    """Return a figure in full, with separators: 9,587,000; 0.0123457."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:,.10g}"


def figure(value: float | None, unit: str | None) -> Said:
    """Return a figure with its unit as people read it."""
    if value is None:
        return Said("–", "–")
    return Said(words.number(value, unit or "1", "en"), words.number(value, unit or "1", "zh"))


def percent(value: float | None, digits: int = 1) -> str:
    """Return a share as percent."""
    return "–" if value is None else f"{value * 100:.{digits}f}%"


def word(key: str | None, table: Mapping[str, tuple[str, ...]]) -> Said:
    """Return a word of the field in both languages."""
    if not key:
        return Said("–", "–")
    return Said(words.say(key, "en", table), words.say(key, "zh", table))


def several(keys: str | None, table: Mapping[str, Said]) -> Said:
    """Return ids parted by `;` by their names."""
    found = [table.get(k, Said(k, k)) for k in listed(keys)]
    return Said(", ".join(s.en for s in found), "、".join(s.zh for s in found))

"""Colours with a meaning, and type, defined once: charts, stylesheet and legends all take them from here.

Chosen to stay apart for readers who do not tell red from green (blue against orange, light against dark); no colour
ever stands alone: each verdict and each basis has a sign and a word beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Tone:
    """How one word looks: its sign, the chip (fill and ink) by day and night, and the mark in a chart."""

    sign: str
    fill: str
    ink: str
    night_fill: str
    night_ink: str
    mark: str


VERDICTS: Mapping[str, Tone] = {
    "met": Tone("✓", "#1d5fa6", "#ffffff", "#8fc1f2", "#0b2239", "#1d5fa6"),
    "met late": Tone("✓", "#d3e5f7", "#0c3f75", "#274a6d", "#dcecfb", "#7db3e0"),
    "missed": Tone("✕", "#b3420e", "#ffffff", "#f3a47a", "#3a1500", "#c4500f"),
    "on track": Tone("↗", "#cdeae1", "#07503d", "#1d4c40", "#d3f2e8", "#2a9d82"),
    "off track": Tone("↘", "#fbe2bd", "#6b3c00", "#5c3e12", "#fde9c9", "#e09f2c"),
    "open": Tone("○", "#e6e9ed", "#37404a", "#3a424c", "#e3e8ee", "#97a1ac"),
    "superseded": Tone("→", "#e6def3", "#4a3380", "#453a63", "#e9e0fa", "#8e79c6"),
    "not measurable": Tone("?", "#f4f1ea", "#5a5140", "#3b3830", "#e6dfcf", "#cfc6b2"),
}
"""Verdict word to how it looks."""

BASES: Mapping[str, Tone] = {
    "observed": Tone("●", "#174a7c", "#fdfeff", "#5f9bd6", "#071b2e", "#174a7c"),
    "reported": Tone("◐", "#4f8fca", "#06192b", "#3d6f9f", "#ffffff", "#4f8fca"),
    "inferred": Tone("≈", "#c4dcf1", "#0f3557", "#2b4158", "#d5e6f6", "#c4dcf1"),
    "synthetic": Tone("◇", "#f3dfb0", "#5a4206", "#57471d", "#fbeecb", "#f3dfb0"),
    "unstated": Tone("–", "#e4e4e4", "#444444", "#44474b", "#dddddd", "#dcdcdc"),
}
"""Basis to how it looks: dark is firm knowledge, light is derived, sand is made up."""

DASHES: Mapping[str, list[int]] = {
    "observed": [1, 0],
    "reported": [1, 0],
    "inferred": [4, 2],
    "synthetic": [1, 2],
    "unstated": [6, 3],
}
"""Basis to the dash of its outline, so that a copy in grey still tells them apart."""

STATUSES: Mapping[str, str] = {
    "fulfilled": "met",
    "under way": "on track",
    "overdue": "missed",
    "due": "open",
    "no date stated": "not measurable",
}
"""Status of a workstream to the verdict whose look it borrows."""

COVERAGE: Mapping[str, Tone] = {
    "covered": Tone("✓", "#6fa8dc", "#12161a", "#6fa8dc", "#12161a", "#6fa8dc"),
    "thin": Tone("△", "#f7d86c", "#12161a", "#e0c45c", "#12161a", "#f7d86c"),
    "gap": Tone("✕", "#e2794a", "#12161a", "#d96a38", "#12161a", "#e2794a"),
    "no_plant_known": Tone("?", "#c9ced5", "#12161a", "#939ca6", "#12161a", "#c9ced5"),
}
"""Status of coverage to how it looks. Dark ink is readable on all of them, by day and by night, because a node's
name runs over several; what cannot be told is hatched as well."""

INK, MUTED, RULE, PAPER = "#1c2126", "#5b6570", "#d9dde2", "#ffffff"
"""Text, secondary text, lines and ground of a chart by day."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a forecasting model looks: colour by day and night, dash of its line, shape of its mark, width in px."""

    mark: str
    night: str
    dash: tuple[int, ...]
    shape: str
    width: float = 1.3


MODELS: Mapping[str, Stroke] = {
    "combination": Stroke("#15387c", "#97b3fa", (1, 0), "circle", 2.4),
    "capacity": Stroke("#c15210", "#f25a26", (9, 3), "diamond", 1.8),
    "last_share": Stroke("#22844d", "#65fbb9", (4, 2), "square"),
    "log_linear": Stroke("#7618f8", "#b659f6", (2, 2), "triangle-up"),
    "bass": Stroke("#6e2b43", "#be6d74", (7, 2, 2, 2), "triangle-down"),
    "random_walk": Stroke("#44390d", "#fae966", (1, 3), "cross"),
    "damped": Stroke("#b111cf", "#f420af", (5, 2, 1, 2), "triangle-right"),
}
"""Model to its look. The colours were searched for: text of each is readable on paper by day and night, and any two
stay apart for readers with protanopia, deuteranopia or tritanopia (Machado, Oliveira & Fernandes 2009)."""
COMPONENTS: Mapping[str, Stroke] = {
    "drift": Stroke(MUTED, "#a7b0ba", (6, 2), "triangle-left"),
    "reverting": Stroke(MUTED, "#a7b0ba", (2, 4), "wedge"),
    "local_trend": Stroke(MUTED, "#a7b0ba", (8, 2, 2, 2, 2, 2), "arrow"),
    "share_drift": Stroke(MUTED, "#a7b0ba", (4, 4), "stroke"),
    "apart": Stroke(MUTED, "#a7b0ba", (10, 4), "triangle"),
}
"""Further models that the combination is made of: their marks tell them apart, no colour is left for them."""
OTHER = Stroke(MUTED, "#a7b0ba", (3, 3), "circle")
"""Look of a model without one of its own: its name tells it apart."""

PLANTS: Mapping[str, Stroke] = {
    "operating": Stroke("#15387c", "#97b3fa", (1, 0), "circle", 2.2),
    "construction": Stroke("#22844d", "#65fbb9", (8, 3), "triangle-up", 1.8),
    "announced": Stroke("#c15210", "#f25a26", (3, 3), "square", 1.8),
    "synthetic": Stroke("#44390d", "#fae966", (1, 3), "diamond", 1.8),
    "undated": Stroke(MUTED, "#a7b0ba", (6, 2), "cross"),
}
"""Set of plants, or status of one, to its look: the colours are some of those of the models."""

BANDS: Mapping[str, tuple[str, str]] = {
    "50%": ("#8fadde", "#38548a"),
    "80%": ("#b9cceb", "#2c4067"),
    "95%": ("#dde6f5", "#1e2b44"),
}
"""Central forecast interval to its fill by day and night: the likelier, the stronger."""
NIGHT: Mapping[str, str] = {
    INK: "#e8ebee",
    MUTED: "#a7b0ba",
    RULE: "#3a4048",
    PAPER: "#16191d",
    **{t.mark: t.night_fill for t in BASES.values()},
    **{t.ink: t.night_ink for t in BASES.values()},
    **{t.mark: t.night_fill for w, t in VERDICTS.items() if w in {"met", "missed"}},
    **{s.mark: s.night for s in MODELS.values()},
    **{t.mark: t.night_fill for t in COVERAGE.values()},
    **{t.ink: t.night_ink for t in COVERAGE.values()},
    **dict(BANDS.values()),
}
"""Colour of a chart by day to its colour by night; others serve for both."""

FONTS = (
    'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", '
    '"Source Han Sans SC", sans-serif'
)
"""Faces of the page in order of preference; none is fetched."""
CHART_FONTS = (
    'Arial, Helvetica, "Liberation Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", '
    '"Source Han Sans SC", sans-serif'
)
"""Faces of charts: their letters are as wide as those that charts are laid out with, so nothing overlaps."""


def stroke(model: str) -> Stroke:
    """Return the look of a model."""
    return MODELS.get(model) or COMPONENTS.get(model, OTHER)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance); 4.5 is enough for text."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


_ATOM = re.compile(r"[\u2e80-\uffff][，。；：、）》”]*|[^\s\u2e80-\uffff]+")
"""What a line never breaks inside: a word, or one Chinese character with the punctuation that closes it."""


def wide(text: str, size: float) -> float:
    """Return about how wide a text is in type of `size` px: Chinese characters are square, letters about half."""
    return sum(size if ord(c) >= 0x2E80 else 0.52 * size for c in text)


def wrapped(text: str, width: float, size: float, most: int = 3) -> list[str]:
    """Return a text in lines of at most about `width` px, at most `most`: the last then ends in an ellipsis."""
    lines, line, end = [], "", 0
    for atom in _ATOM.finditer(text):
        longer = line + (" " if line and atom.start() > end else "") + atom[0]
        if line and wide(longer, size) > width:
            lines.append(line)
            longer = atom[0]
        line, end = longer, atom.end()
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    return [_cut(text, width, size) for text in lines]


def _cut(text: str, width: float, size: float) -> str:
    """Return a text of one word without blanks that is wider than its line, cut."""
    if wide(text, size) <= width + size:
        return text
    while text and wide(text + "…", size) > width:
        text = text[:-1]
    return text + "…"

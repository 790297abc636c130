"""What an agreement is about: the case's kinds of workstream, by the words of the text."""

from __future__ import annotations

import re

_WORDS = (
    ("major_project", r"major projects?|key projects?|flagship"),
    (
        "research",
        (
            r"research(?! and development cent| cent| institute)|\br&d\b(?! cent)"
            r"|technolog(?:y|ical) innovation|joint development"
        ),
    ),
    ("headquarters", r"headquarters?"),
    ("platform", r"platforms?"),
    (
        "chain_integration",
        (
            r"(?:industr\w+|supply|value) chains?.{0,20}(?:integrat|resourc)"
            r"|integrat\w+.{0,60}chain|localis|localiz|procure"
        ),
    ),
    ("guidance_fund", r"\bfunds?\b"),
    (
        "rnd_centre",
        (
            r"(?:r&d|research(?: and development)?|innovation|technology|design|engineering) "
            r"(?:cent(?:er|re)|institute|hub)s?"
        ),
    ),
    ("policy", r"\bpolic(?:y|ies)\b|regulations?|rules\b"),
    ("chip_supply", r"chips?\b(?:.{0,20}suppl)?|semiconductors?"),
    ("trade", r"\btrade\b|exports?\b|imports?\b|customs"),
    ("testing", r"\btest(?:s|ing)?\b|certification"),
    ("talent", r"talents?|training|skills|education|recruit\w*"),
    ("investment", r"invest\w*|financ\w+"),
    ("supply", r"\bsuppl(?:y|ies)\b|deliver\w*|offtake|off-take|feedstock|logistics|warehous\w*"),
    ("scene", r"\bscenes?\b|scenarios?|demonstration|pilots?\b"),
)
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _WORDS)


_LONGEST_ITEM = 6
"""Words of an item of a list: longer ones are clauses."""


def topics_of(words: str) -> tuple[str, ...]:
    """Return the workstreams that the words name, in the order in which they name them.

    An item of a list that is none of the known kinds makes one `other`, so that it is not lost.
    """
    low = words.lower()
    found = [(m.start(), kind) for kind, pattern in _PATTERNS if (m := pattern.search(low))]
    kinds = [kind for _, kind in sorted(found)]
    if "chip_supply" in kinds and "supply" in kinds and low.count("suppl") == 1:
        kinds.remove("supply")
    if kinds and any(not _known(item) for item in _items(low)):
        kinds.append("other")
    return tuple(kinds)


def _items(low: str) -> list[str]:
    """Return the items of a list of three or more, but for the first, which its introduction hides."""
    parts = [p.strip() for p in low.split(",")]
    last = re.split(r"\band\b", parts[-1])
    items = [*parts[1:-1], *(p.strip() for p in last[0 if len(parts) > 1 else 1 :])]
    if len(items) < 2:
        return []
    return [
        i
        for i in items
        if i and len(i.split()) <= _LONGEST_ITEM and not re.match(r"(?:to|which|that|who|by)\b", i)
    ]


def _known(item: str) -> bool:
    return any(pattern.search(item) for _, pattern in _PATTERNS)

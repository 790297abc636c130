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
    ("trade", r"\btrade\b|exports?\b|imports?\b"),
    ("testing", r"\btest(?:s|ing)?\b|certification"),
    ("talent", r"talents?|training|skills|education|recruit\w*"),
    ("investment", r"invest\w*|financ\w+"),
    ("supply", r"\bsuppl(?:y|ies)\b|deliver\w*|offtake|off-take|feedstock"),
    ("scene", r"\bscenes?\b|scenarios?|demonstration|pilots?\b"),
)
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _WORDS)


def topics_of(words: str) -> tuple[str, ...]:
    """Return the workstreams that the words name, in the order in which they name them."""
    low = words.lower()
    found = [(m.start(), kind) for kind, pattern in _PATTERNS if (m := pattern.search(low))]
    kinds = [kind for _, kind in sorted(found)]
    if "chip_supply" in kinds and "supply" in kinds and low.count("suppl") == 1:
        kinds.remove("supply")
    return tuple(kinds)

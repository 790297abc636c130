"""English words for dates: months, weekdays, parts of a year, prepositions, numbers."""

from __future__ import annotations

import re


def _words(line: str) -> list[str]:
    return line.split()


def word_set(line: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(line.split())


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thu",
            "friday fri",
            "saturday",
            "sunday",
        )
    )
    for name in names.split()
}
_SMALL = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBERS = {
    "a": 1.0,
    "an": 1.0,
    "a single": 1.0,
    "a couple of": 2.0,
    "couple of": 2.0,
    "one and a half": 1.5,
    "two and a half": 2.5,
    "half a": 0.5,
    **{word: float(n) for n, word in enumerate(_SMALL, 1)},
    **{word: 10.0 * n for n, word in enumerate(_TENS, 2)},
    **{f"{ten}-{one}": 10.0 * n + m for n, ten in enumerate(_TENS, 2) for m, one in enumerate(_SMALL[:9], 1)},
}
ORDINALS = {
    "first": 1, "1st": 1, "opening": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "last": -1, "final": -1, "closing": -1,
}  # fmt: skip
PLAN_ORDINALS = {
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17,
}  # fmt: skip
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
NUMBER = (
    "|".join(sorted((w.replace(" ", r"\s") for w in NUMBERS), key=len, reverse=True)) + r"|[0-9]{1,3}(?:\.5)?"
)

PREPOSITIONS = {
    "than": (
        "than in", "than at", "than for", "than during", "than on", "than", "compared with", "compared to", "against",
        "versus", "vs", "vs.", "relative to", "compared with that of", "compared with those of", "as in", "down on",
        "up on", "from levels in", "from the level of", "from the levels of", "baseline of", "base year of",
        "that of", "those of", "than that of", "than those of", "than that in", "than those in", "from that of",
        "above that of", "to that of", "as that in", "as those in", "with that in", "with those in",
        "with that of", "with those of", "to that in",
    ),
    "by": (
        "by", "before", "no later than", "not later than", "prior to", "ahead of", "on or before", "within",
        "between now and",
    ),
    "until": (
        "until", "till", "through", "thru", "up to", "out to", "to", "up until", "up till", "through to", "into",
    ),
    "since": ("since", "ever since", "since as early as"),
    "from": (
        "from", "starting", "starting in", "starting from", "starting on", "beginning", "beginning in",
        "beginning from", "beginning on", "commencing", "commencing in", "commencing on", "effective",
        "effective from", "no earlier than", "not earlier than", "no sooner than", "not before", "not until",
        "as from", "with effect from", "from as early as", "onwards from",
    ),
    "after": ("after", "following", "beyond", "post"),
    "in": (
        "in", "on", "during", "for", "at", "over", "throughout", "across", "as of", "as at", "dated", "around",
        "circa", "back in", "as early as", "as late as", "as soon as", "as recently as", "only in", "in or around",
    ),
}  # fmt: skip
FILLERS = (
    "around", "about", "approximately", "roughly", "as early as", "as late as", "as soon as", "sometime in",
    "some time in", "sometime", "at", "on", "in", "the", "the year", "year", "calendar", "calendar year",
    "fiscal", "financial", "fiscal year", "financial year", "the full year", "full year", "the period", "at least",
    "all of", "most of", "much of", "the whole of", "the course of", "the morning of", "the evening of", "least",
    "the latest", "or before", "or around", "possibly", "perhaps", "only",
)  # fmt: skip

FUTURE = word_set(
    "will shall would won't ll plan plans planned planning aim aims aiming aimed target targets targeted targeting "
    "expect expects expected expecting scheduled slated due set intend intends intended hope hopes hoping seek seeks "
    "want wants going about upcoming forthcoming forecast forecasts projected project projects anticipated "
    "anticipates promise promises pledged pledges pledge vows vowed commits committed may might could should must "
    "can deadline"
)
"""Words that turn what follows to the future. "project" and "plan" as nouns speak of the future as often as not."""
PAST = word_set(
    "said was were had did began broke won made took held went came saw rose fell grew met built sold bought "
    "gave got became paid spent left led lost kept told wrote won cut put has have stood hit ran set"
)
"""Irregular verbs of the past; the regular ones end in -ed."""

COUNTED = word_set(
    "people workers employees staff jobs posts positions companies firms enterprises businesses suppliers vehicles "
    "cars trucks buses units sets pieces homes houses households villages schools students engineers technicians "
    "farmers families customers stores shops stations piles plants factories lines projects patents wafers tonnes "
    "tons kilograms kilometres kilometers miles metres meters hectares acres mu barrels litres liters megawatts "
    "gigawatts hours days weeks months years minutes times dollars euros yuan yen won pounds rupees pesos forints "
    "dirhams rupiah ringgit baht dong percent turbines panels modules robots ships aircraft beds rooms seats "
    "sq sqm mhz ghz rpm ppm nm mm cm kv square cubic metric million billion trillion thousand crore lakh kg km mw gw "
    "mwh gwh kwh m t "
    "residents members participants exhibitors delegates officials researchers scientists graduates apprentices "
    "passengers containers teu apartments buildings machines devices items samples species trees "
    "investors startups start-ups outlets dealers branches offices containers flights trips visitors tourists"
)
"""What numbers count: a number of four digits before one of these is no year."""


def number(word: str) -> float:
    """Return the number that a word or figures of a duration name."""
    return NUMBERS.get(re.sub(r"\s", " ", word)) or float(word)

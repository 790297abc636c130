"""Nouns that stand for a plant, a body or people said before: what "the plant", "the board", "its staff" may mean."""

from __future__ import annotations

from hinterland.reading.english import nouns
from hinterland.reading.quantities.lexicon import bag as words

GENERIC_THINGS = nouns.FACILITIES | words(
    "project projects phase phases venture work works construction production operations investment output site "
    "scheme development stage expansion capacity upgrade programme program start-up commissioning shipments "
    "deliveries job jobs worker workers"
)


ORGANS = words(
    "board management directors executives workforce payroll headcount staff chairman chief president boss bosses"
)


KIN = words(
    "rival competitor supplier customer partner unit subsidiary affiliate spin-off peer parent owner contractor"
)
WHOLES = words("investment project venture scheme")
STAFF = words("employees workers staff jobs posts employee colleagues engineers")
BODIES = words("consortium partnership alliance venture team pair trio grouping")
BODIES_SHORT = words(
    "authority agency bank board bureau commission council institute university college foundation "
    "corporation ministry municipality"
)
OFFICES = words("authority ministry department agency bureau commission council")
COUNTRY = frozenset({"country", "kingdom", "nation", "republic", "emirate", "sultanate"})


WIDE = words("government ministry kingdom country nation council authority")


REGION_WORDS = nouns.GOVERNMENT_NOUNS


RANKS = words("first second third largest biggest newest only main oldest second-largest latest next longest")


def office_names(names: tuple[str, ...]) -> bool:
    """Whether names are all those of ministries and agencies."""
    return all(OFFICES & set(name.lower().split()) for name in names)

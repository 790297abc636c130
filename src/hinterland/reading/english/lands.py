"""Which place "the city", "the province", "the country" means."""

from __future__ import annotations

from hinterland.reading.english.places import level_of
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.gazetteer.places import country_of, find

GROUNDS = frozenset({"park", "zone", "area", "estate", "port", "valley", "island", "campus", "airport"})
"""Last words of places that no gazetteer holds, and that the text then calls by them: "the park"."""

_LEVELS = frozenset({"state", "provincial", "regional", "municipal", "city", "county", "district"})
_CITY_REGIONS = frozenset({"Beijing", "Shanghai", "Tianjin", "Chongqing"})


def _formal(country: str, word: str) -> str:
    """Return a country as it calls itself: "the Kingdom" of its ministry."""
    formal = word in {"kingdom", "republic", "sultanate"} and word.capitalize() not in country
    return f"{word.capitalize()} of {country}" if formal else country


class Lands:
    """The places that a text has talked of so far."""

    def __init__(self) -> None:
        self.lands: dict[str, tuple[str, ...]] = {}
        self._loose: set[str] = set()
        self.site: tuple[str, ...] = ()
        self.site_here: tuple[str, ...] = ()
        self.site_paragraph = -1
        self.site_firms: set[str] = set()
        self.seats: dict[str, tuple[str, ...]] = {}
        self.region: tuple[str, ...] = ()
        self.region_places: tuple[str, ...] = ()
        self.country = ""
        self.principal = NOBODY

    def keep_land(self, places: tuple[str, ...], *, weak: bool = False) -> None:
        """Keep a city, province or country as what "the city", "the province" means from here on.

        A `weak` mention, one in passing, counts only where none was made before.
        """
        for i, place in enumerate(places):
            level = level_of(place)
            if level and not (weak and level in self.lands and level not in self._loose):
                self.lands[level] = places[i:]
                self._loose.discard(level)
            if place in _CITY_REGIONS:
                self.lands["city"] = places[i:]
            self._keep_ground(place, places[i:], known=bool(level))
            for other in (*find(place), *(find(place.replace(" ", "").capitalize()) if " " in place else ())):
                # Hai Phong is a municipality: a region and a city; Ontario is a city only till one is named
                if other.kind not in self.lands:
                    self.lands[other.kind] = places[i:]
                    self._loose.add(other.kind)

    def firm(self, level: str) -> None:
        """Keep what "the city" means against cities named in passing."""
        self._loose.discard(level)

    def grounds(self, word: str) -> bool:
        """Whether a word means a park or zone: "the zone", and "the port" where a place is called so."""
        return word in {"park", "zone", "area"} or (word in GROUNDS and word in self.lands)

    def _keep_ground(self, place: str, places: tuple[str, ...], *, known: bool) -> None:
        """Keep a park or zone as what "the park" means, and a place of unknown size for "the town"."""
        last = place.lower().split()[-1]
        if last in GROUNDS:
            self.lands[last] = places
        elif not known:
            self.lands.setdefault("", places)

    def land(self, words: list[str], last: str) -> Who:
        """Return which place "the city" or "the provincial government" means."""
        wanted = level_of(" ".join(w for w in words if w in {"provincial", "municipal", "regional"}) or last)
        here = self.region_places[:1]
        if wanted and here and level_of(here[0]) == wanted:
            return Who(self.region, self.region_places, "region", last, "the place named before")
        found = self.lands.get(wanted or last, ())
        if not found and wanted in {"city", "district"}:
            found = self.lands.get("", ())
        if not found and wanted == "city":
            # Chongqing is a municipality that the tables hold as a region
            found = self.lands.get("region", ())
        if found:
            return Who(found[:1], found, "region", last, "the place named before")
        places = self.region_places or self.principal.places
        parties = self.region or (self.principal.parties if self.principal.sort == "region" else ())
        return Who(parties, places, "region", last, "the place named before")

    def ruled(self, words: list[str]) -> Who:
        """Return the land that "the state government", "the regional government" governs, where the text named it."""
        level = next((x for x in words if x in _LEVELS), "")
        wanted, here = level_of(level), self.region_places[:1]
        if wanted and here and level_of(here[0]) == wanted:
            found = self.region_places
        else:
            found = self.lands.get(wanted, ()) if wanted else ()
        if not found:
            return NOBODY
        said = any(level_of(x) == wanted for x in found[0].lower().split())
        name = " ".join((found[0], *(() if said else (level,)), words[-1]))
        return Who((name,), found, "region", words[-1], "the place named before")

    def land_of_country(self, word: str, *, capital: bool = False) -> Who:
        """Return which country "the country" means: the last one named."""
        if self.country:
            name = _formal(self.country, word) if capital else self.country
            return Who((name,), (self.country,), "region", word, "the country named before")
        near = (
            country_of(p[0]) for level in ("region", "city", "district") for p in [self.lands.get(level)] if p
        )
        country = next((c for c in near if c), "")
        if country:
            name = _formal(country, word) if capital else country
            return Who((name,), (country,), "region", word, "the country of the place named before")
        return Who((word.capitalize(),), (), "region", word, "")

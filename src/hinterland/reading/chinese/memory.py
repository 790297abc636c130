"""Who and where a text has talked of, and what words such as 双方, 该公司, 全省, 项目 stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hinterland.reading.model import Name

TopicKind = Literal["org", "region", "pair", "project", "none"]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a clause speaks of: who promises, owns or acts, where, and on what ground we say so."""

    kind: TopicKind = "none"
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    basis: str = ""


NOBODY = Topic()
MOST_ALIKE = 50
"""The most names with two characters in common that a short name is looked for in."""
MOST_NAMES = 60
MOST_PLACES = 30

_SIDES = re.compile("[双两三四各多几]方|两家|三家|甲乙|两地|两市|两省|两国|几方")
_COMPANY = re.compile(
    "公司|集团|企业|我们|我方|咱们|我司|该厂商|该[车药国央]企|该[制供开运巨品]|该行|该校|该所|该院|该机构|该大学|该研究院|该协会|该联盟|该银行"
)
_NAMELESS = frozenset(("园区", "开发区", "高新区", "经开区", "新区", "港区", "保税区", "示范区"))
"""Zones without their names: 园区管委会."""
_PARTIES = frozenset(("甲方", "乙方"))
_TWO = frozenset(("前者", "后者"))
_STATES = frozenset(("全州", "该州", "我州", "州政府", "州里"))
_OURS = frozenset(("我们", "我方", "咱们", "我司", "本公司"))
_PROJECT = re.compile("[厂矿站港]$|项目|基地|工程|中心|园方$")
_ZONE = re.compile("园区|开发区|高新区|经开区|新区|管委会|园方|自贸区|综保区|保税区")
_LEVELS = (
    ("国", re.compile("该国|我国|全国")),
    ("省", re.compile("省|自治区|该州|全州|州政府|邦")),
    ("市", re.compile("市|全盟|州")),
    ("县", re.compile("县|旗")),
    ("区", re.compile("区")),
    ("镇", re.compile("镇")),
)
_OFFICE = re.compile(
    "(?:人民政府|政府|管委会|管理委员会|党工委|工委|[省市区县州]委|发展和改革委员会|发展改革委|发改委|经济和信息化|工业和信息化|人大常委会|常务委员会|"
    "(?:[\u3400-\u9fff]{0,8}?[局厅委办部会])|办公[室厅]).*$"
)


def region_of(name: str) -> str:
    """Return the place that a government governs by its name, "" where the name does not tell."""
    name = name.replace("联邦", "").replace("中央政府", "政府")
    for cut in range(len(name), 1, -1):
        if name[cut : cut + 1] == "家" and name[cut - 1] == "国":
            continue  # 肯尼亚国家灌溉局
        if name[cut - 1] in "省市区县旗州盟国" and _OFFICE.match(name[cut:]):
            return name[:cut]
    board = re.search("(?:管委会|管理委员会|人民政府|政府)", name[2:])
    if board:
        return name[: board.start() + 2]
    match = _OFFICE.search(name, 2)
    if match and find(name[: match.start()]):
        return name[: match.start()]
    for cut in range(min(8, len(name)), 1, -1):
        if find(name[:cut]):
            return name[:cut]
    return ""


@dataclass(slots=True)
class Memory:
    """What has been named so far."""

    first: dict[str, str] = field(default_factory=dict)
    """Names as written -> the full form of their first mention."""
    orgs: list[str] = field(default_factory=list)
    """Organisations, the last that was a subject at the end."""
    mentioned: list[str] = field(default_factory=list)
    """Organisations and governments in order of mention."""
    pair: tuple[str, ...] = ()
    """The parties of the last agreement."""
    areas: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Places with what they lie in, the last at the end."""
    project: Topic = NOBODY
    """Owners and place of the plant or project last talked of."""
    seats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Where an organisation is said to sit: 位于P的O."""
    land: str = "中国"
    """The country whose government was named last: what 全国 means."""
    plants: dict[str, Topic] = field(default_factory=dict)
    """The last plant or project of each owner."""
    speaker: str = ""
    """The organisation that speaks: its plant is meant before another's."""
    main: str = ""
    """The organisation that the headline names first."""
    home: tuple[str, ...] = ()
    """The region a document is about."""

    def full(self, name: str) -> str:
        """Return the full form of a name."""
        return self.first.get(name, name)

    def hear(self, name: Name) -> None:
        """Remember a name."""
        if name.kind == "organisation":
            self._push(self.mentioned, self.full(name.text))
            if name.head != "media" and self.full(name.text) not in self.orgs:
                self.orgs.insert(0, self.full(name.text))
                del self.orgs[:-MOST_NAMES]
        elif name.kind == "government":
            self._push(self.mentioned, name.text)
            region = region_of(name.text)
            if region:
                self.land = next((p for p in (region, *name.within) if _is(p, "国")), self.land)
                self._area(region, name.within)
        elif name.kind == "place":
            self._area(name.text, name.within)

    def act(self, names: Iterable[str]) -> None:
        """Remember organisations as what 公司 means now: the first of several."""
        for name in reversed(list(names)):
            if name in self.orgs:
                self._push(self.orgs, name)

    def _area(self, name: str, within: tuple[str, ...]) -> None:
        self.areas = [a for a in self.areas if a[0] != name][-MOST_PLACES:]
        self.areas.append((name, within))

    @staticmethod
    def _push(names: list[str], name: str) -> None:
        if name in names:
            names.remove(name)
        names.append(name)
        del names[:-MOST_NAMES]

    def resolve(self, name: Name) -> Topic:
        """Return what a name or group word stands for."""
        if name.kind == "organisation":
            return Topic("org", (self.full(name.text),))
        if name.kind == "government":
            region = region_of(name.text)
            if region in _NAMELESS:
                return self.group(region)
            if not region and name.text[0] in "省市区县州":
                return Topic("region", (name.text,), self.group(name.text[0] + "政府").places)
            return Topic("region", (name.text,), (region, *name.within) if region else name.within)
        if name.kind == "place":
            return Topic("region", (name.text,), (name.text, *name.within))
        if name.kind == "group":
            return self.group(name.text)
        return NOBODY

    def group(self, words: str) -> Topic:
        """Return what a group word stands for."""
        basis = f"anaphora:{words}"
        if _PROJECT.search(words) and self.meant().parties:
            return replace(self.meant(), basis=basis)
        if _SIDES.match(words) or words in _TWO or words in _PARTIES:
            return self._pair(words, basis)
        if _COMPANY.search(words):
            spoken = self.speaker or self.main if words in _OURS else ""
            return Topic("org", (spoken,) if spoken else tuple(self.orgs[-1:]), (), basis)
        return self._area_of(words, basis)

    def _pair(self, words: str, basis: str) -> Topic:
        """Return who 双方, 甲方, 后者 and the like are."""
        if words in _PARTIES and len(self.pair) > 1:
            return self._side(words, basis)
        if words in _TWO and len(self.pair) == len(_TWO):
            return Topic("org", (self.pair[words == "后者"],), (), basis)
        return Topic("pair", self.pair or tuple(self.mentioned[-2:]), (), basis)

    def _area_of(self, words: str, basis: str) -> Topic:
        """Return the area that 园区, 全省, 该市 and the like stand for."""
        if _ZONE.search(words):
            zones = [a for a in self.areas if a[0][-1] in "园区城"] or self.areas
            return self._region(zones, basis) if zones else Topic("region", (), (words,), basis)
        if words in {"我国", "全国"}:
            land = "中国" if words == "我国" else self.land
            return Topic("region", (land,), (land,), basis)
        wide = [a for a in self.areas if a[0].endswith("州")] if words in _STATES else []
        if wide:
            return self._region(wide, basis)
        for level, pattern in _LEVELS:
            if pattern.search(words):
                if words[0] not in "该两" and self.home and _is(self.home[0], level):
                    return Topic("region", self.home[:1], self.home, basis)
                return self._region([a for a in self.areas if _is(a[0], level)] or self._within(level), basis)
        return self._region(self.areas, basis)

    def _side(self, words: str, basis: str) -> Topic:
        """Return who 甲方 or 乙方 is: the office of the two is the first."""
        offices = [p for p in self.pair if p not in self.orgs]
        firms = [p for p in self.pair if p in self.orgs]
        first, second = (offices[0], firms[0]) if offices and firms else self.pair[:2]
        if words == "乙方":
            return Topic("org", (second,), (), basis)
        region = region_of(first) if offices and firms else ""
        return Topic("region" if region else "org", (first,), (region,) if region else (), basis)

    def _within(self, level: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return places of a level that places named lie in."""
        return [(w, ()) for _, within in self.areas for w in within if _is(w, level)]

    def _region(self, areas: list[tuple[str, tuple[str, ...]]], basis: str) -> Topic:
        if not areas:
            return Topic("region", self.home, self.home, basis)
        name, within = areas[-1]
        return Topic("region", (name,), (name, *within), basis)

    def built(self, topic: Topic) -> None:
        """Remember whose plant or project is talked of, and where; a place once said stays."""
        places = topic.places or (self.project.places if topic.parties == self.project.parties else ())
        self.project = replace(topic, kind="project", places=places)
        for owner in topic.parties:
            self.plants.pop(owner, None)
            self.plants[owner] = self.project
        while len(self.plants) > MOST_NAMES:
            del self.plants[next(iter(self.plants))]

    def meant(self) -> Topic:
        """Return the plant or project that is meant: the speaker's, else the last talked of."""
        return self.plants.get(self.speaker, self.project)


def _is(place: str, level: str) -> bool:
    """Whether a place is of a level: by its suffix, else by the gazetteer."""
    if level == "国":
        return any(p.kind == "country" for p in find(place))
    if place.endswith(level) or (level == "省" and place.endswith(("自治区", "州", "邦", "府"))):
        return not (level == "区" and place.endswith("自治区"))
    if level == "县" and place.endswith("旗"):
        return True
    if place[-1] in "省市县区旗州镇":
        return False
    found = find(place)
    return any(
        (level == "省" and p.kind == "region") or (level == "市" and p.kind == "city") for p in found[:1]
    )


def full_names(names: Iterable[Name]) -> dict[str, str]:
    """Return short names of organisations with the full name that they are short for.

    A name is short for a longer one that holds its characters in order, with its first two together.
    """
    texts = list(dict.fromkeys(n.text for n in names if n.kind == "organisation"))
    holding: dict[str, list[str]] = {}
    for text in texts:
        for pair in {text[i : i + 2] for i in range(len(text) - 1)}:
            held = holding.setdefault(pair, [])
            if len(held) < MOST_ALIKE:
                held.append(text)
    found = {}
    for short in texts:
        alike = holding.get(short[:2], ())
        longer = next((t for t in alike if len(t) > len(short) and _shortened(short, t)), None)
        if longer is not None:
            found[short] = longer
    return found


def _shortened(short: str, long: str) -> bool:
    if len(short) < 2 or short[:2] not in long:
        return False
    at = long.find(short[:2])
    for char in short:
        at = long.find(char, at)
        if at < 0:
            return False
        at += 1
    return True

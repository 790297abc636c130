"""Shares that cannot be, and shares of what is not clear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import number_en, number_zh, whole_words
from hinterland.reading.doubts.scene import LONGEST, Scene, Stretch
from hinterland.reading.gazetteer.places import find
from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Quantity

# words that make a percentage a share of a whole
_SHARE_BEFORE = re.compile(
    r"(?:\b(?:shares?|stakes?|proportion)\b[^.;]{0,40}|\b(?:accounts?|accounted|accounting) for\b[^.;,]{0,20}"
    r"|\b(?:make|makes|made|making) up\b[^.;,]{0,16}|\b(?:represents?|represented|representing"
    r"|constitutes?)\b[^.;,]{0,16}"
    r"|\b(?:own|owns|owned|hold|holds|held|holding)\b[^.;,]{0,24}|\b(?:locali[sz]ation"
    r"|(?:local )?integration|self-supply|participation|usage|market|coverage of [a-z]+s|penetration"
    r"|yield|employment|pass|survival|occupancy|ownership|recycling|recovery|reuse"
    r"|adoption|electrification|literacy|enrol?ment|attendance|completion|collection|rejection|defect"
    r"|approval"
    r"|vaccination|greening|qualification|domesti\w+|comprehensive utili[sz]ation)\s(?:rates?|ratios?"
    r"|levels?)\b[^.;]{0,48}"
    r"|\b(?:local|domestic|recycled|home-made) content\b[^.;]{0,24}"
    r"|(?<!增)占比?[^，,。；;]{0,18}|比[重例][^，,。；;]{0,8}|份额[^，,。；;]{0,8}|占有率[^，,。；;]{0,8}"
    r"|持有?股[^，,。；;]{0,8}|股[权份][^，,。；;]{0,4}"
    r"|(?:合格|良品?|国产化|本地化|本土化|配套|渗透|就业|入住|出租|普及|绿化|回收|成活|满意|优良|达标"
    r"|电气化|自动化|数控化|采用|应用|综合利用|循环利用|重复利用|处理|处置|脱贫|入学|参保|签约|到位|转化"
    r"|录取|留存|绿电"
    r"|信息化|城镇化|标准化|覆盖(?=率.{0,4}村))率[^，,。；;]{0,10})$",
    re.IGNORECASE,
)
_SHARE_AFTER = re.compile(
    r"\s{0,2}(?:of\s(?:(?:the|its|their|his|her|our|all|total|that|this|these|those|whole)\b|[A-Z])"
    r"|(?:share|stake|interest|ownership|holding)\b|的(?:股权|股份|份额|市场份额|比[重例]))",
)
# wholes that may be exceeded: a target, a capacity, last year's level, a price, a debt, a need
_MAY_EXCEED = re.compile(
    r"\b(?:targets?|quotas?|plan(?:ned)?|goal|budget|capacity|nameplate|rated|nominal|design(?:ed)?"
    r"|levels?|baseline"
    r"|gdp|equity|assets|debt|value|price|cost|coverage|utili[sz]ation|load|year|average|demand"
    r"|needs?|requirements?"
    r"|consumption|use|earlier|previous|before|leverage|oversubscri\w+|subscri\w+|salary|wage|income"
    r"|compared|norm|figures?|current|present|existing|rates?|tariffs?|fees?|wages?|minimum|standard)\b"
    r"|计划|目标|任务|完成率|利用率|负荷|覆盖率|增|同比|环比|上年|去年|水平|负债|净资产|达产|产销"
    r"|自给|需求|平均|设计|预算"
    r"|拨备|保值|认购|序时|进度|提高|上涨|升|涨|回报|收益率|满足率",
    re.IGNORECASE,
)
# "cover 103 percent of townships", 覆盖102%的乡镇: a share of things of which there are no more than all
_REACHES = re.compile(
    r"(?:\b(?:cover|reach|serve|benefit|include|provid|suppl|employ|recycl|treat|connect|take|took"
    r"|account|represent"
    r"|comprise|contribut|meet|involv)\w{0,4}\b[^.,;]{0,24}|(?:^|[.,;]\s)(?:(?:Some|About|Nearly|Over)\s)?"
    r"|\b(?:make up|made up|makes up|means that|will be|that|said|says|where|because"
    r"|hold|holds|have|has)\s(?:\w+\s){0,2})$",
    re.IGNORECASE,
)
_OF_THINGS = re.compile(
    r"\s{0,2}of\s(?:(?:all|the|its|their|rural|urban|local|new)\s)?(?:(?:[a-z]+\s){0,2}[a-z]+s|output"
    r"|production|households)\b"
)
_THINGS_ZH = re.compile(
    r"\s?(?:以上)?的(?:[一-鿿]{0,4})?(?:[乡镇村县区户]|企业|家庭|学校|人口|居民|群众|农户|社区|员工|车辆"
    r"|供应商|产品)"
)
_REACHES_ZH = re.compile(r"(?:覆盖|惠及|全[国省市县区镇乡]|使|让|有|达)[^，,。；;0-9]{0,10}$")
# a share of a whole by its very words: no level of growth, no rate of use
_STRONG_ZH = re.compile(
    r"(?<!增)占[^，,。；;]{1,18}$|占比[^，,。；;]{0,10}$|占[^，,。；;]{1,16}的?比[重例][^，,。；;]{0,10}$"
)
_BOUND_ZH = re.compile(
    r"(?:综合利用|循环利用|重复利用|回收利用|资源化利用|采用|普及|合格|处理|处置|回收|绿化|国产化|本地化"
    r"|转化|渗透|入住|出租|电气化|参保|入学|达标|满意|就业)率[^，,。；;]{0,10}$"
    r"|(?:市场份额|市占率|占有率)[^，,。；;增]{0,8}$"
)
_SUPPLY_ZH = re.compile(
    r"(?:供应|生产|提供|贡献|承担|吸纳|消费|聚集|集中|拥有|消化)(?:着|了)?(?:全[国省市球县]|世界|国内)[^，,。；;0-9增比]{1,12}的?"
    r"(?:近|约|超过?|逾)?$"
)
# "is to account for 130 percent of electricity consumption": a part of what is used, not a multiple of the need
_MAKES_ALL = re.compile(
    r"\b(?:accounts?|accounted|accounting) for\s(?:\w+\s){0,3}$|\b(?:make|makes|made|making) up\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\s{0,2}of\s[^,.;]{0,40}\b(?:consumption|demand|use|needs?|requirements?)\b", re.IGNORECASE
)
_OWED_ZH = re.compile(
    r"债|贷款|信贷|存款|进出口|贸易额?|外贸|杠杆|融资|总资产|市值|储备|计划|目标|任务|序时|上年|去年"
    r"|同期|预算(?!收入)|产能"
)
_ELLIPSIS_END = re.compile(r"\s{0,2}(?:[.,;)。，；）]|and\b|but\b|by\b|each\b|$)", re.IGNORECASE)
_TAKES = re.compile(
    r"\b(?:take|takes|took|buy|buys|bought|own|owns|owned|hold|holds|held|holding|receive|receives"
    r"|absorb|absorbs|get|gets"
    r"|control|controls|contribute|contributes|supply|supplies|go|goes|split|shared?|divided|stakes?"
    r"|subscribe|accounts? for|financed|funded|financing)\b|(?:来源|构成|结构|资金)[^。；]{0,30}占"
    r"|持有?股|占股|股权|股份|分别占|各占|出资|认缴|包销|购买|采购|其余",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(r"\s{0,2}of\s(?:the|its|their|that|this|all|total)\b", re.IGNORECASE)
_SAME_WHOLE = re.compile(
    r"\s{0,2}of\s(?:it|that|this|the (?:same|total|venture|company|joint venture|shares))\b", re.IGNORECASE
)


def find_shares(scene: Scene) -> list[Issue]:
    """Return shares above 100 percent, one alone or several of one whole together."""
    found: list[Issue] = []
    for stretch in scene.stretches:
        percents = [q for q in stretch.quantities if q.unit == "percent" and _level(scene.text, q)]
        found += [_single(scene, q) for q in percents if q.value > 100 and _is_share(scene.text, q, stretch)]
        if len(percents) >= 2 and stretch.end - stretch.start <= LONGEST:
            found += _together(scene, stretch, percents)
    return found


def _level(text: str, q: Quantity) -> bool:
    """Whether a percentage is of a whole, not an amount of change."""
    return q.change != "by" or bool(_OF_WHOLE.match(text, q.core_end))


def _is_share(text: str, q: Quantity, stretch: Stretch) -> bool:
    before = text[max(stretch.start, q.core_start - 48) : q.core_start]
    after = text[q.core_end : min(q.core_end + 48, stretch.end)]
    exceeds = _MAY_EXCEED.search(after.split(",")[0].split("，")[0]) or _MAY_EXCEED.search(
        re.split("[,，;；。]", before[-16:])[-1]
    )
    clause = re.split("[,，;；。]", text[max(stretch.start, q.start - 48) : q.core_start])[-1]
    strong = _STRONG_ZH.search(clause)
    if (
        strong
        and not _OWED_ZH.search(clause, max(0, strong.start() - 6))
        and not _OWED_ZH.match(after.lstrip("的"))
    ):
        return True
    if _BOUND_ZH.search(clause):
        return True
    if _MAKES_ALL.search(clause) and _USED.match(after) and not _MAY_EXCEED.search(clause):
        return True
    if _SUPPLY_ZH.search(clause):
        return True
    if _REACHES_ZH.search(clause) and _THINGS_ZH.match(after) and not re.search("[增比]", clause):
        return True
    if exceeds:
        return False
    if _OF_THINGS.match(after) and _REACHES.search(text[max(stretch.start, q.start - 40) : q.start]):
        return True
    return bool(
        _SHARE_BEFORE.search(text[max(stretch.start, q.start - 80) : q.core_start])
        or _SHARE_AFTER.match(after)
    )


def _single(scene: Scene, q: Quantity) -> Issue:
    en, zh = number_en(q.value), number_zh(q.value)
    return Issue(
        code="share_over_100",
        start=q.start,
        end=q.end,
        expected="at most 100 percent",
        stated=f"{en} percent",
        en=f"A share of {en} percent is more than the whole.",
        zh=f"占比{zh}%超过整体的100%。",
        claims=scene.about([q]),
    )


def _together(scene: Scene, stretch: Stretch, percents: Sequence[Quantity]) -> list[Issue]:
    """Return a doubt about takers of one whole who together take more than all of it."""
    text = scene.text
    runs: list[list[Quantity]] = []
    for q in percents:
        if runs and _goes_on(text, runs[-1][-1], q):
            runs[-1].append(q)
        else:
            runs.append([q])
    found = []
    for run in runs:
        floor = max(stretch.start, run[0].start - 100)
        if len(run) < 2 or not _TAKES.search(text, floor, run[-1].end + 20):
            continue
        total = sum(q.value for q in run)
        if total > 101 and max(q.value for q in run) < 100:
            en, zh = number_en(total), number_zh(total)
            parts = " + ".join(number_en(q.value) for q in run)
            found.append(
                Issue(
                    code="share_over_100",
                    start=run[0].start,
                    end=run[-1].end,
                    expected="at most 100 percent together",
                    stated=f"{en} percent together",
                    en=f"The shares of one whole add up to {en} percent ({parts}).",
                    zh=f"同一整体的各份额之和为{zh}%（{parts}），超过100%。",
                    claims=scene.about(run),
                )
            )
    return found


_SPLIT = re.compile(r"\b(?:split|divided|shared out|allocated|distributed)\b", re.IGNORECASE)


def _goes_on(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether a share is of the same whole as the one before it: its whole is left out, and no date parts them."""
    between = text[one.end : other.start]
    if (
        len(between) > 90
        or re.match(r"\s?(?:to|up to)\b|\s?[-–]", between)
        or re.search(r"[.。!?]|\b(?:from|than|up|down|versus|compared)\b|[比由从]", between)
    ):
        return False
    if re.search(r"(?:19|20)[0-9]{2}|去年|上年|last year", between):
        return False
    han = bool(re.search("[\u3400-\u9fff]", between)) or "，" in between or "、" in between
    if han:
        return bool(
            re.search(r"持|占|股|出资|认缴|包销|^[和、及]$", text[max(0, one.start - 12) : other.start])
        )
    after = text[other.core_end : other.core_end + 40]
    if re.match(r"\s(?:for|to)\s(?:the\s|a\s)?\w", after) and _SPLIT.search(
        text, max(0, one.start - 60), one.start
    ):
        return True
    return bool(_ELLIPSIS_END.match(after) or _SAME_WHOLE.match(after)) and not re.search(
        r"\bof (?:its|their|the)\b.*\bof\b", between
    )


NEAR = 60
_PLACES_OWN = (
    r"(?:its|their|the (?:province|city|state|region|county|district|municipality|prefecture|town)'?s)"
)
_WIDER = (
    r"(?:the (?:country|nation|world|whole country|entire country)|China|India|Indonesia|Vietnam"
    r"|Mexico|Brazil|Germany"
    r"|France|Hungary|Poland|Thailand|Malaysia|Japan|Korea|South Korea|Turkey|Morocco|Egypt"
    r"|South Africa|Saudi Arabia|Spain"
    r"|Italy|Canada|the United States|the U\.?S\.?|the United Kingdom|the UK|Europe"
    r"|the European Union|the EU|Asia|Africa"
    r"|Southeast Asia|ASEAN)"
)
_NAMED = (
    r"(?:(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|[Cc]entral)(?:ern|east"
    r"|west)?(?:ern)?\s)?[A-Z][a-z]+(?:\s[A-Z][a-z]+)?"
)
_AMBIGUOUS_EN = re.compile(
    rf"(?:\bpercent|\bper cent|%|\bpct),?\s(?:share\s)?of\s{_PLACES_OWN}\s(?P<what>(?:[\w'-]+\s){{1,7}}?)"
    rf"(?:(?P<link>in|within|across|of|throughout)\s(?P<wide>{_WIDER}|{_NAMED})\b(?!['’]s)(?!-)"
    rf"|(?P<nation>nationwide|countrywide|worldwide|nationally|globally)\b)",
)
_SHARE_EN = re.compile(
    rf"\b(?:[Ii]ts|[Tt]heir)\s(?P<what>(?:[\w'-]+\s){{0,5}}?)(?:share"
    rf"|proportion)\s(?:of\s)(?P<amount>[^,.;]{{1,40}}?"
    rf"(?:percent|per cent|%))\s(?:in|within|across|of)\s(?P<wide>{_WIDER})\b",
)
_OF_PLACE = re.compile(
    r"\b(?:province|city|state|region|county|district|municipality|prefecture|government|autonomous"
    r"|governor|mayor"
    r"|authorities|town|zone|island|territory|emirate)\b",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"production|output|capacity|manufactur|industry|generation|aircraft|vehicles?|cars|supply|exports",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:have|has|having|make|makes|assemble|produce|build|hold|reach|account for|concentrate)\b",
    re.IGNORECASE,
)
_OWN_ZH = r"(?:其|该[省市区县州]|本[省市区县州]|全[省市区县](?!域)|我[省市区县]|自身)"
_WIDE_ZH = r"(?:全国|全球|世界|国内|我国|中国|全省|全市|全行业|全欧|欧洲|亚洲|全世界)"
_PERCENT_ZH = (
    r"(?:[0-9.]{1,6}(?:%|个百分点)|百分之[一二三四五六七八九十百零]{1,5}"
    r"|[一二三四五六七八九]成(?:[一二三四五六七八九半])?|[一二三四五六七八九十]分之[一二三四五])"
)
_AMBIGUOUS_ZH = re.compile(
    rf"占(?:到"
    rf"|据)?(?P<own>{_OWN_ZH})(?:在)?(?P<wide>{_WIDE_ZH})[^，,。；;：]{{0,16}}?的?(?:比[重例])?[^，,。；;：]{{0,8}}?{_PERCENT_ZH}"
    rf"|占(?:到|据)?(?:在)?{_WIDE_ZH}[^，,。；;：]{{0,4}}{_OWN_ZH}[^，,。；;：]{{0,16}}?{_PERCENT_ZH}"
    rf"|{_WIDE_ZH}[^，,。；;：]{{0,12}}?占(?:到|据)?其(?!总|全部|整体"
    rf"|全球)[^，,。；;：]{{0,16}}?{_PERCENT_ZH}"
    rf"|(?:使|让|将|把|有){_OWN_ZH}[^，,。；;：占]{{1,16}}?的?{_PERCENT_ZH}(?:以上"
    rf"|左右)?(?:[^，,。；;：]{{0,6}})?(?:在|位于|来自|集中在){_WIDE_ZH}"
    rf"|{_OWN_ZH}(?:的)?在{_WIDE_ZH}(?:的)?[^，,。；;：占]{{1,16}}的{_PERCENT_ZH}"
    rf"|占(?:到|据)?{_WIDE_ZH}[^，,。；;：]{{0,14}}的{_OWN_ZH}[^，,。；;：]{{0,14}}?{_PERCENT_ZH}"
)


def find_denominators(scene: Scene) -> list[Issue]:
    """Return shares whose whole is not clear: of what is its own, yet within a wider area."""
    found = []
    for start, end in _near_percents(scene):
        found += [
            _denominator(
                scene, m.start(), m.end(), m["what"].strip(), m["wide"] or "the whole country or world"
            )
            for m in _AMBIGUOUS_EN.finditer(scene.text, start, end)
            if _by_place(scene, m)
        ]
        found += [
            _denominator(scene, m.start(), m.end(), m["what"].strip() or "total", m["wide"])
            for m in _SHARE_EN.finditer(scene.text, start, end)
        ]
        found += [
            _denominator(scene, m.start(), m.end(), "", "")
            for m in _AMBIGUOUS_ZH.finditer(scene.text, start, end)
        ]
    return found


def _near_percents(scene: Scene) -> list[tuple[int, int]]:
    """Return the spans around percentages, joined where they meet."""
    spans: list[tuple[int, int]] = []
    for q in scene.tagged.quantities:
        if q.unit == "percent":
            start, end = max(0, q.start - NEAR), min(len(scene.text), q.core_end + 2 * NEAR)
            if spans and start <= spans[-1][1]:
                start = spans.pop()[0]
            spans.append((start, end))
    return spans


_SIDE = re.compile(r"(?:north|south|east|west|central)\w*\s", re.IGNORECASE)
_ALWAYS_WIDE = re.compile(_WIDER)


def _wide(words: str) -> bool:
    """Whether words name a country or more, or a side of one."""
    if _ALWAYS_WIDE.fullmatch(words):
        return True
    found = find(words) or find(_SIDE.sub("", words, count=1))
    return bool(found) and found[0].kind == "country"


def _by_place(scene: Scene, match: re.Match[str]) -> bool:
    """Whether a place, not a firm, has the share: a firm may well make part of its sales in a country."""
    text = scene.text
    if match["wide"] and not _wide(match["wide"]):
        return False
    floor, _ = scene.around(match.start(), match.end())
    before = text[floor : match.start()]
    if _OF_PLACE.search(before) or _OF_PLACE.search(match.group()):
        return True
    near = scene.names_in(floor, match.start())
    names = [n for n in near if n.kind in {"place", "government"}]
    firms = [n for n in near if n.kind == "organisation"]
    if names and not firms:
        return True
    whole = bool(match["nation"]) or match["wide"] in {"the world", "the country", "the nation"}
    return whole and not firms and bool(_MAKES.search(match["what"]) and _HAS.search(before))


def _denominator(scene: Scene, start: int, end: int, what: str, wide: str) -> Issue:
    near = scene.quantities_in(start - 40, end)
    own = [q for q in near if q.unit == "percent" and start <= q.core_end]
    if own:
        start, end = min(start, own[0].start), max(end, own[-1].core_end)
    words = whole_words(scene.text, start, end)
    en = f'"{words}" can be read as a share of its own total or of a wider one: ask which total is meant.'
    if what and wide:
        en = f"It is not clear whether the share is of its own {what} or of all {what} in {wide}."
    return Issue(
        code="ambiguous_denominator",
        start=start,
        end=end,
        expected="one total that the share is of",
        stated=words,
        en=en,
        zh=f"“{words}”的分母不明：是占自身总量，还是占更大范围的总量？",
        claims=scene.about(own) or scene.within(start, end),
    )

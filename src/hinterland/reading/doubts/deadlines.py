"""Promises for a day that had passed when the text was published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from datetime import date

    from hinterland.reading.doubts.scene import Scene
    from hinterland.reading.model import Sentence, When

_PLANNED = (
    r"(?:expected|scheduled|set|planned|slated|projected|foreseen|envisaged|forecast|intended|designed|due"
    r"|required|obliged)"
)
_GOAL = r"(?:goals?|targets?(?: dates?)?|aims?|ambitions?|objectives?)"
_FUTURE_EN = re.compile(
    r"\b(?:will|shall|must|should(?! be (?:19|20))|(?:has|have) to|is to|are to|aims? (?:to|for|at)"
    r"|aiming|plans? (?:to|for)"
    r"|planning to|intends? to|hopes? (?:to|for)"
    r"|seeks? to|wants? (?:[\w-]+\s){0,5}?to"
    r"|(?<!a )(?<!the )(?<!its )(?<!of )(?<!their )(?<!and )targets?(?! (?:of|for|set|was|were|date"
    r"|price)\b)|targeting"
    rf"|(?:is|are) (?:now |still |also |not )?{_PLANNED}|pledges? to|vows? to|strives? to|proposes? to"
    r"|(?:has|have) (?:[a-z]+ly )?(?:pledged|vowed|promised|committed(?: itself)?|undertaken|agreed"
    r"|decided|resolved) to"
    r"|(?<!as )(?:expects|expect|forecasts|(?<!was )(?<!were )(?<!had )(?<!is )(?<!are )forecast"
    r"|guides? for|guiding for|predicts|envisages|foresees|anticipates|promises|undertakes to|commits to"
    r"|guarantees)(?! that\b)"
    rf"|(?:is|remains) (?:the|its|a|one|our)(?: [a-z]+)? {_GOAL}|{_GOAL}(?: (?:for"
    rf"|of) [\w -]{{1,30}})? (?:is|are|remains)"
    rf"|(?<!the )(?:has|have|with|sets) (?:set )?(?:itself )?an? (?:[a-z]+ )?{_GOAL} of|{_GOAL}(?=:)"
    r"|(?<=[:;•–—] )to (?=[a-z]+ )|looks? to|would|to be (?:completed|built|opened|finished|ready|in place))\b",
    re.IGNORECASE,
)
_FUTURE_ZH = re.compile(
    r"将(?!军)|拟|计划|力争|预计|争取|有望|旨在|确保|规划(?:到|于)?|目标(?!任务)|要(?=[在到建实达求全])"
    r"|(?<!投资)(?<!的)(?:承诺|保证)(?=[到在将于年实20])"
    r"|不迟于|不晚于|最迟|应(?=[于在当])|必?须|务必|可(?=达|实现|形成|新增|带动)"
    r"|(?<=年，)(?:培育|打造|引进|推广|新建|建设|基本形成|基本建成|全面建成|形成一批)"
)
# what follows a noun, not a verb: 2022年计划的, 2022年目标任务
_NOUN_ZH = re.compile(
    r"(?:计划|规划|目标)(?:[的为中》”]|提出|要求|明确|显示|指出|草案|方案|纲要|任务|投资额|总|完成率|，"
    r"|。|期)|目标"
)
_NOW_PLANNED = re.compile(
    rf"\b(?:is|are)\s(?:\w+\s)?{_PLANNED}\b"
    r"|\b(?:has|have)\s(?:[a-z]+ly\s)?(?:pledged|vowed|promised|committed)\b",
    re.IGNORECASE,
)
# "The railway, scheduled to open in 2020, will": what is to be, without a verb of its own
_DUE = re.compile(
    rf"\s?(?:which is |now |originally )?{_PLANNED}\s(?:to\s[a-z]+|for|on stream|in|on)\b[^,.;]{{0,60}}$",
    re.IGNORECASE,
)
_LATEST = re.compile("不迟于|不晚于|最迟")
_GOAL_BEFORE = re.compile(rf"\b{_GOAL}(?: (?:for|of) [\w -]{{1,30}})?:\s?$|目标[:：]$", re.IGNORECASE)
_AIM_BEFORE = re.compile("(?:力争|争取|计划|拟)[^，,。；;0-9]{0,14}，$")
_GOES_ON = re.compile(r",\s(?:will|is|are|has|shall)\b")
# a first estimate of a year that has just ended
_ESTIMATE = re.compile(r"预计[^。；;]{0,60}(?:增长|同比|下降|左右)")
# history, wherever it stands in the sentence
_HISTORY = re.compile(
    r"\b(?:originally|initially|previously|formerly|earlier (?:plan|target|goal)s?|once|missed|failed"
    r"|delayed|behind schedule"
    r"|(?:would|should|could) have|(?:was|were) to have|had (?:been|planned|hoped|aimed|expected"
    r"|promised|pledged)|back then|at the time)\b"
    r"|原(?:计划|定|拟|先|本)|曾|当时|此前|彼时|未能|推迟|延期|早在|当年|截至|截止",
    re.IGNORECASE,
)
# history in the clause of the date
_PAST = re.compile(
    r"\b(?:was|were|had|did|planned|aimed|intended|hoped|sought|wanted|pledged|vowed|targeted"
    r"|expected|scheduled|promised)\b"
    r"|提前|已|较|比|相比|以来|基数|为基",
    re.IGNORECASE,
)
_BASE_BEFORE = re.compile(
    r"(?:\b(?:compared (?:with|to)|relative to|than|over|versus|against|since|from|after|of|the"
    r"|in its|its|their|our|his|under the|under its|for)"
    r"(?: (?:in|the|that of|levels? (?:in|of)|year|end of))?|自|较|比|与|从|于|（|\(|《[^》]{0,40})\s{0,2}$",
    re.IGNORECASE,
)
_BASE_AFTER = re.compile(
    r"\s{0,2}(?:levels?|baseline|base year|figures?|plan\b|strategy|agreement|edition|version|年?水平"
    r"|年?的?基础|年?相比|年?为基|》|年?版|年?(?:年度|度)?(?:年报|报告|财报|业绩|预算执行)"
    r"|年?[^，,。；;0-9]{0,4}(?:开工|签约|成立|投产|上市|引进|落户|建成|启动|发布|印发|制定|批准|收购"
    r"|公布|提出|发行|推出|上线|签署|签订|建造|种植|购买|购入|中标)的)",
    re.IGNORECASE,
)
# "its results for 2023": the year that a report is about
_ABOUT = re.compile(
    r"\b(?:results|figures|accounts|report|earnings|data|dividend|budget|census|edition|award|survey"
    r"|statement)"
    r"\s(?:for|of|from|in)\s(?:the\s)?(?:fiscal |financial )?(?:year )?$",
    re.IGNORECASE,
)
# words between a promise and a date that give the date to something else
_FREED = re.compile(
    r"\b(?:which|who|that|founded|established|since|than|compared)\b|成立|于$|\bfrom\b[^,]{0,60}$"
    r"|\b(?:and|but)\s(?:delivered|made|sold|produced|earned|posted|reported|employed|had|exported|built)\b",
    re.IGNORECASE,
)
_DONE_LAST = re.compile(
    r"\b(?:[a-z]{3,}ed|bought|sold|built|won|begun|began|made|held|took|taken|set up|came|cut|given|gave"
    r"|put|left)\s?"
    r"(?:on|in|at|back|late|early)?\s?$",
    re.IGNORECASE,
)
_BE = re.compile(r"(?:^|\b(?:be|been|being|get|and|or)\s)\s?(?:\w+\s)?$", re.IGNORECASE)
_COUPLED = re.compile(
    r"宣布|表示|披露|透露|签约|签署|\b(?:and|but|while|or|that|which|who)\b|[并而]"
    r"|^年?(?:末|底|初)?(?:制定|印发|发布|提出|公布|出台|批准|通过|签署|成立|启动|编制|宣布)"
)
# an earlier year in which it was said: what was to be done after it is history
_SAID_THEN = re.compile(
    r"(?P<zh>(?:19|20)[0-9]{2})年[^，,。；;0-9]{0,12}(?:制定|印发|发布|提出|公布|出台|批准|签署|宣布|编制)"
    r"|\b(?:said|announced|planned|promised|pledged|adopted|approved|published|signed|agreed"
    r"|unveiled) (?:\w+ )?in"
    r" (?P<en>(?:19|20)[0-9]{2})\b|\b[Ii]n (?P<lead>(?:19|20)[0-9]{2}),? (?:the|it|its)\b"
)
_FORMER_ROLES = frozenset({"since", "from", "after", "than"})


def find_past_deadlines(scene: Scene) -> list[Issue]:
    """Return promises for a date that lies before publication; history told as such is exempt."""
    if scene.published is None:
        return []
    found = []
    for when in scene.tagged.whens:
        if stated(when) and before(when.date, scene.published):
            sentence = scene.sentence(when.start)
            if sentence and _promised(scene, sentence, when):
                found.append(_past(scene, when, scene.published))
    return found


def stated(when: When) -> bool:
    """Whether a date is stated in full, not worked out from the day of publication."""
    return bool(when.date) and not when.relative and not when.year_missing and when.basis == "stated"


def before(day: str, published: date) -> bool:
    """Whether a date, as precise as it is, has passed on the day of publication."""
    return day < published.isoformat()[: len(day)]


def _promised(scene: Scene, sentence: Sentence, when: When) -> bool:
    """Whether a date is that of a promise: the words of its clause speak of the future, none of the past."""
    text = scene.text
    if when.role in _FORMER_ROLES or when.end - when.start > 60 or _BASE_AFTER.match(text, when.end):
        return False
    lead = text[max(sentence.start, when.start - 48) : _core(text, when)]
    if (when.role not in {"by", "in"} and _BASE_BEFORE.search(lead)) or _ABOUT.search(lead):
        return False
    floor, ceiling = scene.around(when.start, when.end)
    start, end = clause(text, floor, ceiling, when.start, when.end)
    then = _SAID_THEN.search(text, floor, when.start)
    if then and str(then["zh"] or then["en"] or then["lead"]) <= when.date:
        return False
    if _told_on(scene, sentence, when):
        return False
    if _HISTORY.search(text, floor, end) or "实际" in text[end:ceiling]:
        return False
    if _DUE.match(text[start:end]) and _GOES_ON.match(text[end : end + 8]):
        return True
    if _PAST.search(_NOW_PLANNED.sub(" ", text[start:end])):
        return False
    if (
        _ESTIMATE.search(text, start, ceiling)
        and scene.published
        and when.date == str(scene.published.year - 1)
    ):
        return False
    if _LATEST.match(text, when.start):
        return True
    led = _GOAL_BEFORE.search(text, floor, start) or (
        text[start] == "到" and _AIM_BEFORE.search(text, floor, start)
    )
    return (
        bool(led) or _task(scene, sentence, (start, end), when) or _binds(scene, sentence, (start, end), when)
    )


# a numbered task, or a state of all things by a date: no history says it so without a word for what is done
_NUMBERED = re.compile(
    r"(?:^|[：:；;。])\s?(?:[一二三四五六七八九十]是|[（(][一二三四五六七八九十][)）]|[①-⑨])(?:在|到|于)?$"
)
_TASK = re.compile(
    r"(?:年|月|日|季度|底|末|初|前|之前|以前)*[，,]?[^，,。；;]{0,16}?"
    r"(?:完成|建成|实现|新建|建设|开工|投产|投用|启动|建立|形成|培育|打造|引进|达到|出台|开通|通车|启用|关停|淘汰|整治|改造|拆除|搬迁|解决|消除|退出"
    r"|交付|组建|成立|设立|发布|拓展|新增|完工|竣工)"
)
_ALL_ZH = re.compile(r"(?:年底|年末|年)?前?，?[^，,。；;]{0,20}?(?:全部|全面|基本)[^，,。；;了已]{2,}$")


_BEFORE_ZH = re.compile(
    r"(?:在)?(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?(?:底|末)?(?:之|以)?前[，,]?(?:全部|全面|基本)?"
    r"(?:完成|建成|实现|新建|建设|开工|启动|建立|形成|培育|关停|淘汰|出台)"
)


def _task(scene: Scene, sentence: Sentence, span: tuple[int, int], when: When) -> bool:
    """Whether a Chinese clause without a word of the future sets a task for a date."""
    text, begin, (start, end) = scene.text, sentence.start, span
    lead, tail = text[begin : _core(text, when)], text[when.end : end]
    if sentence.lang != "zh" or "了" in tail or when.first:
        return False
    if _NUMBERED.search(lead) and _TASK.match(tail):
        return True
    if (
        not text[begin:start].strip()
        and not lead[: when.start - begin].strip()
        and _BEFORE_ZH.match(text, when.start, end)
    ):
        return "的" not in tail
    bound = text[start : _core(text, when)] == "到" or text[when.end - 1] == "前" or tail[:1] == "前"
    return bound and text[begin:start].strip("，。；") == "" and bool(_ALL_ZH.match(tail))


_TELLS = re.compile(
    r"[^.;]{0,90}?\b(?:said|says|announced|told|confirmed|reported|disclosed|stated|signed|agreed|unveiled|published)\b"
    r"|[^。；]{0,40}?(?:表示|宣布|称|透露|签署|签订|签约|获悉|发布|印发|披露|介绍|公告)"
)


def _told_on(scene: Scene, sentence: Sentence, when: When) -> bool:
    """Whether a day opens its sentence and is that of the telling: "On 12 March, the firm said it will ..."."""
    if len(when.date) != 10 or not _TELLS.match(scene.text, when.end, sentence.end):
        return False
    future = _FUTURE_ZH if sentence.lang == "zh" else _FUTURE_EN
    return not future.search(scene.text, sentence.start, when.start)


def _core(text: str, when: When) -> int:
    """Return where the figures of a date begin, after its preposition."""
    figure = re.search(r"[0-9]", text[when.start : when.end])
    return when.start + (figure.start() if figure else 0)


def _binds(scene: Scene, sentence: Sentence, span: tuple[int, int], when: When) -> bool:
    """Whether a word of the future stands near enough to the date to govern it."""
    text, (start, end) = scene.text, span
    pattern = _FUTURE_ZH if sentence.lang == "zh" else _FUTURE_EN
    for match in pattern.finditer(text, start, end):
        if match.group().lower() == "would" and _earlier(scene, sentence, when):
            continue
        if match.start() < when.start:
            if not _freed(text[match.end() : when.start]) and not _later(scene, match.end(), when):
                return True
        elif match.start() - when.end <= 40 and not _NOUN_ZH.match(text, match.start()):
            return not (
                _COUPLED.search(text[when.end : match.start()])
                or _freed(text[start : when.start])
                or _freed(text[start : _core(text, when)])
            )
    return False


# "intends to have all lamps replaced by"
_HAVE_DONE = re.compile(r"\s(?:to\s)?(?:have|see|get)\s", re.IGNORECASE)


def _freed(between: str) -> bool:
    """Whether words between a promise and a date give the date to something else: "the unit it bought in"."""
    if _HAVE_DONE.match(between):
        return False
    if _FREED.search(between):
        return True
    verb = _DONE_LAST.search(between)
    return bool(verb) and not _BE.search(between[: verb.start()] if verb else "")


def _earlier(scene: Scene, sentence: Sentence, when: When) -> bool:
    """Whether the sentence names another past date: what it says "would" be is then history."""
    return any(
        sentence.start <= w.start < sentence.end and w is not when and w.date < when.date
        for w in scene.tagged.whens
    )


def _later(scene: Scene, start: int, when: When) -> bool:
    """Whether another date stands between a promise and a date, and is the one that the promise is for."""
    return any(start <= w.start < when.start and w.date > when.date for w in scene.tagged.whens)


_LEADS = frozenset({"", "and", "but", "by", "in", "on", "before", "到", "在", "于", "至", "但", "并"})
_SEAM = re.compile(r"[;；:：。!?！？，]|,(?![0-9])")


def clause(text: str, floor: int, ceiling: int, start: int, end: int) -> tuple[int, int]:
    """Return the clause around a span; a date alone before a comma is taken with the clause that follows."""
    left = [m.end() for m in _SEAM.finditer(text, floor, start)]
    right = [m.start() for m in _SEAM.finditer(text, end, ceiling)]
    a = left[-1] if left else floor
    b = right[0] if right else ceiling
    alone = text[a:start].strip().lower() in _LEADS and not text[end:b].strip(" 前底末，")
    if alone and right:
        b = right[1] if len(right) > 1 else ceiling
    return a, b


def _past(scene: Scene, when: When, published: date) -> Issue:
    start, end = clause(scene.text, *scene.around(when.start, when.end), when.start, when.end)
    lead = len(scene.text[start:end]) - len(scene.text[start:end].lstrip())
    return Issue(
        code="deadline_before_publication",
        start=start + lead,
        end=end,
        expected=f"after {published}",
        stated=when.date,
        en=f"The text of {published} promises something for {when.date}, which had passed by then.",
        zh=f"文本发布于{published}，却为此前的{when.date}作出承诺。",
        claims=scene.dated(when),
    )

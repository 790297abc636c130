"""Deeds of a day that had not come when the text was published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.deadlines import clause, stated
from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from datetime import date

    from hinterland.reading.doubts.scene import Scene
    from hinterland.reading.model import Draft, When

_DONE_EN = re.compile(
    r"\b(?:inked|broke ground|begun|began|held|took place|bought|sold|won|set up|built|stood at|rose"
    r"|fell|grew"
    r"|came|went|took|gave|made|got|sent|paid|met|struck|laid|drew|spent|lent|became|left|ran|had|cut|dated"
    r"|(?:since|following) (?:its|the|their) (?:opening|launch|signing|completion|inauguration|listing|start)"
    r"|(?!(?:schedul|expect|plann|slat|need|requir|project|propos|call|postpon|delay|extend|mov|advanc"
    r"|push|target"
    r"|design|intend|reserv|allott|book|earmark|bas|limit|entitl|fix|invit|allow|permitt|licens|guarante"
    r"|conven|bas"
    r"|relat|call|advertis|pledg|promis|commit|slipp|shift|bump|reschedul|chang|revis)ed\b)[a-z]{3,}ed"
    r"|was|were)\b",
    re.IGNORECASE,
)
# "first oxide would follow in 2027, with full capacity reached in 2029"
_PLANS_EN = re.compile(
    r"\b(?:will|would|shall|(?:is|are) to be|expected|planned|scheduled|subject to|if all goes)\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:is|are|be|being|to)\s(?:[a-z]+ly\s|also\s|not\s|still\s)?$", re.IGNORECASE)
_NOT_YET_EN = re.compile(
    r"\b(?:will|shall|to be|be|is to|are to|due|expect(?:s|ed|ing)?|planned|planning|plans to"
    r"|schedul\w+|call(?:ed)?|moved|slipped|shifted|bumped|rescheduled|changed|revised|advanced"
    r"|postponed|delayed|extended|pushed|brought forward|put off|fixed|invited"
    r"|allowed|permitted|required|licensed|valid|guaranteed|reserved|booked|earmarked|that|must|slated"
    r"|opens?|starts?"
    r"|begins?|ends?|closes?|arrives?|needed"
    r"|aim\w*|target\w*|slated|set for|hop(?:es|ing)|until|through"
    r"|would|forecast\w*|project(?:ed|s|ion)|for|could|may|might|should|before|over|starting"
    r"|beginning|effective|when|if|once"
    r"|deadline|expir\w+|to (?!date)[a-z]+)\b",
    re.IGNORECASE,
)
_BEGUN = re.compile(r"\b(?:by|from)\s$", re.IGNORECASE)
_TOWARDS = re.compile(
    r"\b(?:plans?|strategy|programme|program|roadmap|vision|budget|targets?)(?: for)?\s$", re.IGNORECASE
)
_DONE_ZH = re.compile(r"已|了(?!解)|经[^，,。]{1,12}(?:通过|批准)|(?:成功|顺利|正式|完成)|获得?(?:批|通过)")
_DEED_ZH = re.compile(
    r"取得|收到|获得|获颁|竞得|中标|摘牌|发放|交船|审议|核准|备案|建成|创立|开建|封顶|下水|首飞|完工"
    r"|挂牌|启动|投入使用|敲定|签下|签了|签立|达成|拿下|斩获|接获|赢得|动工|破土|出航|试航|移交|投用|发射|封关|揭幕"
    r"|签署|签订|签约|成立|投产|开工|竣工|通过|召开|举行|发布|揭牌|启用|开业|下线|奠基|交付|收购|获批"
    r"|印发|公布|宣布|落成|通车|并网|量产|注册|投运"
)
_NOT_YET_ZH = re.compile(
    r"定于|订于|安排|召集|将|拟|计划|预计|力争|争取|有望|目标|规划|到期|截止|前|起|届时|确保|要|待|若|如"
    r"|应|底|有效期|至"
    r"|到|为止|期限|预期|即将"
)


_SINCE = re.compile(r"\b(?:listed|open|running|active|in (?:operation|service|place|force))\s$")
_FOUNDED_ZH = re.compile(r"(?:成立|始建|创立|建成|投产|注册|签署|签订)于?$")
_REPORTED_ZH = re.compile(
    r"[^，,。；;]{2,40}[，,](?:同比|比上年|较上年)?(?:增长|下降|提高)|已(?!有|经?[^，。]{0,8}(?:计划|规划))"
)


def find_future_deeds(scene: Scene) -> list[Issue]:
    """Return events told as done whose date lies after publication."""
    if scene.published is None:
        return []
    today, found = scene.published.isoformat(), []
    for when in scene.tagged.whens:
        if (
            not stated(when)
            or when.date <= today[: len(when.date)]
            or when.role in {"by", "until", "for", "after", "than"}
            or (
                when.role in {"from", "since"}
                and "以来" not in scene.text[when.end : when.end + 16]
                and not _SINCE.search(scene.text[max(0, when.start - 16) : when.start])
            )
        ):
            continue
        if when.first and when.first <= today[: len(when.first)]:
            continue
        sentence = scene.sentence(when.start)
        if sentence is None:
            continue
        words = (scene.text, *scene.around(when.start, when.end), when)
        if _done_zh(*words) if sentence.lang == "zh" else _done_en(*words, _drafts(scene, when)):
            found.append(_deed(scene, when, scene.published))
    return found


def _drafts(scene: Scene, when: When) -> list[Draft]:
    return [scene.drafts[i] for i in scene.dated(when)]


def _done_en(text: str, floor: int, ceiling: int, when: When, drafts: list[Draft]) -> bool:
    start, end = clause(text, floor, ceiling, when.start, when.end)
    words = text[start : when.start]
    if text.startswith("dated", when.start):
        return True
    if not words.strip():
        # "On June 28, 2024, the two signed": the verb follows the date
        rest = text[when.end : end]
        verb = _DONE_EN.search(rest)
        return bool(verb) and not _NOT_YET_EN.search(rest[: verb.start() if verb else 0])
    if len(when.date) < 10 and _PLANS_EN.search(text, floor, ceiling):
        return False
    verbs = list(_DONE_EN.finditer(words))
    if not verbs:
        return False
    if _IS.search(words[: verbs[-1].start()]):
        return False
    # "handed over on": the verb's own word
    gap = words[verbs[-1].end() :].removeprefix(" over")
    if (
        len(gap) > 90
        or _NOT_YET_EN.search(gap)
        or _BEGUN.search(gap)
        or (len(when.date) < 10 and _TOWARDS.search(gap))
        or _NOT_YET_EN.search(
            words[max(0, verbs[-1].start() - 30) : verbs[-1].start()].replace(" that ", " ")
        )
    ):
        return False
    if (
        len(when.date) == 4
        and when.role != "in"
        and not re.search(r"\b(?:in|of|during)\s$", text[start : when.start])
    ):
        # "the 2026 games"
        return False
    day = len(when.date) == 10
    return day or any(d.modality in {"done", "signed"} for d in drafts) or len(gap.strip()) <= 30


def _done_zh(text: str, floor: int, ceiling: int, when: When) -> bool:
    start, end = clause(text, floor, ceiling, when.start, when.end)
    before_, after = text[floor : when.start], text[when.end : end]
    around = text[start : when.start] + after
    if _NOT_YET_ZH.search(after.replace("以来", "").replace("收到", "").replace("达到", "")) or re.search(
        r"将|拟|计划|预计|力争|有望|目标|规划|到期|截止",
        before_ + text[when.end : min(when.end + 30, max(end, when.end + 2))],
    ):
        return False
    if re.search("[定订]于?$", text[floor : _digits(text, when)]):
        return False
    if "《" in before_ and before_.rfind("《") > before_.rfind("》"):
        return False
    if _FOUNDED_ZH.search(before_) or (
        len(when.date) == 4 and _REPORTED_ZH.search(after + text[end : end + 30])
    ):
        return True
    done = bool(_DONE_ZH.search(around))
    return (done or len(when.date) == 10) and bool((done and len(when.date) >= 7) or _DEED_ZH.search(after))


def _digits(text: str, when: When) -> int:
    """Return where the figures of a date begin."""
    figure = re.search("[0-9]", text[when.start : when.end])
    return when.start + (figure.start() if figure else 0)


def _deed(scene: Scene, when: When, published: date) -> Issue:
    return Issue(
        code="event_after_publication",
        start=when.start,
        end=when.end,
        expected=f"on or before {published}",
        stated=when.date,
        en=f"The text of {published} tells as done what it dates {when.date}, after its own publication.",
        zh=f"文本发布于{published}，却把{when.date}的事写成已经发生。",
        claims=scene.dated(when),
    )

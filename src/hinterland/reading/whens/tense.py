"""Whether the words around a date speak of the future: only asked where the text does not state the year."""

from __future__ import annotations

import re
from typing import Literal

from hinterland.reading.whens.english_words import FUTURE, PAST, word_set

Tense = Literal["future", "past", ""]

_WORD = re.compile(r"[a-z']+")
_REACH = 160
_DATELINE = re.compile(r"\s*(?:\([^()]{0,30}\)\s*)?(?:-{1,2}|–|—|/)\s*")
_BETWEEN = word_set("be been being have has had also fully partly then soon only not")
_OR_NOUNS = word_set(
    "plan plans aim aims target targets project projects forecast forecasts hope hopes pledge pledges promise "
    "promises deadline"
)
_BEFORE_NOUN = word_set(
    "a an the its their his our this that these those new more such of in on for with and any some "
    "ambitious expansion investment annual own joint further"
)
_ZH_FUTURE = re.compile(
    "将|拟|(?<!的)(?:计划|规划)(?!的|书|》)|预计|有望|力争|争取|确保|即将|届时|目标|要(?!求)|定于|准备|待"
    "|前(?:完成|建成|投产|开工|竣工|实现)"
)
_ZH_PAST = re.compile(
    "了|已|曾|昨|日前|近日|签署|签约|签订|宣布|发布|举行|印发|获悉|表示|召开|揭牌|批准|核准|公告|披露|透露|公布|消息|报道|通过|审议|出席|致辞"
)
_ZH_REACH = 120


def tense_en(low: str, start: int, end: int, at: int, after: int) -> Tense:
    """Return the tense of the verb nearest to a date in an English sentence, "" where no verb tells.

    Parameters
    ----------
    low
        The text in lower case.
    start, end
        The sentence.
    at, after
        Where the words of the date begin and end.
    """
    if at - start < 60 and _DATELINE.match(low, after, end) and not _verb(low[start:at]):
        return "past"
    before = last_tense(low[max(start, at - _REACH) : at])
    return before or _verb(low[after : min(end, after + _REACH)])


def last_tense(words: str) -> Tense:
    """Return the tense of the last verb that tells, after the last semicolon."""
    return _verb(words[words.rfind(";") + 1 :], last=True)


def _verb(words: str, *, last: bool = False) -> Tense:
    """Return the tense of the first or the last verb that tells."""
    tokens = _WORD.findall(words)
    order = range(len(tokens) - 1, -1, -1) if last else range(len(tokens))
    for i in order:
        word = tokens[i]
        if word in _OR_NOUNS and i and (tokens[i - 1] in _BEFORE_NOUN or _past(tokens[i - 1])):
            continue  # "announced plans on Tuesday", "the project"
        if word in FUTURE or (word == "to" and i and tokens[i - 1] in {"is", "are", "was", "were"}):
            return "future"
        if _past(word):
            return "future" if _led(tokens, i) else "past"
    return ""


def _past(word: str) -> bool:
    return word in PAST or (len(word) > 4 and word.endswith("ed"))


def _led(tokens: list[str], at: int) -> bool:
    """Whether a verb form is led by will or to: "will be completed", "to be fully built"."""
    lead = at - 1
    while lead >= 0 and (tokens[lead] in _BETWEEN or tokens[lead].endswith("ly")):
        lead -= 1
    return lead >= 0 and (tokens[lead] in FUTURE or tokens[lead] == "to")


def any_future_en(low: str, start: int, end: int) -> bool:
    """Whether words of an English sentence speak of the future at all."""
    words = _WORD.findall(low[max(start, 0) : end])
    return any(word in FUTURE or word == "to" for word in words)


def tense_zh(text: str, start: int, end: int, at: int, after: int) -> Tense:
    """Return the tense that the clause of a date in a Chinese sentence tells, "" where it does not."""
    stop = min(end, after + 60)
    clause_end = next((i for i in range(after, stop) if text[i] in "，,；;。"), stop)
    told = _first_zh(text[after:clause_end])
    if told:
        return told
    begin = max(start, at - 30)
    comma = max(text.rfind(c, begin, at) for c in "，,；;。")
    lead = text[max(begin, comma + 1) : at]
    if lead and (_ZH_FUTURE.search(lead) or _ZH_PAST.search(lead)):
        return "future" if _ZH_FUTURE.search(lead) else "past"
    # 预计3月开工，11月投产: the sentence goes on as it began
    ahead = [m.start() for m in _ZH_FUTURE.finditer(text, max(start, at - _ZH_REACH), at)]
    back = [m.start() for m in _ZH_PAST.finditer(text, max(start, at - _ZH_REACH), at)]
    return "future" if ahead and (not back or back[-1] < ahead[-1]) else ""


def _first_zh(words: str) -> Tense:
    """Return the tense that the first word that tells one says: 1月9日宣布将投资 is past."""
    words = words.removesuffix("计划").removesuffix("规划")  # 批准了扩建计划: a noun
    ahead, back = _ZH_FUTURE.search(words), _ZH_PAST.search(words)
    if ahead and (back is None or ahead.start() < back.start()):
        return "future"
    return "past" if back else ""

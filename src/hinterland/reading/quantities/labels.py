"""Numbers that are part of a name, a list or an order, and state no measure."""

from __future__ import annotations

import re

from hinterland.reading.quantities.lexicon import bag

LABEL_WORDS = bag(
    "model phase stage tier fortune route highway article section chapter annex appendix "
    "class type version volume "
    "part room suite terminal gate block building plot lot zone line unit sector boeing "
    "airbus euro scope step "
    "generation gen series catena agenda vision industry mark grade category option figure "
    "table fig box page question "
    "windows formula channel area district pier berth warehouse workshop factory plant iso "
    "iec gb din astm sae "
    "covid s&p csi ftse nikkei dax stoxx nasdaq top number no no. nos nos. flight project "
    "apollo group goal priority "
    "task item paragraph clause schedule form rule regulation resolution decree law act bill "
    "order circular document "
    "notice batch lane runway reactor furnace blast mine shaft well train bus metro "
    "interstate road street avenue "
    "forbes global world hurun inc. studio area51 pier dock hall booth stand chapter horizon "
    "strategy rank ranked ranking "
    "rev revision edition q h fy size fab city park mill yard code cin isin"
)
_BEFORE = re.compile(r"(?:(?<=[^A-Za-z])|^)(?P<word>[A-Za-z&]+\.?)(?P<gap>[ -])$")
_NEEDS_CAPITAL = bag(
    "line unit plant factory project group world global industry area order law act bill top "
    "series class type part "
    "number train bus mine well road building block train order stand goal item task option "
    "road zone lot generation "
    "berth terminal sector furnace reactor rank ranked ranking size stage strategy horizon "
    "table grade notice "
    "batch lane form rule fab city park mill yard"
)
_AFTER_NAME = re.compile(
    r"强|大(?![中小]|约|概|于)|号(?!召)|期(?!间|限|货)|代|级台风|路|届|五规划|弄|楼|高校"
    r"|工程院校|院校|版|型|系(?!统)|轮|维|者|股"
)
_ALNUM = re.compile(r"[A-Za-z]")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])")
_LISTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}(?:[.、)）．]|\. ?)(?=\s|[\u3400-\u9fff\"“A-Z《])")
_BULLETS = re.compile(r"[ (（\-•*#—]*")
_NUMBERED = re.compile("(?:代码|编号|电话|热线|传真|邮编|文号|证号|编码|股票)(?:为|是)?[:： ]?$")
_CELLS = re.compile(
    r"(?:4680|4695|46120|21700|2170|18650|32700|26650|811|523|622|9系|8系)(?=[ -]?(?:cell"
    r"|batter|format|cylind|系|型|电池|大圆柱|圆柱|电芯))"
)
_UNIT_BEFORE = re.compile(r"[0-9] ?[A-Za-z]{1,4}$")
_RANKED = re.compile(r" (?:largest|biggest|best|richest|most|greatest|fastest)\b")
_RANKED_IF_KNOWN = re.compile(r" (?:leading|top|key)\b")
_KNOWN = re.compile(r"(?:\b(?:the|its|their|world|global|national|country)|['’]s) $", re.IGNORECASE)
_VERBS = bag("train order stage form group process target board design field highlight plant scope lot rank")
_OPENS = re.compile(r"(?:^|[\n.;:!?•·▪●*)-])\s*$")
_MANY = re.compile(r"[0-9][0-9,]*(?: [a-z][a-z-]*){0,3} (?:[a-z-]+s|people|staff|talent)\b")
_TOP = re.compile(
    r"\bGroup of $|\b(?:the|of|its|their|in|a|global|national|’s|'s|among|world) top $", re.IGNORECASE
)
_LETTERED = re.compile(r"[1-9](?:[ACDEFGHPRSVX]|[ABCDEFGHPRSVX](?=[级店照产景]))(?![A-Za-z0-9])")
_CLOCK = re.compile(
    r"[0-9]{1,3}(?::[0-9]{1,2}){1,2}(?![0-9])|24/7|[0-9]{1,2} ?(?:a\.?m\.?"
    r"|p\.?m\.?)(?![A-Za-z])|[0-9]{1,2}点(?:[0-9半整钟]|，)",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"-(?:point|star|door|based|old|sized|seat|seater|speed|way|year-old|sided|page|nation"
    r"|member|party|level|axis|wheel|wheeled|wheeler)\b",
    re.IGNORECASE,
)
_CODE_AFTER = re.compile(r"[-/][A-Za-z0-9]*[0-9]|[-_][A-Z]")
_QUOTES = {"“": "”", '"': '"', "‘": "’", "「": "」", "『": "』", "《": "》"}


def listed(text: str, at: int, paragraph: int) -> bool:
    """Whether the digits at `at` number an item of a list at the start of a paragraph."""
    if not _BULLETS.fullmatch(text, paragraph, at):
        return False
    return bool(
        _LISTED.match(text, at)
        or (text[at - 1 : at] in "(（" and re.compile(r"[0-9]{1,2}[)）]").match(text, at))
    )


def clock(text: str, at: int) -> int:
    """Return where a time of day or a ratio at `at` ends (10:30, 60:40, 8 p.m.), 0 where there is none."""
    match = _CLOCK.match(text, at)
    return match.end() if match else 0


def ordinal(text: str, at: int, end: int) -> bool:
    """Whether the number from `at` to `end` tells an order: 4th, 第三."""
    if text[at - 1 : at] == "第" and at > 0:
        return True
    return bool(_ORDINAL.match(text, end))


def named(text: str, at: int, end: int) -> bool:
    """Whether the digits from `at` to `end` are part of a name: Model 3, 500强, A320, 4680 cells."""
    last = text[at - 1 : at] if at else ""
    if last and last.isascii() and (last.isalpha() or last == "_"):
        return True
    if (
        last in {"-", "/"}
        and at > 1
        and text[at - 2].isascii()
        and (text[at - 2].isalpha() or text[at - 2] == "_")
    ):
        return not _UNIT_BEFORE.search(text, max(0, at - 12), at - 1)
    if _NUMBERED.search(text, max(0, at - 5), at):
        return True
    if end - at == 1 and _LETTERED.match(text, at):
        return True
    if _CELLS.match(text, at) or _ranked(text, at, end) or _POINT.match(text, end):
        return True
    if _AFTER_NAME.match(text, end):
        return True
    if _TOP.search(text, max(0, at - 14), at):
        return True
    match = _BEFORE.search(text, max(0, at - 14), at)
    if not match:
        return False
    word = match["word"]
    low = word.lower().rstrip(".") if word.lower() not in LABEL_WORDS else word.lower()
    if low in _VERBS and _OPENS.search(text, max(0, match.start("word") - 6), match.start("word")):
        # "Train 5,000 technicians": an order, no label
        return not _MANY.match(text, at)
    return low in LABEL_WORDS and (word[0].isupper() or low not in _NEEDS_CAPITAL)


def _ranked(text: str, at: int, end: int) -> bool:
    """Whether a number picks the first of an order: "10 largest", "the 10 leading banks"."""
    known = _RANKED_IF_KNOWN.match(text, end) and _KNOWN.search(text, max(0, at - 10), at)
    return bool(known or _RANKED.match(text, end))


def quoted(text: str, at: int, end: int) -> bool:
    """Whether quotation marks close around the amount and a few words: a label, not a statement."""
    left = text[max(0, at - 8) : at]
    for opening, closing in _QUOTES.items():
        begin = left.rfind(opening)
        if begin < 0 or (opening == closing and left.count(opening) > 1):
            continue
        right = text[end : end + 12]
        stop = right.find(closing)
        if stop >= 0 and not re.search(r"[，。,.;；]", left[begin:] + right[:stop]):
            return True
    return False


def code(text: str, end: int) -> bool:
    """Whether the digits that end at `end` belong to a code: a phone number, part of a longer run."""
    return bool(_CODE_AFTER.match(text, end)) and not re.compile(r"-[0-9.,]+ ?[^-0-9]").match(text, end)

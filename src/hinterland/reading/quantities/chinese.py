"""Chinese numbers in words: 百分之, 成, 分之, 番, 千亿级; and which numerals in words state a quantity at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.quantities import comparators, labels, words
from hinterland.reading.quantities.change import change
from hinterland.reading.quantities.finish import finish
from hinterland.reading.quantities.lexicon import bag
from hinterland.reading.quantities.operands import amount
from hinterland.reading.quantities.page import Found

if TYPE_CHECKING:
    from hinterland.reading.quantities.operands import Amount
    from hinterland.reading.quantities.scan import Scan

_NUM = "[0-9.]{1,8}|[零〇一二三四五六七八九十百点两]{1,7}"
_PERCENT = re.compile(f"(?P<base>百|千|万)分之(?P<n>{_NUM})")
_FRACTION = re.compile(f"(?P<d>[二三四五六七八九十]{{1,3}}|[2-9]|[1-9][0-9])分之(?P<n>{_NUM})")
_TENTHS = re.compile(
    "(?P<n>[一二两三四五六七八九]|[1-9](?:\\.[0-9])?)(?P<to>[至到-](?P<m>[二三四五六七八九]))?成(?P<half>半|[一二三四五六七八九](?=[，。；以左的]))?"
    "(?![立为本果员都功就长熟品套渝份型交效像因分事年人])"
)
_TIMES = re.compile("翻了?(?P<n>[一两二三四]|[1-4])?(?:番|倍)")
_HALF = re.compile("一半(?!以)|半数|一半以上|过半(?![年个天])")
_LEVEL = re.compile("(?P<yuan>元)?级(?!别)|(?P<yuan2>元)规模(?:的)?(?=产业|集群|园区)")
_BARE_LEVEL = re.compile("产业|集群|园区|项目|企业|工程|城市|俱乐部|大关|台阶|门槛|目标|县|镇|区")
_COUNTED_BEFORE = re.compile("[0-9一二三四五六七八九十两几多]+(?:个|家|条|大|座)$")
_COUNTED_AFTER = re.compile(
    "[^，。；、0-9]{0,10}?[0-9一二三四五六七八九十两]+(?:[-—至到~][0-9一二三四五六七八九十]+)?(?:家|个|条|座|户)"
)
_NAMES = re.compile(
    "五家渠|三门峡|三台县|九台|三只松鼠|六枝|三都|千家万户|千千万万|万家灯火|八达岭|九江|万象|百色|六安|四川|三峡|三元(?:正极|电池|锂|材料|前驱体|体系|动力|里程|区|催化|乙丙|朱)|二元"
)
_SKIP_BEFORE = re.compile("[第之这那该此某每其各任另]$|其他$|上述$|以上$|统$|唯$|初$|星期$|周$|礼拜$")
_SUBJECT_TWO = re.compile("家(?:公司|企业|集团|单位|机构)?(?![0-9])")
_YEAR_AFTER = re.compile(
    "(?:行动|计划|规划|方案|期|以上|左右|攻坚|提升|倍增|目标|任务|建设|发展|再造|质保|经营|免|经验|历史)"
)
_YEAR_BEFORE = re.compile(
    "(?:为期|期限|经营|质保|共|历时|长达|工期|用时|超过|约|至少|不少于|实施)(?:为|期为|期)?$"
)
_WEAK = bag("field link task measure problem event service kind time item indicator group trip case")
_STRICT = bag("辆 吨 家 台 套 艘 架 名 人 户 亩 条 座")
_BARE_BIG = "百千万亿"


def digits(scan: Scan, at: int, end: int) -> int:
    """Read 3成, 3分之1, 100亿级 and 10几 in digits; return where to go on, 0 where it is none of them."""
    text = scan.page.text
    if text[end : end + 1] == "几":
        return scan.notice(at, end + 1, "number_not_read", "a vague number")
    if text[end : end + 1] not in "成分至-" and not _scale_level(text, end):
        return 0
    return _share(scan, at) or _digit_level(scan, at)


def _scale_level(text: str, end: int) -> bool:
    return bool(re.compile("[千百十]?[万亿]亿?元?级(?!别)").match(text, end))


def _digit_level(scan: Scan, at: int) -> int:
    page = scan.page
    read_ = amount(page, at, at, page.bounds(at)[1])
    return _level(scan, read_) if read_ else 0


def read(scan: Scan, at: int) -> int:
    """Read what begins with a numeral or another character of number; return where to go on."""
    text = scan.page.text
    char = text[at]
    if char in "数几若":
        vague = words.VAGUE_CHINESE.match(text, at)
        return scan.notice(at, vague.end(), "number_not_read", "a vague number") if vague else at + 1
    if char == "翻":
        return _doubled(scan, at)
    special = _half(scan, at) or _share(scan, at)
    if special:
        return special
    if char not in words.CHINESE:
        return at + 1
    return _numeral(scan, at)


def _doubled(scan: Scan, at: int) -> int:
    """Read 翻番 (2), 翻两番 (4)."""
    match = _TIMES.match(scan.page.text, at)
    if not match:
        return at + 1
    times = (
        {"两": 2, "二": 2, "三": 3, "四": 4}.get(match["n"] or "", 1)
        if not (match["n"] or "").isdigit()
        else int(match["n"])
    )
    end = _put(scan, at, match.end(), float(2**times), "multiple")
    scan.found[-1].change = "by"
    return end


def _half(scan: Scan, at: int) -> int:
    match = _HALF.match(scan.page.text, at)
    if not match:
        return 0
    end = _put(scan, at, at + 2, 50.0, "percent")
    if match.group().startswith("过半"):
        scan.found[-1].comparator = "gt"
    return end


def _share(scan: Scan, at: int) -> int:
    """Read 百分之, 分之 and 成 as percent; return where to go on, 0 where there is none."""
    text = scan.page.text
    match = _PERCENT.match(text, at)
    if match:
        value = _value(match["n"])
        base = {"百": 1.0, "千": 0.1, "万": 0.01}[match["base"]]
        unit_end = match.end()
        if value is None:
            return 0
        return _put(scan, at, unit_end, round(value * base, 9), "percent")
    match = _FRACTION.match(text, at)
    if match:
        below, above = _value(match["d"]), _value(match["n"])
        if below and above and above < below:
            return _put(scan, at, match.end(), round(100 * above / below, 9), "percent")
        return 0
    match = _TENTHS.match(text, at)
    if (
        not match
        or text[at - 1 : at] in {"第", "建"}
        or (text[at] == "一" and not match["half"] and text[at - 1 : at] in "不")
    ):
        return 0
    return _tenths(scan, at, match)


def _tenths(scan: Scan, at: int, match: re.Match[str]) -> int:
    value = (_value(match["n"]) or 0) * 10
    half = match["half"]
    value += 5 if half == "半" else (_value(half) or 0) if half else 0
    end = _put(scan, at, match.end(), value, "percent")
    if scan.page.text[end : end + 1] in {"多", "余"}:
        scan.found[-1].comparator, scan.found[-1].end = "gt", max(end + 1, scan.found[-1].end)
    if match["m"]:
        scan.found[-1].value_high = (_value(match["m"]) or 0) * 10
        scan.found[-1].comparator = "range"
    return end


def _value(word: str) -> float | None:
    """Return a small number in digits or numerals."""
    if word[0].isascii():
        return float(word) if re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,4})?", word) else None
    number = words.chinese_at(word, 0)
    return float(number.value) if number and number.end == len(word) else None


def _put(scan: Scan, at: int, end: int, value: float, unit: str) -> int:
    page = scan.page
    start, _ = page.bounds(at)
    begin, kind = comparators.before(page.text, start, at)
    after_end, after = comparators.after(page.text, end)
    strong = kind if kind != "eq" else None
    found = Found(
        begin if strong else at,
        max(end, after_end),
        at,
        end,
        value,
        comparator=strong or after or "eq",
        unit=unit,
    )
    found.change = change(page.text, start, begin, end, unit)
    found.label = labels.quoted(page.text, at, end)
    scan.add(found)
    return end


def _numeral(scan: Scan, at: int) -> int:
    """Read Chinese numerals where they state a quantity."""
    page, text = scan.page, scan.page.text
    run = re.compile(f"[{words.CHINESE}]{{1,16}}").match(text, at)
    end = run.end() if run else at + 1
    start, stop = page.bounds(at)
    if _SKIP_BEFORE.search(text, max(start, at - 2), at) or _NAMES.match(text, at):
        return end
    read_ = amount(page, at, at if text[at - 3 : at] != "人民币" else at - 3, stop)
    if read_ is None or read_.first.trouble:
        return end
    level = _level(scan, read_)
    if level:
        return level
    found = finish(page, read_)
    if text[at - 1 : at] in {"上", "过"} and text[at] in _BARE_BIG and found.comparator == "eq":
        found.comparator, found.start = "ge" if text[at - 1] == "上" else "gt", at - 1
    if _counts(text, at, start, found, read_):
        scan.add(found)
        return max(found.core_end, end)
    return max(end, read_.first.number.end)


def _counts(text: str, at: int, start: int, found: Found, read_: Amount) -> bool:
    """Whether numerals in words state a quantity here."""
    number = read_.first.number
    marked = found.comparator != "eq" or bool(number.more) or found.value_high is not None
    led = text[at] not in _BARE_BIG  # 百家 alone is a way of speaking, 三百家 a number
    if found.currency:
        return led or marked or number.value >= 10**4
    if read_.unit:
        return _measured(text, at, start, found, led=led or marked)
    if found.value <= 1 or found.bare:
        return found.value >= 10**8 and (led or marked)
    if found.unit in _WEAK or (found.unit is None and not (marked and found.measure in _STRICT)):
        return False
    if found.unit == "person" and found.value < 10 and not marked:
        return False
    if (
        found.value == 2
        and not marked
        and text[at - 1 : at] in "，。；、：“ \n" + ""
        and _SUBJECT_TWO.match(text, at + 1)
    ):
        return False
    return (led and (found.measure != "家" or text[at - 1 : at] not in "，。；：\n")) or marked


def _measured(text: str, at: int, start: int, found: Found, *, led: bool) -> bool:
    """Whether numerals with a unit of measure state a quantity: 两方, 一年, 三天两头 do not."""
    unit = text[found.core_end - 1 : found.core_end]
    if unit == "方" and found.value < 10**4:
        return False
    if found.unit == "year":
        if found.value == 1:
            return False
        return bool(
            _YEAR_AFTER.match(text, found.core_end) or _YEAR_BEFORE.search(text, max(start, at - 8), at)
        )
    if found.unit in {"day", "month", "hour", "minute", "second", "week"}:
        return found.value > 1
    if unit in "斤克寸秒度":
        return found.value >= 10
    return led or found.value >= 10**5


def _level(scan: Scan, read_: Amount) -> int:
    """Read 千亿级, 百亿元级 and 千亿产业 as money; return where to go on, 0 where it is neither.

    Such words say the order of an amount: it is kept as stated (eq). Where the clause counts what is of that order
    (3个千亿级产业集群, 百亿级企业5家), the amount is a label of what is counted.
    """
    text = scan.page.text
    first = read_.first
    at, end = first.number.start, first.number.end
    if read_.high is not None or first.number.value < 10**6:
        return 0
    match = _LEVEL.match(text, end)
    plain = (
        None
        if match
        else (_BARE_LEVEL.match(text, end) if text[at] in "千百万" and first.number.words else None)
    )
    if not match and not plain:
        return 0
    start, _ = scan.page.bounds(at)
    stop = match.end() if match else end
    begin, kind = comparators.before(text, start, at)
    yuan = match and (match["yuan"] or match["yuan2"])
    found = Found(begin, stop, at, stop, read_.low, unit="currency", currency="CNY", comparator=kind or "eq")
    found.assumed = "" if yuan else f"{text[at:stop]}: yuan assumed"
    found.label = (
        labels.quoted(text, at, stop)
        or bool(_COUNTED_BEFORE.search(text, max(start, at - 6), at))
        or bool(_COUNTED_AFTER.match(text, stop))
    )
    scan.add(found)
    return stop

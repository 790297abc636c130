"""The loop over a text: every number is read, skipped for a reason, or noticed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.model import Notice, Quantity
from hinterland.reading.quantities import chinese, english, guards, labels, relations
from hinterland.reading.quantities.finish import finish
from hinterland.reading.quantities.numerals import digits_at
from hinterland.reading.quantities.operands import amount

if TYPE_CHECKING:
    from hinterland.reading.model import NoticeCode
    from hinterland.reading.quantities.page import Found, Page

_TOKEN = re.compile(r"[0-9½¼¾]|[A-Za-z]+|[零〇一二三四五六七八九十百千万亿两兩萬億翻半过数几若成]")
_LEADERS = english.STARTS


@dataclass(slots=True)
class Scan:
    """What was found so far: quantities, spans that need no notice, notices."""

    page: Page
    found: list[Found] = field(default_factory=list)
    passed: list[tuple[int, int]] = field(default_factory=list)
    noticed: list[tuple[int, int, NoticeCode, str]] = field(default_factory=list)

    def run(self) -> None:
        """Go through the text once."""
        at, text = 0, self.page.text
        while True:
            match = _TOKEN.search(text, at)
            if not match:
                return
            at = self._step(match)

    def _step(self, match: re.Match[str]) -> int:
        """Read what begins at a token; return where to go on."""
        start, char = match.start(), match.group()[0]
        if char.isascii() and char.isalpha() and match.group().lower() not in _LEADERS:
            return match.end()
        inside = self.page.when_end(start)
        if inside is not None:
            return inside
        if char in "0123456789½¼¾":
            return self._digits(start)
        if char.isascii():
            return english.read(self, start, match.end())
        return chinese.read(self, start)

    def _digits(self, at: int) -> int:
        """Read a number in digits."""
        page, text = self.page, self.page.text
        end, value = digits_at(text, at)
        if value is None:
            return end
        if at - page.paragraph(at) < 8 and labels.listed(text, at, page.paragraph(at)):
            return self.skip(at, end)
        start, stop = page.bounds(at)
        clock = labels.clock(text, at)
        if clock:
            return self.skip(at, clock)
        special = english.digits(self, at, end) or chinese.digits(self, at, end)
        if special:
            return special
        read = amount(page, at, start, stop)
        if read is None:
            return end
        if not read.first.money and (
            labels.ordinal(text, at, end) or labels.named(text, at, read.first.number.end)
        ):
            return self.skip(at, max(end, read.first.number.end))
        if read.first.trouble:
            trouble = read.first.trouble
            after = text.find(trouble, read.first.end) + len(trouble)
            self.notice(read.first.start, after, "unknown_suffix", trouble)
            return max(end, read.first.end)
        if labels.code(text, read.end) and not read.unit:
            return end
        self.add(_signed(page, finish(page, read), at))
        return max(end, self.found[-1].core_end)

    def add(self, found: Found) -> None:
        """Keep a quantity."""
        self.found.append(found)

    def skip(self, start: int, end: int) -> int:
        """Pass over digits that are part of a name, a list or an order."""
        self.passed.append((start, end))
        return end

    def doubt(self) -> None:
        """Turn numbers that are a piece of something else into notices."""
        doubts = [(one, guards.doubt(self.page, one)) for one in self.found]
        self.found = [one for one, doubt in doubts if not doubt]
        self.noticed += [doubt for _, doubt in doubts if doubt]

    def notice(self, start: int, end: int, code: NoticeCode, why: str) -> int:
        """Keep a notice."""
        self.noticed.append((start, end, code, why))
        return end


def _signed(page: Page, found: Found, at: int) -> Found:
    """Return a percentage with the minus that stands right before it."""
    text = page.text
    sign, before = text[at - 1 : at], text[at - 2 : at - 1]
    if (
        at < 1
        or sign not in {"-", "−", "–", "+"}
        or found.unit not in {"percent", "percentage_point", "degree"}
    ):
        return found
    if (
        at - 1 == page.paragraph(at)
        or (before.isascii() and before.isalnum())
        or found.value_high is not None
    ):
        return found
    found.core_start = found.start = min(found.start, at - 1)
    found.value = -found.value if sign != "+" else found.value
    found.change = found.change or ("by" if found.unit != "degree" else "")
    return found


def scan(page: Page) -> tuple[list[Quantity], list[Notice]]:
    """Return the quantities of a page, and notices for what was not read."""
    job = Scan(page)
    job.run()
    job.doubt()
    kept = relations.relate(page, job.found)
    _taiwanese(page, kept)
    spans = [(f.start, f.end) for f in kept] + [
        (f.equivalent.start, f.equivalent.end) for f in kept if f.equivalent
    ]
    covered = _Cover(
        [*spans, *job.passed, *[(w.start, w.end) for w in page.whens], *[n[:2] for n in job.noticed]]
    )
    notices = [_notice(page, *n) for n in job.noticed]
    notices += [
        _notice(page, f.start, f.end, "unit_assumed", f.assumed) for f in kept if f.assumed and not f.label
    ]
    written = [*(m.span() for m in _RUN.finditer(page.text)), *guards.unread_words(page.text)]
    for start, end in sorted(written):
        if not covered.holds(start):
            notices.append(_notice(page, start, end, "number_not_read", ""))
    notices.sort(key=lambda n: (n.start, n.end))
    return [_quantity(page, f) for f in kept], notices


def _taiwanese(page: Page, found: list[Found]) -> None:
    """Take 元 alone for the new dollar in a text that names it and no yuan of the mainland."""
    if "新台币" not in page.text or "人民币" in page.text:
        return
    for one in found:
        if one.currency == "CNY" and page.text[one.core_end - 1 : one.core_end] in {"元", "圆"}:
            one.currency, one.assumed = "TWD", "元: 新台币, as the text says elsewhere"


_RUN = re.compile(r"\d+(?:[.,]\d+)*")


class _Cover:
    """Spans, merged, to ask whether one holds a place."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if self._spans and start <= self._spans[-1][1]:
                self._spans[-1] = (self._spans[-1][0], max(end, self._spans[-1][1]))
            else:
                self._spans.append((start, end))
        self._next = 0

    def holds(self, at: int) -> bool:
        """Whether a span holds `at`; places are asked for in order."""
        while self._next < len(self._spans) and self._spans[self._next][1] <= at:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= at


_SAID: dict[str, tuple[str, str]] = {
    "number_not_read": ("a number that became neither a value nor a date", "未能读作数值或日期的数字"),
    "unknown_suffix": ("what follows the number is not known", "数字后的单位或字母不认识"),
    "unit_assumed": ("the unit is a guess", "单位为推测"),
}


def _notice(page: Page, start: int, end: int, code: NoticeCode, why: str) -> Notice:
    en, zh = _SAID[code]
    stated = page.stated[start : min(end, start + 80)]
    return Notice(code, start, end, stated, f"{en}: {why}" if why else en, f"{zh}:{why}" if why else zh)


def _quantity(page: Page, found: Found) -> Quantity:
    same = found.equivalent
    return Quantity(
        start=found.start,
        end=found.end,
        core_start=found.core_start,
        core_end=found.core_end,
        value=found.value,
        value_high=found.value_high,
        comparator=found.comparator,
        unit=found.unit,
        currency=found.currency,
        noun=found.noun,
        per=found.per,
        change=found.change,
        equivalent=_quantity(page, same) if same else None,
        label=found.label,
        assumed=found.assumed,
    )

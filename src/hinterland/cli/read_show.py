"""A document that was read, as people see it: claims with their quotes, doubts, and what was not read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hinterland.cli import options
from hinterland.cli.read_words import ISSUES, KINDS, MODALITIES, NOTICES, in_, piece, plain, value
from hinterland.cli.review_words import option

if TYPE_CHECKING:
    from collections.abc import Callable

    from hinterland.cli.read import Document
    from hinterland.reading.model import Claim

SHOWN = 6
"""Unread numbers that are named; JSON has all."""


def show(document: Document, lang: str) -> None:
    """Print a document."""
    line = options.printer()
    _head(document, line, lang)
    claims = document.reading.claims
    for kind in KINDS:
        found = [c for c in claims if c.kind == kind]
        if found:
            line()
            line((_counted(in_(KINDS, kind, lang), len(found), lang), "bold"))
        for claim in found:
            _claim(claim, document.reading.text, line, lang)
    if not claims:
        line()
        line("未读到任何主张" if lang == "zh" else "No claim was read from it")
    _issues(document, line, lang)
    _notices(document, line, lang)
    _entered(document, line, lang)
    line()


def _counted(words: str, count: int, lang: str) -> str:
    return f"{words}（{count}）" if lang == "zh" else f"{words} ({count})"


def _head(document: Document, line: Callable[..., None], lang: str) -> None:
    source, published, zh = document.source, document.reading.published, lang == "zh"
    parts = [plain(source.title), plain(source.publisher)]
    if published:
        parts.append(f"发布于 {published}" if zh else f"published {published}")
    else:
        parts.append("发布日期未知（--published）" if zh else "date of publication unknown (--published)")
    parts.append(f"{len(source.text):,} 字" if zh else f"{len(source.text):,} characters")
    if source.encoding not in ("", "utf-8"):
        parts.append(source.encoding.upper())
    line((plain(source.name), "bold"), "  " + ("，" if zh else ", ").join(p for p in parts if p))
    if source.pictures:
        pages = ", ".join(map(str, source.pictures[:12])) + (" …" if len(source.pictures) > 12 else "")
        said = (
            f"第 {pages} 页是没有文本层的图片，未读取"
            if zh
            else f"Not read, pictures without a text layer: pages {pages}"
        )
        line((said, "yellow"), indent=2)


def _claim(claim: Claim, text: str, line: Callable[..., None], lang: str) -> None:
    zh = lang == "zh"
    unit = claim.currency if claim.unit == "currency" else claim.unit
    amount = value(claim.value, claim.value_high, claim.comparator, unit, per=claim.per, lang=lang)
    until = [_period(claim, zh=zh)] if claim.deadline else []
    details = [in_(MODALITIES, claim.modality, lang), *until]
    measure = plain(claim.measure)
    gap = ("：" if zh else ": ") if measure and amount else ""
    line(f"{measure}{gap}", (amount, "bold green"), ("，" if zh else ", ").join(["", *details]), indent=2)
    named = [
        (("当事方", "parties"), claim.parties),
        (("地点", "place"), claim.place),
        (("内容", "topics"), tuple(option("topics", t, lang) for t in claim.topics)),
    ]
    said = [
        f"{words[0]}：{'、'.join(map(plain, names))}" if zh else f"{words[1]}: {', '.join(map(plain, names))}"
        for words, names in named
        if names
    ]
    if said:
        line(("；" if zh else "; ").join(said), indent=4)
    line(*_quote(claim, text), indent=4)


def _period(claim: Claim, *, zh: bool) -> str:
    if claim.period_start and claim.period_start != claim.deadline:
        return (
            f"{claim.period_start} 至 {claim.deadline}" if zh else f"{claim.period_start} to {claim.deadline}"
        )
    return str(claim.deadline)


def _quote(claim: Claim, text: str) -> list[str | tuple[str, str]]:
    """Return the quoted words, the value's words highlighted."""
    left, right = ("“", "”")
    start, end = claim.start, claim.end
    a, b = claim.value_start, claim.value_end
    if a is None or b is None or not start <= a < b <= end:
        return [(f"{left}{plain(text[start:end])}{right}", "dim")]
    before, within, after = (piece(text[x:y]) for x, y in ((start, a), (a, b), (b, end)))
    return [(left + before.lstrip(), "dim"), (within, "bold yellow"), (after.rstrip() + right, "dim")]


def _issues(document: Document, line: Callable[..., None], lang: str) -> None:
    issues, zh = document.reading.issues, lang == "zh"
    if not issues:
        return
    line()
    line((_counted("疑点" if zh else "Doubts", len(issues), lang), "bold red"))
    for issue in issues:
        words = plain(document.reading.text[issue.start : issue.end])
        said = plain(issue.zh if zh else issue.en)
        line((in_(ISSUES, issue.code, lang), "red"), f"：“{words}”" if zh else f": “{words}”", indent=2)
        if said:
            line(said, indent=4)


def _notices(document: Document, line: Callable[..., None], lang: str) -> None:
    notices, zh = document.reading.notices, lang == "zh"
    if not notices:
        return
    line()
    line((_counted("说明" if zh else "Notices", len(notices), lang), "bold"))
    for code, count in Counter(n.code for n in notices).items():
        words = [plain(n.text) for n in notices if n.code == code]
        shown = ("、" if zh else ", ").join(f"“{w}”" for w in words[:SHOWN]) + (" …" if count > SHOWN else "")
        name = in_(NOTICES, code, lang)
        line(f"{name}（{count}）：{shown}" if zh else f"{name} ({count}): {shown}", indent=2)


def _entered(document: Document, line: Callable[..., None], lang: str) -> None:
    entered = document.entered
    if entered is None:
        return
    new, same, fuzzy, lost = (len(x) for x in (entered.new, entered.same, entered.fuzzy, entered.orphaned))
    line()
    if lang == "zh":
        line(
            f"已加入案例，文件编号 {entered.document}：新草稿 {new}，已有 {same}，近似定位 {fuzzy}，失去原文 {lost}"
        )
    else:
        line(
            f"In the case as {entered.document}: {new} new drafts, {same} stood there already, "
            f"{fuzzy} found again only nearly, {lost} orphaned"
        )

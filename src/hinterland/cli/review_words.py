"""What `hinterland review` says, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.cli.read_words import KINDS, MODALITIES, in_, plain, value
from hinterland.ids import listed
from hinterland.reading.basis import basis_words
from hinterland.words import COMPARATORS, WORKSTREAMS

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = tuple[str, str]

FIELDS: Mapping[str, Words] = {
    "kind": ("kind", "类别"),
    "modality": ("how it is said", "语气"),
    "parties": ("parties", "当事方"),
    "measure": ("measure", "指标"),
    "value": ("value", "数值"),
    "comparator": ("how the value is meant", "比较"),
    "per": ("rate per", "速率单位"),
    "deadline": ("deadline", "期限"),
    "period_start": ("period from", "期间起"),
    "place_words": ("place", "地点"),
    "topics": ("topics", "内容"),
    "resolved": ("made out from", "推断依据"),
}
"""Fields of a claim in the order in which they are shown; all but the last can be edited."""
TABLES: Mapping[str, Words] = {
    "targets": ("target", "目标"),
    "agreements": ("agreement", "协议"),
    "workstreams": ("strand of work", "工作项"),
    "observations": ("observation", "观测值"),
    "metrics": ("metric", "指标"),
    "places": ("place", "地点"),
    "settings": ("setting", "设置"),
}
REVIEWS: Mapping[str, Words] = {
    "confirmed": ("confirmed", "已确认"),
    "edited": ("edited", "已修改"),
    "rejected": ("rejected", "已否决"),
    "draft": ("a draft again", "恢复为草稿"),
}
ALIGNMENTS: Mapping[str, Words] = {
    "fuzzy": (
        "the words were found again only nearly: the document has changed",
        "原文已变动，仅近似定位",
    ),
    "orphaned": (
        "the words are no longer in the document; these are the old ones",
        "文件中已无此原文，所示为旧文",
    ),
}
PERS: Mapping[str, Words] = {"year": ("year", "年"), "month": ("month", "月"), "day": ("day", "天")}
SAYS: Mapping[str, Words] = {
    "keys": (
        "[a]ccept  [e]dit  [r]eject  [s]kip  [u]ndo  [?] help  [q]uit",
        "[a] 接受  [e] 修改  [r] 否决  [s] 跳过  [u] 撤销  [?] 帮助  [q] 退出",
    ),
    "open": ("stays open after confirmation", "确认后仍保留"),
    "would": ("accepting makes", "接受后将生成"),
    "would_edit": ("the edited claim makes", "修改后的主张将生成"),
    "nothing": ("accepting makes no row", "接受后不生成任何行"),
    "which": ("field to change (number; empty: done)", "要修改的字段（序号；留空：完成）"),
    "number": ("write the number of a field, or nothing", "请输入字段序号，或留空"),
    "typed": ("new value (- empties it, empty: as it is)", "新值（- 清空，留空：不变）"),
    "sure": ("confirm the edited claim? [y]es [n]o", "确认修改后的主张？[y] 是 [n] 否"),
    "unchanged": ("nothing was changed", "未作修改"),
    "no_undo": ("nothing was decided in this review yet", "本次审核尚无决定可撤销"),
    "undone": ("taken back", "已撤销"),
    "skipped": ("skipped", "已跳过"),
    "none": ("no drafts wait for a decision", "没有待审核的草稿"),
    "end": ("these were all", "已全部看完"),
    "next": ("next", "下一步"),
    "empty": ("–", "–"),
}


HELP: Mapping[str, tuple[str, ...]] = {
    "en": (
        "a  the document says this: confirm it, and make the rows shown",
        "e  change fields first; what was read is kept beside",
        "r  the document does not say this; the draft is kept as rejected",
        "s  decide later",
        "u  take back the last decision of this review",
        "q  leave; every decision is saved already",
    ),
    "zh": (
        "a  文件确有此意：确认，并生成所示的行",
        "e  先修改字段；原读数保留",
        "r  文件并无此意；草稿保留为已否决",
        "s  稍后再定",
        "u  撤销本次审核的上一个决定",
        "q  退出；所有决定均已保存",
    ),
}


def say(key: str, lang: str) -> str:
    """Return what the review says in `lang`."""
    return in_(SAYS, key, lang)


def kind_of(claim: Mapping[str, Any], lang: str) -> str:
    """Return the kind of a claim as one word."""
    return KINDS[claim["kind"]][1] if lang == "zh" else str(claim["kind"])


def value_of(claim: Mapping[str, Any], lang: str) -> str:
    """Return the value of a claim with its comparator and unit."""
    unit = claim["unit"] or claim["unit_words"]
    return value(
        claim["value"],
        claim["value_high"],
        claim["comparator"],
        unit,
        per=claim["per"] or "",
        lang=lang,
    )


def option(column: str, word: str, lang: str) -> str:
    """Return a word of a list of choices as people read it."""
    if column == "kind":
        return KINDS[word][1] if lang == "zh" else word
    if column == "modality":
        return in_(MODALITIES, word, lang)
    if column == "comparator":
        return COMPARATORS[word][2 if lang == "zh" else 1]
    if column == "per":
        return in_(PERS, word, lang)
    return in_(WORKSTREAMS, word, lang)


def field_of(claim: Mapping[str, Any], column: str, lang: str) -> str:
    """Return a field of a claim as people read it, "" where it is empty."""
    held = claim[column]
    if held is None:
        return ""
    if column == "value":
        return value_of(claim, lang)
    if column in {"kind", "modality", "comparator", "per"}:
        return option(column, str(held), lang)
    if column == "resolved":
        return plain(basis_words(str(held))[lang == "zh"])
    parts = listed(str(held))
    if column == "topics":
        parts = [option(column, p, lang) for p in parts]
    if column in {"topics", "parties", "place_words"}:
        return plain(("、" if lang == "zh" else ", ").join(parts))
    return plain(str(held))


def period_of(claim: Mapping[str, Any], lang: str) -> str:
    """Return the deadline of a claim, with the start of its period where it has one."""
    start, end = claim["period_start"], claim["deadline"]
    if not start or start == end:
        return end or ""
    return f"{start} 至 {end or '?'}" if lang == "zh" else f"{start} to {end or '?'}"


def counted(done: int, left: int, lang: str) -> str:
    """Return how many decisions are saved, and how many drafts still wait."""
    if lang == "zh":
        return f"已保存 {done} 项决定，尚有 {left} 条草稿待审核"
    what = "decision" if done == 1 else "decisions"
    return f"{done} {what} saved, {left} {'draft waits' if left == 1 else 'drafts wait'} still"

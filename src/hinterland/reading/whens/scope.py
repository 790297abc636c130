"""What the scanners know of a text besides the words at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_CAPITALS = re.compile("[A-Z]+")
_PAIRS = (
    "後后 內内 個个 週周 於于 較较 與与 為为 從从 開开 來来 間间 將将 擬拟 預预 計计 號号 時时 "
    "過过 經经 營营 劃划 爭争 達达 現现 簽签 舉举 發发 訊讯 電电 獲获 記记 啟启 動动 數数 屆届 "
    "準准 備备 產产 業业 萬万 億亿 兩两 節节 標标 終终 鐘钟 實实 應应 爾尔 據据 禮礼 還还 說说 "
    "遲迟 國国 陸陆 東东 華华 歷历 舊旧 術术 員员 級级 齡龄 續续 難难 學学 財财 專专 劑剂 則则 "
)
_SIMPLE = {pair[0]: pair[1] for pair in _PAIRS.split()}
_TRADITIONAL = re.compile(f"[{''.join(_SIMPLE)}]")
_OTHERS = re.compile(
    r"\b(?:India|Indian|Vietnam|Vietnamese|Nepal|Pakistan|Ethiopia|Malaysia|Bhutan|Bangladesh)\b"
)
_CHINA = re.compile(r"\bChin(?:a|ese)\b")


@dataclass(slots=True)
class Scope:
    """A text, the same in lower case (character by character), and the date of publication.

    Attributes
    ----------
    han
        The text with the traditional characters of dates written in simplified ones.
    china
        Whether a numbered five-year plan is taken for one of China's: other countries count theirs too.
    start
        Where the sentence being read begins.
    """

    text: str
    low: str
    published: date | None
    china: bool
    han: str = ""
    start: int = 0

    @classmethod
    def of(cls, text: str, published: date | None) -> Scope:
        """Prepare a text: only ASCII letters are lowered, so that positions stay."""
        head = text[:100_000]
        china = not _OTHERS.search(head) or bool(_CHINA.search(head))
        low = text.lower() if text.isascii() else _CAPITALS.sub(lambda m: m.group().lower(), text)
        han = _TRADITIONAL.sub(lambda m: _SIMPLE[m.group()], text)
        return cls(text, low, published, china, han)

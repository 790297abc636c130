"""Bytes become text: which encoding they are in.

Tried in turn: byte order marks, UTF-8, UTF-16 without a mark, Chinese encodings, and what charset-normalizer finds.
"""

from __future__ import annotations

import codecs
import re

from hinterland.errors import DocumentError

_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 first: its little-endian mark begins with that of UTF-16."""
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b") + b"\x7f"
_STRAY, _MOST_CONTROLS = 3, 0.005
"""Control characters, and the share of them, above which bytes are no text; stray ones are what scraping leaves."""
_MOST_BROKEN = 0.2
"""Broken characters for each good one beyond ASCII, up to which a text is UTF-8 with damage."""
_SAMPLE = 200_000
"""Bytes that charset-normalizer looks at."""
_FREQUENT = frozenset(
    "的一是在了和有人这這中大为為上个個国國我以要他时時来來用们們到作地于於出就分对對成会會可主发發年动動同工也能下"
    "过過产產业業方面多定行学學法所民得经經十三进進着著等部度家电電力里加量都两兩制机機当當使点點从從本去把性好应應开開"
    "合还還因由其些然前外天政四日社事平形相全表间間与與关關重新线線内內数數正建月公司市区區县縣省企投资資项項目车車能源"
    "万萬亿億元计計划劃规規设設技术術基"
)
"""Everyday characters of Chinese, simplified and traditional: about four in ten of any text."""
_LEAST_FREQUENT = 0.12
_HAN = re.compile("[\u3400-\u9fff]")
_DECLARED = re.compile(
    rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{2,40})|<\?xml[^>]{1,80}encoding=[\"']([\w-]{2,40})"
)
_WEB = re.compile(
    r"utf-?8|us-ascii|gb[a-z0-9_-]+|big5[a-z-]*|euc-?[a-z]{2}|shift[_-]?jis|koi8-[ru]|(iso|windows|cp)[0-9_-]+"
)
"""Encodings of the web; others that Python knows (punycode, unicode_escape) do more than map bytes."""
_AS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
}
"""Encodings that are declared for one that has more characters."""


def decode(data: bytes, name: str, *, declared: bool = False) -> tuple[str, str]:
    """Return the text of `data`, line ends and marks kept, and the encoding it was in.

    Parameters
    ----------
    declared
        Whether the bytes may declare their encoding, as HTML does.

    Raises
    ------
    DocumentError
        If the bytes are no text, or in an encoding that cannot be told.
    """
    for mark, encoding in _ORDER_MARKS:
        if data.startswith(mark):
            return _marked(data, encoding, name), encoding
    wide = _unmarked_wide(data)
    if wide:
        return data.decode(wide), wide
    _check_controls(data, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    found = (_declared(data) if declared else None) or _damaged(data) or _chinese(data) or _guessed(data)
    if found is None:
        raise DocumentError(
            name,
            "is text in an encoding that cannot be told. Save it as UTF-8 and read it again",
            "的文字编码无法识别。请另存为 UTF-8 后重试",
        )
    return found


def _marked(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            name,
            f"begins as {encoding.upper()} and is not: byte {error.start} is no character. Save it as UTF-8",
            f"以 {encoding.upper()} 标记开头，但第 {error.start} 字节不是字符。请另存为 UTF-8",
        ) from error
    _check_controls(text.encode("utf-8", "surrogatepass"), name)
    return text


def _unmarked_wide(data: bytes) -> str | None:
    """Return the kind of UTF-16 that bytes without a mark are in: ASCII in it has NUL in every second place."""
    sample = data[:4_000]
    if len(data) % 2 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    low, high = sorted((even, odd))
    if low or high < len(sample) / 40:
        return None
    encoding = "utf-16-le" if odd else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    odd_ones = sum(c < " " and c not in "\t\n\v\f\r" for c in text[:2_000])
    return None if odd_ones > _MOST_CONTROLS * len(text[:2_000]) else encoding


def _check_controls(data: bytes, name: str) -> None:
    """Refuse bytes that are no text: programs, pictures and archives are full of control characters."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(_STRAY, _MOST_CONTROLS * len(data)):
        raise DocumentError(
            name,
            f"is no text: {controls:,} of its {len(data):,} bytes are control characters. "
            "Give the document as .txt, .md, .html, .pdf or .docx",
            f"不是文本：{len(data):,} 个字节中有 {controls:,} 个控制字符。"
            "请提供 .txt、.md、.html、.pdf 或 .docx 文件",
        )


def _declared(data: bytes) -> tuple[str, str] | None:
    """Return the text in the encoding that the bytes declare, where nearly all of them are of it."""
    match = _DECLARED.search(data[:4_096])
    if not match:
        return None
    said = (match[1] or match[2]).decode("ascii").lower()
    if not _WEB.fullmatch(said):
        return None
    try:
        encoding = codecs.lookup(_AS.get(said, said)).name
        text = data.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return None
    broken = text.count("\ufffd")
    return None if broken > _MOST_CONTROLS * len(text) else (text, encoding)


def _damaged(data: bytes) -> tuple[str, str] | None:
    """Return the text of UTF-8 with a few broken bytes, as cutting a text leaves them."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - broken
    return (text, "utf-8") if 0 < broken <= _MOST_BROKEN * good else None


def _chinese(data: bytes) -> tuple[str, str] | None:
    """Return the text in the Chinese encoding that makes everyday words of it.

    GB18030 gives a meaning to almost any bytes, so that "Zürich" in Latin-1 would come out as a Chinese character.
    """
    best: tuple[float, str, str] | None = None
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        beyond = re.sub("[\x00-\x7f\u3000-\u303f\uff00-\uffef\u2010-\u2027]", "", text[:_SAMPLE])
        han = _HAN.findall(beyond)
        share = sum(c in _FREQUENT for c in han) / max(len(beyond), 1)
        if share >= _LEAST_FREQUENT and (best is None or share > best[0]):
            best = (share, text, encoding)
    return best and best[1:]


def _guessed(data: bytes) -> tuple[str, str] | None:
    """Return the text in the encoding that charset-normalizer finds."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 (texts in UTF-8 need none of it)

    found = from_bytes(data[:_SAMPLE]).best()
    if found is None:
        return None
    try:
        return data.decode(found.encoding), found.encoding
    except UnicodeDecodeError:
        return None

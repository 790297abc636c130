"""Which language words are written in: English, Chinese, or another one, which is not read rather than guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.reading.model import Lang

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_KANA = re.compile("[\u3041-\u30fa]")
_OTHER = re.compile("[\u0370-\u0dff\u0e00-\u10ff\u1100-\u11ff\u1780-\u17ff\uac00-\ud7af]")
_WORD = re.compile("[a-z\u00c0-\u024f\u1e00-\u1eff]{1,20}")
MOST = 2_000
"""Code points that are looked at."""

# Words without which hardly a sentence of a language gets by, none of them English words.
_SMALL_WORDS = (
    "der das und nicht mit für wird werden wurde eine einen einem einer dem den von zu zum zur im ist sind sich auch "
    "auf bis nach soll sollen über millionen milliarden "
    "le les des une est dans pour sur avec qui sera seront aux du au cette ses son leur ont été "
    "el los las una del por para que su sus más será está con millones euros año "
    "os um uma dos das em não são foi pela pelo mais ao anos milhões "
    "il gli di della delle dei nel nella sono che è anni milioni per alla "
    "het een van voor zijn wordt worden naar bij "
    "yang dan untuk dengan pada akan dari ini oleh dalam tahun juta "
    "ve bir için ile bu olarak milyon "
    "się oraz jest przez roku milionów "
    "és hogy nem egy meg millió "
    "och att ett till som för av på med är "
    "og til som av på skal "
    "và của các là cho được trong với"
)
_FOREIGN = frozenset(_SMALL_WORDS.split())
_SMALL_ENGLISH = (
    "the of to and in is are was were will would be been has have had for on at by with from as it its that this "
    "which an a more than said says after into over about up new also their they"
)
_ENGLISH = frozenset(_SMALL_ENGLISH.split())


def language(words: str) -> Lang:
    """Return the language that most of the words are written in; a Han character weighs as three letters.

    Japanese is told by its kana, Korean, Russian, Arabic, Thai and their like by their letters, other languages in
    Latin letters by their small words.
    """
    sample = words[:MOST]
    han, latin, kana = (len(p.findall(sample)) for p in (_HAN, _LATIN, _KANA))
    if kana >= 3 and kana >= 0.15 * (han + kana):
        return "other"
    if len(_OTHER.findall(sample)) > 3 * han + latin:
        return "other"
    if 3 * han > latin:
        return "zh"
    found = _WORD.findall(sample.lower())
    foreign, english = sum(w in _FOREIGN for w in found), sum(w in _ENGLISH for w in found)
    return "other" if foreign >= 3 and foreign > 2 * english else "en"

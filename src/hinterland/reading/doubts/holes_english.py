"""Holes in English sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.holes_words import (
    ACTS,
    AUX,
    BEFORE_FIGURE,
    DEAL,
    NEEDS,
    PAST,
    PUT_BY,
    ROLE,
    WORKS,
)
from hinterland.reading.model import Hole

if TYPE_CHECKING:
    from typing import Literal

    Missing = Literal["subject", "possessor", "object", "name"]

_ROWS: tuple[tuple[Missing, str, str], ...] = (
    # what is lost; words of which the sentence must have one for the pattern to be tried; the pattern
    # "After opened a mill", not "After built-in"
    (
        "subject",
        "fter |efore ",
        (
            rf"\b[AaBb](?:fter|efore)\s+{PAST}\b(?!-)(?:\s+(?:a|an|the|its|his|her|their|in|on|at|with"
            rf"|to|that|\w+)\b){{1,2}}"
        ),
    ),
    (
        "subject",
        "ecause |hough |ince |hile |hereas |f ",
        (
            r"\b(?:[Bb]ecause|[Aa]lthough|Though|Since|While|whereas|[Ii]f)\s+(?:has|have|had|plans to"
            r"|aims to|will)\s+\w+"
        ),
    ),
    # "for which has already been hired"
    (
        "subject",
        " which ",
        (
            r"\b(?:for|with|by|under|from|in|to|through|at|on) which\s+(?:has|have|had|will|would|plans"
            r"|can|could)\s+\w+(?:\s\w+){0,2}"
        ),
    ),
    # "lend to to finance", "a spokesperson for said"
    (
        "object",
        "to to |of of |with with |by by |from from |for for ",
        r"\b(to|of|with|by|from|for) \1\s[a-z]+",
    ),
    (
        "object",
        " for | of | at ",
        rf"\b{ROLE} (?:for|of|at) (?:said|says|told|announced|added|confirmed|will|has|is)\b(?:\s[\w-]+)?",
    ),
    # "Under the agreement, will build", "The minister said will invest", "Orex and signed"
    (
        "subject",
        ", ",
        (
            rf"^(?:Under|According to|In|On|By|At|With|After|Before|During|As part of"
            rf"|Through) [^,;.]{{2,60}}, {ACTS}\s[\w-]+"
        ),
    ),
    (
        "subject",
        " said | says ",
        (
            rf"^(?!What|Nothing|Everything|Whatever)(?:The )?(?:[\w-]+ ){{1,4}}(?:said|says) (?:on \w+ "
            rf"|today |yesterday )?{ACTS}\s[\w-]+"
        ),
    ),
    (
        "name",
        " and ",
        (
            r"^(?:[A-Z][\w&.-]* ){1,4}and (?:signed|agreed|announced|concluded|will|have|formed|entered"
            r"|reached)\s[\w-]+"
        ),
    ),
    (
        "object",
        " in | at | near ",
        (
            rf"\b{WORKS} (?:in|at|near) (?:by|on|in|with|will|has|is|was|to|for|from|employs|makes|produces"
            rf"|covers|opened|began|costs|,|\.)(?!-)(?:\s[\w-]+)?"
        ),
    ),
    (
        "object",
        " of, | of,| of .| of .| of.| of;",
        (
            r"\b(?:subsidiary|unit|capital|city|province|state|town|part|outskirts|north|south|east"
            r"|west) of\s?[,.;](?:\s[\w-]+)?"
        ),
    ),
    ("subject", "here |hen ", r"\b(?:where|when)\s+(?:has|plans to|aims to|signed|operates|employs)\s+\w+"),
    # ", 's relationship"
    ("possessor", "'s |’s ", r"(?:^|(?<=[\s(,;:]))[,;]?\s?['’]s\s(?!-)[\w-]+"),
    # "signed an agreement with to build"
    ("object", " to ", r"\b(?:with|by|between|of|among)\s+to\s+(?!(?:date|be)\b)[a-z]+"),
    (
        "object",
        " with ",
        (
            rf"\b{DEAL}\b[^.;,]{{0,50}}?\bwith\s+(?!(?:at least|at most|in excess|in all|on average"
            rf"|for example|under [0-9]|in-|on-|after-)\b)"
            rf"(?:in|on|at|for|under|after|before|last|earlier|worth|and|was|is|were|has|will|,)\s+[\w-]+"
        ),
    ),
    (
        "object",
        " by ",
        (
            rf"\b{PUT_BY}\s+by\s+(?:in|on|at|and(?! for)|for|with|to|from|after|since|last|has|will|is"
            rf"|was|,|\.)(?!-)(?:\s[\w-]+)?"
        ),
    ),
    ("object", "between ", r"\bbetween\s+(?:and|in|on|to|for|will|has)\s+[\w-]+"),
    (
        "object",
        "between ",
        r"\bbetween\s+(?:(?:[\w&'’.-]+)\s){1,5}and\s?(?:[,.]|(?:to|in|on|for|will|has|was|is)\s)",
    ),
    ("object", " and ", r"\b(?:with|the|a|an)\s+and\s+(?!(?:without|for|from|on|against|or)\b)[\w-]+"),
    (
        "object",
        "ing to|with|behalf of|ed in|d by",
        (
            r"\b(?:according to|together with|along with|on behalf of|headquartered in|located in"
            r"|based in|led by|owned by)\s?[,.;)]"
        ),
    ),
    (
        "object",
        "ed in ",
        (
            r"\b(?:headquartered|based|located|situated)\s+in\s+(?:and(?! (?:around|near|outside|about))"
            r"|is|was|has|will|which|that|where"
            r"|with|the (?:of|in))\b(?:\s[\w-]+)?"
        ),
    ),
    # "The , based in", "on , the company", "located in ."
    ("name", " ,| .| ;", rf"\b(?i:{NEEDS})\s+[,.;](?=[\s”’)]|$)(?:\s[\w-]+){{0,2}}"),
    (
        "name",
        "he ",
        (
            r"\b[Tt]he\s+(?:is|was|has|have|are|were|of|at|to|by|with|from|on|and|or|would"
            r"|could)\b(?!-)\s(?!(?:of|the) )[\w-]+"
        ),
    ),
    ("name", " a | an ", r"\ban?\s+(?:is|was|has|have|are|were|of|by|with|from|will|would)\b(?!-)\s[\w-]+"),
    (
        "name",
        "In,|At,|On,|With,|From,|Under,|Between,|Of,|By,",
        r"(?<!\w)(?:In|At|On|With|From|Under|Between|Of|By),\s+[\w-]+",
    ),
    (
        "name",
        "Co. |Co., |Inc.|Ltd|Corp.|GmbH|Kft.|LLC|PLC|Limited",
        (
            r"\b(?:with|by|and|of|from|to|The|at|in)\s+(?:Co\.,? ?Ltd|Inc\.|Ltd\.|Corp\.|GmbH|Kft\.|LLC"
            r"|PLC|Limited)\b"
        ),
    ),
    # "will invest  billion yuan", "rose by percent", "a capacity of tonnes", "$ million": the figure is lost
    (
        "name",
        "illion|crore",
        (
            rf"\b{BEFORE_FIGURE}\s+(?:US\$|[$€£¥₹]|RMB|CNY|USD|EUR|Rs\.?)?\s?(?:million|billion"
            rf"|trillion|crore)"
            r"\s(?!(?:times|ways|reasons|and|or|of|in|were|are|is)\b)[\w]+|\b(?:cost|costs|costing"
            r"|invest\w*|spend\w*|of|worth|raise\w*)"
            r"\s+(?:US\$|[$€£¥₹])\s?(?:million|billion|trillion)\b"
        ),
    ),
    (
        "name",
        "percent|per cent|%",
        (
            rf"\b(?:{BEFORE_FIGURE}|rose|grew|fell|rise|grow|fall|up|down|owned|owns?|holds?"
            rf"|held)\s+(?:percent(?:age points?)?|per cent|%)(?!\w|-)"
        ),
    ),
    (
        "name",
        " of ",
        (
            r"\b(?:capacity|output|production|area|total|length|distance|volume|site|plot|power|rating"
            r"|depth)\sof\s+"
            r"(?:tonnes|tons|MW|GW|GWh|MWh|hectares|acres|kilomet(?:re|er)s|square (?:met|kilomet)(?:re"
            r"|er)s|barrels"
            r"|vehicles|units|cubic met(?:re|er)s)\b(?: a \w+| per \w+)?"
        ),
    ),
    ("name", " of ", r"\b(?:for|in|with|by|from|at|to|on)\sof\b(?! course\b)(?:\s[\w-]+)?"),
    (
        "name",
        " in ",
        (
            r"\b(?:founded|established|built|opened|launched|incorporated|started)\sin\s(?:by|with|as"
            r"|to)\b\s[\w-]+"
        ),
    ),
    (
        "object",
        " to ",
        (
            r"\b(?:illion|million|billion|percent|loans?|stake|shares|grant|money)\sto\s(?:for|by|from|with"
            r"|and)\b\s[\w-]+"
        ),
    ),
    (
        "object",
        " and ",
        (
            r"\b(?:venture|partnership|alliance|consortium|merger|tie-up) of (?!its"
            r"|their)(?:(?!and\b)[\w&.'’-]+\s){1,4}"
            r"and (?:will|has|have|is|was|to|plans|in|at|aims)\b"
        ),
    ),
    (
        "object",
        "told that|informed that|assured that|notified that",
        (
            r"(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bbe )(?<!\bis )(?<!\bare )(?<!being )"
            r"\b(?:told|informed|assured|notified) that\b"
        ),
    ),
    (
        "object",
        " of ",
        (
            r"\b(?:[Cc]ity|[Tt]own|[Pp]rovince|[Ss]tate|[Cc]ounty|[Mm]unicipality|Ministry|Department"
            r"|University|Bureau"
            r"|Republic) of (?:will|has|have|is|was|said|and|in|on|to|with)\b\s[\w-]+"
        ),
    ),
    (
        "object",
        "ed to |sold to |given to |lent to |paid to ",
        (
            r"\b(?:awarded|sold|given|transferred|leased|handed over|delivered|granted|lent|paid"
            r"|assigned|contracted) to"
            r" (?:in|on|for|by|at|after|and|with)\b\s[\w-]+"
        ),
    ),
    (
        "object",
        "signed with ",
        r"\bsigned with (?:a|an|the) (?:contract|agreement|deal|memorandum|mou|letter|lease|framework)\b",
    ),
    (
        "object",
        "by (|with (|between (",
        r"\b(?:by|with|between) \([0-9]{1,3}(?:\.[0-9])?\s?(?:percent|per cent|%)\)",
    ),
    ("name", '""', r'(?<=\s)""(?=[\s,.;)])'),
    ("name", ",,|, ,", r",\s?,(?:\s[\w-]+)?"),
    ("name", "“”|“ ”|‘’|()|( )|[]|[ ]", r"“\s?”|‘\s?’|(?<![\w)])\(\s?\)|(?<!\])\[\s?\](?!\()"),
    (
        "subject",
        "said |says ",
        (
            r"\b(?:the )?(?:statement|announcement|report)\s(?:said|says)\s(?:will|plans to|has|had"
            r"|aims to)\b\s[\w-]+"
        ),
    ),
    ("subject", "said that ", r"\bsaid that\s(?:will|would|plans to|has|had|aims to|intends to)\b\s[\w-]+"),
    (
        "object",
        " with.| with .| with;",
        r"\b(?:agreement|contract|deal|memorandum|letter of intent) with\s?[.;]",
    ),
)
_PATTERNS = tuple((missing, tuple(gate.split("|")), re.compile(words)) for missing, gate, words in _ROWS)
_STARTS = re.compile(
    rf"(?:(?P<bare>{AUX}|said|says|signed|announced|plans|agreed|and|also|'s|’s)\b|(?P<comma>,)"
    rf"|(?P<co>Co\.,? ?Ltd))"
)
_THE_FINE = re.compile(r"\b[Tt]he (?:of|to|by|on|at|with|from|and|or|has|have)\b(?=['\"”’])")
_ELLIPSIS = re.compile(r"\.\s?\.")
# "a partner to work with on it", "the plant that it said would": the word stands at the end of its own clause
_STRANDED = re.compile(
    r"\b(?:which|that|whom|who|what|it|they|he|she|we|you|to \w+)\s(?:\w+\s){0,4}$", re.IGNORECASE
)
_FIGURE = re.compile(r"[0-9]")


def find_english(text: str, start: int, end: int, *, leads: bool) -> list[Hole]:
    """Return the holes of one sentence.

    Parameters
    ----------
    leads
        Whether the sentence begins a paragraph.
    """
    words = text[start:end]
    found = [
        Hole(start + match.start(), start + match.end(), missing)
        for missing, gate, pattern in _PATTERNS
        if any(word in words for word in gate)
        for match in pattern.finditer(words)
        if not _fine(words, match)
    ]
    head = _STARTS.match(words)
    if head and " " in words and _is_cut(text, start, words, head, leads=leads):
        stop = words.find(" ", head.end() + 1)
        found.append(
            Hole(start, start + (stop if stop > 0 else len(words)), "name" if head["co"] else "subject")
        )
    return found


def _is_cut(text: str, start: int, words: str, head: re.Match[str], *, leads: bool) -> bool:
    """Whether a sentence that begins in lower case or with a comma lost its first words."""
    if head["co"] or head["comma"]:
        return True
    if words.rstrip()[-1:] == "?":
        return False
    before = text[:start].rstrip()[-1:]
    return (
        leads and len(words) > 25 and words.rstrip()[-1:] in '.。"”' and (not before or before in '.!?。"”')
    )


def _fine(words: str, match: re.Match[str]) -> bool:
    """Whether the words of a match are good English after all."""
    said = match.group()
    if said.lower().startswith(("by and large", "with and without", "of to be")) or _ELLIPSIS.search(said):
        return True
    if _THE_FINE.match(said) or said.startswith(("a with-", "the in-")):
        return True
    if " ," in said or " ." in said or said.startswith((",", "“", "‘", "(", "[")):
        # a figure such as "of .5" and a quotation mark's blank are no holes
        return bool(_FIGURE.match(words[match.end() : match.end() + 1]))
    if said[:4].lower() in {"with", "by t", "of t"} or " with " in said:
        return bool(
            _STRANDED.search(words[max(0, match.start() - 80) : match.start() + max(0, said.rfind("with "))])
        )
    if re.search(r" to (?:in|on|for|by|at|after|and|with)\b", said):
        return bool(_STRANDED.search(words[max(0, match.start() - 80) : match.start()]))
    if said.lower().startswith(("after", "before")):
        return bool(
            re.match(
                r"(?:after|before)\s(?:left|cut|put|made|set up|closed|built)\s(?:to|in|on|at)\b",
                said,
                re.IGNORECASE,
            )
        )
    if said.lower().startswith("said that"):
        return bool(
            re.search(r"\b(?:which|who|what|that)\b", words[max(0, match.start() - 200) : match.start()])
        )
    return False

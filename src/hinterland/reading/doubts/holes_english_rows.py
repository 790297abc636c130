"""Patterns of holes in English sentences: what is lost, the words that gate a pattern, the pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.doubts.holes_words import (
    ACTS,
    BEFORE_FIGURE,
    BODY,
    DEAL,
    NEEDS,
    NO_DET,
    PAST,
    PUT_BY,
    ROLE,
    WORKS,
)

if TYPE_CHECKING:
    from typing import Literal

    Missing = Literal["subject", "possessor", "object", "name"]

ROWS: tuple[tuple[Missing, str, str], ...] = (
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
    # "once capacity is reached, which expects in 2028"
    (
        "subject",
        "which ",
        r"\bwhich\s(?:expects|hopes|wants|aims|intends|plans|predicts|believes)\s(?:in|by|on|for|at|from)\s[\w-]+",
    ),
    # "The state government and signed an agreement"
    (
        "name",
        " and ",
        (
            rf"(?:^|(?<=[;,]\s))(?:[Tt]he|[Ii]ts|[Aa]) {NO_DET}{{0,3}}{BODY} and"
            rf" (?:signed|agreed|announced|concluded|will|have|has|are|were|formed|entered|reached|plan|intend"
            rf"|set up|share|opened|launched|founded)\s(?!been\b)[\w-]+"
        ),
    ),
    (
        "object",
        " for and | to and | with and | from and | by and ",
        (
            r"\b(?:parts|components|goods|steel|services|suppl(?:ier|ies|y)|sold|sells|deliver(?:ed|s)|export\w*|works?)"
            r" (?:for|to|with|from|by) and [A-Z][\w-]+"
        ),
    ),
    (
        "subject",
        "ast |his ",
        (
            r"^(?:Last|This) (?:year|month|week|spring|autumn|summer|winter)"
            r" (?:bought|sold|opened|signed|built|acquired|launched|announced|won|took|made|agreed|set up)\s[\w-]+"
        ),
    ),
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
            rf"\b{PUT_BY}\s+by\s+(?:in|on|at|between|and(?! for)|for|with|to|from|after|since|last|has|will|is"
            rf"|was|,|\.)(?!-)(?:\s[\w-]+)?"
        ),
    ),
    ("object", "between ", r"\bbetween\s+(?:and|in|on|to|for|will|has)\s+[\w-]+"),
    (
        "object",
        "between ",
        r"\bbetween\s+(?:(?:[\w&'’.-]+)\s){1,5}and\s?(?:[,.]|(?:to|in|on|for|will|has|was|is)\s)",
    ),
    (
        "object",
        "etween the ",
        r"\bbetween the (?:[a-z]+ ){1,3}and (?:runs|covers|provides|expires|ends|was|is|will|has)\b(?:\s\w+)?",
    ),
    (
        "name",
        "onnes |ons ",
        r"\bwill (?:produce|make|process|handle|treat|export) (?:tonnes|tons) (?:of|a)\s[\w-]+",
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

"""Words of English whose neighbours show where others are lost, as parts of patterns."""

from __future__ import annotations

# past forms that a subject must stand before, and that are not read as adjectives after "after" or "before"
PAST = (
    r"(?:built|opened|signed|announced|launched|acquired|bought|sold|began|started|completed"
    r"|established|unveiled|released"
    r"|reached|invested|agreed|became|took|won|made|set up|broke ground|entered|moved|expanded"
    r"|founded|received|raised"
    r"|published|joined|decided|left|said|told|chose|picked|put|went|gave|got|came|closed|cut|shut"
    r"|hired|had|has|have|was|were)"
)
AUX = r"(?:has|have|had|is|was|are|were|will|would|plans to|aims to|intends to|hopes to|expects to)"
PUT_BY = (
    r"(?:founded|owned|built|led|developed|operated|made|supplied|created|designed|acquired|funded"
    r"|backed|headed|chaired|run"
    r"|managed|signed|financed|constructed|controlled|run|produced|manufactured|published|issued"
    r"|approved|hosted|organi[sz]ed"
    r"|announced|commissioned|installed|sponsored|completed|placed|awarded|carried out|prepared)"
)
DEAL = (
    r"(?:agreement|contract|deal|memorandum|mou|letter of intent|partnership|pact|venture|accord"
    r"|alliance|talks|tie-up"
    r"|signed|partnered|cooperate|cooperation|collaborate|collaboration|teamed up|joined hands|ties"
    r"|relationship)"
)
ACTS = (
    r"(?:will|has|have|plans to|aims to|intends to|hopes to|expects to|signed|announced|opened|built"
    r"|launched|agreed|is to"
    r"|has agreed|would)"
)
ROLE = (
    r"(?:spokes(?:person|man|woman)|head|chairman|president|director|mayor|governor|minister|executive"
    r"|representative)"
)
WORKS = (
    r"(?:plant|factory|base|centre|center|facility|project|park|mine|site|headquarters|office|line"
    r"|hub|warehouse|terminal"
    r"|yard|mill|refinery|plants|factories)"
)
NEEDS = (
    r"(?:with|by|between|of|from|to|in|at|the|a|an|on|for|and|near|under|into|via|than|as|its|their"
    r"|said|that|including)"
)

NO_DET = r"(?:(?!(?:the|an?|its|their|of|in|to|by|and|for|with|from|is|are|was|were)\b)[\w'’-]+ )"
BODY = (
    r"(?:government|ministry|company|group|university|council|city|firm|bank|authority|agency|fund|region|province"
    r"|institute|college|maker|producer|developer|operator|utility|association|union|bureau|commission|department"
    r"|municipality|county|state|board|academy|foundation|cooperative|supplier|builder|carmaker|shipyard|retailer)"
)
BEFORE_FIGURE = (
    r"(?:invest\w*|spend\w*|costs?|of|about|than|nearly|around|worth|to|at|by|raised?|some|over|least"
    r"|from|some|with"
    r"|approximately|roughly|totall?ing|reach\w*|exceed\w*)"
)

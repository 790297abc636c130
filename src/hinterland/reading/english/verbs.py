"""English verbs that promise, build, sign, spend, make and report: their classes and forms."""

from __future__ import annotations

from hinterland.reading.quantities.lexicon import bag as words

CLASSES: dict[str, str] = {
    "slip": "slip delay postpone put_off push_back put_back bring_forward defer",
    "build": "build construct erect establish open expand upgrade extend inaugurate modernise modernize refurbish "
    "retrofit relocate reopen install set_up put_up break_ground commission retool overhaul renovate "
    "revive double_up rebuild redevelop locate add equip enlarge revamp convert found lay complete "
    "develop house create launch start_up scale_up plan assemble begin start turn transform replace buy "
    "acquire purchase order",
    "sign": "sign ink enter enter_into conclude reach agree finalise finalize seal strike team_up partner initial "
    "form join join_hands clinch forge place award win secure renew extend tie_up negotiate bag land",
    "publish": "publish release unveil issue adopt introduce announce approve pass enact promulgate draft launch ban "
    "roll_out present endorse ratify lift abolish impose explore outline draw_up formulate revise amend "
    "implement",
    "invest": "invest spend pour pump inject commit allocate earmark pay contribute fund finance provide award "
    "grant chip_in plough channel set_aside lend subsidise subsidize put_in sink bet disburse back offer "
    "receive get raise borrow",
    "cost": "cost worth total value require",
    "event": "start begin complete commission finish enter go come deliver list open launch operate ship end break "
    "start_up close conclude break_ground come_on_stream go_live commence kick_off resume roll_off cease "
    "stop reach be_ready become begin_production expire take_effect take run run_out phase_out hand_over "
    "move put float test arrive leave fly hold sail dock wind_up wind_down shut_down close_down decommission "
    "dismantle demolish vacate retire mothball shutter move_in get_under_way",
    "produce": "produce make manufacture turn_out process output assemble roll_off roll_out generate refine mine "
    "handle deliver supply treat store mill smelt crush export ship recycle yield pack brew bottle weave "
    "spin catch transport load print extract cast forge pump transmit power serve house host accommodate "
    "employ charge",
    "employ": "employ hire recruit create generate provide add train retrain lay_off cut dismiss support secure "
    "save safeguard",
    "change": "peak rise grow fall increase climb jump drop decline decrease surge soar slip shrink advance expand "
    "gain "
    "double triple quadruple raise lift cut reduce lower boost improve widen narrow ramp_up scale_up "
    "step_up slow plunge dip edge_up bring halve push quintuple treble recover rebound swell contract",
    "own": "own hold control belong",
    "run": "operate run manage gather have own include comprise consist count boast maintain host contain house",
    "cover": "cover span spread occupy measure stretch total sit stand lie extend",
    "hand": "allot assign entrust engage insure underwrite refinance retain designate nominate distribute obtain",
    "locate": "base headquarter locate situate",
    "say": "say tell announce state add note write quote report comment explain confirm argue stress point_out "
    "remark disclose reveal warn believe think claim reckon emphasise emphasize cite show indicate "
    "suggest signal declare acknowledge recall reiterate mention describe according",
    "become": "become be turn rank remain emerge develop evolve position secure cement grow transform build create "
    "form cultivate foster",
    "coop": "collaborate cooperate integrate strengthen deepen work share explore carry_out conduct study jointly "
    "research exchange combine pool cooperate coordinate join promote develop establish build set_up co- "
    "develop discuss expand examine focus align assess",
    "measure": "exceed reach top hit surpass pass attain achieve account earn record post see attract bring sell "
    "consume use draw export import receive gain win serve maintain meet satisfy save get represent "
    "make_up stand amount average approach near break_through come_to emit emitted visit book generate "
    "burn need supply",
}
"""Lemmas of each class; a lemma may be in several. A phrasal verb is joined by `_`."""

AIM = words("eye aim hope target want seek strive intend mean wish aspire desire endeavour endeavor try look")
PLAN = words(
    "plan agree commit pledge promise undertake propose decide prepare vow schedule set slate go arrange "
    "offer opt oblige require earmark design due need authorise authorize approve permit allow order "
    "contract vote elect"
)
EXPECT = words(
    "expect forecast estimate project anticipate predict likely see believe reckon suppose assume tip "
    "envisage foresee calculate think"
)
OTHER_CHAIN = words("seem appear begin start continue help enable able ready use have fail manage cease be")
CHAIN = AIM | PLAN | EXPECT | OTHER_CHAIN

RAISERS = EXPECT | words("want allow enable help require see let ask order urge get cause make permit")
"""Verbs after which a noun and an infinitive are a clause: "expects output to rise"."""

_IRREGULAR = """
build built built|put put put|set set set|break broke broken|spend spent spent|pay paid paid|lend lent lent
make made made|begin began begun|come came come|go went gone|run ran run|rise rose risen|grow grew grown
fall fell fallen|cut cut cut|say said said|tell told told|write wrote written|have had had|hold held held|see saw seen
become became become|win won won|lay laid laid|strike struck struck|seek sought sought|strive strove striven
mean meant meant|sell sold sold|get got got|hit hit hit|bring brought brought|draw drew drawn|shrink shrank shrunk
sink sank sunk|bet bet bet|cost cost cost|forecast forecast forecast|spin spun spun|weave wove woven|cast cast cast
stand stood stood|lie lay lain|sit sat sat|take took taken|give gave given|keep kept kept|leave left left
meet met met|lose lost lost|find found found|buy bought bought|overtake overtook overtaken|know knew known
think thought thought|show showed shown|catch caught caught|bear bore borne|fly flew flown|speed sped sped
burn burnt burnt|wind wound wound
foresee foresaw foreseen|oversee oversaw overseen|undertake undertook undertaken|shut shut shut|spread spread spread
let let let|choose chose chosen|feed fed fed|teach taught taught|understand understood understood|bind bound bound
"""

_EXTRA = words(
    "eye clear guide foresee envisage refuse reject pick choose select deny refute execute exempt cap chip give keep "
    "leave know show describe consider help enable continue need use follow call name lead allow bear lose "
    "find overtake attend visit consider link connect divide split separate compare depend rely come belong "
    "replace supply source import transfer host tender license patent certify apply benefit attract "
    "participate involve represent focus mark remain stay feed let teach understand bind prove appear seem "
    "tend fail manage try gather accelerate speed drive reshape reflect suspend delay postpone cancel scrap "
    "rent lease shelve abandon dismiss protest oppose face trade merge acquire mention name appoint study "
    "examine review "
    "list sponsor welcome praise criticise ease"
)

NOUNS_TOO = words(
    "phase stage purchase plan project report fund finance back cost total value start end work works "
    "supply export import ship "
    "increase decline rise fall cut drop gain hold run make target aim hope want need use list order state "
    "show set site house output process store mill mine power cover span measure record post draw sell "
    "level support train form share study research review trade contract grant award advance slip dip jump "
    "surge climb lift boost use tender host purchase scale name pump press test design permit license offer close "
    "open double triple base estimate forecast document range place issue release draft present  "
    "balance lead line bottle pack load print cast charge object process change push double market demand "
    "face benefit bet deal visit transport transfer study join join view help import patent supply focus "
    "mark source drive link split call tip commission bid exchange yield approach"
)
"""Verbs whose plain form or -s form is as often a noun."""

ING_NOUNS = words(
    "manufacturing engineering building training processing housing testing recycling shipping banking "
    "opening planning engineering mining milling refining trading financing funding farming logging wiring "
    "casting forging spinning weaving packing printing catering marketing engineering meeting signing "
    "undertaking offering listing holding ruling reporting pricing spending charging loading dredging "
    "smelting lending hiring crushing"
)

HOPES = words(
    "expect forecast project predict anticipate target aim seek strive plan intend commit pledge promise vow"
)
"""Verbs whose object is what is aimed at or expected: "expects revenue of"."""

PARTICLES = words("up out off into on through down aside ground live hands over")


def _doubles(verb: str) -> bool:
    short = len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3] not in "aeiou"
    one = sum(c in "aeiouy" for c in verb) == 1 or (verb.startswith("qu") and len(verb) == 4)
    return short and (
        one
        or verb
        in {"commit", "begin", "forget", "permit", "submit", "admit", "equip", "refit", "retrofit", "allot"}
    )


def _forms(verb: str) -> dict[str, str]:
    """Return the written forms of a regular verb with their tags."""
    if verb.endswith("e"):
        s, past, ing = verb + "s", verb + "d", verb[:-1] + "ing"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        s, past, ing = verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    elif verb.endswith(("s", "x", "ch", "sh", "z", "o")):
        s, past, ing = verb + "es", verb + "ed", verb + "ing"
    else:
        stem = verb + verb[-1] if _doubles(verb) else verb
        s, past, ing = verb + "s", stem + "ed", stem + "ing"
    return {verb: "b", s: "s", past: "dn", ing: "g"}


def _table() -> dict[str, tuple[str, str]]:
    rows: dict[str, tuple[str, str]] = {}
    irregular = {
        r.split()[0]: r.split()[1:] for line in _IRREGULAR.strip().splitlines() for r in line.split("|")
    }
    lemmas = {p for words in CLASSES.values() for v in words.split() for p in (v.split("_")[0],)}
    lemmas |= {v for v in CHAIN if v not in {"due", "likely", "able", "ready", "be", "have"}} | _EXTRA
    lemmas |= set(irregular)
    for verb in sorted(lemmas - {"be", "worth", "emitted", "jointly", "according", "total"} | {"total"}):
        forms = _forms(verb)
        if verb in irregular:
            past, part = irregular[verb]
            forms = {w: t for w, t in forms.items() if t != "dn"}
            forms[past] = forms.get(past, "") + "d"
            forms[part] = forms.get(part, "") + "n"
        for form, tag in forms.items():
            old = rows.get(form)
            rows[form] = (old[0], old[1] + tag) if old and form == old[0] else (verb, tag)
    return rows


FORMS = _table()
"""Written form -> (lemma, tags): b plain, s third person, d past, n participle, g -ing."""
for _noun in ("site", "sites", "headquarters", "headquarter", "founds", "funds", "costs_"):
    FORMS.pop(_noun, None)
FORMS["signalled"] = ("signal", "dn")
FORMS["targetted"] = ("target", "dn")
FORMS["found"] = ("find", "dn")
FORMS["founded"] = ("found", "dn")
FORMS["lay"] = ("lay", "b")
FORMS["left"] = ("leave", "dn")

_CLASS_OF: dict[str, set[str]] = {}
for _name, _words in CLASSES.items():
    for _verb in _words.split():
        _CLASS_OF.setdefault(_verb, set()).add(_name)
CLASS_OF = {verb: frozenset(names) for verb, names in _CLASS_OF.items()}
NO_CLASS: frozenset[str] = frozenset()

MODALS = {
    "will": "planned",
    "'ll": "planned",
    "shall": "planned",
    "would": "expected",
    "should": "aim",
    "can": "stated",
    "could": "expected",
    "may": "expected",
    "might": "expected",
    "must": "planned",
    "cannot": "stated",
}
BE = words("is are was were be been being am")
HAVE = words("has have had having")
DO = words("does do did")
ADVERBS = words(
    "also not now then soon already still together never only even further again at_least once currently "
    "presently both all itself themselves always often ever later therefore thus n't once first so far yet "
    "alone just each"
)
ADJECTIVES_TO = {
    "due": "planned",
    "set": "planned",
    "scheduled": "planned",
    "slated": "planned",
    "likely": "expected",
    "able": "",
    "ready": "planned",
    "poised": "expected",
    "about": "planned",
    "expected": "expected",
    "determined": "aim",
    "keen": "aim",
    "eager": "aim",
    "committed": "planned",
    "bound": "expected",
    "going": "planned",
    "unlikely": "expected",
    "projected": "expected",
    "forecast": "expected",
    "estimated": "expected",
    "supposed": "planned",
    "meant": "planned",
    "designed": "planned",
    "intended": "planned",
    "planned": "planned",
    "contracted": "planned",
    "obliged": "planned",
    "required": "planned",
    "reported": "stated",
    "said": "stated",
    "understood": "stated",
}
DETERMINERS = words(
    "the a an its their his her our my your this that these those each every some any no another such both "
    "all"
)
POSSESSIVES = words("its their his her our my your")
PREPOSITIONS = words(
    "in at on of for with by from to under near outside into over through within after before between "
    "during against about around across along among without via towards toward until since per as than "
    "beyond inside off onto upon above below including excluding following despite alongside throughout"
)
RELATIVES = words("which that who where whose whom when")
SUBORDINATORS = words(
    "while as because if although though since after before unless until once when where whereas so that "
    "and but or nor whether than"
)
PRONOUNS = words("it they we he she i you this these")

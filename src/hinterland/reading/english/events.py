"""Dated events to come, aims in words, and facts without a figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import attach, nouns, objects
from hinterland.reading.english import verbs as v
from hinterland.reading.english.drafts import draft, valued, words_of
from hinterland.reading.english.measure import phrase_words
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Draft, When


_EVENTS = words(
    "start begin complete commission finish enter go come deliver list open launch operate ship end break_ground "
    "start_up close come_on_stream commence kick_off resume roll_off cease stop take expire inaugurate be make "
    "produce hand_over run phase_out arrive reach test install move build connect earn export supply serve switch "
    "hold get turn ramp_up bring put fly sail file submit select award sign choose finalise finalize approve publish "
    "feed introduce release unveil ban abolish replace apply fall expire lapse end phase_out"
)


_STATES = words(
    "operational ready complete completed online running available finished live on in up open able operating"
)


def find_event(scene: Scene, number: int) -> Draft | None:
    """Return what the clause says will happen by or at a date to come."""
    clause = scene.clauses[number]
    group = clause.group
    if clause.say:
        return None
    if group is None:
        return _label(scene, number)
    said = scene.lows(group.start, group.head + 1)
    if "have" in said[:-1] and {"should", "could", "would", "might"} & set(said) and "to" not in said:
        # "should have been running in 2019": it was not
        return None
    if group.lemma in _SLIPS and group.passive and _slipped(scene, number):
        return _slipped(scene, number)
    if scene.low(clause.subject[0]) == "with" and group.form in {"d", "n"}:
        return _with_it(scene, number)
    if scene.denied(number) or not _happens(scene, number):
        return _slipped(scene, number) or _due(scene, number)
    own = attach.of_event(scene.tokens, clause)
    # "By then the old works is to be wound up"
    when = scene.last_when if own is None and attach.says_then(scene.tokens, clause) else own
    lasts = when is not None and when.role == "until" and group.lemma in _LASTS and _works(scene, number)
    if when is None or not when.date or when.role == "since" or (when.role == "until" and not lasts):
        return None
    modality = scene.modality(number)
    present = group.form == "s" and modality == "stated" and when.relative
    soon = (
        present and scene.published is not None and when.date >= scene.published.isoformat()[: len(when.date)]
    )
    if not scene.future(modality, when) and not soon:
        return _begun(scene, number, when)
    return draft(
        scene,
        number,
        "target",
        (scene.opening(clause), clause.right),
        measure=_event(scene, number),
        when=own,
    )


_LASTS = words("take last run continue")


def _works(scene: Scene, number: int) -> bool:
    """Whether the subject of a clause is work that ends: "Construction will take until 2027"."""
    rows = objects.subject_of(scene, scene.clauses[number])
    return bool(rows) and rows[0].head in _WORKS | {"project", "installation", "dredging", "trials", "tests"}


def _with_it(scene: Scene, number: int) -> Draft | None:
    """Return what is to have happened by a date to come: "with full capacity reached in 2029"."""
    clause = scene.clauses[number]
    when = attach.of_event(scene.tokens, clause)
    if when is None or valued(scene, number) or not scene.future("stated", when):
        return None
    span = (clause.subject[0] + 1, clause.right)
    return draft(scene, number, "target", span, measure=_event(scene, number), when=when, modality="expected")


_BEGINS = words("start begin commence complete finish kick_off break_ground break")


_WORKS = words("construction work works preparation production groundbreaking drilling operations")


def _begun(scene: Scene, number: int, when: When) -> Draft | None:
    """Return work that a past date is given for: "Construction began in May 2022"."""
    clause = scene.clauses[number]
    rows = objects.subject_of(scene, clause)
    work = bool(rows) and rows[0].head in _WORKS | {"ground"}
    if not work or clause.group is None or clause.group.lemma not in _BEGINS or clause.how == "rel":
        return None
    span = (scene.opening(clause), clause.right)
    made = draft(scene, number, "fact", span, measure=_event(scene, number), when=when)
    parties = made.parties or scene.memory.default().parties
    return replace(made, parties=parties, places=made.places or scene.memory.thing.places)


_SLIPS = words("slip delay postpone put_off push_back put_back bring_forward push move defer")


def _slipped(scene: Scene, number: int) -> Draft | None:
    """Return an event that got a new date: "the pilot has slipped from 2025 to 2026"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in _SLIPS:
        return None
    dates = attach.whens_of(scene.tokens, group.end, clause.right)
    if not dates:
        return None
    at, when = dates[-1]
    words = scene.tokens[at].low.split()
    to = (
        scene.low(at - 1) in {"to", "until"}
        or words[0] in {"to", "until"}
        or (words[0] == "from" and "to" in words)
    )
    if not to or not scene.future("planned", when):
        return None
    span = (scene.opening(clause), clause.right)
    return draft(scene, number, "target", span, measure=_event(scene, number), when=when, modality="planned")


def _due(scene: Scene, number: int) -> Draft | None:
    """Return an event said with "due" and no verb: "due on stream in the first quarter"."""
    clause = scene.clauses[number]
    for i in range(clause.left, clause.right):
        if scene.low(i) != "due" or scene.low(i + 1) == "to":
            continue
        for j in range(i + 1, min(i + 5, clause.right)):
            when = scene.tokens[j].when
            if when is not None and when.date and scene.future("planned", when):
                group = clause.group
                stated = group is not None and group.lemma == "be" and 0 <= i - group.end < 4
                span = (scene.opening(clause), clause.right) if stated else (i, j + 1)
                new = _new_before(scene, i)
                if new is not None:
                    span, words_ = (new.start, j + 1), words_of(scene, new)
                    return draft(
                        scene, number, "facility", span, measure=words_, when=when, modality="planned"
                    )
                about = " ".join(phrase_words(scene, *clause.subject)) or "completion"
                return draft(scene, number, "target", span, measure=about, when=when, modality="planned")
    return None


def _new_before(scene: Scene, at: int) -> objects.Phrase | None:
    """Return the new plant that stands before ", due": "a second line, due in 2027"."""
    if scene.low(at - 1) != ",":
        return None
    for i in range(at - 2, max(-1, at - 9), -1):
        if scene.low(i) in {"a", "an", "another"}:
            rows = objects.phrases(scene, i, at - 1, 1)
            kinds = nouns.STRONG_FACILITIES | {"line", "unit", "phase"}
            return rows[0] if rows and rows[0].head in kinds and not rows[0].valued else None
        if not scene.low(i):
            return None
    return None


_SLATED = words("expect plan schedule slate set time target pencil be")


def _happens(scene: Scene, number: int) -> bool:
    """Whether the verb says that something happens, and its date is not a value's."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or scene.tokens[group.head].quantity:
        return False
    rows = objects.subject_of(scene, clause)
    event = bool(rows) and rows[0].head in nouns.EVENT_NOUNS
    after = [w for w in scene.lows(group.end, group.end + 5) if not w.endswith("ly")]
    near = scene.tokens[group.end : min(group.end + 4, clause.right)]
    dated = "W" in [t.kind for t in near if t.kind in "WQ"][:1]
    first = clause.subject[0]
    end = min(first + 4, clause.subject[1])
    end = next(
        (
            i
            for i in range(first + 1, end)
            if scene.low(i) in {"on", "in", "for", "from", "with", "near", ","}
        ),
        end,
    )
    counted = any(t.quantity for t in scene.tokens[first:end])
    if valued(scene, number) and (not dated or counted):
        return False
    if group.lemma in {"be", "remain", "stay"} and {"schedule", "track", "course"} & set(after):
        return True
    if group.lemma == "be":
        return bool(after[:1]) and (
            after[0] in _STATES or (after[0] in {"due", "planned", "on"} and (event or "completion" in after))
        )
    if group.lemma in _SLATED:
        return ((event or group.passive) and dated) or bool(
            {"completion", "commissioning", "launch", "delivery", "opening"} & set(after)
        )
    if group.lemma in {"plan", "prepare", "target"} and not group.passive:
        return any(t.kind == "W" for t in scene.tokens[group.end : clause.right])
    if group.lemma == "follow":
        return dated and group.infinite
    # any other verb to come with its date: "the final decision will be taken in June"
    if group.lemma in _EVENTS:
        return True
    led = "W" in [t.kind for t in scene.tokens[clause.left : group.start]] or attach.says_then(
        scene.tokens, clause
    )
    if group.lemma in _LASTS and _works(scene, number):
        return True
    return group.lemma not in _IDLE and ("W" in [t.kind for t in near] or led)


_IDLE = words(
    "be have see mean say speak meet attend visit know think need want help lead remain stay keep continue allow "
    "depend relate apply follow pay spend invest hire employ cost"
)
_INTO = words("production operation operations service use stream")
_ENTERS = words("go put enter come bring move get reach")
_NOUNS_OF = {
    "start": "start",
    "begin": "start",
    "commence": "start",
    "kick_off": "start",
    "start_up": "start-up",
    "complete": "completion",
    "finish": "completion",
    "open": "opening",
    "commission": "commissioning",
    "list": "listing",
    "launch": "launch",
    "deliver": "delivery",
    "hand_over": "handover",
    "close": "closure",
    "break_ground": "groundbreaking",
    "break": "groundbreaking",
    "build": "construction",
    "operate": "operation",
}


def _event(scene: Scene, number: int) -> str:
    """Return the noun of an event: "start of production", "completion of the plant"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None:
        return ""
    about = " ".join(w for w in phrase_words(scene, *clause.subject) if w not in v.PRONOUNS)
    acted = " ".join(phrase_words(scene, group.end, clause.right))
    into = next((w for w in scene.lows(group.end, group.end + 5) if w in _INTO), "")
    if group.lemma in _ENTERS and into:
        return f"start of {'operation' if into in {'use', 'service', 'stream'} else into}"
    if group.lemma in {"become", "rank", "emerge", "turn", "transform"}:
        return acted or about
    if group.lemma in _SLATED or (group.lemma == "be" and about):
        return about or acted or "expected date"
    noun = _NOUNS_OF.get(group.lemma, "")
    what = acted if acted and not group.passive and set(acted.split()) & _USES else about or acted
    if set(about.split()) & nouns.EVENT_NOUNS and noun in {"start", "completion"}:
        what = about
    if not noun:
        return f"{about} {group.lemma.replace('_', ' ')}".strip() if about else acted or group.lemma
    return f"{noun} of {what}" if what else noun


_USES = words(
    "production operation operations deliveries construction service work shipments building manufacturing"
)


def _label(scene: Scene, number: int) -> Draft | None:
    """Return the event of a line such as "Start of production: third quarter of 2026"."""
    clause = scene.clauses[number]
    lows = scene.lows(clause.left, clause.right)
    whens = attach.whens_of(scene.tokens, clause.left, clause.right)
    if ":" not in lows or not whens or valued(scene, number) or not set(lows) & nouns.EVENT_LABELS:
        return None
    when = whens[0][1]
    more = [i for i, _ in whens[1:]]
    if not when.date or (more and not scene.future("planned", when)):
        return None
    comma = [i for i in range(whens[0][0], more[0]) if scene.low(i) in {",", ";"}] if more else [clause.right]
    if not comma:
        return None
    return draft(
        scene,
        number,
        "target",
        (clause.left, comma[0]),
        measure=" ".join(lows[:4]).strip(":- "),
        when=when,
        modality="planned",
    )


def _objectvalued(scene: Scene, number: int) -> bool:
    """Whether a value stands in what is aimed at, before ", with"."""
    clause = scene.clauses[number]
    for i in range(clause.left, clause.right):
        if scene.low(i) == "with" and scene.low(i - 1) == ",":
            return False
        q = scene.tokens[i].quantity
        if q is not None and not q.label:
            return True
    return False


def find_aim(scene: Scene, number: int) -> Draft | None:
    """Return an aim that is said in words: "aims to become the largest maker"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or clause.say or _objectvalued(scene, number) or {"seem", "appear"} & set(group.chain):
        return None
    modality = scene.modality(number)
    rows = objects.object_of(scene, clause)
    if not rows:
        return None
    ambition = any(r.head in nouns.AMBITIONS for r in rows[:2])
    if group.lemma in {"become", "rank", "emerge", "position", "cement"} and modality in {
        "aim",
        "planned",
        "expected",
    }:
        good = ambition or modality == "aim"
    elif (
        group.lemma in {"build", "create", "foster", "cultivate", "form"}
        and not group.passive
        and rows[0].head in nouns.AMBITIONS - nouns.FACILITIES
    ):
        good = modality in {"aim", "planned"}
    elif group.lemma in {
        "build",
        "turn",
        "develop",
        "transform",
        "make",
        "grow",
        "evolve",
    } and "into" in scene.lows(group.end, group.end + 8):
        good = modality in {"aim", "planned"} and any(r.head in nouns.AMBITIONS for r in rows)
    elif group.lemma == "be":
        good = modality == "aim" and ambition
    elif group.lemma == "aim" and scene.low(group.end) in {"at", "for"}:
        # "aims at an all-electric fleet by 2040"
        good = any(w.date for _, w in attach.whens_of(scene.tokens, group.end, clause.right))
    else:
        good = False
    if not good:
        return None
    when = attach.of_event(scene.tokens, clause)
    return draft(
        scene,
        number,
        "target",
        (scene.opening(clause), clause.right),
        measure=_event(scene, number),
        when=when,
    )

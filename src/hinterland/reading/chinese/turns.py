"""Whom a clause turns to: its topic, from its subject, its speaker, or what was talked of before."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.chinese.lexicon import words_of
from hinterland.reading.chinese.memory import NOBODY, Topic
from hinterland.reading.chinese.subjects import topic_of
from hinterland.reading.chinese.works import PARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.chinese.lexer import Clause
    from hinterland.reading.chinese.memory import Memory
    from hinterland.reading.chinese.state import State
    from hinterland.reading.chinese.subjects import Subject

OBSERVER = re.compile(
    "(?:协会|学会|联合会|商会|证券|咨询|智库|评级|研究机构|交易所|统计局|海关|海关总署|[报网社]|电视台|券商|研究中心|"
    "信息中心|数据中心)$"
)
"""Who tells of others: what they say is not theirs to promise."""
_OFFICE = re.compile("(?:中央|自治区|[省市县区州旗])(?:财政|级财政|里|委|政府|直)")
"""An office of the region the document is about, without its name: 市财政, 省里."""
_LETS = ("批准其", "支持其", "允许其", "同意其", "助其", "要求其", "邀请其", "推动其", "许可其")
_HANDS = re.compile("(?:颁发|发放|核发|签发|授予|出具).{0,16}(?:证|证书|许可|执照|批文|批复)")
_HELPS = frozenset(("支持", "推动", "帮助"))
_GRANTS = frozenset(("批准", "核准", "允许", "同意", "支持", "推动", "邀请", "吸引", "帮助"))
SITED = frozenset(
    (
        "位于",
        "地处",
        "坐落于",
        "坐落",
        "落户",
        "选址",
        "落址",
        "建在",
        "设在",
        "位",
        "放在",
        "放到",
        "落在",
        "选在",
        "布局在",
        "坐落在",
        "定在",
    )
)
"""Words that say where a plant is."""
_NOMINAL = ("项目", "工程", "基地", "工厂")
_OF_OURS = (
    "布局",
    "业务",
    "营收",
    "子公司",
    "分公司",
    "团队",
    "那边",
    "这边",
    "工厂",
    "厂区",
    "新厂",
    "基地产能",
)
_ANNOUNCES = ("宣布", "公告", "官宣", "对外宣布", "发布公告")
_OPENS = frozenset('“「"')
_SHUTS = frozenset('”」"')
_SITS = frozenset(("位于", "地处", "坐落于"))
_JOINT = words_of("joint")
REACH = 6
"""The most characters between a place and the plant that it places (德国工厂)."""


def patient(clause: Clause, memory: Memory) -> Topic | None:
    """Return whom 其 means after a verb of letting: 批准其在…建设."""
    if memory.mentioned and any(verb in clause.shape[:12] for verb in _LETS):
        return Topic("org", (memory.mentioned[-1],), (), "anaphora:其")
    return None


def owned(clause: Clause, state: State) -> None:
    """Remember whose plant is told of in passing: A投资的水泥厂奠基仪式."""
    tokens = clause.tokens
    for name, verb in pairwise(tokens):
        after = clause.shape[verb.end - clause.start : verb.end - clause.start + 1]
        if (
            name.has("organisation")
            and verb.has("invest", "build")
            and name.end == verb.start
            and after == "的"
        ):
            wide = state.topic.places if state.topic.kind == "region" else ()
            owner = state.memory.resolve(name.name())
            state.memory.built(replace(owner, places=state.here(clause) or wide))


def permitted(clause: Clause, memory: Memory) -> Topic | None:
    """Return who is handed a permit: 向A颁发…证书."""
    if not _HANDS.search(clause.shape):
        return None
    for to, name in pairwise(clause.tokens):
        if to.word in {"向", "给", "为"} and name.has("organisation"):
            return memory.resolve(name.name())
    return None


def helped(clause: Clause, who: Topic, helper: Topic) -> Topic:
    """Return the topic of what an office lets somebody build; what a region helps to build both promise."""
    helps = any(t.word in _HELPS for t in clause.tokens)
    let = any(verb in clause.shape[:12] for verb in _LETS)
    if not helps or let or helper.kind != "region":
        return who
    return Topic("pair", tuple(dict.fromkeys((*helper.parties, *who.parties))), helper.places, helper.basis)


def granted(clause: Clause, memory: Memory) -> Topic | None:
    """Return whom an office lets act: 批准A在…设立工厂."""
    tokens = clause.tokens
    for i, verb in enumerate(tokens[:-1]):
        if verb.word not in _GRANTS:
            continue
        names = [t for t in tokens[i + 1 : i + 3] if t.has("organisation") and t.start - verb.end <= REACH]
        if names and any(t.start >= names[0].end for t in clause.find("build", "found", "upgrade")):
            return memory.resolve(names[0].name())
    return None


def only_speaks(clause: Clause, who: Subject, state: State) -> bool:
    """Take a clause that only says who speaks (X表示，); return whether it is one."""
    reports = clause.find("report")
    if not reports and clause.names:
        reports = [t for t in clause.find("expect") if clause.end - t.end <= 1]
    if not reports or clause.end - reports[-1].end > 3 or clause.quantities:
        return False
    if clause.stop not in "，：,:" and not clause.shape.endswith(("说", "称", "表示")):
        return False
    state.dates.hear(clause)
    if (
        not who.names
        and state.memory.main
        and clause.first
        and clause.stop in "：:"
        and clause.has("speaker")
    ):
        # an interview: 董事长：…
        state.topic = Topic("org", (state.memory.main,), (), "speaker")
    if who.names and who.names[0].head != "media":
        topic = topic_of(who.names, state.memory)
        if OBSERVER.search(who.names[0].text):
            state.topic = NOBODY
        elif topic.kind == "org":
            state.memory.act(topic.parties)
            state.memory.speaker = topic.parties[0] if topic.parties else ""
            state.topic = topic
        elif topic.places:
            state.topic = replace(topic, parties=topic.places[:1])
    if reports[-1].has("expect"):
        state.modality = "expected"
    state.announced = reports[-1].word.startswith(_ANNOUNCES)
    return True


def spoken_by(clause: Clause, after: Sequence[Clause], state: State) -> None:
    """Take who speaks from the clause that closes the quotation which a sentence opens: “…”，X董事长介绍."""
    text = state.text
    if text[clause.start - 1 : clause.start] not in _OPENS and clause.text[:1] not in _OPENS:
        return
    for later in after:
        if later.paragraph != clause.paragraph:
            return
        closes = text[later.start - 1 : later.start] in _SHUTS or later.text[:1] in _SHUTS
        if not closes or not later.has("report", "speaker"):
            continue
        firms = [n for n in later.names if n.kind == "organisation" and n.head != "media"]
        if firms:
            state.memory.hear(firms[0])
            state.memory.act([state.memory.full(firms[0].text)])
            state.memory.speaker = state.memory.full(firms[0].text)
            state.topic = Topic("org", (state.memory.speaker,), (), "speaker")
        return


def turn(clause: Clause, who: Subject, state: State) -> None:
    """Set the topic of a clause."""
    state.spoken = bool(who.names or who.project)
    _seats(clause, state.memory)
    topic = _named(clause, who, state) if who.names else _unnamed(clause, who, state)
    if topic.kind != "none":
        state.topic = topic
    if clause.has("done"):
        state.modality = None


def _named(clause: Clause, who: Subject, state: State) -> Topic:
    """Return the topic that names make, in the light of what was talked of."""
    memory, first = state.memory, who.names[0]
    if first.head == "media" and len(who.names) == 1:
        return NOBODY
    topic = topic_of(who.names, memory)
    if first.text in _JOINT:
        return replace(memory.project, kind="project", parties=(first.text, *memory.pair))
    if who.agent and clause.has("project", "fac", "build", "invest", "upgrade") and topic.parties:
        wide = state.topic.places if state.topic.kind == "region" else memory.project.places
        topic = Topic("project", topic.parties, state.here(clause) or wide, topic.basis)
        memory.built(topic)
    if topic.kind == "org":
        if set(topic.parties) != set(state.topic.parties) and clause.tokens[0].word != "其中":
            state.places = ()
        memory.act(topic.parties)
        if memory.speaker not in topic.parties:
            memory.speaker = ""
    if (
        first.kind == "group"
        and topic.kind == "region"
        and state.plan
        and memory.home
        and topic.places != memory.home
    ):
        # 园区 in a plan is any park of the region
        return replace(
            topic, parties=memory.home[:1], places=tuple(dict.fromkeys(topic.places + memory.home))
        )
    return _placed(clause, who, topic, state) if topic.kind == "region" and first.kind == "place" else topic


def _placed(clause: Clause, who: Subject, topic: Topic, state: State) -> Topic:
    """Return the topic of a clause that begins with a place: the place, or somebody's plant there."""
    held, end = state.topic, who.names[-1].end
    if who.names[0].text.endswith(PARKS) and held.parties and clause.has("event", "open", "upgrade"):
        places = (*topic.places, *(p for p in held.places if p not in topic.places))
        return Topic("project", held.parties, places, held.basis)
    if clause.shape[end - clause.start :].startswith(_OF_OURS):
        # 印度营收, 西班牙那边: what the firm talked of has there
        if held.kind in {"org", "pair", "project"}:
            return replace(held, places=topic.places)
        return Topic("project", (), topic.places)
    after = next((t for t in clause.tokens if t.start >= end), None)
    ours = held.kind in {"org", "pair", "project"}
    if ours and clause.text.endswith(_NOMINAL) and not clause.has("build", "settle", "will", "plan", "event"):
        # 投资标的：柬埔寨柴桢省年产900万条轮胎项目
        return replace(held, places=topic.places)
    happens = clause.find("event", "open")
    if happens and clause.find("fac", "project", start=end, end=happens[0].start):
        # 福建宁德X基地三期项目投产: a plant there, and not the place's own
        return Topic("project", held.parties if ours else (), topic.places)
    if after is None or not after.has("fac", "project") or after.has("capacity"):
        return topic
    if ours and after.start - end <= REACH:
        return replace(held, places=topic.places)
    return Topic("project", (), topic.places) if held.kind == "none" and after.start == end else topic


def _unnamed(clause: Clause, who: Subject, state: State) -> Topic:
    """Return the topic of a clause without a name as its subject."""
    memory = state.memory
    if clause.text.startswith(("我们", "我司", "本公司")):
        return memory.group("我们")
    if _OFFICE.match(clause.text):
        local = memory.group("省政府" if clause.text[0] == "自" else clause.text[0] + "政府")
        if local.parties:
            return local
    if clause.titled:
        return memory.resolve(clause.titled[0])
    if who.project is not None and state.funding and who.project.has("fundsize"):
        return NOBODY
    if who.project is not None and (memory.project.parties or who.project.has("joint")):
        topic = replace(memory.meant(), basis=f"anaphora:{who.project.word}")
        if who.project.has("joint"):
            topic = replace(topic, kind="project", parties=(who.project.word, *memory.pair))
        here = state.here(clause)
        return replace(topic, places=here) if here else topic
    if state.topic.kind == "none" and memory.home:
        return Topic("region", memory.home[:1], memory.home, "document")
    return NOBODY


def _seats(clause: Clause, memory: Memory) -> None:
    """Remember where organisations sit: 位于P的O."""
    tokens = clause.tokens
    for i, at in enumerate(tokens[:-2]):
        if at.word not in _SITS or not tokens[i + 1].has("place"):
            continue
        who = next((t for t in tokens[i + 2 :] if not t.has("of")), None)
        if who is not None and who.has("organisation"):
            memory.seats[memory.full(who.word)] = memory.resolve(tokens[i + 1].name()).places

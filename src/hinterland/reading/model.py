"""What reading finds in a text: quantities, dates, names, claims, and what is doubtful.

Every span is a pair of code points, end exclusive. Inside reading they count in `Text.clean`; what leaves reading
(`Claim`, `Issue`, `Notice`) counts in the text as it was given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["en", "zh", "other"]
Comparator = Literal["eq", "gt", "ge", "lt", "le", "approx", "range"]
ClaimKind = Literal["agreement", "target", "policy", "investment", "facility", "fund", "fact"]
Modality = Literal["planned", "stated", "aim", "expected", "done", "signed"]
NameKind = Literal["organisation", "government", "place", "person", "group"]
IssueCode = Literal[
    "fx_mismatch",
    "sum_mismatch",
    "product_mismatch",
    "share_over_100",
    "contradiction",
    "ambiguous_denominator",
    "period_reversed",
    "deadline_before_publication",
    "event_after_publication",
    "relative_date",
    "year_missing",
    "missing_text",
    "model_disagrees",
]
NoticeCode = Literal["number_not_read", "unknown_suffix", "unit_assumed", "quote_not_found"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where it stands, its language, and the number of its paragraph."""

    start: int
    end: int
    lang: Lang
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts.

    Attributes
    ----------
    start, end
        The whole expression with comparator, currency and counted noun: "more than 10,000 customer enterprises".
    core_start, core_end
        Number, scale, and unit or currency alone: "RMB 100 billion", "20万辆".
    value, value_high
        In base units of the stated unit: yuan, not millions; 10 for 10 percent; GWh for GWh.
    unit
        Singular English noun or symbol (vehicle, job, percent, GWh, m2, year ...), "currency" for money; None where
        the text does not say what is counted or the word is not known.
    noun
        The words that say what is counted, as stated ("customer enterprises", "就业岗位").
    per
        "year", "month", "day" where the words make it a rate (20万辆/年, a year); else "".
    change
        "by" for an amount of change ("rose by 12 percent", 增长12%), "to" for a level after a change, "" else.
    equivalent
        The same amount said again in brackets, in another currency or unit.
    label
        Whether it is part of a name or quoted label ("RMB 100 billion" industries, 500强) and states no measure.
    assumed
        Why the unit is a guess, "" where it is stated.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    value: float
    value_high: float | None = None
    comparator: Comparator = "eq"
    unit: str | None = None
    currency: str | None = None
    noun: str = ""
    per: str = ""
    change: str = ""
    equivalent: Quantity | None = None
    label: bool = False
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A date or period in the text.

    Attributes
    ----------
    date
        YYYY, YYYY-MM or YYYY-MM-DD: the day, or the last year, month or day of a period; as precise as the words
        and the date of publication allow. "" where it cannot be resolved.
    first
        First year, month or day of a period, "" where the words name none.
    role
        How the words use it: "by" (by, before, 到…, …前), "in" (in, on), "since", "from", "until", "after", "for"
        (a duration that ends there: within five years), "than" (only compared with: than in 2020, 较2020年, a year
        earlier), "" else.
    basis
        "stated"; "published" (resolved against the date of publication); "text" (against a date of the text).
    relative
        Whether the words need the date of publication ("on Monday", 今年, 明年).
    year_missing
        Whether a day or month is named without its year.
    """

    start: int
    end: int
    date: str
    first: str = ""
    role: str = ""
    basis: Literal["stated", "published", "text"] = "stated"
    relative: bool = False
    year_missing: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name, or words that stand for one.

    Attributes
    ----------
    text
        As written. For a group ("the two sides", 双方) the words themselves.
    kind
        "group" for words that stand for names said before ("the company", "the province", 双方, 该公司).
    within
        Places that the words right after or before put it in, nearest first ("Yibin, Sichuan").
    head
        The word that says what it is (Group, university, 公司, 开发区, province), lower case; "" else.
    known
        Id of the row of the case it names, "" else.
    """

    start: int
    end: int
    text: str
    kind: NameKind
    within: tuple[str, ...] = ()
    head: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class Hole:
    """Where words are missing from a scraped text."""

    start: int
    end: int
    missing: Literal["subject", "possessor", "object", "name"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its words are quoted; spans count in `Text.clean`."""

    kind: ClaimKind
    start: int
    end: int
    modality: Modality
    measure: str = ""
    quantity: Quantity | None = None
    when: When | None = None
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    basis: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field's words stand: W3C TextQuoteSelector and TextPositionSelector."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    alignment: Literal["exact", "fuzzy", "orphaned"] = "exact"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text claims, with the words it claims it in. Offsets count in the text as given."""

    kind: ClaimKind
    modality: Modality
    measure: str
    value: float | None
    value_high: float | None
    comparator: Comparator | None
    unit: str | None
    currency: str | None
    deadline: str | None
    period_start: str | None
    parties: tuple[str, ...]
    place: tuple[str, ...]
    topics: tuple[str, ...]
    start: int
    end: int
    value_start: int | None
    value_end: int | None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    stated_equivalent: dict[str, object] | None = None
    basis: str = ""
    flags: tuple[str, ...] = ()
    per: str = ""
    conversion: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """A doubt about what a text says: where, what was expected, what is stated."""

    code: IssueCode
    start: int
    end: int
    expected: str
    stated: str
    en: str
    zh: str
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was not read, or read on an assumption."""

    code: NoticeCode
    start: int
    end: int
    text: str
    en: str = ""
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text with what was found in it, each sort in order of its start."""

    sentences: tuple[Sentence, ...]
    quantities: tuple[Quantity, ...]
    whens: tuple[When, ...]
    names: tuple[Name, ...]
    holes: tuple[Hole, ...] = ()
    notices: tuple[Notice, ...] = ()

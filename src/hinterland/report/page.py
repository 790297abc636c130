"""One self-contained page: templates filled, stylesheet and script inside, nothing fetched from anywhere.

All text of a case is untrusted: templates escape everything, and only what this package wrote itself (pictures,
links made by `text.linked`) goes in as it is. The policy in the page allows no script but ours, by its digest.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hinterland import words
from hinterland.figures.palette import (
    BANDS,
    BASES,
    CHART_FONTS,
    COMPONENTS,
    COVERAGE,
    FONTS,
    MODELS,
    NIGHT,
    OTHER,
    VERDICTS,
)
from hinterland.report import (
    attract,
    board,
    claims,
    local,
    nearby,
    past,
    plan,
    prices,
    remedies,
    risk,
    sections,
    stress,
)
from hinterland.report.labels import label
from hinterland.report.names import Names
from hinterland.report.text import both, linked, word
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hinterland.cluster import Cluster
    from hinterland.report.files import Saved
    from hinterland.result import Result


@dataclass(frozen=True, slots=True)
class Page:
    """What goes into a report.

    Attributes
    ----------
    results
        Result by study, those that ran.
    skipped
        Study that did not run to the reason why.
    figures
        Figure to its SVG by language; one that is drawn place by place as `figure-place`.
    areas
        Place to the file of its reach areas.
    """

    cluster: Cluster
    as_of: str
    results: Mapping[str, Result]
    skipped: Mapping[str, Said] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    saved: Sequence[Saved] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"


def render(page: Page) -> str:
    """Return the page as HTML."""
    environment = _environment()
    script = _text("page.js")
    return environment.get_template("report.html.j2").render(
        lang=page.lang,
        case=page.cluster.name,
        as_of=page.as_of,
        policy=_policy(script),
        style=Markup(_text("page.css") + _colours()),  # noqa: S704 - this package's own stylesheet
        script=Markup(script),  # noqa: S704 - this package's own script, which the policy names by digest
        figures={n: {k: _picture(v) for k, v in f.items()} for n, f in page.figures.items()},
        files=page.saved,
        areas=page.areas,
        **_sections(page),
    )


def _sections(page: Page) -> dict[str, Any]:
    """Return what each section shows; None for a study that did not run."""
    results, cluster = page.results, page.cluster
    track, deals, back = results.get("track"), results.get("agreements"), results.get("backtest")
    names = Names.of(cluster, track["plants"]["plant"].unique().to_list() if track else ())
    materials, quality = results.get("materials"), results["quality"]
    promises = board.promises(track, cluster, names) if track else None
    gaps, content = results.get("gaps"), results.get("content")
    fragile, shocked, mended = (results.get(name) for name in ("risk", "stress", "mitigate"))
    planned, held = results.get("plan"), results.get("held")
    priced = held or planned  # where the first plan cannot hold its targets, nothing has a price
    return {
        "promises": promises,
        "claims": claims.claims(cluster, names),
        "counts": _counts(track) if track else [],
        "changes": past.changes(track, names) if track else None,
        "races": past.races(track, names) if track else [],
        "backtest": past.backtest(back, track, names) if back else None,
        "totals": _totals(quality, track),
        "agreements": sections.agreements(deals, names) if deals else None,
        "chain": sections.chain(materials) if materials else None,
        "nearby": nearby.nearby(gaps, page.areas) if gaps else None,
        "local": local.local(content, cluster, names) if content else None,
        "risk": risk.risk(fragile) if fragile else None,
        "stress": stress.stress(shocked) if shocked else None,
        "remedies": remedies.remedies(mended) if mended else None,
        "plan": plan.plan(planned, page.as_of) if planned else None,
        "held": plan.held(held, planned) if held and planned else None,
        "prices": prices.prices(priced, held) if priced else None,
        "attract": attract.attract(priced) if priced else None,
        "quality": sections.quality(quality),
        "assumptions": sections.assumptions(results, names.places),
        "provenance": sections.provenance(results),
        "skipped": [{"study": label(f"s_{s}"), "why": why} for s, why in page.skipped.items()],
    }


def _counts(track: Result) -> list[dict[str, Any]]:
    """Return the verdicts of the board with their numbers, in the order of the palette."""
    counts = dict(track["board"]["verdict"].value_counts().iter_rows())
    return [
        {
            "verdict": verdict,
            "sign": tone.sign,
            "word": Said(verdict, words.verdict(verdict, "zh")),
            "count": counts[verdict],
        }
        for verdict, tone in VERDICTS.items()
        if verdict in counts
    ]


def _totals(quality: Result, track: Result | None) -> list[tuple[str, Said]]:
    """Return the numbers of the page's head: what was read, and what was judged."""
    read = quality.summary
    totals = []
    if track:
        frame = track["board"]
        totals = [
            (f"{frame['target'].n_unique():,}", label("promises")),
            (f"{frame.select('target', 'metric').n_unique():,}", label("definitions")),
            (f"{frame.height:,}", label("verdicts")),
        ]
    totals += [(f"{read['tables']:,}", label("tables_read")), (f"{read['rows']:,}", label("rows_read"))]
    if read["synthetic"]:
        totals.append((f"{read['synthetic']:,}", label("synthetic_rows")))
    return totals


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hinterland.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": lambda key: both(label(key)),
        "both": both,
        "linked": linked,
        "basis_word": _basis,
    }
    return environment


def _basis(basis: str) -> Said:
    return word(basis, words.BASES)


def _text(name: str) -> str:
    """Return a template's text as it stands."""
    environment = _environment()
    assert environment.loader is not None  # noqa: S101 - set above
    return environment.loader.get_source(environment, name)[0]


def _policy(script: str) -> str:
    """Return the content security policy: no request at all, and only the script that this page carries."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"\d+\.\d{3,}")
_UNSEEN = re.compile(
    r' (?:font-family|role|aria-roledescription|pointer-events)="[^"]*"| opacity="1"'
    r'|<path class="(?:background|foreground)" aria-hidden="true" d="[^"]*"(?: pointer-events="none")?'
    r'(?: display="none")?(?: opacity="1")?/>'
)
"""What a converted chart says that nobody sees: its picture is hidden from screen readers, the page has its face."""


def _picture(svg: str) -> Markup:
    """Return a chart as part of the page: its ground left out, its faces those of the page, half as large."""
    svg = re.sub(r'(<svg\b[^>]*>)<rect width="[\d.]+" height="[\d.]+" fill="[^"]*"/>', r"\1", svg, count=1)
    return Markup(_TAG.sub(_shorter, _UNSEEN.sub("", svg)))  # noqa: S704 - drawn by vl-convert, texts escaped


def _shorter(tag: re.Match[str]) -> str:
    """Return a tag whose numbers have two decimals; texts between tags keep theirs."""
    return _NUMBER.sub(lambda n: f"{float(n[0]):.2f}".rstrip("0").rstrip("."), tag[0])


@lru_cache(maxsize=1)
def _colours() -> str:
    """Return the part of the stylesheet that the palette gives: chips by day and night, charts by night."""
    day = [f":root{{--fonts:{FONTS};--chart-fonts:{CHART_FONTS}}}"]
    night = []
    for prefix, tones in (("v", VERDICTS), ("b", BASES), ("c", COVERAGE)):
        for name, tone in tones.items():
            key = f"{prefix}-{name.replace(' ', '-').replace('_', '-')}"
            day.append(f".{key}{{--fill:{tone.fill};--ink:{tone.ink};--mark:{tone.mark}}}")
            night.append(f".{key}{{--fill:{tone.night_fill};--ink:{tone.night_ink}}}")
    for name, look in {**COMPONENTS, **MODELS, "other": OTHER}.items():
        day.append(f".m-{name}{{--c:{look.mark};--w:{look.width}}}")
        night.append(f".m-{name}{{--c:{look.night}}}")
    for name, (light, dark) in BANDS.items():
        day.append(f".fan .b{name[:-1]}{{fill:{light}}}")
        night.append(f".fan .b{name[:-1]}{{fill:{dark}}}")
    night += [
        f'.fig [{what}="{colour}"]{{{what}:{dark}}}'
        for colour, dark in NIGHT.items()
        for what in ("fill", "stroke")
    ]
    return "\n".join(day) + "\n@media screen and (prefers-color-scheme:dark){\n" + "\n".join(night) + "\n}\n"

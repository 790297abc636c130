"""`hinterland review DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hinterland.reading.review import Decided, Item, Session

ALL = "all"
FIELDS = (
    "claim document kind modality parties measure comparator value value_high unit unit_words currency per "
    "period_start deadline place_words topics resolved alignment start end"
)
COLUMNS = [*FIELDS.split(), "quote", "issues"]
DECISIONS = ["claim", "review", "made", "left"]


class Ids(click.ParamType[Any]):
    """Ids of claims, parted by commas."""

    name = "IDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the ids in order, each once."""
        if isinstance(value, tuple):
            return value
        ids = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
        if not ids:
            self.fail("it names no claim: write ID[,ID...]", param, ctx)
        return ids


@click.command("review")
@options.directory
@click.option("--document", default="", metavar="ID", help="Only drafts of this document.")
@click.option("--by", default="", metavar="NAME", help="Who decides. Default: the name you are logged in by.")
@click.option("--list", "listed", is_flag=True, help="List the drafts that wait, and decide nothing.")
@click.option(
    "--accept",
    type=Ids(),
    default=(),
    metavar="IDS",
    help="Confirm these, parted by commas; all: every draft.",
)
@click.option("--reject", type=Ids(), default=(), metavar="IDS", help="Reject these, parted by commas.")
@click.option(
    "--take-back", default="", metavar="ID", help="Take a decision back: the claim is a draft again."
)
@options.output
def command(case: Path, *, document: str, by: str, listed: bool, form: str, lang: str, **what: Any) -> int:
    """Go through draft claims: accept, edit or reject each, with its words in their context.

    A confirmed claim becomes a target, an agreement, a strand of work or an observation of the case. Every decision
    is saved at once. What is doubtful stays marked after confirmation: you confirm that the text says it, not that
    it is true. Without a terminal, keys are read from stdin, one a line; with --format json or csv the drafts are
    listed.
    """
    from hinterland.reading.review import Session

    given = [k for k, v in what.items() if v]
    if listed and given:
        raise click.UsageError(f"--list decides nothing: leave it or --{given[0].replace('_', '-')} out")
    session = Session.open(case, who=_name(by), today=_today())
    _known(session, document)
    if given:
        _decide(session, document, form=form, lang=lang, **what)
        return 0
    items = session.items(document)
    if listed or form != "text":
        _listing(items, session, form, lang)
        return 0
    if not items:
        _tally(session, document, lang)
        return 0
    from hinterland.cli.review_ask import Talk

    code = Talk(session, document, lang).run()
    _next(session, document, lang)
    return code


def _name(by: str) -> str:
    """Return who decides: fit for one cell of a table."""
    from getpass import getuser

    name = " ".join(by.split())
    if by and not name:
        raise click.UsageError("--by names nobody; leave it out, or write a name")
    if not name:
        try:
            name = getuser()
        except (KeyError, OSError, ImportError):  # no such user, as in some containers
            name = ""
    return "".join(c for c in name if c.isprintable())[:100] or "reviewer"


def _today() -> Any:
    from datetime import UTC, datetime

    return datetime.now(tz=UTC).astimezone().date()


def _known(session: Session, document: str) -> None:
    from hinterland.nearest import nearest

    known = session.cluster["documents"]["document"].to_list()
    if document and document not in known:
        close = nearest(document, known)
        hint = f"Did you mean {close}?" if close else f"There are: {', '.join(known[:20]) or 'none'}."
        raise click.UsageError(f"the case has no document {document!r}. {hint}")


def _decide(
    session: Session,
    document: str,
    *,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    take_back: str,
    form: str,
    lang: str,
) -> None:
    """Take the decisions that the command line names, and tell what came of them."""
    done: list[tuple[str, Decided]] = []
    if take_back:
        done.append(("draft", session.take_back(take_back)))
    if reject:
        done += [("rejected", d) for d in session.reject_all(reject)]
    if accept:
        outcomes = session.accept_all(document, None if accept == (ALL,) else accept)
        done += [("confirmed", d) for d in outcomes]
    if form != "text":
        rows = [_decision(review, outcome, lang) for review, outcome in done]
        whole = {"decided": rows, "waiting": len(session.items(document))}
        flat = [r | {"made": ";".join(i for ids in r["made"].values() for i in ids)} for r in rows]
        options.emit(form, DECISIONS, flat, whole)
        return
    from hinterland.cli.review_show import decided

    line = options.printer()
    for review, outcome in done:
        decided(outcome, review, line, lang)
    _tally(session, document, lang, len(done))


def _decision(review: str, outcome: Decided, lang: str) -> dict[str, Any]:
    return {
        "claim": outcome.claim,
        "review": review,
        "made": {table: list(ids) for table, ids in outcome.made.items()},
        "left": outcome.left.in_(lang) if outcome.left else None,
    }


def _tally(session: Session, document: str, lang: str, done: int = 0) -> None:
    from hinterland.cli.review_words import counted, say

    line = options.printer()
    left = len(session.items(document))
    if not done and not left:
        said = say("none", lang)
        line(said[:1].upper() + said[1:])
    else:
        line(counted(done, left, lang))
    _next(session, document, lang)


def _next(session: Session, document: str, lang: str) -> None:
    """Say what to do once no draft waits."""
    import shlex

    if not session.items(document):
        colon = "：" if lang == "zh" else ": "
        word = "下一步" if lang == "zh" else "Next"
        options.printer()(f"{word}{colon}hinterland track {shlex.quote(str(session.path))}")


def _listing(items: Sequence[Item], session: Session, form: str, lang: str) -> None:
    if form == "text":
        _shown(items, session, lang)
        return
    rows = [_row(i) for i in items]
    whole = [
        r
        | {
            "before": i.before,
            "after": i.after,
            "evidence": [
                {k: e[k] for k in ("field", "exact", "start", "end", "alignment")} for e in i.evidence
            ],
            "issues": [_issue(x, lang) for x in i.issues],
        }
        for r, i in zip(rows, items, strict=True)
    ]
    options.emit(form, COLUMNS, rows, {"drafts": whole})


def _row(item: Item) -> dict[str, Any]:
    codes = ";".join(i["code"] for i in item.issues)
    return {k: item.claim[k] for k in FIELDS.split()} | {"quote": item.claim["exact"], "issues": codes}


def _issue(issue: dict[str, Any], lang: str) -> dict[str, Any]:
    kept = {k: issue[k] for k in ("issue", "code", "state", "expected", "stated", "exact", "start", "end")}
    return kept | {"explanation": issue[f"explanation_{lang}"]}


def _shown(items: Sequence[Item], session: Session, lang: str) -> None:
    """Print the drafts that wait, a few lines each."""
    from hinterland.cli.read_words import ISSUES, in_, plain
    from hinterland.cli.review_words import field_of, kind_of, period_of, value_of

    line = options.printer()
    gap = "，" if lang == "zh" else ", "
    for item in items:
        claim = item.claim
        measure, value = field_of(claim, "measure", lang), value_of(claim, lang)
        more = [x for x in (period_of(claim, lang), field_of(claim, "parties", lang)) if x]
        line(
            (claim["claim"], "bold"),
            f"  {kind_of(claim, lang)}  {measure}{' ' if measure and value else ''}",
            (value, "bold green"),
            gap * bool(measure or value) + gap.join(more) if more else "",
        )
        line((f"“{plain(claim['exact'] or '')}”", "dim"), indent=4)
        for issue in item.issues:
            said = plain(issue[f"explanation_{lang}"] or "")
            line((f"! {in_(ISSUES, issue['code'], lang)}", "red"), f"  {said}" if said else "", indent=4)
    if not items:
        _tally(session, "", lang)
        return
    line(f"{len(items)} 条草稿待审核" if lang == "zh" else f"{len(items)} drafts wait for a decision")

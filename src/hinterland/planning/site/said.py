"""What a ranking of parks assumes, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hinterland.planning.site.chain import in_house, unlisted
from hinterland.planning.site.words import TERMS, few, several
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hinterland.planning.site.compared import Compared, Term
    from hinterland.planning.site.options import Options
    from hinterland.planning.site.project import Project

PRODUCT_FROM = {
    "firm": Said("what its firm makes", "其企业的产品"),
    "final": Said(
        "the finished product of the case, since nothing else is said", "案例的整机产品（别无说明）"
    ),
}


def assumptions(
    parks: Compared, project: Project, terms: Sequence[Term], options: Options
) -> tuple[Said, ...]:
    """Return what was assumed."""
    return (
        *_project(parks, project),
        _score(options),
        *_missing(terms),
        _reach(parks, options),
        Said(
            "Offers are counted, not weighed: whether an organisation's service fits the project is in its words "
            "and not decided here. Likewise the conditions of instruments are listed and not checked.",
            "供给只计数、不评级：其服务是否适合该项目须看原文，此处不作判断。政策条件同样只列出、不核验。",
        ),
        *_makers(parks, project),
        *_house(parks, project),
        *_positions(parks),
        *_rests(terms),
    )


def _reach(parks: Compared, options: Options) -> Said:
    roads = parks.roads
    fake_en, fake_zh = "made-up ones do not (--synthetic counts them)", "合成工厂不计（--synthetic 计入）"
    if parks.made_up:
        fake_en, fake_zh = "made-up ones too", "合成工厂也计入"
    if parks.made_up and options.synthetic is None:
        fake_en += ", since the case has no others (--no-synthetic leaves them out)"
        fake_zh += "，因为案例中没有其他工厂（--no-synthetic 不计）"
    return Said(
        f"Within reach: {options.hours:g} h by lorry, by stated routes, else great circle x {roads.circuity:g} / "
        f"{roads.speed_kmh:g} km/h. Plants count that run or are being built; {fake_en}.",
        f"可达：货车 {options.hours:g} 小时，按已知行程，否则按大圆距离×{roads.circuity:g}÷{roads.speed_kmh:g} km/h。"
        f"计入在产与在建工厂；{fake_zh}。",
    )


def _project(parks: Compared, project: Project) -> Iterator[Said]:
    if project.product is not None:
        name = parks.naming.product(project.product)
        role_en, role_zh = (
            ("It serves those who make", "服务对象为制造") if project.serves else ("It makes", "生产")
        )
        how = PRODUCT_FROM.get(project.product_from)
        en, zh = (f" ({how.en})", f"（{how.zh}）") if how else ("", "")
        yield Said(
            f"{role_en} {name.en}{en}; --product changes it.",
            f"{role_zh}{name.zh}{'者' if project.serves else ''}{zh}；可用 --product 改变。",
        )
    if project.basis in {"synthetic", "inferred"}:
        word = {"synthetic": "合成", "inferred": "推算"}[project.basis]
        yield Said(
            f"The project itself is {project.basis}: {project.source or 'no source'}.",
            f"项目本身为{word}：{project.source or '无来源'}。",
        )


def _score(options: Options) -> Said:
    return Said(
        "The score is the mean of the terms by weight, all of equal weight unless changed (--weight TERM=W). Weights "
        "are a choice, not a finding: the share of first places is over "
        f"{options.draws:,} drawn weights (Dirichlet, seed {options.seed}).",
        "得分为各项的加权平均，默认等权（--weight 项=权重 可改）。权重是选择而非结论："
        f"“居首比例”为 {options.draws:,} 次随机权重（Dirichlet，种子 {options.seed}）中居首的比例。",
    )


def _missing(terms: Sequence[Term]) -> Iterator[Said]:
    nowhere = [t for t in terms if np.isnan(t.normal).all()]
    partly = [t for t in terms if np.isnan(t.normal).any() and not np.isnan(t.normal).all()]
    for term in nowhere:
        said = term.detail[0]
        yield Said(f"{_upper(TERMS[term.id].en)}: {said.en}.", f"{TERMS[term.id].zh}：{said.zh}。")
    if partly or nowhere:
        yield Said(
            "A term that is not known leaves the score of that park, it is not 0; low and high show what it could "
            "make of it at worst and at best.",
            "未知的项不计入该园区得分，并非 0；低值与高值为该项取最差与最好时的得分。",
        )
    if partly:
        some = np.stack([t.normal for t in terms if t not in nowhere])
        whole = int((~np.isnan(some)).all(axis=0).sum())
        yield Said(
            f"Parks are known by different terms ({whole} of {some.shape[1]} by all): compare a park with another by "
            "the range, or give weight 0 to terms that only some have.",
            f"各园区已知的项不同（{some.shape[1]} 个中 {whole} 个各项齐全）：比较时请看区间，"
            "或将仅部分园区有数据的项权重设为 0。",
        )


def _makers(parks: Compared, project: Project) -> Iterator[Said]:
    count, lacking, share = unlisted(parks, project.product)
    if lacking:
        yield Said(
            f"Of {count} direct inputs, {lacking} ({share:.0%} of their value) are made by no plant that the case "
            "lists as running or being built; they count as out of reach of every park.",
            f"{count} 种直接投入中有 {lacking} 种（占其价值 {share:.0%}）在案例中没有在产或在建工厂，"
            "在各园区均计为不可达。",
        )


def _house(parks: Compared, project: Project) -> Iterator[Said]:
    names = several(parks.naming.product(p) for p in in_house(parks, project))
    if names.en:
        yield Said(
            f"No plant on record makes {names.en}: whoever makes what it goes into is taken to make it in house, and "
            "counts as user.",
            f"案例中没有{names.zh}的工厂：视为由其下游产品的制造者自制，并计为用户。",
        )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _positions(parks: Compared) -> Iterator[Said]:
    borrowed = [p for p, o in zip(parks.places, parks.where.origin, strict=True) if o == "ancestor"]
    nowhere = [p for p, o in zip(parks.places, parks.where.origin, strict=True) if o == "none"]
    if borrowed:
        en = few((parks.naming.place(p).en for p in borrowed), lang="en")
        zh = few((parks.naming.place(p).zh for p in borrowed), lang="zh")
        yield Said(
            f"{len(borrowed)} parks stand at the position of the city or province that holds them: {en}.",
            f"{len(borrowed)} 个园区以所在市或省的坐标代替：{zh}。",
        )
    if nowhere:
        en = few((parks.naming.place(p).en for p in nowhere), lang="en")
        zh = few((parks.naming.place(p).zh for p in nowhere), lang="zh")
        yield Said(
            f"{len(nowhere)} parks have no position, so nothing is known to be within their reach: {en}.",
            f"{len(nowhere)} 个园区没有坐标，其可达范围未知：{zh}。",
        )


def _rests(terms: Sequence[Term]) -> Iterator[Said]:
    for basis, zh in (("synthetic", "合成"), ("inferred", "推算")):
        some = [t.id for t in terms if basis in t.basis]
        if some:
            yield Said(
                f"Rests on {basis} rows: {few((TERMS[t].en for t in some), 9, lang='en')}.",
                f"依据{zh}数据的项：{few((TERMS[t].zh for t in some), 9, lang='zh')}。",
            )

"""Writes made-up articles, English and Chinese, in the manner of news and plans, for the benchmarks of reading.

python benchmarks/articles.py FOLDER [--pages 100] [--seed 1]

A page is 3,000 characters of English or 1,000 of Chinese. No sentence is anybody's; firms are put together from
syllables. The same seed gives the same articles.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

PUBLISHED = "2025-03-14"
"""Day on which every article is published."""
LENGTHS = {"en": 3_000, "zh": 1_000}
"""Characters of a page."""


def _parts(words: str) -> list[str]:
    return words.split("|")


SYLLABLES = _parts("vel|tor|ska|mar|lin|dor|ash|ber|quin|hol|nov|per|tal|ric|son|wex")
SUFFIXES = _parts("Group|Holdings|Energy|Motors|Ltd|Inc|AG|Steel|Materials Co|Semiconductor|Foods|Logistics")
HAN = "华宁瑞恒盛鼎泰丰启航远景澜辰钧昊博源"
HAN_SUFFIXES = _parts("集团|股份有限公司|科技有限公司|新材料|能源|重工|电子|控股|医药|装备制造有限公司")
CITIES = _parts(
    "Hanoi|Lyon|Ningbo|Chennai|Querétaro|Wolfsburg|Kraków|Durban|Osaka|Ohio|Santos|Tangier|Ankara"
)
HAN_CITIES = _parts(
    "合肥市|宁波市|四川省|常州|西安高新区|苏州工业园区|广西柳州|福建省|武汉经开区|青岛市|内蒙古"
)
GOODS = [
    ("electric buses", "vehicles"),
    ("battery cells", "GWh"),
    ("wind turbines", "sets"),
    ("crude steel", "tonnes"),
    ("solar modules", "GW"),
    ("silicon wafers", "wafers a month"),
    ("baby formula", "tonnes"),
    ("green hydrogen", "kilograms a day"),
    ("shoes", "pairs"),
]
HAN_GOODS = [
    ("新能源汽车", "万辆"),
    ("动力电池", "GWh"),
    ("风电机组", "台套"),
    ("粗钢", "万吨"),
    ("光伏组件", "GW"),
    ("晶圆", "万片/月"),
    ("乳制品", "万吨"),
    ("机器人", "台"),
    ("纺织服装", "亿件"),
]
PEOPLE = _parts("the minister|the company|a spokesperson|analysts|the two sides|local officials")
MONTHS = _parts("January|February|March|April|May|June|July|September|October|November")
DAYS = _parts("Monday|Tuesday|Wednesday|Thursday|Friday")
ENGLISH = (
    "{firm} plans to invest {money} in a plant for {good} in {city} by {year}.",
    "The plant will have an annual capacity of {n} {unit} and create about {jobs} jobs.",
    "On {day}, {firm} signed a strategic cooperation agreement with the city of {city} on research and talent.",
    "{city} aims to raise its share of the country's output of {good} to more than {share} percent by {year}.",
    "Output of {good} rose by {share} percent to {n} {unit} in {past}, according to data released on {weekday}.",
    "{who} said that construction would begin in {month} and that the first line would start production in {year}.",
    "The government will set up a fund of {money} for suppliers of {good}, {share} percent of it for small firms.",
    "{firm}, founded in {past}, employs {jobs} people at {few} sites and holds {share} percent of {firm2}.",
    "By the end of {year}, the region is to have {few} industrial parks with revenue above {money} each.",
    "The site covers {n} square metres, of which {few} hectares are for a logistics centre.",
    "Between {past} and {year}, {who} expect demand for {good} to grow from {n} to {m} {unit}.",
    "{firm} and {firm2} will set up a joint venture in {city}, with {share} percent held by the former.",
    "Under the five-year plan, subsidies of up to {money} a year are available to makers of {good}.",
    "Not all went as planned: in {month} a line in {city} was closed, and {jobs} workers left.",
    "“We want to build a complete chain, from materials to recycling,” {who} said, and gave no figures.",
    "Freight through the port reached {n} tonnes in {month} {past}, nearly {few} times that of a decade earlier.",
)
CHINESE = (
    "{firm}计划到{year}年在{city}投资{money}建设{good}项目，建成后年产能达到{n}{unit}。",
    "{day}，{city}与{firm}签署战略合作协议，双方将在研发、检测、人才培养等领域开展合作。",
    "到{year}年，{city}{good}产量占全国比重力争超过{share}%，带动就业{jobs}人以上。",
    "{past}年，{city}{good}产业营业收入达到{money}，同比增长{share}%。",
    "项目总用地约{few}公顷，分两期建设，其中一期投资{money}，预计{month}月开工。",
    "《行动方案》提出，“十四五”期间培育{few}家以上龙头企业，设立规模不低于{money}的产业基金。",
    "据介绍，{firm}成立于{past}年，现有员工{jobs}余人，持有{firm2}{share}%的股份。",
    "该公司表示，首条生产线将于明年年底投产，{good}本地配套率提高到{share}%左右。",
    "{month}月，全省{good}出口{n}{unit}，较上年同期翻了一番。",
    "业内人士认为，市场竞争加剧，部分企业面临资金压力，仍需加强上下游协同。",
    "对符合条件的{good}企业，给予最高{money}的一次性奖励，政策有效期至{year}年底。",
    "{firm}与{firm2}将共同出资设立合资公司，注册资本{money}，双方分别持股51%和49%。",
)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Draws what the gaps of a sentence are filled with."""

    draw: random.Random

    def english(self) -> str:
        """Return a sentence."""
        draw, (good, unit) = self.draw, self.draw.choice(GOODS)
        return self._first(
            draw.choice(ENGLISH).format(
                firm=self._firm(),
                firm2=self._firm(),
                city=draw.choice(CITIES),
                good=good,
                unit=unit,
                n=self._amount(),
                m=self._amount(),
                money=self._money(),
                day=f"{draw.choice(MONTHS)} {draw.randint(1, 28)}",
                weekday=draw.choice(DAYS),
                month=draw.choice(MONTHS),
                who=draw.choice(PEOPLE),
                **self._numbers(),
            )
        )

    def chinese(self) -> str:
        """Return a sentence."""
        draw, (good, unit) = self.draw, self.draw.choice(HAN_GOODS)
        return draw.choice(CHINESE).format(
            firm=self._han_firm(),
            firm2=self._han_firm(),
            city=draw.choice(HAN_CITIES),
            good=good,
            unit=unit,
            n=draw.choice(["20", "1.5", "120", "300", "超过50", "8"]),
            money=f"{draw.choice([8, 12.5, 30, 100, 260])}{draw.choice(['亿元', '亿元', '亿美元', '万元'])}",
            day=f"{draw.randint(1, 12)}月{draw.randint(1, 28)}日",
            month=draw.randint(1, 12),
            **self._numbers(),
        )

    def _numbers(self) -> dict[str, str]:
        draw = self.draw
        return {
            "year": str(draw.randint(2026, 2035)),
            "past": str(draw.randint(1995, 2024)),
            "share": f"{draw.choice([5, 8.5, 12, 30, 45, 70])}",
            "jobs": draw.choice(["300", "1,200", "5000", "12,000"]),
            "few": str(draw.randint(2, 60)),
        }

    def _amount(self) -> str:
        return self.draw.choice(["250", "1,200", "30,000", "4.5 million", "more than 800", "nearly 60,000"])

    def _money(self) -> str:
        amount = self.draw.choice(["2", "3.4", "15", "120", "800"])
        scale = self.draw.choice(["million", "billion"])
        return self.draw.choice(["{} {} yuan", "${} {}", "€{} {}", "{} {} rupees", "US${} {}"]).format(
            amount, scale
        )

    def _firm(self) -> str:
        name = "".join(self.draw.choices(SYLLABLES, k=2)).capitalize()
        return f"{name} {self.draw.choice(SUFFIXES)}"

    def _han_firm(self) -> str:
        return "".join(self.draw.sample(HAN, 2)) + self.draw.choice(HAN_SUFFIXES)

    @staticmethod
    def _first(sentence: str) -> str:
        return sentence[0].upper() + sentence[1:]


def article(lang: str, draw: random.Random, length: int | None = None) -> str:
    """Return an article of `length` characters, a page by default; its last sentence is cut there."""
    length = length or LENGTHS[lang]
    write = _Writer(draw)
    sentence = write.english if lang == "en" else write.chinese
    joint = " " if lang == "en" else ""
    parts, size = [], 0
    while size < length:
        parts.append(joint.join(sentence() for _ in range(draw.randint(2, 5))))
        size += len(parts[-1]) + 2
    return "\n\n".join(parts)[:length] + "\n"


def generate(folder: Path, pages: int, seed: int = 1) -> list[Path]:
    """Write `pages` articles of a page, as many English as Chinese, and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    draw, files = random.Random(seed), []
    for number in range(pages):
        lang = ("en", "zh")[number % 2]
        files.append(folder / f"{lang}-{number:04d}.txt")
        files[-1].write_text(article(lang, draw), encoding="utf-8")
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    generate(told.folder, told.pages, told.seed)


if __name__ == "__main__":
    main()

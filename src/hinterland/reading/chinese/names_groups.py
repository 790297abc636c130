"""Words that stand for names said before: 双方, 该公司, 公司 at the head of a clause, 园区."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.chinese import names_lexicon as lex

if TYPE_CHECKING:
    from hinterland.reading.chinese.names_line import Line


def find_groups(line: Line) -> None:
    """Add the words that stand for names said before."""
    words = line.words
    for i, word in enumerate(words):
        said = word.text
        if line.taken[i]:
            continue
        if said in lex.SIDES or said in lex.SELF:
            if _part_of_more(line, i):
                continue
            line.add(i, i + 1, "group", said)
        elif said in lex.FEW and i + 1 < len(words) and words[i + 1].text in lex.FIRMS and line.led(i):
            line.add(i, i + 1 if said[-1] in "司业" else i + 2, "group", words[i + 1].text)
        elif said in {"两家公司", "两家企业", "三家公司", "三家企业"}:
            line.add(i, i + 1, "group", said)
        elif (
            said == "该"
            and i + 1 < len(words)
            and (words[i + 1].text in lex.ROLE or words[i + 1].text in lex.FIRMS)
        ):
            line.add(i, i + 2, "group", words[i + 1].text)
        elif said in lex.JOINT and _alone(line, i):
            line.add(i, i + 1, "organisation", said)
        elif said in lex.ALONE and _alone(line, i):
            line.add(i, i + 1, "group", said)


def _part_of_more(line: Line, i: int) -> bool:
    """Whether the word is only part of a longer one: 三方协议, 塞阿拉州政府."""
    words, said = line.words, line.words[i].text
    if said in {"三方", "四方", "多方"} and i + 1 < len(words) and words[i + 1].cls in "na":
        return True
    joined = (
        i > 0 and words[i - 1].end == words[i].start and words[i - 1].cls in "Px" and not line.counts(i - 1)
    )
    return joined and said[0] not in "该我全"


def _alone(line: Line, i: int) -> bool:
    """Whether nothing qualifies the noun at `i`, and it is not what a verb makes (成立公司, 建设园区)."""
    words, said = line.words, line.words[i].text
    after = words[i + 1] if i + 1 < len(words) else None
    if after and (after.text in lex.LEGAL or after.text in lex.INSTITUTE or after.text in lex.OFFICE):
        return False
    if line.begins(i) and said != "政府":
        return True
    before = words[i - 1]
    if said in lex.LOCAL or said == "管委会":
        return before.text in lex.PLACED
    if said == "政府" and not (after and after.cls in "dp"):
        return False
    if line.begins(i):
        return True
    return before.cls in "pcdt" or before.text in {
        "称",
        "说",
        "表示",
        "透露",
        "显示",
        "指出",
        "宣布",
        "使",
        "让",
    }

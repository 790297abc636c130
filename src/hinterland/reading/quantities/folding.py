"""Traditional characters of numbers, units and money written as simplified ones, place for place."""

from __future__ import annotations

import re

_PAIRS = (
    "億亿萬万兩两幣币約约達达過过餘余來来個个輛辆間间條条項项產产線线廠厂單单對对雙双艘艘臺台總总數数量量"
    "積积畝亩頃顷噸吨陸陆參叁點点幾几倍倍業业區区園园電电動动車车機机設设備备崗岗職职員员術术專专"
    "標标準准準准實实驗验室室館馆樓楼層层棟栋處处種种類类筆笔張张塊块顆颗隻只組组批批戶户開开發发"
    "資资額额營营銷销稅税財财億亿圓圆鎊镑銖铢爾尔亞亚蘭兰韓韩歐欧羅罗盧卢計计劃划規规模模增增長长減减"
    "擴扩升升降降價价值值體体積积從从與与為为於于將将還还預预計计國国內内這这該该導导晶晶圓圆軟软"
    "應应場场學学醫医療疗銀银鐵铁鋼钢煤煤礦矿橋桥港港碼码頭头號号際际級级強强綠绿儲储能能氫氢風风"
    "飛飞艙舱衛卫測测試试協协議议訂订購购顧顾問问師师務务農农養养殖殖畜畜書书門门網网絡络雲云據据"
    "寬宽兆兆瓦瓦時时紐纽澳澳關关鍵键創创領领術术優优質质團团隊队薦荐鎮镇縣县鄉乡裝装廢废續续縮缩壓压"
    "躍跃會会際际區区環环創创漲涨較较擬拟達达至至佔占滿满逾逾僅仅"
)
_TABLE: dict[int, str] = {}
for _old, _new in zip(_PAIRS.replace(" ", "")[::2], _PAIRS.replace(" ", "")[1::2], strict=True):
    if _old != _new:
        _TABLE[ord(_old)] = _new
_TELLING = frozenset("億萬幣約達過個輛產線廠總資電車機業區員餘來")


_FINANCIAL = re.compile("[壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟零]{2,16}(?=[万萬亿億元圆圓美整])")
_FIGURES = str.maketrans("壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")


def _plain(match: re.Match[str]) -> str:
    return match.group().translate(_FIGURES)


def folded(text: str) -> str:
    """Return `text` with traditional characters made simplified, of the same length; as it is where it has few.

    Numerals as contracts write them (壹佰贰拾万元) become plain ones.
    """
    if text.isascii():
        return text
    if any(c in text for c in _TELLING):
        text = text.translate(_TABLE)
    return _FINANCIAL.sub(_plain, text)

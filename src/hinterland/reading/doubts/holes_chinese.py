"""Holes in Chinese sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.model import Hole

if TYPE_CHECKING:
    from typing import Literal

    Missing = Literal["subject", "possessor", "object", "name"]

_SIGN = r"(?:签署|签订|签约|签下|签了|签立|达成|缔结|簽署|簽訂|簽約)"
_JOIN = (
    rf"(?:{_SIGN}|共同(?!体|富裕|利益|发展|努力|点|目标|愿景)|联合(?!体|会|国|组|收割|循环)"
    rf"|合资(?:设立|建设|成立|组建)|合作(?:建设|开发|共建|设立)|共建|携手|举行"
    rf"|就[^，,。]{{1,16}}{_SIGN})"
)
_BUILD = (
    r"(?:投资(?!者|人|额|总额|方|协议|商|主体|促进|公司|集团|基金|机构|强度|规模|建设者|意向|环境)"
    r"|建设(?!者|局|厅|部|单位|中|项目|用地|规模|集团|银行|工程)|承建|负责|牵头|出资|组建|运营(?!商"
    r"|方|单位|中|成本|效率|收入|公司)|控股(?!股东|公司|集团|子公司|权)|主办|承办|开发(?!区|商|者"
    r"|区管委会|利用|集团)|设计(?!院|师|图|方案|单位|公司|者|所)|制造(?!商|业|厂|企业)|实施|发起|领投"
    r"|承接|施工(?!方|单位|队|企业)|生产(?!线|商|者|基地|企业|能力|经营)|供应(?!商|链)|提供|下达|发出|签发|颁发|承担|赞助|支付)"
)
_NOT_AND = r"(?<![参给授赠付干])"
_WHERE = r"[^，,。；;：、]{1,14}"

_ROWS: tuple[tuple[Missing, str, str], ...] = (
    # what is lost; words of which the sentence must have one for the pattern to be tried; the pattern
    # 与签署, 与在上海签约, 与于3月签署
    (
        "object",
        "与|與",
        rf"{_NOT_AND}[与與](?:今[日天]|昨[日天]|近日|日前|正式|当日|当天|共同|(?:在|于){_WHERE}?)?{_SIGN}",
    ),
    ("object", "与|與|和|同", rf"(?:^|(?<=[，,。；;：、（]))[与與和同]{_JOIN}"),
    ("object", "和|同", rf"(?:^|(?<=[，,。；;：、]))[和同](?:在|于){_WHERE}?{_SIGN}"),
    ("object", "与|與", r"(?<![参给授赠付])[与與](?=[，,。、；;的])(?![，。、；的]其)"),
    ("object", "由", r"(?<![理自缘事经来情案因])由(?:[和与、]|(?:共同|联合)(?:出资|投资|建设|设立|发起))"),
    (
        "subject",
        "表示|介绍|指出|透露",
        (
            r"(?:表示|介绍|指出|透露)[，,：:]\s?(?:是[^，,。；;]{0,12}(?:最大|唯一|首个|第一|领先|龙头)"
            r"|成立于|位于|总部)"
        ),
    ),
    ("object", "与|與|和|及", r"[和及、][与與和及](?=[，,。；;])"),
    ("object", "由", rf"(?<![理自缘事经来情案因])由(?:{_BUILD}|(?=[，,。；;]))"),
    (
        "object",
        "在",
        (
            r"(?:将|拟|计划|已)在(?:投资|设立|兴建|新建|成立|打造|建立|建设)"
            r"(?![^，,。；;]{0,6}(?:中|过程|方面|领域|期|上|后|时|前|的))"
        ),
    ),
    (
        "object",
        "位于|坐落|地处|毗邻|设在|落户|选址|来自|属于|成立于|始建于|销往|运往|出口至",
        (
            r"(?:位于|坐落于|坐落在|地处|毗邻|总部设在|总部位于|落户于|选址于|来自于?|隶属于|成立于"
            r"|始建于|销往|运往|出口至)"
            r"(?=[的，,。；;、])"
        ),
    ),
    # 投资亿元建设, 增长%, 占地亩, 成立于年: the figure is lost
    (
        "name",
        "亿元|亿美元|亿欧元",
        (
            r"(?:投资额?|约|投入|获得?了?|签下|发放|出资|斥资|达到?|为|增至|[一二三首]期|总额|收入|利润|募资|金额"
            r"|规模)(?:人民币)?亿(?:元|美元|欧元)"
            r"(?!以上|级|村|大关|户|镇|县|产业|企业|项目|俱乐部|的)"
        ),
    ),
    ("name", "%", r"(?:增长|下降|提高|达到?|占比?|约|超过?|为|至|到|率)\s?%"),
    (
        "name",
        "亩|公顷|平方",
        r"(?:占地|用地)(?:面积)?(?:约|达|为|近|超)?(?:亩(?![均产])|公顷|平方(?:米|公里))",
    ),
    ("name", "于年", r"于年(?=[成建投开注创，。、])"),
    (
        "object",
        "在",
        (
            r"(?:公司|集团|双方|企业|政府|各方|元|(?:^|(?<=[，,。；;])))在"
            r"(?:(?:投资)?设立|举行|签署|签订|成立|(?:投资)?兴建|(?:投资)?新建|投资建[设厂]|建设(?=[^，。；]{0,12}(?:厂|基地|项目|中心|园)))"
            r"(?![^，,。；;]{0,10}(?:中(?![心国])|过程|时|后|前|方面|上(?!海)|期间|领域|之|的|阶段|、))"
        ),
    ),
    (
        "object",
        "从",
        (
            r"(?:公司|企业|集团|该厂|工厂|已|将|拟)从(?:进口|采购|引进|购买|接收)(?![^，,。；;]{0,8}(?:到|至"
            r"|看|来|方面|中))"
        ),
    ),
    ("object", "为的", r"被(?:列为|评为|认定为|命名为)的"),
    (
        "name",
        "包括、|涵盖、|包含、|分别为、|分别是、|在、|出口、|来自、|销往、|出口到、",
        r"(?:包括|涵盖|包含|分别为|分别是|在|出口到?|来自|销往)、",
    ),
    ("name", "、与|、和", r"、[与和](?=[^、，,。；;]{2,20}(?:签署|签订|签约|共同出资|合作共建))"),
    (
        "object",
        "向",
        r"(?<![定方转走导倾意面去投趋一])向(?:采购|交付|供货|出售|增资|注资|订购|提供|供应(?!链|商))",
    ),
    ("object", "根据|按照|依据|依照", r"(?:根据|按照|依据|依照)(?=[，,。；;])"),
    ("object", "从", r"(?:记者|本报|笔者)从(?:获悉|了解到|获知)"),
    ("object", "的", r"(?:系|是|为)的(?:全资|控股|子公司|旗下|参股)"),
    ("name", "，|、|；|：|。", r"[，、；：]\s?[，、；]|。\s?[，、；]|[，、；：]\s?。"),
    (
        "name",
        "“|‘|《|「|『|【|（|(",
        r"“\s?”|‘\s?’|《\s?》|「\s?」|『\s?』|【\s?】|（\s?）|(?<![\w)])\(\s?\)|（(?:以下简称|下称|简称)）",
    ),
    (
        "name",
        "公司|集团股份",
        r"(?:^|(?<=[，,。；：、与和由向及被在]))(?:股份有限公司|有限责任公司|有限公司|股份公司|集团股份)",
    ),
    # 公司于签订了, 合同由中标, 公司由于1988年创办, 公司自采购, 政府与就…, 为和吉利
    (
        "object",
        "于",
        rf"(?:公司|集团|双方|企业|政府|各方|项目|该厂|工厂|协议|合同)于(?:{_SIGN}|成立|建成|投产|开工|竣工|揭牌|通车)(?!后|前|时|之|日)",
    ),
    (
        "object",
        "由",
        r"(?<![理自缘事经来情案因])由(?:中标|于(?:18|19|20)[0-9]{2}年)(?![^，,。；;]{0,12}(?:原因|问题|影响))",
    ),
    ("object", "和|同", rf"(?:部|局|委|政府|公司|集团|大学|学院)[和同]{_SIGN}"),
    (
        "name",
        "年产",
        r"年产(?![量能值出品业])[^，,。；;0-9一二三四五六七八九十百千万亿数几上多]{1,6}[吨台辆套](?=[，。、；])",
    ),
    (
        "object",
        "经与|采用|使用|引进",
        r"经与(?:协商|商谈|谈判|磋商|沟通)|(?:采用|使用|引进)(?:提供|研发|开发)的",
    ),
    ("object", "自|从", r"(?:公司|企业|集团|该厂|工厂|将|拟)自(?:采购|进口|引进|购买|接收)"),
    (
        "object",
        "与|與|和|同",
        r"(?:公司|集团|政府|企业|该厂|省|市|县|区|校|院)[与與和同]就(?=[^，,。]{2,20}(?:达成|签|进行|开展|展开))",
    ),
    (
        "object",
        "与|與|和|同",
        rf"(?:公司|集团|政府|企业|该厂)[与與和同](?:共同|联合)(?:出资|投资|建设|设立|发起|组建|成立|开发|{_SIGN})",
    ),
    (
        "object",
        "为和|向和|与和|由和|在和|对和",
        r"(?:公司|企业|集团|该厂|工厂|主要|将)(?:[为向与由]和(?!平|谐|解|田|县|硕))",
    ),
    ("possessor", "的", r"(?:^|(?<=[，,。；;]))的(?!确|士|哥|话|卢)[一-鿿]{2,4}"),
)
_PATTERNS = tuple(
    (missing, frozenset(g[0] for g in gate.split("|")), tuple(gate.split("|")), re.compile(words))
    for missing, gate, words in _ROWS
)
# a date, and what may stand before it, alone before ", 与 …": who signs is not said
_DATE_ONLY = re.compile(
    r"(?:[答问记][：:]\s?)?(?:(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:上午|下午|晚间?"
    r"|当[日天])?|近日|日前|昨[日天]|今[日天]"
    r"|本周|上周|上月|本月|当[日天]|其中|据悉|同时|此外"
    r"|[一二三四五六七八九十]、)[，,：:]\s?(?=(?P<rest>[与與]|签署|签订|簽署))"
)
_NO_SUBJECT = re.compile(
    r"是(?:该|全|我|本|中|世|国|当|亚|欧)[^，,。；;？?]{0,8}(?:最大|唯一|首个|首家|第[一二三]|领先|龙头|重要)的?[^，,。；;？?]{2,}[，,。]"
)
_SIGNS = re.compile(rf"[与與][^，,。；;]{{2,40}}?{_SIGN}|{_SIGN}")
_CONTEXT = 1


def find_chinese(text: str, start: int, end: int, *, leads: bool) -> list[Hole]:
    """Return the holes of one sentence.

    Parameters
    ----------
    leads
        Whether the sentence begins a paragraph; elsewhere a subject is often carried over from the sentence before.
    """
    found = []
    words = text[start:end]
    signs_in = set(words)
    for missing, firsts, gate, pattern in _PATTERNS:
        if firsts.isdisjoint(signs_in) or not any(word in words for word in gate):
            continue
        for match in pattern.finditer(words):
            a = max(0, match.start() - _CONTEXT) if missing != "name" else match.start()
            b = match.end() if match.end() > match.start() else match.end() + 1
            b = b + 1 if b - a < 3 and b < len(words) else b
            found.append(Hole(start + a, start + b, missing))
    if leads and _NO_SUBJECT.match(words):
        found.append(Hole(start, start + 5, "subject"))
    if leads and words.startswith(("，", ",")) and len(words) > 6:
        found.append(Hole(start, start + 4, "subject"))
    if leads:
        date = _DATE_ONLY.match(words)
        signs = _SIGNS.match(words, date.end()) if date else None
        if date and signs and date.end() > 2:
            found.append(Hole(start + date.end() - 1, start + signs.end(), "subject"))
    return found

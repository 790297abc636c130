"""What reading cells, headings, numbers and units says of a fault, in English and Chinese."""

from __future__ import annotations

HEADINGS = {
    "cells stand under an empty heading": "空表头下有数据",
    "Name the column, or clear it": "请补上列名，或清空该列",
    "unknown column": "列名未定义",
    "Columns are: {columns:several}. Remarks belong into `note`": "可用的列：{columns}。备注请写入 `note` 列",
    "Remarks belong into `note`": "备注请写入 `note` 列",
    "the column stands twice": "该列重复出现",
    "Keep one of the two": "请保留其中一列",
    "required column missing": "缺少必填列",
    "Add a column `{name}`: {what:about}": "请添加 `{name}` 列，填写“{what}”",
    "no headings": "没有表头",
    "Write the headings of `{table}` into its first row, or delete the file": (
        "请在首行写入 `{table}` 表的表头，或删除该文件"
    ),
    "the heading's unit does not fit: {why:said}": "表头中的单位不符：{why}",
    "Use [{unit}]": "请改用 [{unit}]",
}

NUMBERS = {
    "not a number": "不是数值",
    "not a number [{unit}]": "不是数值（单位：{unit}）",
    "Leave the cell empty where the figure is unknown": "数值不详时，请将单元格留空",
    "Write a decimal point: {number}": "小数点请用“.”，写作 {number}",
    "One number a cell: a range goes into its low and high columns": "每格只填一个数；区间请分填下限列与上限列",
    "The formula failed: mend it, or type the value": "公式出错：请修正公式，或直接填写数值",
    "Write digits, such as 1200000; 万 and 亿 are read too": "请填数字，如 1200000；也可使用“万”“亿”",
    "Write digits, such as 1200000; 万 and 亿 are read too; the unit is {unit}": (
        "请填数字，如 1200000；也可使用“万”“亿”；单位为 {unit}"
    ),
    "not a whole number": "不是整数",
    "Round it, or check the column": "请取整，或核对是否填错了列",
    "Round it": "请取整",
    "negative": "为负数",
    "below {low:n}": "小于下限 {low}",
    "above {high:n}, the most it can be": "大于上限 {high}",
    "Write {ends:ends}": "取值应{ends}",
    "Write {ends:ends} {unit:word}": "取值应{ends}（单位：{unit}）",
    "Write {ends:ends} (a fraction: 35 percent is 0.35 or 35%)": (
        "取值应{ends}（比重按小数填写：35% 写作 0.35 或 35%）"
    ),
}

UNITS = {
    "unit not known": "单位无法识别",
    "unit {unit:quoted} is not known; {hint:said}": "单位{unit}无法识别；{hint}",
    "unit {unit:quoted} is too long; {hint:said}": "单位{unit}过长；{hint}",
    "write at most 60 characters and two slashes": "最多 60 个字符、两条斜线",
    "declare it in settings as unit:NAME": "请在 `settings` 表中以 `unit:单位名` 声明",
    "Name a unit that is known": "请改用可识别的单位",
    "{unit:quoted} does not convert to {to:quoted}: one is {a:dimension}, the other {b:dimension}": (
        "{unit}不能换算为{to}：前者是{a}，后者是{b}"
    ),
    "no exchange rate of {currency} on or before {day}; add one to exchange_rates": (
        "没有 {day} 及以前的 {currency} 汇率；请在 `exchange_rates` 表中补上"
    ),
    "currency not known": "货币无法识别",
    "Use an ISO 4217 code such as CNY, USD or EUR": "请用 ISO 4217 货币代码，如 CNY、USD、EUR",
}

WORDS = {
    "not a date": "不是日期",
    "Day first or month first is never guessed: write {dates:either}": (
        "日在前还是月在前，程序不作猜测：请写作 {dates}"
    ),
    "Write YYYY, YYYY-MM or YYYY-MM-DD, as precise as it is known": (
        "请写作 YYYY、YYYY-MM 或 YYYY-MM-DD，已知到哪一级就写到哪一级"
    ),
    "not a period": "不是期间",
    "Write YYYY, YYYY-Q1, YYYY-H1, YYYY-MM or START/END such as 2023-01/2023-11": (
        "请写作 YYYY、YYYY-Q1、YYYY-H1、YYYY-MM，或“起/止”，如 2023-01/2023-11"
    ),
    "not an allowed value": "不在允许的取值之内",
    "Use one of: {choices:several}": "可选取值为：{choices}",
    "{part:quoted}: {fix:said} Part several by `;`": "{part}：{fix}；多项之间用 `;` 分隔",
    "stands twice in the list": "列表中有重复项",
    "Keep {part:quoted} once": "{part}请只保留一次",
    "an empty list": "列表中没有内容",
    "Leave the cell empty, or name the entries": "请将单元格留空，或列出各项",
    "not an id: ids have no blanks, commas or semicolons": "不是有效编号：编号中不能有空格、逗号或分号",
    "Write `{id}`": "请写作 `{id}`",
    "Use letters, digits and _ - . only": "编号只能使用文字、数字和 `_`、`-`、`.`",
    "neither yes nor no": "既不是“是”，也不是“否”",
    "Write yes or no": "请填“是”或“否”",
    "control character U+{code} in the text": "文本中含有控制字符 U+{code}",
    "Delete it": "请删除该字符",
    "empty, but part of the key": "为空，但该列属于主键",
    "empty, but required": "为空，但该列必填",
    "Fill in: {what:about}": "请填写“{what}”",
}

CHANGES = {
    "{count:n} cell: {changes:changes}": "{count} 个单元格：{changes}",
    "{count:n} cells: {changes:changes}": "{count} 个单元格：{changes}",
    "Nothing to do if that is what you meant": "若读法无误，则无需处理",
    "{unit} of the heading converted to {to}": "由表头单位 {unit} 换算为 {to}",
    "unit {unit} converted to {to}": "由单位 {unit} 换算为 {to}",
    "date written as {date}": "日期读作 {date}",
    "Excel serial number read as a date": "Excel 日期序号读作日期",
    "period written as {period}": "期间读作 {period}",
    "read as {word}": "读作 {word}",
    "currency read as {code}": "货币读作 {code}",
    "list separators": "统一了列表分隔符",
    "line ends": "统一了换行符",
    "full-width characters": "全角字符读作半角",
    "accounting brackets read as a minus": "会计括号读作负号",
    "thousands separators": "去除了千位分隔符",
    "percent sign": "读取了百分号",
    "{word:word} read as a factor of {factor:n}": "“{word}”按 {factor} 倍读取",
}

COMMON = {
    "Did you mean `{word}`? {rest:said}": "是否应为 `{word}`？{rest}",
    "Did you mean {word:quoted}?": "是否应为{word}？",
    "{count:n} further columns: {rule:said}": "另有 {count} 列：{rule}",
    "{count:n} further rows: {rule:said}": "另有 {count} 行：{rule}",
    "As above": "同上",
}

PAIRS = {**HEADINGS, **NUMBERS, **UNITS, **WORDS, **CHANGES, **COMMON}

"""What reading files and workbooks, and joining them into a case, says of a fault, in English and Chinese."""

from __future__ import annotations

ENCODING = {
    "the file is UTF-8 with a byte order mark": "文件采用带字节顺序标记（BOM）的 UTF-8 编码",
    "the file is UTF-16 (little-endian)": "文件采用 UTF-16 编码（小端序）",
    "the file is UTF-16 (big-endian)": "文件采用 UTF-16 编码（大端序）",
    "Nothing to do: it is read as it is": "无需处理：文件可照常读取",
    "the file is not UTF-8; it was read as GB18030": "文件不是 UTF-8 编码，已按 GB18030 读取",
    "byte {at:n} of the file is no text: it is {encoding:encoding}": (
        "文件的第 {at} 字节（从 0 起计）不是文本：编码{encoding}"
    ),
    "the file holds NUL characters: it is damaged, or UTF-16 without a mark; they were left out": (
        "文件含有 NUL 字符（已略去）：文件已损坏，或为没有字节顺序标记的 UTF-16"
    ),
    "Save it as 'CSV UTF-8' in Excel, or as UTF-8 in a text editor": (
        "请在 Excel 中另存为“CSV UTF-8”，或在文本编辑器中存为 UTF-8"
    ),
}
ENCODINGS = {
    "neither UTF-8 nor GB18030": "既非 UTF-8，也非 GB18030",
    "UTF-8 with a byte order mark": "应为带字节顺序标记的 UTF-8",
    "UTF-16 (little-endian)": "应为 UTF-16（小端序）",
    "UTF-16 (big-endian)": "应为 UTF-16（大端序）",
}
DELIMITERS = {"commas": "逗号", "semicolons": "分号", "tabs": "制表符"}

TEXT = {
    "the file is empty": "文件为空",
    "Write the headings into its first row, or delete the file": "请在首行写入表头，或删除该文件",
    "the headings stand in row {row:n}; what is above them was left out": "表头在第 {row} 行；其上内容已略去",
    "Delete the rows above the headings": "请删除表头以上的行",
    "cells are parted by {sign:delimiter}": "单元格以{sign}分隔",
    "Save it with commas; numbers need a decimal point": "请改存为以逗号分隔；小数点须用“.”",
    "a quotation mark opens in this row and never closes; the rest of the file could not be read": (
        "该行的左引号没有闭合，文件的其余部分无法读取"
    ),
    'Close it, or write a quotation mark inside a cell twice ("")': (
        '请补上右引号；单元格内的引号须写两遍（""）'
    ),
    "text follows a closing quotation mark, or the mark that opens the cell never closes; the row was left out": (
        "右引号之后还有文字，或左引号没有闭合；该行已略去"
    ),
    'Quote the whole cell, and write a quotation mark inside it twice ("")': (
        '请用引号括住整个单元格，其中的引号须写两遍（""）'
    ),
    "where cells are parted by semicolons this comma may part thousands or decimals": (
        "文件以分号分隔，此处的逗号可能是千位分隔符，也可能是小数点"
    ),
    "Write the number without a thousands separator and with a decimal point": "请去掉千位分隔符，小数点用“.”",
}

SHAPE = {
    "{count:n} more rows have cells beyond the last heading": "另有 {count} 行的单元格超出表头范围",
    "{count:n} more rows have fewer cells than headings": "另有 {count} 行的单元格少于表头",
    "Mend the rows named so far, and check again": "请先修正已列出的行，再重新检查",
    "{count:n} cell stands beyond the last heading": "有 {count} 个单元格超出表头范围",
    "{count:n} cells stand beyond the last heading": "有 {count} 个单元格超出表头范围",
    "Give the column a heading, or quote a cell that holds the delimiter": (
        "请为该列补上表头；若单元格内含分隔符，请用引号括住"
    ),
    "the row has {found:n} cell for {width:n} headings; the others were read as empty": (
        "表头有 {width} 列，该行只有 {found} 个单元格，其余按空值读取"
    ),
    "the row has {found:n} cells for {width:n} headings; the others were read as empty": (
        "表头有 {width} 列，该行只有 {found} 个单元格，其余按空值读取"
    ),
    "Add the missing delimiters, after checking that each cell stands under its heading": (
        "请先核对各单元格是否与表头对应，再补上缺少的分隔符"
    ),
    "column {letter} has {count:n} cells and no heading; it was left out": (
        "{letter} 列有 {count} 个单元格但没有表头，该列已略去"
    ),
    "Write a heading, or delete the column": "请写上表头，或删除该列",
    "this is no whole Parquet file ({reason})": "不是完整的 Parquet 文件（程序报告：“{reason}”）",
    "cells of type {kind} are no values of a table; the column was left out": (
        "“{kind}”类型的单元格不能作为表中的值，该列已略去"
    ),
    "Write the file again with plain columns, or give the table as CSV": (
        "请重新写出文件，只用普通类型的列，或改用 CSV"
    ),
}

FOLDER = {
    "an interrupted save was complete, and is what was read": (
        "上次保存虽被中断，但数据完整，本次读取的即为该版本"
    ),
    "Nothing needs doing: the next save tidies up": "无需处理：下次保存时会自动清理",
    "the file stands beside the folder 'tables' and was not read": "文件与 tables 文件夹并列，未读取",
    "Move it into 'tables', or delete it": "请移入 tables 文件夹，或删除",
    "the table stands in {file:where} as well; only that file was read": "{file} 中也有该表，只读取了那个文件",
    "the link leads to no file; nothing was read": "该链接指向的文件不存在，未读取",
    "Put the file where the link leads, or delete the link": "请将文件放到链接所指的位置，或删除该链接",
    "this is a folder or a device and no file; nothing was read": "这是文件夹或设备，不是文件，未读取",
    "Put the file of the table in its place, or rename it": "请换成该表的文件，或将其改名",
    "Keep one of the two files": "请只保留其中一个文件",
    "a file of type {suffix} is not read as a table": "{suffix} 类型的文件不能作为表读取",
    "Save it as CSV (UTF-8) or Parquet": "请另存为 CSV（UTF-8）或 Parquet",
    "no table has this name; the file was not read": "没有这个名称的表，该文件未读取",
    "Rename it, or leave it as it is": "请改名，或保持原样",
    "Did you mean {file:file}? {rest:said}": "是否应为 {file}？{rest}",
    "no table has this name": "没有这个名称的表",
    "Rename it": "请改名",
    "It was not read. Tables are {tables:several}": "未读取。可用的表：{tables}",
    "the table stands already in {file:where}": "{file} 中已有该表",
    "Keep one": "请只保留一个",
    "the case has no rows yet": "案例中还没有数据",
    "Fill in its tables ({path}), then check it again": "请填写其中的表（“{path}”），再重新检查",
}

EXCEL = {
    "{file:where} is the same table; only that sheet was read": "与 {file} 是同一张表，只读取了那个工作表",
    "Put all rows into one sheet": "请将所有行合并到一个工作表",
    "the sheet is hidden; it was read": "工作表处于隐藏状态，仍已读取",
    "Show the sheet, or delete it": "请取消隐藏，或删除该工作表",
    "row {row:n} is hidden; it was read": "第 {row} 行处于隐藏状态，仍已读取",
    "rows {rows:spans} are hidden; they were read": "第 {rows}处于隐藏状态，仍已读取",
    "Show all rows (clear the filter), and delete those not meant": (
        "请显示所有行（清除筛选），并删除不需要的行"
    ),
    "column {letter} is hidden; it was read": "{letter} 列处于隐藏状态，仍已读取",
    "Show the column, or delete it": "请取消隐藏，或删除该列",
    "cells {box} are merged: only the first of them holds the value, the others are empty": (
        "单元格 {box} 已合并：只有第一格有值，其余为空"
    ),
    "Unmerge them, and write the value into each cell that it holds for": (
        "请取消合并，并在适用的每个单元格中填写该值"
    ),
    "the formula in {cell} has no computed value": "{cell} 中的公式没有计算结果",
    "Open the workbook in Excel and save it, or paste the value over the formula": (
        "请用 Excel 打开工作簿并保存，或用数值覆盖公式"
    ),
    "the cell {cell} holds an error of Excel": "单元格 {cell} 含有 Excel 错误值",
    "Mend the formula, or write the value": "请修正公式，或直接填写数值",
    "{count:n} more formulas without a value": "另有 {count} 个公式没有计算结果",
    "{count:n} more cells with an error of Excel": "另有 {count} 个单元格含有 Excel 错误值",
    "Mend those named so far, and check again": "请先修正已列出的各处，再重新检查",
}

PAIRS = {**ENCODING, **TEXT, **SHAPE, **FOLDER, **EXCEL}

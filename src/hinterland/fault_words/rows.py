"""What the checks between rows say of a fault, in English and Chinese."""

from __future__ import annotations

KEYS = {
    "the key stands already in row {row:n} ({key:key})": "主键与第 {row} 行重复（{key}）",
    "two figures of one vintage differ: {here:n} here, {there:n} in row {row:n} ({key:key})": (
        "同一版本的两个数值不一致：此处为 {here}，第 {row} 行为 {there}（{key}）"
    ),
    "Delete one of the rows, or give them different keys": "请删除其中一行，或改用不同的主键",
    "refers to no row of {tables:either}": "在 {tables} 表中没有对应的行",
    "Else add it to {tables:either}": "若不是，请在 {tables} 表中补上",
    "Add it to {tables:either}, or mend the id": "请在 {tables} 表中补上，或修正编号",
    "{count:n} of {rows:n} rows state no source": "{rows} 行中有 {count} 行未注明来源",
    "{count:n} of {rows:n} rows state no basis": "{rows} 行中有 {count} 行未注明依据",
    "State it: reports count such rows as unsourced": "请补充注明；报告会将这些行计为无来源",
}

CHAIN = {
    "the shares of {product} ({process}) add up to {sum:n}, above 1": (
        "{product}（工艺：{process}）的份额合计为 {sum}，超过 1"
    ),
    "Lower them: each is a share of the product's material value": "请调低份额：每项都是占该产品材料价值的比重",
    "`{low}` is above `{high}`": "`{low}` 大于 `{high}`",
    "Swap the two, or mend them": "请对调两数，或改正数值",
    "below its lower end `{low}`, {value:n}": "小于其下限 `{low}`（{value}）",
    "above its upper end `{high}`, {value:n}": "大于其上限 `{high}`（{value}）",
    "Mend the figure or its range": "请修正数值或其区间",
    "the cost items of {product} add up to {sum:n}, above 1": "{product} 的成本项合计为 {sum}，超过 1",
    "Lower them: each is a share of the price, and what they leave is material": (
        "请调低份额：每项都是占价格的比重，其余为材料"
    ),
    "the bill of materials runs in a circle: {circle}": "物料清单首尾相接成环：{circle}",
    "places lie inside each other in a circle: {circle}": "地点的隶属关系成环：{circle}",
    "firms own each other in a circle: {circle}": "企业的控股关系成环：{circle}",
    "metrics are defined by each other in a circle: {circle}": "指标的定义成环：{circle}",
    "targets replace each other in a circle: {circle}": "承诺的取代关系成环：{circle}",
    "claims replace each other in a circle: {circle}": "主张的取代关系成环：{circle}",
    "Cut one of these links": "请去掉其中一条关联",
    "there are more circles than are listed": "还有未列出的环",
    "Cut the listed ones first": "请先去掉已列出的环",
}

PARTS = {
    "the same firm, product, place, position, capacity and dates as {plant}": (
        "企业、产品、地点、坐标、产能与日期均与 {plant} 相同"
    ),
    "Delete one if they are one plant: its capacity counts twice; else nothing to do": (
        "若为同一家工厂，请删除一行，否则产能会重复计算；若不是，则无需处理"
    ),
    "{count:n} of {all:n} products of the bill of materials are made by no plant of the case: {names:some}": (
        "物料清单的 {all} 种产品中，有 {count} 种在案例中没有工厂生产：{names}"
    ),
    "Add plants that make them where there are any; until then nobody can tell whether they are near": (
        "如有生产这些产品的工厂，请补上；在此之前无法判断能否就近取得"
    ),
    "{count:n} of {all:n} plants make what goes into nothing and has no recipe: {names:some}": (
        "{all} 家工厂中，有 {count} 家所产既无物料清单、也不是任何产品的投入：{names}"
    ),
    "Add what they make to `recipes`, or leave it: studies of the chain do not see these plants": (
        "请将其产品列入 `recipes`，或保持原样：产业链分析不计这些工厂"
    ),
    "{count:n} of {all:n} plants make a heading of the bill of materials, which is looked through to what it holds: "
    "{names:some}": "{all} 家工厂中，有 {count} 家所产为物料清单的类目，计算时以其所含产品代替：{names}",
    "Name what the plants make, or give the product the kind `component`; studies of the chain do not see these "
    "plants": ("请写明这些工厂所产的具体产品，或将该产品的 kind 改为 `component`；产业链分析不计这些工厂"),
    "{count:n} of {all:n} plants have no position, nor has a park, city or province that they lie in: {names:some}": (
        "{all} 家工厂中，有 {count} 家没有坐标，所在的园区、市、省也没有：{names}"
    ),
    "Give `lon` and `lat`, here or in `places`; until then nobody can tell what they reach": (
        "请在此处或 `places` 表中填写 `lon` 与 `lat`；在此之前无法判断其可达范围"
    ),
    "demand is stated only for what goes into other products: {names:some}": (
        "只列出了作为其他产品投入的产品的需求：{names}"
    ),
    "Add the demand for the finished product; that for its parts follows from the bill of materials": (
        "请补上整机的需求；零部件的需求由物料清单推得"
    ),
}

PLACES = {
    "half a position: only one of `lon` and `lat` is given, and counts for nothing": (
        "坐标不全：`lon` 与 `lat` 只填了一个，不起作用"
    ),
    "Write both, or leave both empty: the place that it lies in then stands in": (
        "请两者都填，或都留空：此时以所在地的坐标代替"
    ),
    "longitude and latitude look swapped ({lon:n}, {lat:n})": "经度与纬度疑似颠倒（{lon}，{lat}）",
    "Write lon {lon:n}, lat {lat:n}": "请写作 lon 为 {lon}，lat 为 {lat}",
    "{away:n} km from {place}, whose radius is {radius:n} km": (
        "距 {place} {away} 公里，而后者的半径为 {radius} 公里"
    ),
    "Mend the coordinates, the place that contains it, or that place's radius_km": (
        "请修正坐标、所属地点，或该地点的 `radius_km`"
    ),
    "{count:n} position is in {datum}, not in WGS-84": "{count} 个坐标采用 {datum}，而非 WGS-84",
    "{count:n} positions are in {datum}, not in WGS-84": "{count} 个坐标采用 {datum}，而非 WGS-84",
    "Nothing to do: they are kept as given, with their datum": "无需处理：坐标连同坐标系按原样保留",
    "no time at all between two places": "两地之间的行程时间为 0",
    "Write the hours, or delete the row: the great circle then counts": (
        "请填写小时数，或删除该行：届时按大圆距离计算"
    ),
}

TIMES = {
    "{then:name} before {first:name} ({date})": "`{then}` 早于 `{first}`（{date}）",
    "Mend `{first:name}` or `{then:name}`": "请修正 `{first}` 或 `{then}`",
    "a figure without a date of publication: nobody can say when it was known": (
        "数值缺少公布日期，无从判断何时为外界所知"
    ),
    "Give the date, with published_basis `assumed` if you must": (
        "请补上日期；确需假定时，`published_basis` 填 `assumed`"
    ),
    "published before its period {period} ended": "公布日期早于期间 {period} 的结束",
    "Mend the date, or narrow the period (2021-01/2021-08); a forecast is a target, not an observation": (
        "请修正日期，或缩短期间（如 2021-01/2021-08）；预测值不是观测值，应列入 `targets` 表"
    ),
}

PROMISES = {
    "a metric of kind {kind} needs `{column}`": "类别为 `{kind}` 的指标须填写 `{column}`",
    "Fill in `{column:name}`": "请填写 `{column}`",
    "a metric of kind sum needs `members`, or `product` and `plant_column`": (
        "类别为 `sum` 的指标须填写 `members`，或者同时填写 `product` 与 `plant_column`"
    ),
    "a metric of kind first_to_pass needs at least two different members": (
        "类别为 `first_to_pass` 的指标至少须有两个不同的成员"
    ),
    "Name the metrics that race": "请列出相互比较的指标",
    "growth is no such measure: it is a share": "增长率不能用此单位：它是比率",
    "Write percent, or 1": "请填 percent 或 1",
    "{top} / {below} is not measured so": "{top} / {below} 不能用此单位",
    "Write percent where both measure the same, else the unit above, a slash, the unit below": (
        "分子与分母量纲相同时填 percent，否则填“分子单位/分母单位”"
    ),
    "Fill in what is summed": "请填写求和的对象",
    "bought within reach, but within how many hours is not said": "按可达范围内采购计，却未说明几小时之内",
    "bought inside the boundary: no travel time counts": "按边界内采购计，与行程时间无关",
    "Leave `hours` empty, or write `sourced_reach` in `nearby`": (
        "请将 `hours` 留空，或在 `nearby` 中填 `sourced_reach`"
    ),
    "does not convert to {unit}, the unit of {metric}": "不能换算为指标 {metric} 的单位 {unit}",
    "Mend the unit here or in `metrics`": "请修正此处或 `metrics` 表中的单位",
    "a range needs its upper value": "区间缺少上限",
    "the upper value is below the value": "上限小于下限",
    "Swap the two": "请对调两数",
    "`superseded_by` and `superseded_on` go together": "`superseded_by` 与 `superseded_on` 须同时填写",
    "Fill in both, or neither": "请两列都填，或都不填",
    "above 100 percent": "超过 100%",
    "Mend it if it is a share; growth may exceed 100": "如为比重，请改正；增长率可以超过 100%",
    "two vintages of {metric} {period} published on {date} differ": (
        "{metric} 在期间 {period} 的两个版本均于 {date} 公布，数值却不一致"
    ),
    "Give them different dates; until then the last row counts": "请填写不同的公布日期；在此之前以最后一行为准",
    "no exchange rate of this currency": "没有该货币的汇率",
    "Add a dated rate to `exchange_rates`": "请在 `exchange_rates` 表中补上带日期的汇率",
    "leads out of the case's folder": "指向案例文件夹之外",
    "Copy the text below documents/ and name it so": "请将文本复制到 documents/ 下，并填写相应路径",
}

FIGURES = {
    "{times:n} times the figure of {period}": "为期间 {period} 数值的 {times} 倍",
    "{times:n} times the figure of {period}, day for day": "按日均计，为期间 {period} 数值的 {times} 倍",
    "1/{times:n} of the figure of {period}": "仅为期间 {period} 数值的 {times} 分之一",
    "1/{times:n} of the figure of {period}, day for day": "按日均计，仅为期间 {period} 数值的 {times} 分之一",
    "Did you mean {unit}? Else mend the figure, here or in {period}": (
        "单位是否应为“{unit}”？若不是，请修正此处或期间 {period} 的数值"
    ),
    "Mend the value or its unit; or is the figure of {period} in {unit}?": (
        "请修正数值或单位；或者期间 {period} 的数值应以“{unit}”计"
    ),
    "Mend the value or its unit, here or in {period}": "请修正此处或期间 {period} 的数值或单位",
    "below 0, though {unit} is counted or measured": "小于 0，而单位“{unit}”所计之数不应为负",
    "Mend the sign; leave it where the figure is a net change": "请改正正负号；如为净变动，可保留",
    "all {count:n} figures of {metric} for {place} are 0": "{metric} 在 {place} 的 {count} 个数值全部为 0",
    "Where a figure is not known, delete its row: 0 is a figure": "数值不详时请删除该行：0 也是数值",
    "more than {whole} of {denominator} in the same period: {ratio} would be {share:n} percent": (
        "大于同期 {denominator} 的“{whole}”：{ratio} 将达 {share}%"
    ),
    "Mend the unit or the value of one of the two; a ratio that is no share has the unit `multiple`": (
        "请修正其中一个的单位或数值；若该比率不是比重，单位请填 `multiple`"
    ),
    "above 100 percent, though {metric} is a share (kind {kind})": "超过 100%，而 {metric} 是比重（类别 `{kind}`）",
    "promises more than 100 percent, though {metric} is a share (kind {kind})": (
        "目标值超过 100%，而 {metric} 是比重（类别 `{kind}`）"
    ),
    "Mend the value or its unit; a ratio that is no share has the unit `multiple`": (
        "请修正数值或单位；若该比率不是比重，单位请填 `multiple`"
    ),
    "the sum since January falls: it was {before} in {period}": "年初以来累计数下降：期间 {period} 为“{before}”",
    "Mend one of the two, or its flow: `period` where it covers the month alone": (
        "请修正其中一个数值或其 `flow`：只含当月的，填 `period`"
    ),
    "Nothing to do where a loss explains it, else mend one of the two, or its flow": (
        "如因亏损所致，无需处理；否则请修正其中一个数值或其 `flow`"
    ),
    "less than its part {period} alone ({part})": "小于其中期间 {period} 一项的数值（“{part}”）",
    "less than {count:n} parts of the year together ({total})": "小于年内 {count} 个分段之和（“{total}”）",
    "Mend the year or its parts: perhaps a unit, or a sum since January that is called a month": (
        "请修正全年数或分段数：可能是单位有误，或将累计数误作当月数"
    ),
    "Nothing to do where losses explain it, else mend the year or its parts": (
        "如因亏损所致，无需处理；否则请修正全年数或分段数"
    ),
    "the same days as {period}, published on the same day with another value ({value})": (
        "与期间 {period} 所指日期相同，同日公布，数值却不同（“{value}”）"
    ),
    "Keep one, or call both by one period and give them different dates": (
        "请只保留一个；或统一期间写法，并填写不同的公布日期"
    ),
    "the yearly series {metric} of {place} lacks {years:several}": "{metric} 在 {place} 的年度序列缺少 {years}",
    "Add the years, or their growth as a metric of kind `growth`; nothing to do where none was published": (
        "请补上所缺年份的数值，或以类别为 `growth` 的指标补上增速；如未公布，无需处理"
    ),
    "over before the promise was published ({date})": "期限早于承诺的公布日期（{date}）",
    "Mend the deadline, or `published`: it is the day on which the promise was made public": (
        "请修正期限或 `published`：后者是承诺公开的日期"
    ),
}

SETTINGS = {
    "no name for a unit, or a unit is called so already": "单位名为空，或与已有单位重名",
    "Rename the unit": "请为该单位另起名称",
    "the factor of a unit must be a number above 0": "单位的换算系数须为大于 0 的数",
    "Write how many of the base unit it is": "请填写折合多少基本单位",
    "a unit must rest on a built-in unit": "单位须以内置单位为基准",
    "Name one, or leave the cell empty": "请填内置单位，或将单元格留空",
    "an exchange rate must be above 0": "汇率须大于 0",
    "Write the yuan for one unit": "请填写一单位外币合多少人民币",
    "no product with a recipe is called so": "没有这一编号且列有物料清单的产品",
    "Write `process.` and the product's id, or delete the row": "请写作 `process.` 加产品编号，或删除该行",
    "the product has no process of this name": "该产品没有这一名称的工艺",
    "Its processes are {processes:several}": "其工艺有：{processes}",
    "must be a number between {low:n} and {high:n}": "须为 {low} 与 {high} 之间的数",
    "must be a number above {low:n}, at most {high:n}": "须为大于 {low} 且不超过 {high} 的数",
    "no study reads a setting of this name": "没有研究读取该名称的设置",
    "Did you mean `{word}`? Else leave it: no study uses it": "是否应为 `{word}`？若不是可保留：没有研究使用它",
    "must be a number of at least {low:n}": "须为不小于 {low} 的数",
    "must be a number above {low:n}": "须为大于 {low} 的数",
    "Mend it, or delete the row: the default then counts": "请改正，或删除该行：此时采用默认值",
    "no figure is as large or as small as that": "没有这么大或这么小的数值",
    "Mend it: 0, or between {low:n} and {high:n}": "请改正：须为 0，或介于 {low} 与 {high} 之间",
    "weights of processes are numbers from 0 to 1 that add up to 1": "工艺权重须为 0 到 1 的数，且合计为 1",
    "Write such as `nmc:0.5;lfp:0.5`, or the name of one process": "请写作 `nmc:0.5;lfp:0.5` 之类，或一种工艺的名称",
}

NETWORK = {
    "above the flow it is part of, {value:n}": "大于其所属的流量 {value}",
    "Mend it: imports are a part of `value`": "请改正：进口为 `value` 的一部分",
    "above gross output, {value:n}": "大于总产出 {value}",
    "Mend one of the two: value added is a part of gross output": "请修正其一：增加值为总产出的一部分",
    "inputs and value added come to {value:n}": "中间投入与增加值合计为 {value}",
    "Mend them, or leave one of the two empty: gross output is inputs and value added": (
        "请改正，或将两者之一留空：总产出为中间投入与增加值之和"
    ),
    "pairs of sectors that trade without a class: {count:n}; they count as 1, non-essential": (
        "有交易而未分类的部门对：{count}；按 1（非关键）计"
    ),
    "Add them, or nothing to do if that is meant": "请补充；如本意如此，无须处理",
    "does not go into what the plant makes, {product:name}": "不是该工厂产品 {product} 的投入",
    "Name an input by `recipes`, or delete the row: no study uses it": (
        "请填 `recipes` 中的投入，或删除该行：没有分析会用到"
    ),
    "a shock of kind {kind:name} hits a row of `{table:name}`, and this is none": (
        "类别为 {kind} 的冲击须指向 `{table}` 中的一行，此处不是"
    ),
    "Mend `id` or `kind`": "请修正 `id` 或 `kind`",
    "no product is called so": "没有这一编号的产品",
    "Write the product's id behind the dot, or delete the row": "请在点号后填产品编号，或删除该行",
    "must be a number above 0, or 0 days of cover": "须为大于 0 的数，库存天数可为 0",
    "a lane without an end": "通道没有终点",
    "Name the place where it ends": "请填写通道终点",
    "a shock that lasts no day": "冲击持续天数为 0",
    "Write how many days it lasts, above 0": "请填写持续天数，须大于 0",
    "only a lane has an end": "只有通道才有终点",
    "Leave it empty, or mend `kind`": "请留空，或修正 `kind`",
}

LEVERS = {
    "candidates follow each other in a circle: {circle}": "候选项目相互跟随成环：{circle}",
    "nothing is said of the public money asked for, so no plan can weigh it": "未写明要求的公共资金，规划无从权衡",
    "Write the amount, 0 if nothing is asked for": "请填写金额；不要求则填 0",
    "instruments of kind tax, rule or plan pay for nothing, so no plan uses this budget": (
        "税收、规则、规划类工具不直接出资，规划不会用到该预算"
    ),
    "Mend the instrument's kind, or delete the budget": "请修正该工具的类别，或删除该预算",
    "less than the {before:n} ha until the year before, though it is all land until then": (
        "少于截至上一年的 {before} 公顷，而该列为截至当年的全部可供土地"
    ),
    "Write all that can be given until the end of the year, what was given before included": (
        "请填写截至当年末可供的全部土地，含此前已供部分"
    ),
}

PAIRS = {**KEYS, **CHAIN, **PARTS, **PLACES, **TIMES, **PROMISES, **FIGURES, **SETTINGS, **NETWORK, **LEVERS}

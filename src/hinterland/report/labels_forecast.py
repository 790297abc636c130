"""Words of the page on forecasts, changes and the backtest in both languages."""

from __future__ import annotations

FORECAST_WORDS = {
    "changes": ("What changed", "变化"),
    "changes_intro": (
        "The same board as of earlier days, a year apart, each made only from what was public then.",
        "同一承诺表在以往各日（相隔一年）的样子，每次只用当时已公开的数据。",
    ),
    "changes_table": ("Promises and definitions that changed", "有变化的承诺与口径"),
    "changes_same": ("more stayed as they were, or are new; all are in", "个保持不变或为新增，全部见"),
    "changes_none": ("Nothing changed between these days.", "这些日期之间没有变化。"),
    "change_last": ("Last change", "最近变化"),
    "not_yet": ("not yet promised", "尚未承诺"),
    "day_row": ("Promise, definition", "承诺与口径"),
    "races": ("Races", "竞先"),
    "races_intro": (
        (
            "Who passes a threshold first. The interval is that of the year and month in which 10, 50 and 90 "
            "percent of the simulated paths have passed."
        ),
        "谁最先越过门槛。区间为 10%、50%、90% 的模拟路径越过门槛的年月。",
    ),
    "threshold": ("threshold", "门槛"),
    "contender": ("Contender", "竞争者"),
    "p_first_head": ("First", "最先概率"),
    "p_pass_head": ("Passes by the deadline", "期限前越过概率"),
    "passed": ("Passed in", "已越过"),
    "when_10": ("10% by", "10% 时点"),
    "when_50": ("50% by", "50% 时点"),
    "when_90": ("90% by", "90% 时点"),
    "beyond": ("later than is forecast", "晚于预测范围"),
    "no_figures": ("no figures enough to be forecast", "数据不足，无法预测"),
    "backtest": ("How good were the forecasts", "预测有多准"),
    "backtest_intro": (
        "From earlier days everything is forecast again from what was public then, and scored by what came.",
        "在以往各日仅用当时已公开的数据重新预测，再以实际结果评分。",
    ),
    "scores_figure": ("Scores and coverage; the numbers are in the table below", "评分与覆盖率，数字见下表"),
    "scores_table": ("Scores over all horizons", "全部提前期的评分"),
    "scores_apart": ("Scores by steps ahead", "按提前期的评分"),
    "scores_key": (
        (
            "CRPS: mean score in log units, less is better, 0.10 is about ten percent off. Ratio: the "
            "combination's score over the model's on the same forecasts, below 1 the combination is better. "
            "Coverage: how often what came lay inside the interval; the range behind 80% takes forecasts as "
            "independent, which they are not."
        ),
        (
            "CRPS 为平均评分（对数单位），越小越好，0.10 约为偏差一成。比值为同样预测上组合预测与该模型评分之"
            "比，小于 1 即组合预测更好。覆盖率为结果落入区间的比例；80% 后的范围假定各预测相互独立，实际并不"
            "独立。"
        ),
    ),
    "model": ("Model", "模型"),
    "forecasts_n": ("Forecasts", "预测数"),
    "series_n": ("Series", "数列"),
    "origins_n": ("Origins", "时点"),
    "crps": ("CRPS (log units)", "CRPS（对数单位）"),
    "ratio": ("Ratio", "比值"),
    "cover50": ("50% held", "50% 覆盖率"),
    "cover80": ("80% held", "80% 覆盖率"),
    "cover80_range": ("its range", "其范围"),
    "cover95": ("95% held", "95% 覆盖率"),
    "ahead": ("Ahead", "提前期"),
    "differences": ("The combination against simple models", "组合预测与简单模型之比"),
    "grain": ("Figures", "数据"),
    "against": ("Against", "对照"),
    "difference": ("Difference", "差"),
    "interval90": ("90% interval", "90% 区间"),
    "relative": ("Relative", "相对"),
    "better": ("Better in", "更好的比例"),
    "says": ("What it says", "结论"),
    "brier": ("Brier score of the probabilities, less is better", "概率的布里尔评分，越小越好"),
    "brier_head": ("Brier", "布里尔评分"),
    "base_rate": ("Came true", "实现比例"),
    "climatology": ("Always telling that", "始终报该比例"),
    "of_what": ("Of what", "对象"),
    "reliability": ("Of what was given 30 percent, did 30 percent happen?", "报 30% 的，是否有 30% 实现？"),
    "bins": ("Probabilities told and what came, by bin", "按分组的预测概率与实际比例"),
    "bin": ("Told between", "预测概率区间"),
    "told": ("Told", "平均预测"),
    "came": ("Came", "实际"),
    "then_now": ("Promises then and now", "承诺的当时与今日"),
    "then_now_none": (
        "No promise that was open on one of those days has been decided since.",
        "在那些日期未到期的承诺，至今没有一项有结论。",
    ),
    "origin": ("As of", "当时日期"),
    "reading": ("Reading of the deadline", "期限读法"),
    "then": ("Then", "当时"),
    "now": ("Now", "今日"),
    "dates": (
        "Figures whose date of publication is only assumed: a look back is as honest as its dates",
        "公开日期系假定的数据：回看的可信度取决于日期",
    ),
    "figures_n": ("figures", "个数据"),
    "probability": ("Probability", "概率"),
    "probability_range": ("Over the models", "各模型范围"),
    "forecast": ("Forecast", "预测"),
    "forecast_key": (
        (
            "Shaded: intervals of 50, 80 and 95 percent around the median of the combined forecast. Dashed "
            "across: the promise. Upright: the deadline; dotted upright: a change of definition. Hollow: a "
            "part of a year; square: the period is partly known. Thin lines: medians of other models."
        ),
        (
            "色带为组合预测的 50%、80%、95% 区间，粗线为中位数；横虚线为承诺值，竖线为期限，点竖线为口径变化"
            "；空心点为不足一年的数据，方块表示该期部分已知；细线为其他模型的中位数。"
        ),
    ),
    "ahead_table": ("Combined forecast by period", "各期组合预测"),
    "median": ("Median", "中位数"),
    "span80": ("80% interval", "80% 区间"),
    "span95": ("95% interval", "95% 区间"),
    "partly": ("partly known", "部分已知"),
    "is_deadline": ("deadline", "期限"),
    "models_table": ("What each model says of the promise", "各模型的判断"),
    "weight": ("Weight", "权重"),
    "k_combination": ("combination", "组合"),
    "k_baseline": ("baseline to beat", "待超越的基准"),
    "k_model": ("model", "模型"),
    "k_alternative": ("from plants", "基于工厂"),
    "plants_table": ("Plants behind the forecast from capacity", "产能预测所依据的工厂"),
    "plant": ("Plant", "工厂"),
    "capacity": ("Capacity", "产能"),
    "capacity_assumed": ("assumed", "假定"),
    "year_expected": ("Opens", "投产年"),
    "realisation": ("Likely to be built", "建成可能性"),
    "expected": ("Expected output", "预计产量"),
    "p_operating": ("operating", "已投产"),
    "p_construction": ("under construction", "在建"),
    "p_announced": ("announced", "已公布"),
    "p_cancelled": ("cancelled", "已取消"),
    "p_closed": ("closed", "已关闭"),
    "p_undated": ("no date known", "日期不明"),
    "conflicts": (
        "Published growth and published levels contradict each other",
        "公布的增速与公布的数值相互矛盾",
    ),
    "conflicts_key": (
        "The usual cause is a base year revised since. Where a source says so, add it as a revised vintage.",
        "常见原因是基期数已修订。如有来源可证，请作为修订版本补录。",
    ),
    "growth": ("Growth published", "公布增速"),
    "base_value": ("Level of the year before", "上年数值"),
    "implied": ("Level they imply", "推算数值"),
    "level": ("Level published", "公布数值"),
    "no_forecast": ("none", "无"),
    "judged_no_forecast": ("none: the promise is decided", "无：承诺已有结论"),
    "no_fan": (
        "The picture is left out, for the page has very many; the numbers are below and in",
        "页面图形过多，此处略去；数字见下表与",
    ),
}
"""Word by key: English and Chinese."""

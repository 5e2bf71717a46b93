from __future__ import annotations

import pytest

from jixiao.core.directions import direction_in_name, is_cost_category
from jixiao.core.evaluation import Direction


@pytest.mark.parametrize(
    "name",
    [
        "办结时限（工作日）", "安全事故发生率", "投诉率", "重大舆情发生次数", "培训成本", "项目完成时限", "检测费用",
        "三公经费控制率", "在职人员控制率", "单位面积能耗", "审批用时", "平均响应时间", "资金拨付逾期次数", "人均补助单价",
    ],
)  # fmt: skip
def test_less_is_better(name):
    assert direction_in_name(name) is Direction.REVERSE


@pytest.mark.parametrize(
    "name",
    [
        "审批环节减少数量（个）", "市本级减少企业用地成本（万元）", "投诉处理率", "安全事故排查次数", "违法建筑拆除面积",
        "系统故障修复率", "生态修复投资规模（亿元）", "社会群众满意率", "能耗降低率", "办理时限压缩率", "培训人次",
        "挽回经济损失", "违规问题整改率", "逾期贷款清收率", "信访事项办结率",
    ],
)  # fmt: skip
def test_more_is_better(name):
    assert direction_in_name(name) is Direction.POSITIVE


@pytest.mark.parametrize(
    "name", ["新建项目数量", "新增耕地面积（亩）", "免费开放时间", "服务时长", ""]
)
def test_other_names_tell_nothing(name):
    assert direction_in_name(name) is None


def test_the_cost_category_is_known_for_a_note():
    assert is_cost_category("产出指标", "成本指标") is True
    assert is_cost_category("成本指标", "") is True
    assert is_cost_category("产出指标", "数量指标") is False

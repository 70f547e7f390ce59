//! What a title says of the times that its document tells of.

/// Behind 工作报告: a paper about a report, not the report.
const ABOUT: [&str; 9] = ["》", "重点", "任务", "目标", "解读", "分工", "落实", "征求", "起草"];
/// Parts of a report that speak of what is to come.
const AHEAD: [&str; 7] =
    ["工作安排", "主要目标", "目标任务", "工作打算", "工作计划", "工作思路", "重点工作"];
/// Parts that speak of what was.
const BACK: [&str; 4] = ["回顾", "总结", "成效", "完成情况"];
/// Papers that plan.
const PLANS: [&str; 10] =
    ["意见", "规划", "方案", "计划", "纲要", "要点", "目标", "政策举措", "若干政策", "若干措施"];
/// Papers about plans that are carried out.
const CARRIED_OUT: [&str; 4] = ["总结", "执行情况", "完成情况", "落实情况"];

/// Whether a title is that of a work report, which tells of the year before its own. What it plans,
/// printed apart, is none: 政府工作报告（2024年主要目标和工作安排）.
pub(super) fn is_report(title: &str) -> bool {
    let Some((_, rest)) = title.split_once("工作报告") else { return false };
    let about = ABOUT.iter().any(|word| rest.starts_with(word));
    !about && (!names(rest, &AHEAD) || names(rest, &BACK))
}

/// Whether a title is that of a plan.
pub(super) fn is_plan(title: &str) -> bool {
    names(title, &PLANS) && !names(title, &CARRIED_OUT)
}

fn names(title: &str, words: &[&str]) -> bool {
    words.iter().any(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_looks_back_and_the_part_that_plans_does_not() {
        for (title, reports, plans) in [
            ("政府工作报告", true, false),
            ("2024年政府工作报告（摘要）", true, false),
            ("政府工作报告（2024年主要目标和工作安排）", false, true),
            ("政府工作报告——2023年工作回顾和2024年工作安排", true, false),
            ("政府工作报告重点任务分工方案", false, true),
            ("关于《政府工作报告》的解读", false, false),
            ("2023年工作要点落实情况", false, false),
            ("关于加强管理的若干措施", false, true),
        ] {
            assert_eq!((is_report(title), is_plan(title)), (reports, plans), "{title}");
        }
    }
}

//! Titles of made-up heads of each kind.

use super::*;
use crate::intake::describe::Stated;
use crate::intake::prepare::blocks_of;

const BODY: &str =
    "为进一步加强管理，规范程序，提高效率，经研究同意，现将有关事项通知如下，请认真贯彻执行。";

fn check(head: &str, expected: Option<&str>) {
    let lines: Vec<Line> =
        blocks_of(&format!("{head}\n{BODY}\n")).into_iter().map(Line::new).collect();
    let title = stated(&lines, &Stated::default()).map(|it| it.value.text);
    assert_eq!(title.as_deref(), expected, "{head}");
}

#[test]
fn titles_are_read_from_heads_of_many_forms() {
    check(
        "（湖南省）2021年通道侗族自治县民生实事完成情况（全文）\n发布时间：2022-01-20",
        Some("2021年通道侗族自治县民生实事完成情况"),
    );
    check(
        "（山西省）2020年沁源县政府工作报告（全文）\n政府工作报告\n各位代表：",
        Some("2020年沁源县政府工作报告"),
    );
    check(
        "【转载】某县召开渔港管理工作推进会\n发布时间：2022-01-20",
        Some("某县召开渔港管理工作推进会"),
    );
    check(
        "某县人民政府\n关于加强渔港管理\n工作的通知\n某政发〔2020〕3号\n各乡镇人民政府：",
        Some("某县人民政府关于加强渔港管理工作的通知"),
    );
    check(
        "关于印发《某县渔港建设\n三年行动方案》的通知\n各乡镇人民政府：",
        Some("关于印发《某县渔港建设三年行动方案》的通知"),
    );
    check(
        "首页 > 政务公开 > 正文\n某市召开渔业工作会\n2020-03-04 来源：某市日报",
        Some("某市召开渔业工作会"),
    );
    check(
        "青山县人民政府文件\n青政发〔2020〕3号\n青山县渔港管理办法\n各乡镇人民政府：",
        Some("青山县渔港管理办法"),
    );
}

#[test]
fn what_is_no_title_is_left() {
    check("各位代表：", None);
    check("近日", None);
    check("2月27日", None);
    check("一、概述", None);
}

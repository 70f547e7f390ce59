//! Short forms in prose, and what they stand for.

use super::*;
use crate::document::outline::{Passage, Piece, outline};
use crate::document::{DocumentId, FrontMatter, Kind};

fn passages(body: &str) -> Vec<Passage> {
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    outline(body, &whole).passages
}

fn read(body: &str) -> Vec<Claim> {
    let passages = passages(body);
    let front_matter = FrontMatter::new("题", Kind::Report);
    let id = DocumentId::parse("a").expect("an id");
    let reading = Reading::new(&id, &front_matter, None, &passages);
    (0..passages.len()).flat_map(|at| claims(&reading, at)).collect()
}

fn check(body: &str, name: &str, expected: &[&str]) {
    let claims = read(body);
    let claim = claims.iter().find(|claim| claim.name == name);
    let claim = claim.unwrap_or_else(|| panic!("{name} in {claims:?}"));
    assert_eq!(claim.details.items, expected, "{body}");
    assert!(!claim.details.partial, "{body}");
}

#[test]
fn a_list_before_the_form_is_its_expansion() {
    check(
        "巩固政治功能强、支部班子强、党员队伍强、作用发挥强和组织设置规范、组织生活规范的「四强二规范」成果。",
        "四强二规范",
        &["政治功能强", "支部班子强", "党员队伍强", "作用发挥强", "组织设置规范", "组织生活规范"],
    );
    check(
        "建立来访「接诊」、督查「巡诊」、分析「会诊」的「三诊」工作机制。",
        "三诊",
        &["接诊", "巡诊", "会诊"],
    );
    check(
        "明确机关党委、党总支、党支部「三级组织」的责任。",
        "三级组织",
        &["机关党委", "党总支", "党支部"],
    );
    check("致力打造政治型、学习型、效能型“三型”机关。", "三型", &["政治型", "学习型", "效能型"]);
}

#[test]
fn a_list_after_the_form_is_its_expansion() {
    check(
        "“三联模式”是指构建横向纵向互联、网上网下互联、规定自选互联的立体格局。",
        "三联模式",
        &["横向纵向互联", "网上网下互联", "规定自选互联"],
    );
    check(
        "“四化”党支部创建活动。明确“阵地标准化、活动制度化、工作规范化、服务常态化”标准。",
        "四化",
        &["阵地标准化", "活动制度化", "工作规范化", "服务常态化"],
    );
    check(
        "“四千结对”(1000个机关、1000家单位、1000支队伍,分别结对1000个礼堂)。",
        "四千结对",
        &["1000个机关", "1000家单位", "1000支队伍", "分别结对1000个礼堂"],
    );
    check(
        "推行「三问」活动,围绕「学得怎样、干得怎样、打算怎办」。",
        "三问",
        &["学得怎样", "干得怎样", "打算怎办"],
    );
    check(
        "即“四有”：有部署、有落实、有反馈和有成效。",
        "四有",
        &["有部署", "有落实", "有反馈", "有成效"],
    );
    check(
        "实行“三步走”。一是摸底，查清底数；二是整改。三是评估；",
        "三步走",
        &["摸底", "整改", "评估"],
    );
}

#[test]
fn section_heads_unfold_a_form() {
    check(
        "以“三个强化”推动。\n\n## 一、强化引领，更加自觉\n\n文。\n\n## 二、强化武装\n\n文。\n\n## 三、强化作风\n\n文。\n",
        "三个强化",
        &["强化引领", "强化武装", "强化作风"],
    );
    check(
        "聚焦“123”。\n\n## 突出一个重点\n\n文。\n\n## 落实两个责任\n\n文。\n\n## 抓好三项创新\n\n文。\n",
        "123",
        &["突出一个重点", "落实两个责任", "抓好三项创新"],
    );
}

#[test]
fn parts_of_which_only_some_are_listed_are_partial() {
    let claims = read("构建“四融四同”机制,实现了目标同向、部署同频、落实同步、绩效同考。");
    assert_eq!(claims[0].details.items, ["目标同向", "部署同频", "落实同步", "绩效同考"]);
    assert!(claims[0].details.partial);
}

#[test]
fn a_form_without_expansion_is_a_mention() {
    let claims = read("做到“两个维护”,解决“两张皮”问题,落实“三会一课”制度,拨打“12345”热线。");
    let names: Vec<_> = claims.iter().map(|claim| claim.name.as_str()).collect();
    assert_eq!(names, ["两个维护", "三会一课"]);
    assert!(claims.iter().all(|claim| claim.details.items.is_empty()));
}

#[test]
fn paragraphs_that_end_their_first_sentence_alike_unfold_a_form() {
    check(
        "推动实现「三个新提升」,不断提高。\n\n以讲话为牵引,在凝心上实现新提升。文。\n\n> 〔图注〕某日。\n\n筑牢忠诚,在政治上实现新提升。文。\n\n抓基层,在组织上实现新提升。\n",
        "三个新提升",
        &["在凝心上实现新提升", "在政治上实现新提升", "在组织上实现新提升"],
    );
}

#[test]
fn a_form_of_several_numbers_is_unfolded_by_the_forms_of_each() {
    check(
        "制定「三级二岗」清单,明确机关党组、机关党委、党支部「三级组织」和书记、委员「二个岗位」责任。",
        "三级二岗",
        &["机关党组", "机关党委", "党支部", "书记", "委员"],
    );
    check("推进“铸魂”“强基”“品质”三型党建。", "三型", &["铸魂", "强基", "品质"]);
}

#[test]
fn the_form_itself_is_none_of_the_paragraphs_that_unfold_it() {
    let lead =
        "某某省直机关工委深入学习贯彻重要讲话精神,牢牢把握新时代机关党建工作的使命和任务要求,";
    for filler in ["", "全面", "全面发力", "持续全面发力"] {
        let body = format!(
            "{lead}{filler}推动实现「三个新提升」,不断提高。\n\n抓学习,在凝心上实现新提升。\n\n抓政治,在忠诚上实现新提升。\n\n抓基层,在组织上实现新提升。\n"
        );
        let items = ["在凝心上实现新提升", "在忠诚上实现新提升", "在组织上实现新提升"];
        check(&body, "三个新提升", &items);
    }
}

#[test]
fn what_stands_far_from_a_form_or_scattered_does_not_unfold_it() {
    let scattered = "协调推进“四个全面”布局。\n\n全面深化改革。\n\n甲。\n\n全面推进法治。\n\n乙。\n\n丙。\n\n全面加强廉政。\n\n丁。\n\n戊。\n\n己。\n\n庚。\n\n辛。\n\n壬。\n\n全面提高效能。\n";
    let quoted = "落实“双报到”：机关党员到社区去，参与环境整治等活动。";
    let far =
        "坚持“三农”重中之重地位不动摇，加快转变农业发展方式，让农业更强、农民更富、农村更美。";
    for body in [scattered, quoted, far, "严格执行省委、市委坚决落实“两个维护”的部署。"]
    {
        let claims = read(body);
        assert!(!claims.is_empty(), "{body}");
        assert!(claims.iter().all(|claim| claim.details.items.is_empty()), "{claims:?}");
    }
}

#[test]
fn long_paragraphs_unfold_a_form_as_well() {
    let filler = "把学习作为重要内容，推动各部门带头研讨。".repeat(40);
    let body = format!(
        "推动「三个新提升」,不断提高。\n\n以「7·9」讲话为牵引,在凝心上实现新提升。{filler}\n\n筑牢忠诚,在政治上实现新提升。{filler}\n\n抓基层,在组织上实现新提升。{filler}\n"
    );
    check(&body, "三个新提升", &["在凝心上实现新提升", "在政治上实现新提升", "在组织上实现新提升"]);
}

#[test]
fn a_list_that_is_not_bound_to_a_form_does_not_unfold_it() {
    for body in [
        "用马列主义、毛泽东思想、邓小平理论和“三个代表”重要思想教育干部。",
        "“四人帮”以为时机已到，急于发难，迫不及待地夺权，公开分裂。",
        "推动全面、直接、双向“三通”进程。",
        "加大“三农”投入，取消了农业税，减轻了农民负担，终结了农民交税的历史。",
        "依据“一府两院”的要求，审议“一府两院”的报告和“一府两院”的计划。",
    ] {
        let claims = read(body);
        assert!(!claims.is_empty(), "{body}");
        assert!(claims.iter().all(|claim| claim.details.items.is_empty()), "{claims:?}");
    }
}

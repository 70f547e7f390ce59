//! Sentences that say what a text is about: whose report, which rules, what is decided.

use std::sync::LazyLock;

use regex::Regex;

use crate::intake::shape::pattern;

/// 现将《X》印发给你们
pub(super) static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(现将|将|现就)[^《。]{0,12}《([^》]{4,60})》[^。,]{0,16}(印发|转发|下发|发给|公布|发布|予以|\\()",
    )
});
/// 受县人民政府委托,我向大会报告X
pub(super) static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(向(大会|会议|各位代表|常委会|代表大会)(书面)?(作|提出)?报告|现将)([^,。;《》]{6,48}?)([,。;]|提请|提交|报告如下|汇报如下)",
    )
});
/// 《X》已经…同意,现印发给你们
pub(super) static APPROVED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("《([^》]{4,60})》[^。]{0,60}(现印发|现予|予以印发|现转发|现公布|印发给)")
});
/// 制定本办法: what a rule is about, in quotation or in 简称.
pub(super) static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(完善|规范|加强|推进|做好|保障|建立|健全|促进|深化|落实)(统一的|我[省市县区州])?([^,。;《》(]{4,30}?)(制度|管理|工作|服务|改革|建设)[(,。]",
    )
});
/// 为进一步做好…工作
pub(super) static MATTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(进一步|切实|全面)?(做好|加强|规范|推进|加快|完善|强化|提升)([^,。;《》]{4,30}?)(工作|管理|建设|服务|改造|水平)[,。;]",
    )
});
/// 近日,X印发了《Y》
pub(super) static NEWLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(印发|出台|发布|公布|制定|联合印发|通过|审议)了?[^《。]{0,10}《([^》]{4,60})》")
});
/// 现就X通知如下
pub(super) static PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "现就(进一步)?([^,。]{4,48}?)(的?有关|的?相关)?(工作)?(的)?(有关|相关)?(要求|事项|问题|工作|情况|意见)?(进一步)?(明确|通知|通告|公告|公示|通报|提出|制定|答复|函复)(以下|下列)?(如下|意见|措施|要求)",
    )
});
/// 决定X, 拟X, 现将X公示如下
pub(super) static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(决定|拟[^订定]|同意)(在|对|于)?([^,。;:《》]{6,48}|[^,。;:《》]{0,24}《[^》]{4,40}》[^,。;:《》]{0,12})[,。;:]",
    )
});
/// 为X,特制定本办法
pub(super) static MADE_FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(特制定|特制订|现制定|现制订)(本|以下|如下)?([^,。;《]{4,48}?(办法|方案|意见|细则|规定|措施|计划|规划|指南|规范|政策|预案))",
    )
});
/// 关键词: 甲;乙
pub(super) static KEYWORDS: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(关键词|关键字|主题词)[:《》]*(.{4,60})$"));
/// Times and lead-ins before the one who acts.
pub(super) static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^([(《]?(本报|本网|本台)?[^,。(《]{0,12}(讯|电)[)》]?|",
        "[(][^)]{0,24}[)]|近日|日前|近期|今年以来|去年以来|近年来|连日来|一直以来|当前|",
        "(20|19)?[0-9x]{0,4}年?[0-9]{1,2}月([0-9]{1,2}日)?(至[0-9]{1,2}日)?|[元正一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日|",
        "(20|19)[0-9]{2}年(以来)?|上午|下午|晚上?|[,、:]|[0-9]{1,2}时|据悉|据了解|记者从[^,。]{2,24}获悉|为[^,。]{4,60},|按照[^,。]{4,60},|根据[^,。]{4,60},|在[^,。]{4,50}(下|中|之际|时),|随着[^,。]{4,40},|围绕[^,。]{4,40},)+"
    ))
});
/// A body, a town, a village at the start of a clause.
pub(super) static ACTOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[\\p{Han}]{2,14}?(镇|乡|街道|村|社区|局|院|委|办|厅|公司|学校|中学|小学|支部|党委|工委|大队|支队|政府)",
    )
});
/// 现将X公示如下
pub(super) static NOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "现将([^,。《》]{4,44}?)(的?有关|的?相关)?(情况|事项|要求|内容|名单|工作)?(予以|进行|进一步)?(通知|公示|公布|通告|公告|通报|汇报|报告|明确|总结|印发|述职)",
    )
});

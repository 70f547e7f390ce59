//! The type mark of GB/T 7714-2015, annex B, by what a document states of itself.

use super::super::front_matter::FrontMatter;
use super::super::kind::Kind;

/// What a document is to a librarian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// 报纸.
    Newspaper,
    /// 期刊.
    Journal,
    /// 标准.
    Standard,
    /// 档案: the standard's own example marks a government's notice so.
    Archive,
    /// 报告.
    Report,
    /// 汇编.
    Collection,
    /// 电子公告: a page of a site.
    Electronic,
    /// 其他.
    Other,
}

impl Mark {
    /// The letters of the mark.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Newspaper => "N",
            Self::Journal => "J",
            Self::Standard => "S",
            Self::Archive => "A",
            Self::Report => "R",
            Self::Collection => "G",
            Self::Electronic => "EB",
            Self::Other => "Z",
        }
    }
}

/// Papers that are called 报 and are no newspapers: they go round inside an office.
const BULLETINS: [&str; 16] = [
    "通报", "简报", "年报", "季报", "情报", "海报", "预报", "战报", "捷报", "喜报", "板报", "墙报",
    "电报", "专报", "呈报", "汇报",
];
/// The newspaper whose name ends like a bulletin's.
const NEWSPAPER_LIKE_A_BULLETIN: &str = "文汇报";
/// How journals' names end.
const JOURNALS: [&str; 11] =
    ["杂志", "杂志社", "月刊", "周刊", "旬刊", "季刊", "学刊", "期刊", "学报", "公报", "双月刊"];
/// How the names of sites and what is like them end.
const SITES: [&str; 9] = ["网", "网站", "在线", "客户端", "公众号", "微信", "频道", "APP", "官微"];
/// Nets that are no sites.
const OTHER_NETS: [&str; 5] = ["电网", "路网", "管网", "联网", "河网"];

/// The mark of a document. `source` is where it came from, `has_address` whether it states where
/// it is on the web.
pub(super) fn of(about: &FrontMatter, source: Option<&str>, has_address: bool) -> Mark {
    let source = source.map(without_edition);
    let from = |test: fn(&str) -> bool| source.is_some_and(test);
    if about.number.as_deref().is_some_and(is_standard) {
        Mark::Standard
    } else if from(is_newspaper) {
        Mark::Newspaper
    } else if from(is_journal) {
        Mark::Journal
    } else if about.kind == Kind::Policy {
        Mark::Archive
    } else if without_edition(about.title.trim()).ends_with("报告") {
        Mark::Report
    } else if has_address || from(is_site) {
        Mark::Electronic
    } else if about.source.compilation.as_ref().is_some_and(|it| !it.trim().is_empty()) {
        Mark::Collection
    } else if about.kind == Kind::Report {
        Mark::Report
    } else {
        Mark::Other
    }
}

/// A name without what stands in brackets behind it: 人民日报（海外版）.
fn without_edition(name: &str) -> &str {
    let name = name.trim();
    let open = name.ends_with(['）', ')']).then(|| name.rfind(['（', '('])).flatten();
    open.map_or(name, |at| name[..at].trim())
}

fn is_newspaper(name: &str) -> bool {
    let name = name.strip_suffix('社').unwrap_or(name);
    let bulletin = BULLETINS.iter().any(|end| name.ends_with(end));
    let paper = name.ends_with('报') && name.chars().count() > 2 && !is_journal(name);
    paper && (!bulletin || name == NEWSPAPER_LIKE_A_BULLETIN)
}

fn is_journal(name: &str) -> bool {
    JOURNALS.iter().any(|end| name.ends_with(end))
}

fn is_site(name: &str) -> bool {
    let named = SITES.iter().any(|end| name.ends_with(end));
    let other = OTHER_NETS.iter().any(|end| name.ends_with(end));
    let domain = [".cn", ".com", ".org", ".net"].iter().any(|end| name.ends_with(end));
    domain || (named && !other)
}

/// Whether a document number is a standard's: letters, digits, and a year behind a dash (`GB/T
/// 7714-2015`, `DB44/T 1234—2020`).
fn is_standard(number: &str) -> bool {
    let number = number.trim();
    let Some((code, year)) = number.rsplit_once(['-', '—', '–']) else { return false };
    let year = year.trim();
    let is_year = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
    let letters = code.chars().take_while(char::is_ascii_uppercase).count();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | ' ' | '-' | '—');
    is_year && letters > 0 && code.chars().all(plain) && code.contains(|c: char| c.is_ascii_digit())
}

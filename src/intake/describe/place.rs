//! The place of a text: what its issuer, signature, title, sessions and first sentences name.

mod votes;

use std::sync::LazyLock;

use super::candidate::Candidate;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::{office, pattern};
use crate::knowledge::organization;
use crate::knowledge::region::{self, Level, Region};
use crate::text::fold;
use votes::Votes;

/// Bodies of the whole country: a text of theirs has no place unless its title names one.
const NATIONAL: [&str; 9] = [
    "国务院",
    "中共中央",
    "中央",
    "全国",
    "国家",
    "中国",
    "中华人民共和国",
    "最高人民法院",
    "最高人民检察院",
];
/// The least evidence for a place.
const LEAST: f64 = 3.0;

/// 在杭州召开, 在某市举行.
static VENUE: LazyLock<regex::Regex> = LazyLock::new(|| pattern("在[^，,。]{2,8}(召开|举行|举办)"));

/// What the place of a text may be read from.
pub(super) struct Sources<'a> {
    /// The title, when the text states one.
    pub(super) title: Option<&'a str>,
    /// Who issued it.
    pub(super) issuer: Option<&'a str>,
    /// The lines of the text, its head too.
    pub(super) lines: &'a [Line],
    /// Its source, its site, breadcrumbs.
    pub(super) page: Vec<String>,
    /// The place of the whole that it is a part of.
    pub(super) around: Option<&'static Region>,
}

/// The place that the sources speak for.
pub(super) fn place(sources: &Sources<'_>) -> Option<Candidate<&'static Region>> {
    let mut votes = Votes::default();
    let national = sources.issuer.is_some_and(|name| is_national(&fold(name).text))
        || sources.title.is_some_and(|title| speaks_for_all(&fold(title).text));
    if let Some(issuer) = sources.issuer.filter(|_| !national) {
        votes.name(&fold(issuer).text, 8.0, "issuer");
    }
    if let Some(title) = sources.title {
        let plain = without_titles(&fold(title).text);
        let weight = if national { 2.0 } else { 5.0 };
        votes.start(&plain, weight);
        votes.name(&plain, weight, "title");
        votes.issued(&fold(title).text);
    }
    if !national {
        of_lines(sources.lines, &mut votes);
        for text in &sources.page {
            let plain = fold(text).text;
            // A government's own site speaks for its place where nothing else does.
            let office = office::one(&plain) == Some(office::Sureness::Sure);
            let own = (plain.contains("人民政府") || office) && region::leading(&plain).is_some();
            votes.name(&plain, if own { 3.0 } else { 1.6 }, "source");
        }
        if let Some(around) = sources.around {
            votes.add(around, 2.9, "compilation");
        }
    }
    let locked = locked(sources, national);
    let best = votes.best(locked);
    if best.is_some() || national {
        return best;
    }
    own_words(sources.lines)
}

/// 质检总局:今年将…: a body of the whole country speaks in the headline.
fn speaks_for_all(title: &str) -> bool {
    let speaker = title.split_once(':').map(|(speaker, _)| speaker);
    speaker.is_some_and(|it| it.chars().count() <= 10 && is_national(it))
}

/// A text that says 我省 or 我市 and names its place only in the titles that it cites.
fn own_words(lines: &[Line]) -> Option<Candidate<&'static Region>> {
    let text: String =
        lines.iter().filter(|line| line.is_text()).take(3).map(Line::plain).collect();
    let mut named: Vec<&'static Region> =
        region::mentions(&text).into_iter().map(|(_, region)| region).collect();
    named.dedup_by_key(|region| region.code);
    let first = *named.first()?;
    let own = match first.level {
        Level::Province => &["我省", "全省", "本省", "我区", "本市"][..],
        Level::Prefecture => &["我市", "本市", "我州", "本州"],
        Level::County => &["我县", "我区", "我市"],
    };
    let own = own.iter().any(|word| text.contains(word));
    let one = named
        .iter()
        .all(|region| region::is_within(region, first) || region::is_within(first, region));
    (own && one).then(|| Candidate::new(first, LEAST, "cited_titles"))
}

/// Places that the lines name, by what the lines are.
fn of_lines(lines: &[Line], votes: &mut Votes) {
    let mut sentences = 0;
    let mut body = String::new();
    let offices = lines.iter().filter(|line| matches!(line.role, Role::Office(_))).count();
    for (at, line) in lines.iter().enumerate() {
        let plain = line.plain();
        if plain.starts_with("关键词") || plain.starts_with("关键字") {
            votes.name(plain, 3.5, "keywords");
            continue;
        }
        // A list of bodies is no signature.
        let signs = sentences == 0
            || lines[at + 1..].iter().take(2).any(|line| matches!(line.role, Role::Day(_)))
            || at + 4 >= lines.len() && offices <= 3;
        match &line.role {
            Role::Office(_) if !signs => {
                body.push_str(plain);
                body.push('\n');
            }
            Role::Session => votes.name(plain, 5.0, "session"),
            Role::RedHead => votes.name(plain, 5.0, "red_head"),
            Role::Office(_) => votes.name(plain, 4.0, "signature"),
            _ if sentences == 0 && is_speaker(plain) => votes.name(plain, 4.0, "speaker"),
            Role::Addressee | Role::Frame(_) => {}
            Role::Paragraph | Role::Markup => {
                if sentences < 3 {
                    votes.name(&without_titles(&first_part(plain)), 3.0, "first_sentences");
                }
                sentences += 1;
                body.push_str(plain);
                body.push('\n');
            }
            _ if sentences == 0 => match letterhead(plain) {
                Some(body) => votes.name(body, 3.5, "letterhead"),
                None => votes.name(&without_titles(plain), 1.5, "head"),
            },
            _ => {
                body.push_str(plain);
                body.push('\n');
            }
        }
    }
    votes.body(&body);
}

/// 静宁县常务副县长杨某某, 中共东港市委书记孙某某: who speaks for a place.
fn is_speaker(plain: &str) -> bool {
    let short = plain.chars().count() <= 30;
    short
        && [
            "县长",
            "市长",
            "省长",
            "区长",
            "州长",
            "旗长",
            "盟长",
            "主席",
            "委书记",
            "检察长",
            "法院院长",
        ]
        .iter()
        .any(|office| plain.contains(office))
}

/// The body that a line of the head opens with: 某县审计局|审计结果公告.
fn letterhead(plain: &str) -> Option<&str> {
    let short = plain.chars().count() <= 30 && !plain.contains([',', '。', ';', ':']);
    let named = organization::leading(plain, None).filter(|_| short)?;
    Some(&plain[..named.length])
}

/// The first two sentences of a paragraph, without datelines and venues.
fn first_part(plain: &str) -> String {
    let end = plain.match_indices('。').nth(1).map_or(plain.len(), |(at, _)| at);
    let mut text: String = plain[..end].chars().take(220).collect();
    // 新华社北京9月27日电 is where the news was written.
    for agency in ["新华社", "中新社", "人民网"] {
        if let Some(at) = text.find(agency)
            && let Some(end) = text[at..].find('电')
            && end < 60
        {
            text.replace_range(at..at + end, "");
        }
    }
    for venue in ["在北京举行", "在北京召开", "在京举行", "在京召开"] {
        text = text.replace(venue, "");
    }
    // Where a meeting of the whole country was held says nothing of the text.
    if text.contains("全国") { VENUE.replace_all(&text, "").into_owned() } else { text }
}

/// Text without what stands in 《》: a rule's name is no evidence of the place of who cites it.
fn without_titles(plain: &str) -> String {
    let mut depth = 0;
    let whole = plain.starts_with('《') && plain.ends_with('》');
    if whole {
        return plain.to_owned();
    }
    plain
        .chars()
        .filter(|c| {
            depth += i32::from(*c == '《');
            let keep = depth == 0;
            depth -= i32::from(*c == '》' && depth > 0);
            keep
        })
        .collect()
}

/// Whether a body is one of the whole country; 国家税务总局某县税务局 is none.
pub(super) fn is_national(name: &str) -> bool {
    let branch = name
        .strip_prefix("国家税务总局")
        .or_else(|| name.strip_prefix("国家统计局"))
        .or_else(|| name.strip_prefix("中国人民银行"));
    if branch.is_some_and(|rest| region::leading(rest).is_some()) || region::leading(name).is_some()
    {
        return false;
    }
    let ministry = ["部", "总局", "署"].iter().any(|end| name.ends_with(end))
        && name.chars().count() <= 10
        && !name.starts_with(['市', '省', '县', '区', '州'])
        && !name.contains("党")
        && !name.contains("委");
    NATIONAL.iter().any(|head| name.starts_with(head)) || ministry
}

/// The place at the very start of the title, else the issuer's, decides; others may only be below
/// or around it.
fn locked(sources: &Sources<'_>, national: bool) -> Option<&'static Region> {
    if national {
        return None;
    }
    let of = |text: Option<&str>| {
        let plain = fold(text?).text;
        let head =
            plain.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['年', '度']);
        region::leading(head.trim_start_matches("关于")).map(|(region, _)| region)
    };
    let title = of(sources.title);
    let issuer = of(sources.issuer);
    match (title, issuer) {
        (Some(title), Some(issuer)) if region::is_within(issuer, title) => Some(issuer),
        (Some(title), _) => Some(title),
        (None, issuer) => issuer,
    }
}

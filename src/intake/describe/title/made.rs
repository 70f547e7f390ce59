//! A title for a text that states none, of what it states: whose report, which rules, who did what.

use super::Title;
use super::forms::is_balanced;
use super::patterns::{
    ACTOR, APPROVED, DECIDED, GIVEN, ISSUED, KEYWORDS, LEAD, MADE_FOR, MATTER, NAMED, NEWLY, NOW,
    PURPOSE,
};
use super::topic::topics;
use crate::intake::describe::candidate::Candidate;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::{numbering, office};
use crate::intake::words;
use crate::knowledge::region;
use crate::text::{Span, fold};

/// Two clauses make a title of so many characters at most.
const BOTH: usize = 56;
/// A made title is no longer than this, in characters.
const LONGEST: usize = 40;

/// A clause that begins with one of these goes on with another.
const BROKEN: [&str; 31] = [
    "受",
    "落实",
    "推进",
    "加强",
    "深化",
    "完善",
    "抓好",
    "提升",
    "全面",
    "进一步",
    "贯彻",
    "促进",
    "建立",
    "坚持",
    "严格",
    "是",
    "为",
    "的",
    "》",
    "以",
    "并",
    "由",
    "和",
    "与",
    "经",
    "按照",
    "根据",
    "在",
    "随着",
    "通过",
    "使",
];
/// Who acts without a name.
const ACTORS: [&str; 11] =
    ["我市", "我县", "我区", "我省", "全市", "全县", "全省", "全区", "市直", "省直", "县直"];
/// What is done in news.
const ACTS: [&str; 20] = [
    "召开", "举行", "举办", "开展", "组织", "推进", "启动", "印发", "出台", "发布", "入选", "荣获",
    "获评", "完成", "实施", "创新", "调研", "部署", "打造", "建设",
];

/// The titles that can be made; `region` and `organization` are those of the text.
pub(in crate::intake) fn made(
    lines: &[Line],
    organization: Option<&str>,
    place: Option<&str>,
) -> Option<Candidate<Title>> {
    let mut found: Vec<Candidate<String>> = Vec::new();
    let texts: Vec<&Line> =
        lines.iter().filter(|line| line.role == Role::Paragraph).take(6).collect();
    let notice = lines.iter().any(|line| line.role == Role::Addressee)
        || texts.iter().take(3).any(|line| {
            ["通知如下", "公告如下", "予以公示", "批复如下", "通告如下"]
                .iter()
                .any(|cue| line.plain().contains(cue))
        });
    found.extend(report(lines, organization, place));
    if notice && let Some(candidate) = texts.first().and_then(|line| matter(line)) {
        found.push(candidate);
    }
    for (at, line) in texts.iter().take(if notice { 3 } else { 2 }).enumerate() {
        let late = if at < 2 { 0.0 } else { 0.8 };
        found.extend(of_sentence(line, late, notice));
    }
    found.extend(lines.iter().take(12).find_map(keywords));
    let acted = texts.first().and_then(|line| clause(line, LONGEST));
    found.extend(acted.map(|text| Candidate::new(text, 2.4, "first_clause")));
    let heading = lines.iter().find(|line| matches!(line.role, Role::Numbered(_) | Role::Short));
    if let (Some(organization), Some(heading)) = (organization, heading) {
        let text = format!("{organization}:{}", heading.block.text);
        found.push(Candidate::new(text, 1.0, "first_heading"));
    }
    let publishes = texts
        .iter()
        .take(2)
        .any(|line| line.plain().contains("予以公示") || line.plain().contains("公示如下"));
    for candidate in found
        .iter_mut()
        .filter(|it| publishes && ["decision", "now", "purpose"].contains(&it.reasons[0]))
    {
        candidate.value.push_str("的公示");
    }
    let mut best = found.into_iter().rev().max_by(|a, b| a.score.total_cmp(&b.score))?;
    if best.reasons[0] == "first_clause"
        && let Some(text) = about(&texts, &best.value, &topics(lines))
    {
        // Who it is about and what: both, where they fit one line.
        let both = format!("{}，{text}", best.value);
        best.value = if both.chars().count() <= BOTH { both } else { text };
        best.reasons.push("topic");
    }
    let value = Title { text: best.value, lines: 0..0 };
    Some(Candidate { value, score: best.score, reasons: best.reasons })
}

/// The clause of the first sentences that tells what the text comes back to, where the title does
/// not.
fn about(texts: &[&Line], title: &str, topics: &[String]) -> Option<String> {
    let title = fold(title).text;
    if topics.first().is_none_or(|topic| title.contains(topic.as_str())) {
        return None;
    }
    topics.iter().find_map(|topic| {
        texts.iter().take(3).find_map(|line| {
            let plain = line.plain();
            let at = plain.find(topic.as_str()).filter(|at| plain[..*at].chars().count() <= 200)?;
            let borders = [',', '。', ';', ':', '!', '?'];
            let from = plain[..at].char_indices().rfind(|(_, c)| borders.contains(c));
            let from = from.map_or(0, |(border, c)| border + c.len_utf8());
            let from = from + numbering::numbering(&plain[from..at]).map_or(0, |it| it.length);
            let to = plain[at..].find(borders).map_or(plain.len(), |border| at + border);
            let span = Span::new(from, to);
            let text = span.of(plain);
            let fits = (6..=LONGEST).contains(&text.chars().count());
            // 并处没收个人全部财产 goes on with another clause.
            let broken =
                ["并", "且", "而", "其", "用于", "由此"].iter().any(|it| text.starts_with(it));
            (fits && !broken && is_balanced(text))
                .then(|| line.block.original(span).trim().to_owned())
        })
    })
}

/// 我代表某某人民政府向大会报告工作: the body's work report.
fn report(
    lines: &[Line],
    organization: Option<&str>,
    place: Option<&str>,
) -> Option<Candidate<String>> {
    let spoken = lines.iter().take(12).any(|line| {
        let plain = line.plain();
        (plain.contains("我代表") || plain.contains("受") && plain.contains("委托"))
            && (plain.contains("报告") || plain.contains("提请") || plain.contains("汇报"))
    });
    let bodies = ["政府", "法院", "检察院", "常委会", "委员会", "政协"];
    let body = organization.filter(|name| bodies.iter().any(|end| fold(name).text.ends_with(end)));
    for line in lines.iter().take(12) {
        let Some(matter) = GIVEN.captures(line.plain()).and_then(|it| it.get(5)) else { continue };
        let vague = ["工作", "政府工作", "有关", "具体"]
            .iter()
            .any(|word| matter.as_str().starts_with(word));
        if spoken && !vague {
            let text = line.block.original(Span::new(matter.start(), matter.end()));
            return Some(Candidate::new(format!("{text}的报告"), 5.2, "spoken_report"));
        }
    }
    let name = match (body, place) {
        (Some(body), _) => body.to_owned(),
        (None, Some(place)) => format!("{place}人民政府"),
        (None, None) => String::new(),
    };
    let government =
        body.is_some() || lines.iter().take(12).any(|line| line.plain().contains("政府"));
    (spoken && government)
        .then(|| Candidate::new(format!("{name}工作报告"), 5.0, "spoken_report"))
        .filter(|it| it.value.len() > "工作报告".len())
}

/// What a notice is about: 为进一步做好…工作, the last such clause of its first paragraph.
fn matter(line: &Line) -> Option<Candidate<String>> {
    let captures = MATTER.captures_iter(line.plain()).last()?;
    let (from, to) = (captures.get(2)?, captures.get(4)?);
    let text = line.block.original(Span::new(from.start(), to.end())).to_owned();
    Some(Candidate::new(text, 2.8, "matter"))
}

fn of_sentence(line: &Line, late: f64, notice: bool) -> Vec<Candidate<String>> {
    let plain = line.plain();
    let mut found = Vec::new();
    let original = |span: Span| line.block.original(span).to_owned();
    let group = |captures: &regex::Captures<'_>, at: usize| {
        captures.get(at).map(|it| Span::new(it.start(), it.end()))
    };
    if let Some(captures) = ISSUED.captures(plain)
        && let Some(span) = group(&captures, 2)
    {
        found.push(Candidate::new(original(span), 4.5 - late, "issued_instrument"));
    }
    if let Some(captures) = APPROVED.captures(plain)
        && let Some(span) = group(&captures, 1)
    {
        found.push(Candidate::new(original(span), 4.4 - late, "issued_instrument"));
    }
    if (plain.contains("制定本") || plain.contains("就《"))
        && let Some(captures) = NAMED.captures(plain)
        && let (Some(from), Some(to)) = (captures.get(1), captures.get(4))
    {
        found.push(Candidate::new(
            original(Span::new(from.start(), to.end())),
            2.9 - late,
            "matter",
        ));
    }
    if let Some(captures) = NEWLY.captures(plain)
        && let Some(span) = group(&captures, 2)
    {
        // Deeper in the text a named rule is one of many.
        let far = if plain[..span.start].chars().count() > 60 { 1.2 } else { 0.0 };
        found.push(Candidate::new(original(span), 3.0 - late - far, "named_instrument"));
    }
    for (rule, at, score, reason) in [
        (&PURPOSE, 2, 4.0, "purpose"),
        (&NOW, 1, 3.4, "now"),
        (&DECIDED, 3, if notice { 3.6 } else { 2.2 }, "decision"),
        (&MADE_FOR, 3, 3.2, "made_for"),
    ] {
        let Some(captures) = rule.captures(plain) else { continue };
        let Some(span) = group(&captures, at) else { continue };
        let text = original(span);
        let characters = text.chars().count();
        let vague = ["有关事项", "有关问题", "有关要求", "具体要求"]
            .iter()
            .any(|word| fold(&text).text.contains(word));
        if (6..=LONGEST + 8).contains(&characters) && !vague {
            found.push(Candidate::new(text, score - late, reason));
        }
    }
    found
}

fn keywords(line: &Line) -> Option<Candidate<String>> {
    let captures = KEYWORDS.captures(line.plain())?;
    let words = captures.get(2)?.as_str();
    let words: Vec<&str> =
        words.split([';', ',', ' ', '、']).filter(|word| !word.is_empty()).collect();
    (words.len() >= 2).then(|| Candidate::new(words.join(" "), 2.6, "keywords"))
}

/// The first clause that says who did what, without times and lead-ins before it.
fn clause(line: &Line, longest: usize) -> Option<String> {
    let plain = line.plain();
    let sentence = plain.find(['。', ';', '!', '?']).unwrap_or(plain.len());
    let mut start = numbering::numbering(plain).map_or(0, |number| number.length);
    start += LEAD.find(&plain[start..sentence]).map_or(0, |it| it.end());
    if plain[start..sentence].chars().count() < 8 {
        start = 0;
    }
    let mut clauses: Vec<(usize, usize)> = Vec::new();
    let mut from = start;
    for (at, c) in plain[start..sentence].char_indices() {
        if c == ',' {
            clauses.push((from, start + at));
            from = start + at + 1;
        }
    }
    clauses.push((from, sentence));
    let says = |(from, to): &(usize, usize)| {
        let text = &plain[*from..*to];
        let whole = text.chars().count() >= 8 && is_balanced(text);
        whole && !BROKEN.iter().any(|word| text.starts_with(word))
    };
    let actor = |text: &str| {
        region::leading(text).is_some()
            || office::leading(text).is_some()
            || ACTORS.iter().any(|word| text.starts_with(word))
            || ACTOR.is_match(text)
    };
    let acts = |text: &str| ACTS.iter().any(|word| text.contains(word));
    let by_actor =
        clauses.iter().position(|clause| says(clause) && actor(&plain[clause.0..clause.1]));
    let chosen = by_actor.map(|at| {
        let (from, to) = clauses[at];
        // 某镇以…为主题,开展…活动: who in the one, what in the next.
        let next = clauses
            .get(at + 1)
            .filter(|next| !acts(&plain[from..to]) && acts(&plain[next.0..next.1]));
        (from, next.map_or(to, |next| next.1))
    });
    let chosen = chosen.or_else(|| clauses.iter().find(|clause| says(clause)).copied())?;
    let text = line.block.original(Span::new(chosen.0, chosen.1));
    let text: String = text
        .trim_matches([',', '，', ':', '：', '。', '“', '"', ' ', '、'])
        .chars()
        .take(longest + 12)
        .collect();
    (text.chars().count() >= 4).then_some(text)
}

/// Whether a text speaks of itself as a notice: for kinds of documents without a title.
pub(in crate::intake) fn is_notice(lines: &[Line]) -> bool {
    let cues = [
        "通知如下",
        "现通知",
        "印发给你们",
        "遵照执行",
        "贯彻执行",
        "特此通知",
        "特此公告",
        "批复如下",
        "函复如下",
        "提出以下意见",
        "提出如下意见",
        "制定本",
        "本办法",
        "本规定",
        "本细则",
        "本方案",
        "公告如下",
        "通告如下",
        "予以公示",
        "现予公布",
        "明确如下",
        "遵照实施",
    ];
    let addressed = lines.iter().any(|line| line.role == Role::Addressee);
    let cued = lines
        .iter()
        .filter(|line| line.is_text())
        .take(8)
        .any(|line| cues.iter().any(|cue| line.plain().contains(cue)));
    let articles = lines.iter().filter(|line| {
        line.numbering().is_some_and(|it| it.form == crate::intake::shape::numbering::Form::Article)
    });
    cued || addressed
        && words::genre("").is_none()
        && lines.iter().any(|line| line.plain().contains("通知"))
        || articles.count() >= 3
}

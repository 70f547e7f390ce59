//! Title, kind, place, body, day, number, source: what a text states, each with its reasons.

pub(super) mod candidate;
mod dates;
mod issuer;
mod kinds;
mod place;
mod title;
mod validity;

pub(super) use candidate::Candidate;
pub use candidate::Evidence;
pub(super) use title::{Title, joined, stated as stated_title, without_bracket};

use candidate::best;

use super::layout::Origin;
use super::roles::{Line, Role};
use super::shape::info::{Info, person};
use super::shape::{number, numbering, office};
use super::words::Label;
use crate::document::{Date, FrontMatter, Kind, Source};
use crate::knowledge::region::{self, Region};
use crate::text::{Span, fold};

/// A first clause with fewer characters says too little to be a title.
const CLAUSE: usize = 8;

/// What labels, tags and bylines say of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Stated {
    /// In their order.
    pub(super) said: Vec<(Label, String, Origin)>,
    /// The site's name, breadcrumbs.
    pub(super) page: Vec<String>,
    /// Whether the page is of a store of documents, whose days are not the text's.
    pub(super) is_store: bool,
}

/// What a part of a file takes from the whole.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Whole<'a> {
    pub(super) region: Option<&'static Region>,
    pub(super) source: Option<&'a Source>,
    pub(super) published: Option<Date>,
    /// The kind of the parts, when the whole tells it: cases of a collection.
    pub(super) kind: Option<Kind>,
}

/// A document's description.
pub(super) struct Description {
    pub(super) front_matter: FrontMatter,
    /// The lines of its title.
    pub(super) title: Title,
    /// Why each field has its value.
    pub(super) evidence: Vec<Evidence>,
    /// In Chinese, what a person should know or check.
    pub(super) remarks: Vec<String>,
}

impl Stated {
    /// What bylines of the text add.
    pub(super) fn extend(&mut self, info: Info) {
        self.said.extend(info.into_iter().map(|(label, value)| (label, value, Origin::Line)));
    }

    fn values(&self, label: Label) -> impl Iterator<Item = (&str, Origin)> {
        let said = self.said.iter().filter(move |(it, _, _)| *it == label);
        said.map(|(_, value, origin)| (value.as_str(), *origin))
            .filter(|(value, _)| !value.is_empty())
    }
}

/// Describes one text; `heading` is its title where the division of a compilation found it.
pub(super) fn describe(
    lines: &[Line],
    stated: &Stated,
    whole: &Whole<'_>,
    heading: Option<Candidate<Title>>,
    kind: Option<Kind>,
) -> Description {
    let mut evidence = Vec::new();
    let mut remarks = Vec::new();
    let found = heading.or_else(|| stated_title(lines, stated));
    let title = found.as_ref().map(|it| it.value.text.as_str());
    let range = found.as_ref().map_or(0..0, |it| it.value.lines.clone());
    let issuers = issuer::candidates(lines, title.map(|title| (title, range)), stated);
    let issuer = best(&issuers, 2.0);
    let sources = place::Sources {
        title,
        issuer: issuer.as_ref().map(|it| it.value.as_str()),
        lines,
        page: page(stated, whole),
        around: whole.region,
    };
    let place = place::place(&sources);
    let region = place.as_ref().map(|it| it.value);
    let organization = issuer.clone().or_else(|| of_report(lines, title, region));
    let organization =
        organization.map(|it| Candidate { value: issuer::completed(&it.value, region), ..it });
    evidence.extend(place.as_ref().map(|it| it.evidence("region")));
    evidence.extend(organization.as_ref().map(|it| it.evidence("organization")));
    let name = organization.as_ref().map(|it| it.value.as_str());
    let title = found.clone().or_else(|| {
        remarks.push("原文没有题目，题目取自正文，请核对".to_owned());
        title::made(lines, name, region.map(|region| region.name))
    });
    let title = title.unwrap_or_else(|| Candidate::new(untitled(lines), 0.0, "first_words"));
    evidence.insert(0, title.evidence("title"));
    let stated_text = found.as_ref().map(|it| it.value.text.as_str());
    let of_kind = kind.or(whole.kind).map(|kind| Candidate::new(kind, 9.0, "given"));
    // Clauses that were joined for their topic end in no genre.
    let made = if title.reasons.contains(&"topic") { "" } else { &title.value.text };
    let of_kind = of_kind.unwrap_or_else(|| kinds::kind(stated_text, made, lines));
    evidence.push(of_kind.evidence("kind"));
    let mut front_matter = FrontMatter::new(&title.value.text, of_kind.value);
    front_matter.region = region.map(region::path);
    front_matter.organization = organization.map(|it| it.value);
    let date = best(&dates::candidates(lines, stated), 0.5);
    evidence.extend(date.as_ref().map(|it| it.evidence("published")));
    front_matter.published = date.as_ref().map(|it| it.value).or(whole.published);
    let number = number_of(lines, stated, title.value.lines.end);
    evidence.extend(number.as_ref().map(|it| it.evidence("number")));
    front_matter.number = number.map(|it| it.value);
    front_matter.source = source(lines, stated, whole);
    if front_matter.kind == Kind::Policy {
        let (validity, reasons) = validity::validity(lines, stated, stated_text, date.as_ref());
        front_matter.set_validity(validity);
        evidence.extend(reasons);
    }
    Description { front_matter, title: title.value, evidence, remarks }
}

/// Places are read from the source and the page too.
fn page(stated: &Stated, whole: &Whole<'_>) -> Vec<String> {
    let mut page: Vec<String> =
        stated.values(Label::Source).map(|(value, _)| value.to_owned()).collect();
    page.extend(stated.page.iter().cloned());
    page.extend(whole.source.and_then(|source| source.name.clone()));
    page
}

/// 政府工作报告 of a known place is its government's.
fn of_report(
    lines: &[Line],
    title: Option<&str>,
    region: Option<&'static Region>,
) -> Option<Candidate<String>> {
    let region = region?;
    let reports = |plain: &str| plain.contains("政府工作报告");
    let titled = title.is_some_and(|title| reports(&fold(title).text) && !title.contains("召开"));
    let spoken = lines
        .iter()
        .take(10)
        .any(|line| line.role == Role::Salutation || line.role == Role::Session);
    (titled && spoken)
        .then(|| Candidate::new(format!("{}人民政府", region.name), 4.0, "work_report"))
}

/// The number of the document: from labels, or a line of the head.
fn number_of(lines: &[Line], stated: &Stated, title_end: usize) -> Option<Candidate<String>> {
    let mut found: Vec<Candidate<String>> = Vec::new();
    for (value, _) in stated.values(Label::Number) {
        let plain = fold(value).text;
        if number::first(&plain).is_some() || number::is_named(&plain) {
            found.push(Candidate::new(number::printed(value), 9.0, "label"));
        }
    }
    for (value, origin) in stated.values(Label::Title) {
        let plain = fold(value).text;
        if origin == Origin::TitleElement
            && let Some(number) = number::first(&plain)
            && plain[..number.start].ends_with('(')
        {
            found.push(Candidate::new(
                number::printed(fold(value).to_original(number).of(value)),
                5.0,
                "title_element",
            ));
        }
    }
    let body = lines.iter().position(Line::is_text).unwrap_or(lines.len());
    for (at, line) in lines.iter().enumerate().take(body.max(title_end + 3)) {
        let plain = line.plain();
        if line.role == Role::Number {
            let score = if number::first(plain).is_some() { 8.0 } else { 3.0 };
            found.push(Candidate::new(number::printed(&line.block.text), score, "line"));
        } else if let Some(number) = number::first(plain).filter(|_| at <= title_end + 2) {
            // 京政办发〔2016〕26号《…》, 关于…的通知(岳办发〔2017〕2号)
            let begins = number.start == 0;
            let bracket =
                plain[..number.start].ends_with('(') && plain[number.end..].starts_with(')');
            let head = !line.is_text() || begins;
            if head
                && (begins || bracket && plain[number.end..].trim_matches([')', ' ']).is_empty())
            {
                found.push(Candidate::new(
                    number::printed(line.block.original(number)),
                    5.0,
                    "title",
                ));
            }
        }
    }
    best(&found, 1.0)
}

/// Who published it, who wrote and edited it.
fn source(lines: &[Line], stated: &Stated, whole: &Whole<'_>) -> Source {
    let above = whole.source.cloned().unwrap_or_default();
    let mut names: Vec<(f64, String)> = Vec::new();
    for (value, origin) in stated.values(Label::Source) {
        let value = value.trim();
        let plain = fold(value).text;
        let upload = ["网友投稿", "会员上传", "网络", "互联网", "本站", "原创", "未知", "用户上传"]
            .contains(&plain.as_str());
        // A tag alone may name the page's maker; what readers see names the source.
        let seen = origin != Origin::Meta
            || lines.iter().take(20).any(|line| line.plain().contains(&plain));
        if seen
            && (2..=40).contains(&value.chars().count())
            && !upload
            && !plain.contains("http")
            && !plain.contains("www")
        {
            names.push((if origin == Origin::Meta { 1.0 } else { 2.0 }, value.to_owned()));
        }
    }
    let name = names.into_iter().rev().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name);
    let mut author: Vec<String> = Vec::new();
    for (value, _) in stated.values(Label::Author) {
        let named = person(value)
            .filter(|name| office::list(&fold(name).text).is_none() && !author.contains(name));
        author.extend(named);
    }
    Source {
        name: name.or(above.name),
        author: if author.is_empty() { above.author } else { author },
        editor: stated
            .values(Label::Editor)
            .next()
            .map(|(value, _)| value.to_owned())
            .or(above.editor),
        url: above.url,
        ..Source::default()
    }
}

/// The first words of a text that states nothing.
fn untitled(lines: &[Line]) -> Title {
    let line = lines
        .iter()
        .find(|line| !matches!(line.role, Role::Info(_) | Role::Frame(_) | Role::Markup));
    let Some(line) = line else { return Title { text: "无题".to_owned(), lines: 0..0 } };
    let plain = line.plain();
    let start = numbering::numbering(plain).map_or(0, |number| number.length);
    let start = plain.len() - plain[start..].trim_start_matches(['、', '.', ' ']).len();
    // A first clause that is short goes on.
    let mut ends = plain[start..].match_indices(['。', ',']).map(|(at, _)| start + at);
    let long = ends.find(|end| plain[start..*end].chars().count() >= CLAUSE);
    let end = long.or_else(|| plain[start..].find('。').map(|at| start + at));
    let text = line.block.original(Span::new(start, end.unwrap_or(plain.len())));
    Title { text: text.chars().take(40).collect(), lines: 0..0 }
}

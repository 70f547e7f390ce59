//! What each line of a file is, by its form; the place of a line decides the rest.

mod page;

use super::layout::{Block, BlockKind};
use super::shape::frame::{self, Frame};
use super::shape::info::{self, Info};
use super::shape::numbering::{self, Form, Numbering};
use super::shape::office::{self, Sureness};
use super::shape::{day, number, opening};
use super::words::{self, Label};
use crate::document::Date;
use crate::text::fold;
use page::{above_breadcrumb, menus};

/// A longer line is no headline, in characters.
const LONGEST_HEADLINE: usize = 45;

/// A block with its role.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) block: Block,
    pub(super) role: Role,
}

/// What a line is by its form alone.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// Of the page around the text.
    Frame(Frame),
    /// Labels and values, a byline.
    Info(Info),
    /// A day and nothing else.
    Day(Date),
    /// A document number and nothing else.
    Number,
    /// 某某人民政府文件.
    RedHead,
    /// 各位代表:
    Salutation,
    /// 各县人民政府:
    Addressee,
    /// （2021年2月3日在…会议上）
    Session,
    /// （…通过 …修正）
    History,
    /// 目录
    Contents,
    /// 附件1
    AttachmentMark,
    /// 附件:1.某某方案
    AttachmentNote,
    /// (此件公开发布)
    Bracket,
    /// 抄送:
    Imprint,
    /// Of a picture.
    Caption,
    /// A table, list or quotation of markup.
    Markup,
    /// Running text.
    Paragraph,
    /// A short line that begins with a number.
    Numbered(Numbering),
    /// The name of a body, or of several.
    Office(Sureness),
    /// A short line.
    Short,
}

impl Line {
    /// A line with the role that its form gives.
    pub(super) fn new(block: Block) -> Self {
        let role = role(&block);
        Self { block, role }
    }

    /// Folded text.
    pub(super) fn plain(&self) -> &str {
        &self.block.plain
    }

    /// Whether it is running text or a table.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.role, Role::Paragraph | Role::Markup)
    }

    /// Whether it is running text, also where a line end or the end of the file tore it.
    pub(super) fn reads_as_text(&self) -> bool {
        let torn =
            self.role == Role::Short && self.block.characters() >= 16 && self.plain().contains(',');
        self.is_text() || torn
    }

    /// Whether the body of a text can begin with it.
    pub(super) fn begins_body(&self) -> bool {
        match &self.role {
            Role::Paragraph | Role::Markup | Role::Salutation | Role::Addressee => true,
            // 第一篇: before a title counts the documents of a page.
            Role::Numbered(number) if number.form == Form::Part => !self.plain().contains(':'),
            Role::Numbered(number) => {
                matches!(number.form, Form::Chapter | Form::Article | Form::Han | Form::HanBracket)
            }
            _ => false,
        }
    }

    /// Whether it tells the day of what it stands under: a day, or a byline with one.
    pub(super) fn tells_day(&self) -> bool {
        match &self.role {
            Role::Day(_) => true,
            Role::Info(info) => info.iter().any(|(label, _)| *label == Label::Day),
            _ => false,
        }
    }

    /// The number that it begins with, whatever else it is.
    pub(super) fn numbering(&self) -> Option<Numbering> {
        match self.role {
            Role::Numbered(number) => Some(number),
            Role::Paragraph | Role::Short => numbering::numbering(self.plain()),
            _ => None,
        }
    }
}

/// The lines of a file with their roles; a session told on several lines becomes one, and a name
/// with a colon above a headline is no addressee.
pub(super) fn lines(blocks: Vec<Block>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for block in labels_with_values(signed(blocks)) {
        if let Some(last) = lines.last_mut()
            && let Some(session) = session(&last.block, &block)
        {
            *last = Line::new(session);
            continue;
        }
        lines.push(Line::new(block));
    }
    for at in 0..lines.len().saturating_sub(1) {
        let headline = lines[at].role == Role::Addressee
            && lines[at].block.characters() <= 24
            && !lines[at].plain().starts_with('各')
            && lines[at + 1].role == Role::Short
            && lines[at + 1].block.characters() >= 8
            && !lines[at + 1].plain().ends_with([':', ',']);
        if headline {
            lines[at].role = Role::Short;
        }
    }
    headlines(&mut lines);
    neighbours(&mut lines);
    menus(&mut lines);
    above_breadcrumb(&mut lines);
    lines
}

/// A headline may be a sentence, called out or asked: 明天，这些路段将实行交通管制！ The day that
/// follows, and the text behind it, tell that it is one.
fn headlines(lines: &mut [Line]) {
    for at in 0..lines.len().saturating_sub(2) {
        let [line, day, text] = &lines[at..at + 3] else { continue };
        let called = line.role == Role::Paragraph
            && line.block.characters() <= LONGEST_HEADLINE
            && line.plain().ends_with(['!', '?'])
            && !line.plain().contains('。');
        let follows = day.tells_day() && matches!(text.role, Role::Paragraph | Role::Short);
        if called && follows {
            lines[at].role = Role::Short;
        }
    }
}

/// The signer of a report to a higher body stands beside its number (GB/T 9704—2012, 7.2.6), and the
/// class of a reply to a proposal does: each is a line of its own.
fn signed(blocks: Vec<Block>) -> Vec<Block> {
    const BESIDE: [&str; 4] = ["签发人", "类别", "办理类别", "密级"];
    let mut apart = Vec::with_capacity(blocks.len());
    for block in blocks {
        let beside = BESIDE.iter().filter_map(|label| block.text.find(label)).min();
        match beside.filter(|_| block.characters() <= 80) {
            Some(at) if at > 0 && number::is_whole(fold(&block.text[..at]).text.trim()) => {
                apart.push(block.with_text(&block.text[..at]));
                apart.push(block.with_text(&block.text[at..]));
            }
            _ => apart.push(block),
        }
    }
    apart
}

/// A label alone on its line takes the next short line: 来源: / 四川日报.
fn labels_with_values(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::new();
    for block in blocks {
        let label = joined.last().and_then(|last| last.plain.strip_suffix(':'));
        let label = label.map(|label| label.trim_start_matches(['·', '-', '*', ' ']));
        let label = label.and_then(words::label);
        let short = block.is_line() && block.characters() <= 30 && !block.plain.contains(':');
        match joined.last_mut() {
            Some(last) if short && label.is_some_and(|label| label != Label::Skip) => {
                last.append(&block);
            }
            _ => joined.push(block),
        }
    }
    joined
}

/// What the neighbours of a line tell: an unknown label between known ones, the items of a list of
/// attachments.
fn neighbours(lines: &mut [Line]) {
    for at in 1..lines.len() {
        let before = matches!(lines[at - 1].role, Role::Info(_));
        let after = lines.get(at + 1).is_some_and(|line| matches!(line.role, Role::Info(_)));
        let unknown = lines[at].role == Role::Short
            && lines[at]
                .plain()
                .split_once(':')
                .is_some_and(|(label, _)| (2..=8).contains(&label.chars().count()));
        if before && after && unknown {
            lines[at].role = Role::Info(vec![(Label::Skip, lines[at].block.text.clone())]);
        }
        let listed = matches!(lines[at - 1].role, Role::AttachmentNote | Role::AttachmentMark);
        let number = numbering::numbering(lines[at].plain()).filter(|it| it.form == Form::Arabic);
        let last = numbering::numbering(lines[at - 1].plain().split_once(':').map_or(
            lines[at - 1].plain(),
            |(_, rest)| {
                if rest.is_empty() { lines[at - 1].plain() } else { rest }
            },
        ));
        let goes_on = number.is_some_and(|number| {
            last.is_some_and(|last| last.value + 1 == number.value)
                || number.value == 1 && lines[at - 1].role == Role::AttachmentMark
        });
        if listed
            && goes_on
            && lines[at].block.characters() <= 80
            && !lines[at].block.ends_sentence()
        {
            lines[at].role = Role::AttachmentNote;
        }
    }
}

/// Two lines that tell a session together: ——2021年3月25日在…第十三届 / 人民代表大会第五次会议上.
fn session(first: &Block, second: &Block) -> Option<Block> {
    let plain = first.plain.as_str();
    let opens = plain.trim_start_matches(['-', '(', '《', ' ']);
    let dated =
        opens.starts_with(['1', '2', '一', '二']) && opens.contains('年') && opens.contains('在');
    if !dated
        || plain.ends_with(['上', ')', '。', ','])
        || first.characters() > 60
        || second.characters() > 40
    {
        return None;
    }
    let mut joined = first.clone();
    joined.set_text(&format!("{}{}", first.text, second.text));
    joined.span.end = second.span.end.max(first.span.end);
    opening::is_session(&joined.plain).then_some(joined)
}

fn role(block: &Block) -> Role {
    let plain = block.plain.as_str();
    match block.kind {
        BlockKind::Markup(_) => return Role::Markup,
        BlockKind::Caption => return Role::Caption,
        _ => {}
    }
    if let Some(date) = day::whole(plain) {
        return Role::Day(date);
    }
    if opening::is_session(plain) {
        return Role::Session;
    }
    if opening::is_history(plain) {
        return Role::History;
    }
    let info = info::read(&block.text);
    let says = |info: &Info| info.iter().any(|(label, _)| *label != Label::Skip);
    if let Some(info) = info.as_ref().filter(|info| says(info)) {
        return Role::Info(info.clone());
    }
    if let Some(frame) = frame::frame(block) {
        return Role::Frame(frame);
    }
    if let Some(info) = info {
        return Role::Info(info);
    }
    fixed(plain).or_else(|| running(block)).unwrap_or_else(|| short(plain))
}

/// Lines with a set form.
fn fixed(plain: &str) -> Option<Role> {
    let forms: [(bool, Role); 9] = [
        (number::is_whole(plain) || number::is_order(plain), Role::Number),
        (opening::red_head(plain).is_some(), Role::RedHead),
        (opening::is_salutation(plain), Role::Salutation),
        (opening::is_addressee(plain), Role::Addressee),
        (opening::is_contents_mark(plain), Role::Contents),
        (opening::is_attachment_mark(plain), Role::AttachmentMark),
        (opening::names_attachment(plain), Role::AttachmentNote),
        (opening::is_imprint(plain), Role::Imprint),
        (opening::is_bracket(plain), Role::Bracket),
    ];
    forms.into_iter().find(|(fits, _)| *fits).map(|(_, role)| role)
}

fn running(block: &Block) -> Option<Role> {
    if opening::is_caption(&block.plain) {
        return Some(Role::Caption);
    }
    (block.is_running() && !matches!(block.kind, BlockKind::Heading(_))).then_some(Role::Paragraph)
}

fn short(plain: &str) -> Role {
    if let Some(number) = numbering::numbering(plain) {
        return Role::Numbered(number);
    }
    match office::list(plain) {
        Some(sureness) => Role::Office(sureness),
        None => Role::Short,
    }
}

/// Where the body of a text begins, at or after `from`; the number of lines where nothing does.
pub(super) fn body_start(lines: &[Line], from: usize) -> usize {
    let found = lines.iter().skip(from).position(Line::begins_body);
    found.map_or(lines.len(), |at| from + at)
}

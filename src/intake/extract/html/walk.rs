//! One walk through a page, without recursion: text nodes become blocks where elements end lines.

use dom_query::{Document, NodeId, NodeRef};

use super::elements::{hidden, is_block, is_skipped};
use crate::intake::extract::grid::{Cell, Grid};
use crate::intake::extract::plain::columns;
use crate::intake::layout::{Align, Block, BlockKind, Layout, Style, Zone};
use crate::intake::removed::Removed;
use crate::text::Span;

/// The blocks of a page; `root` holds nearly all of the text. Each stands for the `whole` page: the
/// parser does not tell the bytes of a node.
pub(super) fn walk(page: &Document, root: Option<NodeId>, whole: Span) -> Layout {
    let walker = Walker { root, whole, ..Walker::default() };
    walker.read(page.root())
}

/// An element whose children are being walked.
struct Open<'a> {
    node: NodeRef<'a>,
    next: Option<NodeRef<'a>>,
    /// What held before it.
    before: State,
    is_block: bool,
}

/// How text is set at a place of the page.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    align: Align,
    bold: bool,
    linked: bool,
    heading: Option<u8>,
    item: bool,
    inside: bool,
}

#[derive(Default)]
struct Walker {
    root: Option<NodeId>,
    whole: Span,
    layout: Layout,
    state: State,
    text: String,
    /// Characters of the open block that are bold, that are links.
    bold: usize,
    linked: usize,
    space: Space,
    indent: usize,
    group: u32,
    /// Whether an empty block stands before the next.
    apart: bool,
}

/// White space seen since the last visible character.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Space {
    #[default]
    None,
    /// Of the line, kept.
    Blank,
    /// Of the source: nothing between Chinese characters.
    Break,
}

impl Walker {
    /// Everything below a node, element by element; a deep page does not fill the stack.
    fn read(mut self, node: NodeRef<'_>) -> Layout {
        let mut open: Vec<Open<'_>> = Vec::new();
        self.enter(node, &mut open);
        while let Some(top) = open.last_mut() {
            match top.next {
                Some(child) => {
                    top.next = child.next_sibling();
                    self.enter(child, &mut open);
                }
                None => {
                    let done = open.pop().expect("it was just seen");
                    self.leave(&done);
                }
            }
        }
        self.flush();
        self.layout
    }

    fn enter<'a>(&mut self, node: NodeRef<'a>, open: &mut Vec<Open<'a>>) {
        if node.is_text() {
            self.say(&node.text());
            return;
        }
        let name = node.node_name().unwrap_or_default();
        let name = name.as_ref();
        if node.is_element() {
            if is_skipped(&node) {
                return;
            }
            if let Some(rule) = hidden(&node, name) {
                let text = node.text();
                if !text.trim().is_empty() {
                    self.layout.removed.push(Removed::by(rule, text.trim()));
                }
                return;
            }
            if name == "br" {
                self.flush();
                return;
            }
            if name == "table" && self.table(&node) {
                return;
            }
        }
        let before = self.state;
        let is_block = is_block(name);
        if is_block {
            self.flush();
            self.group += 1;
        }
        self.set(&node, name);
        open.push(Open { node, next: node.first_child(), before, is_block });
    }

    fn leave(&mut self, done: &Open<'_>) {
        if done.is_block {
            let empty = self.text.is_empty() && done.node.has_name("p");
            self.flush();
            self.group += 1;
            self.apart |= empty;
        }
        self.state = done.before;
    }

    /// How the text of an element is set.
    fn set(&mut self, node: &NodeRef<'_>, name: &str) {
        let style = node.attr("style").map(|style| style.to_lowercase()).unwrap_or_default();
        let style: String = style.split_whitespace().collect();
        let align = node.attr("align").map(|it| it.to_lowercase()).unwrap_or_default();
        if align == "center" || name == "center" || style.contains("text-align:center") {
            self.state.align = Align::Center;
        } else if align == "right" || style.contains("text-align:right") {
            self.state.align = Align::End;
        } else if align == "left"
            || style.contains("text-align:left")
            || style.contains("text-align:justify")
        {
            self.state.align = Align::Start;
        }
        let weight = style.contains("font-weight:bold") || style.contains("font-weight:7");
        self.state.bold |= matches!(name, "b" | "strong") || weight;
        self.state.linked |= name == "a";
        self.state.item |= name == "li";
        self.state.inside |= self.root == Some(node.id);
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            self.state.heading = Some(level);
        }
    }

    /// The text of a node.
    fn say(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            let content = line.trim();
            let lead = &line[..line.len() - line.trim_start().len()];
            if at > 0 && !content.is_empty() && self.breaks(lead, content) {
                self.flush();
            }
            if content.is_empty() {
                self.space =
                    if at > 0 || text.contains('\n') { Space::Break } else { self.space.max(line) };
                continue;
            }
            if self.text.is_empty() {
                self.indent = columns(lead);
            } else if !lead.is_empty() || at > 0 {
                self.space = if at > 0 { Space::Break } else { self.space.max(lead) };
            }
            self.put(content);
            let tail = line.len() - line.trim_end().len();
            self.space = if tail > 0 { Space::Blank } else { Space::None };
        }
    }

    /// Whether a line of the source begins a line of the page: set in, in the middle, or numbered
    /// after a sentence.
    fn breaks(&self, lead: &str, content: &str) -> bool {
        if self.text.is_empty() {
            return false;
        }
        let set_in = lead.contains('\u{3000}') || lead.contains("\u{a0}\u{a0}");
        let ended = self.text.ends_with(['。', '：', '；', '！', '？', ':', '”', '）']);
        let numbered = content.starts_with([
            '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '第', '（', '(',
        ]) || content.starts_with(|c: char| c.is_ascii_digit());
        set_in || self.state.align != Align::Start || ended && numbered
    }

    fn put(&mut self, content: &str) {
        let chinese = |c: Option<char>| c.is_some_and(|c| u32::from(c) >= 0x2e80);
        let between = chinese(self.text.chars().next_back()) && chinese(content.chars().next());
        let spaced = match self.space {
            Space::None => false,
            Space::Blank => true,
            Space::Break => !between,
        };
        if spaced && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.space = Space::None;
        let visible = content.chars().filter(|c| !c.is_whitespace()).count();
        self.bold += if self.state.bold { visible } else { 0 };
        self.linked += if self.state.linked { visible } else { 0 };
        // White space inside a line is one space.
        let mut gap = false;
        for c in content.chars() {
            if c.is_whitespace() {
                gap = true;
            } else {
                if std::mem::take(&mut gap) {
                    self.text.push(' ');
                }
                self.text.push(c);
            }
        }
    }

    /// Ends the open block.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.space = Space::None;
        let (bold, linked) = (std::mem::take(&mut self.bold), std::mem::take(&mut self.linked));
        if text.is_empty() {
            return;
        }
        let visible = text.chars().filter(|c| !c.is_whitespace()).count();
        let mut block = Block::new(&text, self.whole);
        block.kind = match (self.state.heading, self.state.item) {
            (Some(level), _) => BlockKind::Heading(level),
            (None, true) => BlockKind::Item,
            (None, false) => BlockKind::Text,
        };
        block.style = Style {
            align: self.state.align,
            bold: bold * 2 > visible,
            linked: linked * 2 > visible,
        };
        block.zone =
            if self.root.is_none() || self.state.inside { Zone::Inside } else { Zone::Outside };
        block.group = self.group;
        block.apart = std::mem::take(&mut self.apart);
        block.indent = std::mem::take(&mut self.indent);
        self.layout.blocks.push(block);
    }

    /// Takes a table of labels or of data whole; one of layout is seen through.
    fn table(&mut self, table: &NodeRef<'_>) -> bool {
        let Some(grid) = grid(table) else { return false };
        if let Some(pairs) = grid.pairs() {
            self.flush();
            for pair in &pairs {
                let text = format!("{}：{}", pair.label, pair.value);
                self.layout.removed.push(Removed::by("pair", &text));
            }
            self.layout.pairs.extend(pairs);
            return true;
        }
        if !grid.is_of_data() {
            return false;
        }
        self.flush();
        let zone = if self.root.is_none() || self.state.inside || self.root == Some(table.id) {
            Zone::Inside
        } else {
            Zone::Outside
        };
        let blocks = grid.blocks(self.whole).into_iter();
        self.group += 1;
        self.layout.blocks.extend(blocks.map(|block| Block { zone, group: self.group, ..block }));
        true
    }
}

impl Space {
    /// This space, or a blank where `text` holds one.
    fn max(self, text: &str) -> Self {
        if text.is_empty() || self == Self::Break { self } else { Self::Blank }
    }
}

/// The rows of a table that holds no other; `None` for one that does.
fn grid(table: &NodeRef<'_>) -> Option<Grid> {
    // Asked first: the text of a cell with a table in it would be walked again and again.
    if table.descendants_it().any(|node| node.has_name("table")) {
        return None;
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for node in table.descendants_it() {
        if !node.is_element() {
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        match name.as_ref() {
            "tr" => rows.push(Vec::new()),
            "td" | "th" => {
                let number = |key: &str| node.attr(key).and_then(|value| value.trim().parse().ok());
                let cell = Cell {
                    text: cell_text(&node),
                    rows: number("rowspan").unwrap_or(1),
                    columns: number("colspan").unwrap_or(1).min(64),
                };
                if rows.is_empty() {
                    rows.push(Vec::new());
                }
                rows.last_mut().expect("it was just made").push(cell);
            }
            _ => {}
        }
    }
    rows.retain(|row| !row.is_empty());
    (!rows.is_empty()).then_some(Grid(rows))
}

/// The lines of a cell.
fn cell_text(cell: &NodeRef<'_>) -> String {
    let walker = Walker::default();
    walker.read(*cell).blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

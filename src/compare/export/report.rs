//! The comparison as a report: question, method, overview, each place, figures, references.

use super::References;
use crate::compare::Matrix;
use crate::compare::chart::telling_row;
use crate::compare::chart::timeline::events;
use crate::compare::evidence::Item;
use crate::compare::figures::written;
use crate::compare::matrix::Column;
use crate::compare::topic::TopicReading;
use crate::document::DocumentId;
use crate::document::report::{Block, Inline, Report, Table};

/// What was asked and how it was answered: name and words.
#[must_use]
pub fn about(matrix: &Matrix) -> Vec<(&'static str, String)> {
    let places: Vec<&str> = matrix.columns.iter().map(|it| it.place.name.as_str()).collect();
    let years = match matrix.years {
        None => "不限".to_owned(),
        Some((from, to)) if from == to => format!("{from} 年"),
        Some((0, to)) => format!("{to} 年及以前"),
        Some((from, 9999)) => format!("{from} 年以来"),
        Some((from, to)) => format!("{from}—{to} 年"),
    };
    let day = matrix.refreshed.split('T').next().unwrap_or_default();
    let also = match matrix.looked_for.len() {
        0 => String::new(),
        _ => format!("，另按{}查找", matrix.looked_for.join("、")),
    };
    let mut about = vec![
        ("主题", matrix.topic.clone()),
        ("地区", places.join("、")),
        ("年份", years),
        ("理解", format!("{}{also}", understood(matrix))),
        ("语料", format!("典案语料第 {} 版，{day} 更新", matrix.generation)),
        ("方法", METHOD.to_owned()),
    ];
    about.extend(unread(matrix).map(|words| ("未读", words)));
    about
}

/// What was left unread, where there was too much.
#[must_use]
pub fn unread(matrix: &Matrix) -> Option<String> {
    let number = matrix.unread_facts;
    (number > 0).then(|| {
        format!(
            "含这些字词的事实过多，至少有 {number} 条没有读入（各地轮流取，从近到远）；\
             缩小地区或年份可看全。"
        )
    })
}

const METHOD: &str = "只收库中文档里谈到该主题的原句：段落须写明主题，或一句之内相近处写齐它的各个词，\
    或有所属主题的几个线索词。指标、制度文件、品牌、荣誉须名称或所在的那件事写明主题，各归原文所说的地区；\
    名称、单位、口径相同的指标才并列。“库中未见”只说明语料里没有，不说明当地没有。";

/// How the topic was understood, in a few words.
#[must_use]
pub fn understood(matrix: &Matrix) -> String {
    match &matrix.reading {
        TopicReading::Theme(name) => format!("主题“{name}”"),
        TopicReading::Entity(kind) => format!("{}“{}”", kind.label(), matrix.topic),
        TopicReading::Words => format!("词语“{}”", matrix.topic),
    }
}

/// How much the corpus holds of a place, in a sentence.
#[must_use]
pub fn held(column: &Column) -> String {
    let (held, span) = (&column.held, column.held.span());
    if held.documents == 0 {
        return column.nothing();
    }
    let years =
        if span.is_empty() { "均未注明年份".to_owned() } else { format!("{span} 年") };
    let dated: usize = held.years.iter().map(|(_, documents)| documents).sum();
    let undated = match held.documents - dated.min(held.documents) {
        0 => String::new(),
        _ if span.is_empty() => String::new(),
        undated => format!("，{undated} 份未注明年份"),
    };
    format!("{} 份文档、{} 段，{years}{undated}", held.documents, held.passages)
}

/// The report. Links lead to `site`.
#[must_use]
pub fn report(matrix: &Matrix, references: &References, site: &str) -> Report {
    let writer = Writer { matrix, references, site };
    let mut blocks = vec![Block::Heading(1, "问题与方法".to_owned())];
    let about = about(matrix);
    blocks.extend(about.into_iter().map(|(name, words)| {
        Block::Paragraph(vec![Inline::Strong(format!("{name}：")), Inline::Text(words)])
    }));
    blocks.push(Block::Heading(1, "总览".to_owned()));
    blocks.push(Block::Table(overview(matrix)));
    blocks.push(Block::Heading(1, "各地情况".to_owned()));
    for column in &matrix.columns {
        writer.place(&mut blocks, column);
    }
    blocks.push(Block::Heading(1, "指标比较".to_owned()));
    writer.figures(&mut blocks);
    blocks.push(Block::Heading(1, "图表数据".to_owned()));
    writer.charts(&mut blocks);
    let day = matrix.refreshed.split('T').next().unwrap_or_default();
    Report {
        title: format!("“{}”各地比较", matrix.topic),
        about: vec![format!("典案语料第 {} 版，{day} 更新", matrix.generation)],
        blocks,
        references: references.entries.clone(),
        record: None,
    }
}

fn overview(matrix: &Matrix) -> Table {
    let plain = |text: String| vec![Inline::Text(text)];
    let rows = matrix.columns.iter().map(|column| {
        let facts = column.facts().map(|(_, items)| plain(items.len().to_string()));
        let ahead = [plain(column.place.name.clone()), plain(held(column))];
        let practices = plain(column.practices.len().to_string());
        ahead.into_iter().chain([practices]).chain(facts).collect()
    });
    Table {
        caption: Some("各地收录与所得条数".to_owned()),
        head: ["地区", "收录", "做法", "指标", "制度文件", "品牌与机制", "荣誉"]
            .map(str::to_owned)
            .to_vec(),
        widths: vec![16, 36, 8, 8, 11, 13, 8],
        rows: rows.collect(),
    }
}

struct Writer<'a> {
    matrix: &'a Matrix,
    references: &'a References,
    site: &'a str,
}

impl Writer<'_> {
    fn place(&self, blocks: &mut Vec<Block>, column: &Column) {
        blocks.push(Block::Heading(2, column.place.name.clone()));
        if column.practices.is_empty() && column.facts().iter().all(|(_, it)| it.is_empty()) {
            blocks.push(Block::Note(vec![Inline::Text(format!("{}。", column.nothing()))]));
            return;
        }
        for quote in &column.practices {
            let before = if quote.cut.0 { "……" } else { "" };
            let after = if quote.cut.1 { "……" } else { "" };
            let mut inlines = vec![Inline::Text(format!("{before}{}{after}", quote.text))];
            inlines.extend(self.cited(&quote.source.document.id));
            blocks.push(Block::Quotation(inlines));
        }
        for (row, items) in column.facts() {
            for (at, item) in items.iter().enumerate() {
                let label = if at == 0 { format!("{}：", row.label()) } else { String::new() };
                let mut inlines = vec![Inline::Strong(label), self.link(item)];
                inlines.push(Inline::Text(scope(column, item)));
                inlines.extend(self.cited(&item.fact.document));
                blocks.push(Block::Item(inlines));
            }
        }
    }

    fn link(&self, item: &Item) -> Inline {
        let address = format!("{}{}", self.site, item.address());
        if self.site.is_empty() {
            Inline::Text(item.told())
        } else {
            Inline::Link(item.told(), address)
        }
    }

    fn cited(&self, document: &DocumentId) -> Option<Inline> {
        self.references.number(document).map(Inline::Reference)
    }

    fn figures(&self, blocks: &mut Vec<Block>) {
        let matrix = self.matrix;
        if matrix.figures.is_empty() {
            blocks.push(Block::Note(vec![Inline::text("库中未见该主题的指标。")]));
            return;
        }
        let mut rows = Vec::new();
        for figure in &matrix.figures {
            for (column, items) in matrix.columns.iter().zip(&figure.cells) {
                rows.extend(items.iter().map(|item| {
                    let plain = |text: String| vec![Inline::Text(text)];
                    let mut wording = plain(item.fact.text.clone());
                    wording.extend(self.cited(&item.fact.document));
                    vec![
                        plain(figure.measured.label()),
                        plain(column.place.name.clone()),
                        plain(written(&item.fact.details)),
                        plain(item.fact.year.clone().unwrap_or_default()),
                        plain(scope(column, item).trim_matches(['（', '）']).to_owned()),
                        wording,
                    ]
                }));
            }
        }
        blocks.push(Block::Table(Table {
            caption: Some("名称、单位、口径相同的指标相邻排列".to_owned()),
            head: ["指标", "地区", "数值", "年份", "所属", "原文"].map(str::to_owned).to_vec(),
            widths: vec![20, 14, 13, 10, 17, 26],
            rows,
        }));
    }

    fn charts(&self, blocks: &mut Vec<Block>) {
        let matrix = self.matrix;
        let plain = |text: String| vec![Inline::Text(text)];
        if let Some(row) = telling_row(matrix) {
            let comparable = row.comparable(&matrix.columns);
            let rows = comparable.into_iter().map(|(column, item)| {
                vec![plain(column.place.name.clone()), plain(written(&item.fact.details))]
            });
            blocks.push(Block::Table(Table {
                caption: Some(format!("条形图：{}", row.measured.label())),
                head: vec!["地区".to_owned(), "数值".to_owned()],
                widths: Vec::new(),
                rows: rows.collect(),
            }));
        }
        let events = events(matrix).0;
        if events.is_empty() {
            blocks.push(Block::Note(vec![Inline::text("库中未见该主题的制度文件和荣誉。")]));
            return;
        }
        let rows = events.into_iter().map(|event| {
            let mut name = plain(event.item.told());
            name.extend(self.cited(&event.item.fact.document));
            vec![
                plain(event.number.to_string()),
                plain(event.place.to_owned()),
                plain(event.year.unwrap_or("年份不详").to_owned()),
                plain(event.item.fact.kind.label().to_owned()),
                name,
            ]
        });
        blocks.push(Block::Table(Table {
            caption: Some("时间线：制度文件与荣誉".to_owned()),
            head: ["编号", "地区", "年份", "类型", "名称"].map(str::to_owned).to_vec(),
            widths: vec![8, 18, 12, 10, 52],
            rows: rows.collect(),
        }));
    }
}

/// Where a fact holds, when that is a place within the column's, and whose it is.
#[must_use]
pub fn scope(column: &Column, item: &Item) -> String {
    let region = item.fact.region.as_deref().unwrap_or_default();
    let inner = region.strip_prefix(&column.place.path).unwrap_or_default().replace('/', "");
    let owner = item.fact.organization.as_deref().unwrap_or_default();
    let parts: Vec<&str> =
        [inner.as_str(), owner].into_iter().filter(|it| !it.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("，")) }
}

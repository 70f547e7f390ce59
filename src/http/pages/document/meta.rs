//! What a document says of itself, and where its raw file is.

use crate::document::{Date, DocumentId, FrontMatter};
use crate::http::error::HttpError;
use crate::http::originals;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::{date, place};
use crate::http::query::SearchQuery;
use crate::index::entry::DocumentEntry;
use crate::index::query::FacetField;
use crate::library::Snapshot;

/// A line of the metadata: name, and texts with their links.
pub(super) struct Meta {
    pub(super) name: &'static str,
    pub(super) values: Vec<(String, Option<String>)>,
}

/// What the document says of itself; what it does not say is left out.
pub(super) fn of(
    snapshot: &Snapshot,
    document: &DocumentEntry,
    is_kept: bool,
    others: Vec<(String, String)>,
) -> Result<Vec<Meta>, HttpError> {
    let about = &document.front_matter;
    let filter = |field: FacetField, value: &str| SearchQuery::default().with(field, value).url();
    let mut meta = Vec::new();
    let mut add = |name, values: Vec<(String, Option<String>)>| {
        if !values.is_empty() {
            meta.push(Meta { name, values });
        }
    };
    let linked = |field, value: &Option<String>| {
        value.iter().map(|v| (place(v), Some(filter(field, v)))).collect::<Vec<_>>()
    };
    let plain = |value: Option<String>| value.into_iter().map(|v| (v, None)).collect::<Vec<_>>();
    add("地区", linked(FacetField::Region, &about.region));
    add("机构", linked(FacetField::Organization, &about.organization));
    add("日期", plain(about.published.map(|published| date(Some(published)))));
    add("文号", plain(about.number.clone()));
    for (name, values) in validity(about) {
        add(name, values.into_iter().map(|value| (value, None)).collect());
    }
    let theme = |theme: &String| (theme.clone(), Some(filter(FacetField::Theme, theme)));
    add("主题", document.themes.iter().map(theme).collect());
    add("来源", linked(FacetField::Source, &about.source.name));
    let access = about.access.as_ref().filter(|it| !it.is_public());
    add("可见范围", plain(access.map(ToString::to_string)));
    let authors = about.source.author.join("、");
    add("作者", plain(Some(authors).filter(|authors| !authors.is_empty())));
    add("编辑", plain(about.source.editor.clone()));
    add("原文件", plain(about.source.file.clone()));
    let name = about.source.file.as_deref().filter(|_| is_kept);
    let url = originals::url(&document.id, None);
    let first = about.source.page_at(0);
    let shown = name.and_then(|name| originals::shown_at(&document.id, name, first, ""));
    let shown = shown.map(|url| ("查看", url));
    let ways = shown.into_iter().chain(name.map(|_| ("下载", format!("{url}?download"))));
    add("原件", ways.map(|(way, url)| (way.to_owned(), Some(url))).collect());
    add("同文原件", others.into_iter().map(|(name, url)| (name, Some(url))).collect());
    add("汇编", plain(about.source.compilation.clone()));
    add("说明", plain(about.source.note.clone()));
    for (name, other) in [("摘自", &about.part_of), ("转载自", &about.reprint_of)] {
        let id = other.as_deref().and_then(DocumentId::parse);
        let whole = match &id {
            Some(id) => snapshot.engine.document(id)?,
            None => None,
        };
        let title = whole.map(|it| it.front_matter.title);
        let held = id.zip(title);
        add(
            name,
            held.map(|(id, title)| (title, Some(document_url(id.as_str(), "", ""))))
                .into_iter()
                .collect(),
        );
    }
    Ok(meta)
}

/// What a policy states of its validity, in the order in which a reader asks.
fn validity(about: &FrontMatter) -> [(&'static str, Vec<String>); 5] {
    let day = |day: Option<Date>| day.map(|day| date(Some(day))).into_iter().collect::<Vec<_>>();
    let marked = |titles: &[String]| titles.iter().map(|title| format!("《{title}》")).collect();
    let status = about.status.as_ref().map(|status| match &about.by {
        Some(by) => format!("{status}（依据{by}）"),
        None => status.to_string(),
    });
    [
        ("施行", day(about.in_force)),
        ("失效", day(about.expires)),
        ("效力", status.into_iter().collect()),
        ("废止的文件", marked(&about.repeals)),
        ("修改的文件", marked(&about.amends)),
    ]
}

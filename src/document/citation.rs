//! Citing a document or a passage of it: an entry by GB/T 7714-2015, and a plain note.

pub mod exchange;
mod mark;
#[cfg(test)]
mod tests;

use super::date::Date;
use super::front_matter::FrontMatter;
use super::kind::Kind;
use mark::Mark;

/// The most authors that are named; more are 等 (GB/T 7714-2015, 8.1.2).
const AUTHORS: usize = 3;

/// Brackets that hold something or do not stand.
const BRACKETS: [(char, char); 7] =
    [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('《', '》'), ('〈', '〉'), ('〔', '〕')];

/// How a document, or a passage of it, is cited. What the document does not state is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// An entry of a list of references by GB/T 7714-2015, closed by a full stop:
    /// `作者. 题名[N]. 报纸名, 2024-10-17.`
    pub reference: String,
    /// A note in running text: `据《题名》（来源，2024年10月17日）`.
    pub note: String,
    /// What the document says on how its text came about, such as that it retells its source.
    pub remark: Option<String>,
}

impl Citation {
    /// The entry and, where there is one, the remark behind it.
    #[must_use]
    pub fn full(&self) -> String {
        match &self.remark {
            Some(remark) => {
                format!("{} 说明：{}。", self.reference, remark.trim_end_matches(['。', '.']))
            }
            None => self.reference.clone(),
        }
    }
}

/// The citation of the document that says this of itself, or of the passage under `heading` (`甲 /
/// 乙`, empty for the document).
///
/// The entry follows GB/T 7714-2015, 4.1 to 4.6: responsible persons, title and document number,
/// type mark, place of publication as far as stated, date, date of access where there is a web
/// address. The heading takes the place of the page that is cited. An author who is not known is
/// left out, as the standard allows where entries are numbered (8.1.4).
#[must_use]
pub fn citation(about: &FrontMatter, heading: &str) -> Citation {
    citation_on(about, heading, None)
}

/// As [`citation`], of a passage on a page of the file that the document was read from: the page
/// stands where the standard has it (8.8.2), in place of the heading, and in the note.
#[must_use]
pub fn citation_on(about: &FrontMatter, heading: &str, page: Option<u32>) -> Citation {
    let stated = Stated { page, ..Stated::new(about, heading) };
    Citation { reference: stated.reference(), note: stated.note(), remark: stated.remark }
}

/// What a document states, cleaned: nothing is empty.
struct Stated {
    mark: Mark,
    authors: Vec<String>,
    title: String,
    number: Option<String>,
    compilation: Option<String>,
    /// The newspaper, site or office.
    source: Option<String>,
    organization: Option<String>,
    published: Option<Date>,
    accessed: Option<Date>,
    url: Option<String>,
    heading: Option<String>,
    page: Option<u32>,
    remark: Option<String>,
}

impl Stated {
    fn new(about: &FrontMatter, heading: &str) -> Self {
        let of = |text: &Option<String>| text.as_deref().and_then(clean);
        let named = about.source.name.as_deref().map(|name| name.replace(['《', '》'], ""));
        let source = of(&named);
        let title = clean(&about.title).map_or_else(|| "无题".to_owned(), |it| unwrapped(&it));
        let url = about.source.url.as_deref().and_then(web_address);
        let organization = of(&about.organization);
        let persons = about.source.author.iter().filter_map(|name| clean(name));
        let mut stated = Self {
            mark: mark::of(about, source.as_deref(), url.is_some()),
            authors: persons.collect(),
            compilation: of(&about.source.compilation)
                .map(|it| unwrapped(&it))
                .filter(|it| *it != title),
            page: None,
            heading: clean(heading).filter(|it| *it != title),
            number: of(&about.number),
            accessed: about.source.imported.filter(|_| url.is_some()),
            published: about.published,
            remark: of(&about.source.note),
            organization,
            source,
            title,
            url,
        };
        if stated.authors.is_empty() && stated.is_the_organizations_own(about.kind) {
            stated.authors.extend(stated.organization.clone());
        }
        stated
    }

    /// Whether the organization answers for the text, where no person does: it does for what it
    /// issues, and for a report that nobody else published.
    fn is_the_organizations_own(&self, kind: Kind) -> bool {
        match kind {
            Kind::Policy | Kind::Guide => true,
            Kind::Report => self.source.is_none() || self.source == self.organization,
            Kind::Case => false,
        }
    }

    fn reference(&self) -> String {
        let parts = [
            self.responsible(),
            Some(self.headed_title()),
            Some(self.publication()).filter(|it| !it.is_empty()),
            self.url.clone(),
        ];
        let parts = parts.into_iter().flatten();
        let parts: Vec<String> = parts.map(|part| part.trim_end_matches('.').to_owned()).collect();
        format!("{}.", parts.join(". "))
    }

    fn responsible(&self) -> Option<String> {
        let named = self.authors.iter().take(AUTHORS).cloned();
        let rest = (self.authors.len() > AUTHORS).then(|| "等".to_owned());
        let all: Vec<String> = named.chain(rest).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }

    /// `题名: 文号[A/OL]//汇编`.
    fn headed_title(&self) -> String {
        let number = self.number.iter().map(|number| format!(": {number}"));
        let whole = self.compilation.iter().map(|title| format!("//{title}"));
        let carrier = if self.is_online() { "/OL" } else { "" };
        let mark = format!("[{}{carrier}]", self.mark.code());
        [self.title.clone()].into_iter().chain(number).chain([mark]).chain(whole).collect()
    }

    fn is_online(&self) -> bool {
        self.url.is_some() || self.mark == Mark::Electronic
    }

    /// Where and when: `南方日报, 2022-01-17`, `旗帜网(2024-10-17)[2026-11-22]`, `某局, 2024`.
    fn publication(&self) -> String {
        let publisher = self.source.clone().filter(|name| !self.authors.contains(name));
        let (date, revised) = self.dates();
        let mut text = [publisher, date].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let page = self.page.map(|page| page.to_string());
        if let Some(place) = page.or_else(|| self.heading.clone()) {
            let joint = if text.is_empty() { "" } else { ": " };
            text.push_str(joint);
            text.push_str(&place);
        }
        text.extend(revised.map(|day| format!("({day})")));
        text.extend(self.accessed.map(|day| format!("[{day}]")));
        text
    }

    /// The date in the place of the year, and the day in the place of the last revision: where a
    /// document is known by its day, as on the web and of official papers, that day stands there.
    fn dates(&self) -> (Option<String>, Option<Date>) {
        let Some(date) = self.published else { return (None, None) };
        let by_day = date.day.is_some() && (self.is_online() || self.mark == Mark::Archive);
        match self.mark {
            Mark::Newspaper => (Some(date.to_string()), None),
            _ if by_day => (None, Some(date)),
            _ => (Some(date.year.to_string()), None),
        }
    }

    fn note(&self) -> String {
        // Inside 《》 the inner marks are 〈〉 (GB/T 15834-2011, 4.15.3).
        let title = self.title.replace('《', "〈").replace('》', "〉");
        let title = clean(&title).unwrap_or(title);
        let heading = self.heading.iter().map(|heading| format!("“{heading}”"));
        let place = self.source.clone().or_else(|| self.organization.clone());
        let page = self.page.map(|page| format!("原件第{page}页"));
        let about = [self.number.clone(), place, self.published.map(written), page];
        // Brackets inside brackets are of another form (GB/T 15834-2011, 4.9.3).
        let inside = |it: String| clean(&it.replace('（', "〔").replace('）', "〕"));
        let about: Vec<String> = about.into_iter().flatten().filter_map(inside).collect();
        let about = (!about.is_empty()).then(|| format!("（{}）", about.join("，")));
        [format!("据《{title}》")].into_iter().chain(heading).chain(about).collect()
    }
}

/// A date as running text writes it: 2024年10月17日.
#[must_use]
pub fn written(date: Date) -> String {
    let month = date.month.map_or_else(String::new, |month| format!("{month}月"));
    let day = date.day.map_or_else(String::new, |day| format!("{day}日"));
    format!("{}年{month}{day}", date.year)
}

/// `text` in one line and without empty brackets; `None` where no letter or digit is left.
fn clean(text: &str) -> Option<String> {
    let visible = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let mut text = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    while let Some(at) = empty_brackets(&text) {
        text.replace_range(at, "");
    }
    // A bracket without its other half would close around what stands beside it.
    let text = text.trim_end_matches(|c| c == ' ' || BRACKETS.iter().any(|(open, _)| *open == c));
    let text =
        text.trim_start_matches(|c| c == ' ' || BRACKETS.iter().any(|(_, close)| *close == c));
    text.chars().any(char::is_alphanumeric).then(|| text.to_owned())
}

/// The bytes of a pair of brackets with nothing between them.
fn empty_brackets(text: &str) -> Option<std::ops::Range<usize>> {
    text.char_indices().find_map(|(start, open)| {
        let (_, close) = BRACKETS.iter().find(|(it, _)| *it == open)?;
        let after = &text[start + open.len_utf8()..];
        let inside = after.trim_start();
        let end = text.len() - inside.len() + close.len_utf8();
        inside.starts_with(*close).then_some(start..end)
    })
}

/// A title without the marks around the whole of it.
fn unwrapped(title: &str) -> String {
    let inside = title.strip_prefix('《').and_then(|it| it.strip_suffix('》'));
    let whole = inside.filter(|it| !it.contains(['《', '》']));
    whole.unwrap_or(title).trim().to_owned()
}

/// A web address as it can be printed.
fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let whole = !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    whole.then(|| url.to_owned())
}

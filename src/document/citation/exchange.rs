//! Entries in the forms that reference managers read: RIS, `NoteExpress`, `EndNote`.

use super::mark::Mark;
use super::{Date, FrontMatter, Stated, citation};

/// A form in which entries are exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manager {
    /// RIS, which nearly all of them read.
    Ris,
    /// The tagged form of `NoteExpress`, as CNKI gives it (`.net`).
    NoteExpress,
    /// The tagged form of `EndNote` (`.enw`).
    EndNote,
}

/// A field's name in RIS, `NoteExpress` and `EndNote`.
type Tags = [&'static str; 3];

const TYPE: Tags = ["TY", "Reference Type", "%0"];
const AUTHOR: Tags = ["AU", "Author", "%A"];
const TITLE: Tags = ["TI", "Title", "%T"];
const PAPER: Tags = ["T2", "Journal", "%J"];
const COLLECTION: Tags = ["T2", "Secondary Title", "%B"];
const PUBLISHER: Tags = ["PB", "Publisher", "%I"];
const YEAR: Tags = ["PY", "Year", "%D"];
const DATE: Tags = ["DA", "Date", "%8"];
const NUMBER: Tags = ["M1", "Number", "%N"];
const ADDRESS: Tags = ["UR", "URL", "%U"];
const ACCESSED: Tags = ["Y2", "Access Date", "%["];
const ABSTRACT: Tags = ["AB", "Abstract", "%X"];
const NOTES: Tags = ["N1", "Notes", "%Z"];

/// The entry of the document that says this of itself, with a blank line behind it. `passage` goes
/// in as its abstract, the entry by GB/T 7714 as a note; what the document does not state is left
/// out.
#[must_use]
pub fn entry(about: &FrontMatter, passage: &str, manager: Manager) -> String {
    let stated = Stated::new(about, "");
    let mut fields = vec![(TYPE, manager.pick(types(stated.mark)).to_owned())];
    fields.extend(stated.authors.iter().map(|name| (AUTHOR, manager.author(name, &stated))));
    fields.push((TITLE, stated.title.clone()));
    let is_paper = matches!(stated.mark, Mark::Newspaper | Mark::Journal);
    let place = if is_paper { PAPER } else { PUBLISHER };
    fields.extend(stated.source.iter().map(|name| (place, name.clone())));
    fields.extend(stated.compilation.iter().map(|name| (COLLECTION, name.clone())));
    fields.extend(stated.number.iter().map(|number| (NUMBER, number.clone())));
    if let Some(date) = stated.published {
        fields.push((YEAR, date.year.to_string()));
        fields.push((DATE, manager.date(date)));
    }
    fields.extend(stated.url.iter().map(|url| (ADDRESS, url.clone())));
    fields.extend(stated.accessed.map(|date| (ACCESSED, manager.date(date))));
    fields.push((ABSTRACT, passage.to_owned()));
    fields.push((NOTES, citation(about, "").full()));
    let lines = fields.iter().map(|(tags, value)| manager.line(manager.pick(*tags), value));
    lines.collect::<String>() + manager.end()
}

/// What a document is called.
fn types(mark: Mark) -> Tags {
    match mark {
        Mark::Newspaper => ["NEWS", "Newspaper Article", "Newspaper Article"],
        Mark::Journal => ["JOUR", "Journal Article", "Journal Article"],
        Mark::Standard => ["STAND", "Standard", "Standard"],
        Mark::Archive => ["GOVDOC", "Government Document", "Government Document"],
        Mark::Report => ["RPRT", "Report", "Report"],
        Mark::Collection => ["CHAP", "Book Section", "Book Section"],
        Mark::Electronic => ["ELEC", "Web Page", "Web Page"],
        Mark::Other => ["GEN", "Generic", "Generic"],
    }
}

impl Manager {
    fn pick(self, names: Tags) -> &'static str {
        let [ris, note_express, end_note] = names;
        match self {
            Self::Ris => ris,
            Self::NoteExpress => note_express,
            Self::EndNote => end_note,
        }
    }

    /// A line; what would begin a new one is a space.
    fn line(self, tag: &str, value: &str) -> String {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Self::Ris => format!("{tag}  - {value}\r\n"),
            Self::NoteExpress => format!("{{{tag}}}: {value}\r\n"),
            Self::EndNote => format!("{tag} {value}\r\n"),
        }
    }

    fn end(self) -> &'static str {
        match self {
            Self::Ris => "ER  - \r\n\r\n",
            Self::NoteExpress | Self::EndNote => "\r\n",
        }
    }

    /// `EndNote` tells an office from a person by a comma behind its name.
    fn author(self, name: &str, stated: &Stated) -> String {
        let is_office = stated.organization.as_deref() == Some(name);
        let comma = if self == Self::EndNote && is_office { "," } else { "" };
        format!("{name}{comma}")
    }

    fn date(self, date: Date) -> String {
        let two = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
        match self {
            Self::Ris => format!("{:04}/{}/{}/", date.year, two(date.month), two(date.day)),
            Self::NoteExpress | Self::EndNote => date.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    fn article() -> FrontMatter {
        let mut about = FrontMatter::new("打造品牌\n推动工作", Kind::Case);
        about.organization = Some("珠海市财政局".to_owned());
        about.published = Date::parse("2024-10-07");
        about.source.name = Some("南方日报".to_owned());
        about.source.author = vec!["崔璨".to_owned(), "张三".to_owned()];
        about
    }

    #[test]
    fn an_entry_says_in_each_form_what_the_document_states() {
        let ris = entry(&article(), "第一段。\n第二段。", Manager::Ris);
        for line in [
            "TY  - NEWS",
            "AU  - 崔璨",
            "AU  - 张三",
            "TI  - 打造品牌 推动工作",
            "T2  - 南方日报",
            "PY  - 2024",
            "DA  - 2024/10/07/",
            "AB  - 第一段。 第二段。",
        ] {
            assert!(ris.lines().any(|it| it == line), "{line}:\n{ris}");
        }
        assert!(ris.ends_with("ER  - \r\n\r\n") && !ris.contains("UR  -"), "{ris}");
        let note_express = entry(&article(), "", Manager::NoteExpress);
        assert!(note_express.starts_with("{Reference Type}: Newspaper Article\r\n"));
        assert!(note_express.contains("{Journal}: 南方日报\r\n{Year}: 2024\r\n{Date}: 2024-10-07"));
        let end_note = entry(&article(), "", Manager::EndNote);
        assert!(end_note.starts_with("%0 Newspaper Article\r\n%A 崔璨\r\n%A 张三\r\n%T 打造品牌"));
    }

    #[test]
    fn an_office_is_no_person_to_endnote() {
        let mut about = article();
        about.kind = Kind::Policy;
        about.source.author.clear();
        about.source.name = None;
        about.number = Some("珠财〔2024〕3号".to_owned());
        let entry = entry(&about, "", Manager::EndNote);
        assert!(entry.starts_with("%0 Government Document\r\n%A 珠海市财政局,\r\n"), "{entry}");
        assert!(entry.contains("%N 珠财〔2024〕3号\r\n"), "{entry}");
    }
}

//! What a person corrects in a preview.

use super::{Part, Preview};
use crate::desk::DeskError;
use crate::document::markdown_file::{self, MarkdownFile};
use crate::document::{Access, Date, FrontMatter, Kind};
use crate::knowledge::region;

/// Before the title of a document that a person divides out of another, in its text.
const DIVIDER: &str = "=== ";

/// Front matter as it is typed into a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    /// As the document states it.
    pub title: String,
    /// A kind's name or label.
    pub kind: String,
    /// A place: a path of official names, or a name that only one place has.
    pub region: String,
    /// By full name.
    pub organization: String,
    /// A year, month or day.
    pub published: String,
    /// A policy's number.
    pub number: String,
    /// The newspaper, site or office.
    pub source: String,
    /// Who may read it: groups, `公开`, `无人`; nothing leaves it to the folder.
    pub access: String,
}

/// What was typed for a document of a preview.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Whether it is to be kept.
    pub taken: bool,
    /// Its front matter.
    pub about: Correction,
    /// Its text, as Markdown; a line `=== 题目` begins another document.
    pub text: String,
}

impl Correction {
    /// What a form shows of front matter.
    #[must_use]
    pub fn of(about: &FrontMatter) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            title: about.title.clone(),
            kind: about.kind.name().to_owned(),
            region: text(&about.region),
            organization: text(&about.organization),
            published: about.published.map_or_else(String::new, |it| it.to_string()),
            number: text(&about.number),
            source: text(&about.source.name),
            access: about.access.as_ref().map_or_else(String::new, ToString::to_string),
        }
    }

    /// Puts what was typed into front matter.
    ///
    /// # Errors
    /// [`DeskError::Typed`] says what can be taken.
    pub fn put(&self, about: &mut FrontMatter) -> Result<(), DeskError> {
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        let title = typed(&self.title);
        about.title = title.ok_or_else(|| DeskError::Typed("题目不能为空".to_owned()))?;
        about.kind = Kind::parse(&self.kind)
            .ok_or_else(|| DeskError::Typed(format!("没有“{}”这种类型", self.kind)))?;
        about.region = typed(&self.region).map(|it| place(&it));
        about.organization = typed(&self.organization);
        about.published = match typed(&self.published) {
            None => None,
            Some(date) => Some(Date::parse(&date).ok_or_else(|| {
                DeskError::Typed(format!("“{date}”不是日期，应写作 2024、2024-10 或 2024-10-17"))
            })?),
        };
        about.number = typed(&self.number);
        about.source.name = typed(&self.source);
        about.access = self.access();
        Ok(())
    }

    /// Who may read it; `None` leaves it to the folder.
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        let typed = self.access.trim();
        (!typed.is_empty()).then(|| Access::parse(typed))
    }
}

/// A place as a path of official names where it is known, else as it was typed.
fn place(typed: &str) -> String {
    match region::lookup(typed)[..] {
        [region] => region::path(region),
        _ => typed.to_owned(),
    }
}

impl Preview {
    /// Takes in what was typed for each document, in their order.
    ///
    /// # Errors
    /// [`DeskError::Typed`] names the document and says what can be taken; nothing has changed then.
    pub fn correct(&mut self, typed: &[Taken]) -> Result<(), DeskError> {
        let mut parts = Vec::new();
        for (number, (part, typed)) in (1..).zip(self.parts.iter().zip(typed)) {
            let corrected = corrected(part, typed).map_err(|error| match error {
                DeskError::Typed(reason) if self.parts.len() > 1 => {
                    DeskError::Typed(format!("第 {number} 篇：{reason}"))
                }
                error => error,
            });
            parts.extend(corrected?);
        }
        self.parts = parts;
        Ok(())
    }

    /// Joins a document to the one before it, under its title.
    pub fn join(&mut self, part: usize) {
        let pair = part.checked_sub(1).and_then(|before| {
            let files = (self.parts.get(before)?.file()?, self.parts.get(part)?.file()?);
            Some((before, files))
        });
        let Some((before, (mut first, second))) = pair else { return };
        let MarkdownFile { front_matter, body } = second;
        first.body = format!("{}\n\n## {}\n\n{body}", first.body.trim_end(), front_matter.title);
        // The pages of the second are not known any more in the first.
        self.parts[before].markdown = markdown_file::print(&first);
        self.parts[before].same = None;
        self.parts.remove(part);
    }

    /// Puts a line back that was taken out, behind the line that it stood behind; at the beginning of
    /// the first document where that is not known.
    pub fn restore(&mut self, line: usize) {
        let Some(line) = self.removed.get_mut(line).filter(|line| !line.restored) else { return };
        let after = line.after.as_deref().unwrap_or_default();
        let holds = |part: &&mut Part| !after.is_empty() && part.markdown.contains(after);
        let text = format!("{}\n", line.text.trim());
        let found = self.parts.iter_mut().find(holds).and_then(|part| Some((part.file()?, part)));
        let put = match found {
            Some((mut file, part)) => {
                let end = file.body.find(after).map_or(0, |at| at + after.len());
                let end = file.body[end..].find('\n').map_or(file.body.len(), |at| end + at + 1);
                file.body.insert_str(end, &format!("\n{text}"));
                Some((file, part))
            }
            None => self.parts.first_mut().and_then(|part| {
                let mut file = part.file()?;
                file.body = format!("{text}\n{}", file.body);
                Some((file, part))
            }),
        };
        if let Some((mut file, part)) = put {
            // Where its pages begin is not known any more.
            file.front_matter.source.pages = None;
            part.markdown = markdown_file::print(&file);
            line.restored = true;
        }
    }
}

/// A document with what was typed, and those that were divided out of it by hand.
fn corrected(part: &Part, typed: &Taken) -> Result<Vec<Part>, DeskError> {
    let Some(mut file) = part.file() else { return Ok(vec![part.clone()]) };
    let text = typed.text.replace("\r\n", "\n");
    let mut texts = divided(&text).into_iter();
    let body = texts.next().map(|(_, body)| body).unwrap_or_default();
    typed.about.put(&mut file.front_matter)?;
    if body.trim() != file.body.trim() {
        file.front_matter.source.pages = None;
        file.body = body;
    }
    let mut parts =
        vec![Part { markdown: markdown_file::print(&file), taken: typed.taken, ..part.clone() }];
    for (title, body) in texts {
        let mut front_matter = FrontMatter { title, ..file.front_matter.clone() };
        front_matter.source.span = None;
        front_matter.source.pages = None;
        let markdown = markdown_file::print(&MarkdownFile { front_matter, body });
        parts.push(Part { markdown, taken: typed.taken, ..Part::default() });
    }
    Ok(parts)
}

/// A text at its dividers: titles and bodies; the first has no title.
fn divided(text: &str) -> Vec<(String, String)> {
    let mut parts = vec![(String::new(), String::new())];
    for line in text.lines() {
        match line.strip_prefix(DIVIDER).map(str::trim).filter(|title| !title.is_empty()) {
            Some(title) => parts.push((title.to_owned(), String::new())),
            None => {
                if let Some((_, body)) = parts.last_mut() {
                    body.push_str(line);
                    body.push('\n');
                }
            }
        }
    }
    let tidy = |(title, body): (String, String)| (title, format!("{}\n", body.trim_matches('\n')));
    parts.into_iter().map(tidy).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Line;
    use super::*;

    fn preview(bodies: &[(&str, &str)]) -> Preview {
        let part = |(title, body): &(&str, &str)| {
            let front_matter = FrontMatter::new(title, Kind::Case);
            let file = MarkdownFile { front_matter, body: (*body).to_owned() };
            Part { markdown: markdown_file::print(&file), taken: true, ..Part::default() }
        };
        Preview { parts: bodies.iter().map(part).collect(), ..Preview::default() }
    }

    fn typed(preview: &Preview) -> Vec<Taken> {
        let of = |part: &Part| {
            let file = part.file().unwrap();
            Taken { taken: true, about: Correction::of(&file.front_matter), text: file.body }
        };
        preview.parts.iter().map(of).collect()
    }

    fn texts(preview: &Preview) -> Vec<(String, String)> {
        let converted = preview.converted().documents;
        converted.into_iter().map(|it| (it.front_matter.title, it.body)).collect()
    }

    #[test]
    fn what_is_typed_goes_into_front_matter_and_what_cannot_be_taken_is_named() {
        let mut it = preview(&[("甲", "一。\n"), ("乙", "二。\n")]);
        let mut form = typed(&it);
        form[0].about = Correction {
            title: "新题".to_owned(),
            kind: "政策".to_owned(),
            region: "珠海".to_owned(),
            published: "2024年3月".to_owned(),
            ..Correction::default()
        };
        form[1].taken = false;
        it.correct(&form).unwrap();
        let kept = it.converted().documents;
        assert_eq!(kept.len(), 1);
        let about = &kept[0].front_matter;
        assert_eq!((about.title.as_str(), about.kind), ("新题", Kind::Policy));
        assert_eq!(about.region.as_deref(), Some("广东省/珠海市"));
        assert_eq!(about.published, Date::parse("2024-03"));
        let before = it.clone();
        let mut form = typed(&it);
        form[1].about.published = "去年".to_owned();
        let error = it.correct(&form).unwrap_err().to_string();
        assert!(error.contains("第 2 篇") && error.contains("去年"), "{error}");
        assert_eq!(it, before);
    }

    #[test]
    fn parts_are_joined_and_divided_by_hand() {
        let mut it = preview(&[("甲", "一。\n"), ("乙", "二。\n")]);
        it.join(0);
        it.join(1);
        assert_eq!(texts(&it), [("甲".to_owned(), "一。\n\n## 乙\n\n二。\n".to_owned())]);
        let mut form = typed(&it);
        form[0].text = "一。\r\n\r\n=== 丙\r\n\r\n二。\r\n".to_owned();
        it.correct(&form).unwrap();
        let expected = [("甲", "一。\n"), ("丙", "二。\n")];
        assert_eq!(texts(&it), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn a_line_goes_back_behind_the_line_that_it_stood_behind_once() {
        let mut it = preview(&[("甲", "一。\n\n二。\n")]);
        let line = |text: &str, after: Option<&str>| Line {
            why: String::new(),
            text: text.to_owned(),
            after: after.map(str::to_owned),
            restored: false,
        };
        it.removed = vec![line("中。", Some("一。")), line("头。", None)];
        it.restore(0);
        it.restore(0);
        it.restore(1);
        assert_eq!(texts(&it)[0].1, "头。\n\n一。\n\n中。\n\n二。\n");
    }
}

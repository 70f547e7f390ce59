//! Mails and saved web archives (EML, MHT): the text and the headers; attachments are files of
//! their own.

use encoding_rs::GB18030;
use mailparse::{DispositionType, MailHeaderMap, ParsedMail, parse_mail};

use super::{html, plain};
use crate::intake::archive::Member;
use crate::intake::format::Unreadable;
use crate::intake::layout::{Layout, Origin, Pair};
use crate::text::encoding;

/// Parts of parts, one inside the other.
const DEEPEST: usize = 16;
/// The most parts of a mail.
const MOST_PARTS: usize = 2_000;

/// Whether a text begins with headers of a mail.
pub(in crate::intake) fn looks_like_mail(name: &str, bytes: &[u8]) -> bool {
    let name = name.to_lowercase();
    let named = [".eml", ".mht", ".mhtml"].iter().any(|ending| name.ends_with(ending));
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let states = |header: &str| head.starts_with(header) || head.contains(&format!("\n{header}"));
    (named || states("mime-version:")) && states("content-type:")
        || named && states("from:") && states("subject:")
}

/// The layout of a mail: its text, HTML where it has it.
///
/// # Errors
/// [`Unreadable`] where its parts cannot be told apart.
pub(super) fn extract(bytes: &[u8]) -> Result<Layout, Unreadable> {
    let mail = parsed(bytes)?;
    let mut texts = Texts::default();
    texts.look(&mail, 0);
    let mut layout = match (texts.html, texts.plain) {
        (Some(text), _) => html::extract(&text),
        (None, Some(text)) => plain::extract(&text),
        (None, None) => Layout::default(),
    };
    for (header, label) in [("Subject", "title"), ("Date", "date")] {
        if let Some(value) = mail.headers.get_first_header(header).map(|it| stated(it)) {
            let origin = if label == "title" { Origin::TitleElement } else { Origin::Meta };
            layout.pairs.push(Pair::new(label, &value, origin));
        }
    }
    Ok(layout)
}

/// The value of a header; old programs write it in GBK as it is.
fn stated(header: &mailparse::MailHeader<'_>) -> String {
    match std::str::from_utf8(header.get_value_raw()) {
        Ok(_) => header.get_value(),
        Err(_) => GB18030.decode(header.get_value_raw()).0.into_owned(),
    }
}

/// The files that a mail carries.
///
/// # Errors
/// As [`extract`].
pub(in crate::intake) fn attachments(bytes: &[u8]) -> Result<Vec<Member>, Unreadable> {
    let mail = parsed(bytes)?;
    let mut members = Vec::new();
    for part in mail.parts().take(MOST_PARTS) {
        let disposition = part.get_content_disposition();
        let name = disposition.params.get("filename").or(part.ctype.params.get("name"));
        let Some(name) = name.filter(|_| disposition.disposition == DispositionType::Attachment)
        else {
            continue;
        };
        let bytes = part.get_body_raw().map_err(|error| broken(&error))?;
        members.push(Member { name: name.clone(), bytes });
    }
    Ok(members)
}

fn parsed(bytes: &[u8]) -> Result<ParsedMail<'_>, Unreadable> {
    parse_mail(bytes).map_err(|error| broken(&error))
}

fn broken(_: &mailparse::MailParseError) -> Unreadable {
    Unreadable::Broken {
        what: "邮件或网页存档", reason: "各部分的界限有误".to_owned()
    }
}

#[derive(Default)]
struct Texts {
    html: Option<String>,
    plain: Option<String>,
}

impl Texts {
    /// Takes the first text of either kind that is no attachment.
    fn look(&mut self, part: &ParsedMail<'_>, depth: usize) {
        let is_file = part.get_content_disposition().disposition == DispositionType::Attachment;
        let place = match part.ctype.mimetype.as_str() {
            "text/html" | "application/xhtml+xml" => &mut self.html,
            "text/plain" => &mut self.plain,
            _ => {
                if depth < DEEPEST {
                    part.subparts.iter().for_each(|part| self.look(part, depth + 1));
                }
                return;
            }
        };
        if place.is_none() && !is_file {
            *place = text(part).filter(|text| !text.trim().is_empty());
        }
    }
}

/// The text of a part: what the part says of its encoding counts more than the page's own tag.
fn text(part: &ParsedMail<'_>) -> Option<String> {
    let bytes = part.get_body_raw().ok()?;
    if part.ctype.params.contains_key("charset") {
        return part.get_body().ok();
    }
    encoding::decode(&bytes).ok().map(|decoded| decoded.text)
}

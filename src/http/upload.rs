//! Forms that carry files: `multipart/form-data` (RFC 7578) and plain forms, whole in memory.

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    /// The name of the file; empty for a field that was typed.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
}

/// The fields of a body of this content type; `None` when it is no form.
pub(super) fn fields(content_type: &str, body: &[u8]) -> Option<Vec<Field>> {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    match kind.as_str() {
        "application/x-www-form-urlencoded" => {
            let typed = form_urlencoded::parse(body).map(|(name, value)| Field {
                name: name.into_owned(),
                file: String::new(),
                bytes: value.into_owned().into_bytes(),
            });
            Some(typed.collect())
        }
        "multipart/form-data" => parts(body, &parameter(content_type, "boundary")?),
        _ => None,
    }
}

fn parts(body: &[u8], boundary: &str) -> Option<Vec<Field>> {
    let border = format!("--{boundary}");
    let mut rest = &body[find(body, border.as_bytes())? + border.len()..];
    let between = format!("\r\n{border}");
    let mut fields = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, between.as_bytes())?;
        let blank = find(&part[..end], b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&part[..blank]).into_owned();
        let about =
            head.lines().find(|it| it.to_lowercase().starts_with("content-disposition:"))?;
        fields.push(Field {
            name: parameter(about, "name")?,
            file: parameter(about, "filename").unwrap_or_default(),
            bytes: part[blank + 4..end].to_vec(),
        });
        rest = &part[end + between.len()..];
    }
    rest.starts_with(b"--").then_some(fields)
}

/// The value of `name=value` or `name="value"` in a header.
fn parameter(header: &str, name: &str) -> Option<String> {
    let value = header.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        (key.trim().eq_ignore_ascii_case(name)).then_some(value.trim())
    })?;
    Some(value.trim_matches('"').to_owned())
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_kinds_of_forms_are_read() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n四强\r\n党费\r\n--x\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
            Content-Type: text/csv\r\n\r\n\r\n--x--\r\n";
        let read = fields("multipart/form-data; boundary=x", body.as_bytes()).unwrap();
        assert_eq!(
            (read[0].name.as_str(), read[0].bytes.as_slice()),
            ("list", "四强\r\n党费".as_bytes())
        );
        assert_eq!((read[1].file.as_str(), read[1].bytes.len()), ("a.csv", 0));
        let typed = fields("application/x-www-form-urlencoded", b"list=a%0Ab&limit=5").unwrap();
        assert_eq!(typed[0].bytes, b"a\nb");
        assert_eq!(fields("text/plain", b""), None);
        assert_eq!(fields("multipart/form-data", b""), None);
    }

    proptest! {
        #[test]
        fn no_body_panics(body in "(--x|\r\n|Content-Disposition: form-data; name=\"a\"|b|;|--){0,12}") {
            let _ = fields("multipart/form-data; boundary=\"x\"", body.as_bytes());
        }
    }
}

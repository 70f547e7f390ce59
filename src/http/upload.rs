//! Forms that carry files, read whole: `multipart/form-data` and plain forms.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};

use super::error::HttpError;

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    /// The name of the file; empty for a field that was typed.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
}

impl Field {
    /// What was typed.
    ///
    /// # Errors
    /// [`HttpError::Form`] when it is no UTF-8 text.
    pub(super) fn text(&self) -> Result<String, HttpError> {
        let text = String::from_utf8(self.bytes.clone());
        text.map_err(|_| HttpError::Form(format!("{} 不是 UTF-8 文字", self.name)))
    }
}

/// The fields of a request's form; its route's limit is `limit` bytes.
///
/// # Errors
/// [`HttpError::TooLarge`] over the limit, [`HttpError::Form`] when it is no form or is broken.
pub(super) async fn fields(request: Request, limit: usize) -> Result<Vec<Field>, HttpError> {
    match content_type(&request).as_str() {
        "multipart/form-data" => parts(request, limit).await,
        "application/x-www-form-urlencoded" => {
            let body = Bytes::from_request(request, &()).await;
            let body = body.map_err(|_| HttpError::TooLarge(limit))?;
            let typed = form_urlencoded::parse(&body).map(|(name, value)| Field {
                name: name.into_owned(),
                file: String::new(),
                bytes: value.into_owned().into_bytes(),
            });
            Ok(typed.collect())
        }
        _ => Err(HttpError::Form("应为表单".to_owned())),
    }
}

/// Said of a form that breaks off or is none.
const BROKEN: &str = "没有收完整，或不是表单；请再提交一次";

/// The type of a request's body, without parameters, in lower case.
pub(super) fn content_type(request: &Request) -> String {
    let stated = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let kind = stated.unwrap_or_default().split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

async fn parts(request: Request, limit: usize) -> Result<Vec<Field>, HttpError> {
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => HttpError::TooLarge(limit),
        _ => HttpError::Form(BROKEN.to_owned()),
    };
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| HttpError::Form(BROKEN.to_owned()))?;
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        fields.push(Field {
            name: field.name().unwrap_or_default().to_owned(),
            file: field.file_name().unwrap_or_default().to_owned(),
            bytes: field.bytes().await.map_err(broken)?.to_vec(),
        });
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &str, body: &str) -> Result<Vec<Field>, HttpError> {
        let request = Request::post("/").header(header::CONTENT_TYPE, kind);
        let request = request.body(body.to_owned().into()).expect("a request");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(fields(request, 1024))
    }

    #[test]
    fn both_kinds_of_forms_are_read() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n四强\r\n党费\r\n--x\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
            Content-Type: text/csv\r\n\r\n\r\n--x--\r\n";
        let form = read("multipart/form-data; boundary=x", body).unwrap();
        assert_eq!(
            (form[0].name.as_str(), form[0].text().unwrap()),
            ("list", "四强\r\n党费".to_owned())
        );
        assert_eq!((form[1].file.as_str(), form[1].bytes.len()), ("a.csv", 0));
        let typed = read("application/x-www-form-urlencoded", "list=a%0Ab&limit=5").unwrap();
        assert_eq!(typed[0].bytes, b"a\nb");
        assert!(matches!(read("text/plain", ""), Err(HttpError::Form(_))));
        assert!(matches!(read("multipart/form-data", ""), Err(HttpError::Form(_))));
        assert!(matches!(read("multipart/form-data; boundary=x", "--x"), Err(HttpError::Form(_))));
    }
}

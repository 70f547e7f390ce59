//! `/login`, `/logout` and `/account`: coming in, going out, another password.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, Request, State};
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{at, see, typed};
use crate::http::access::{SESSION, Visitor, cookie};
use crate::http::api::is_secure;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::frame::Frame;
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::fields;
use crate::state::Act;
use crate::state::people::{LEAST_PASSWORD, LONGEST_NAME, PeopleError};

#[derive(Template)]
#[template(path = "desk/login.html")]
struct LoginPage {
    frame: Frame,
    next: String,
    name: String,
    fault: String,
}

#[derive(Template)]
#[template(path = "desk/account.html")]
struct AccountPage {
    frame: Frame,
    visitor: Visitor,
    least: usize,
    /// Whether the password is kept here, and can be changed.
    own_password: bool,
    /// What was wrong with the form, or that it is done.
    said: String,
}

/// The form to come in.
pub(in crate::http) async fn page(RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let next = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "next");
    let next = next.map_or_else(String::new, |(_, value)| value.into_owned());
    answered("/login", shown(next, String::new(), String::new()))
}

fn shown(next: String, name: String, fault: String) -> Result<Response, HttpError> {
    rendered(&LoginPage { frame: Frame::bare(), next, name, fault })
}

/// Lets somebody in who knows the password.
pub(in crate::http) async fn sign_in(
    State(library): State<Arc<Library>>,
    request: Request,
) -> Response {
    answered("/login", signed_in(&library, request).await)
}

async fn signed_in(library: &Arc<Library>, request: Request) -> Result<Response, HttpError> {
    let secure = is_secure(request.headers());
    let form = fields(request, guard::BODY_BYTES).await?;
    let (name, password) = (typed(&form, "name")?, typed(&form, "password")?);
    // A name is no longer than that, and what is noted of a wrong one is bounded.
    let person: String = name.chars().take(LONGEST_NAME).collect();
    let next = inside(&typed(&form, "next")?);
    let secret = at(library, move |desk| {
        let secret = desk.sign_in(&person, &password);
        let (act, detail) = match &secret {
            Ok(_) => (Act::SignedIn, String::new()),
            Err(PeopleError::State(_)) => return Ok(secret),
            Err(error) => (Act::Refused, error.to_string()),
        };
        desk.state.record(&person, act, &person, &detail)?;
        Ok(secret)
    });
    match secret.await? {
        Ok(secret) => {
            let secure = if secure { "; Secure" } else { "" };
            let cookie = format!("{SESSION}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}");
            Ok(with_cookie(see(&next), &cookie))
        }
        Err(PeopleError::State(error)) => Err(error.into()),
        Err(error) => {
            if let PeopleError::Silent(cause) = &error {
                tracing::warn!("LDAP 没有答复：{cause}");
            }
            let mut answer = shown(next, name, error.to_string())?;
            *answer.status_mut() = StatusCode::FORBIDDEN;
            Ok(answer)
        }
    }
}

fn with_cookie(mut answer: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    answer
}

/// An address of this site; the first page where it is another's.
fn inside(next: &str) -> String {
    let is_inside =
        next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n']);
    if is_inside { next.to_owned() } else { "/".to_owned() }
}

/// Ends the session of a browser.
pub(in crate::http) async fn sign_out(
    State(library): State<Arc<Library>>,
    headers: HeaderMap,
) -> Response {
    let done = async {
        if let Some(secret) = cookie(&headers) {
            at(&library, move |desk| Ok(desk.state.sign_out(&secret)?)).await?;
        }
        let gone = format!("{SESSION}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        Ok(with_cookie(see("/login"), &gone))
    };
    answered("/logout", done.await)
}

/// Who one is here, and another password.
pub(in crate::http) async fn account(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
) -> Response {
    answered("/account", account_page(&library, visitor, String::new()).await)
}

async fn account_page(
    library: &Arc<Library>,
    visitor: Visitor,
    said: String,
) -> Result<Response, HttpError> {
    let name = visitor.name.clone();
    let own_password = match library.desk {
        Some(_) => at(library, move |desk| Ok(desk.state.keeps_password(&name)?)).await?,
        None => false,
    };
    rendered(&AccountPage {
        frame: Frame::bare(),
        visitor,
        least: LEAST_PASSWORD,
        own_password,
        said,
    })
}

/// Gives the visitor another password; all of the visitor's sessions end.
pub(in crate::http) async fn change_password(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let form = fields(request, guard::BODY_BYTES).await?;
        let (old, new) = (typed(&form, "old")?, typed(&form, "new")?);
        let name = visitor.name.clone();
        let changed = at(&library, move |desk| {
            let changed = desk.state.sign_in(&name, &old);
            let changed = changed.and_then(|_| desk.state.set_password(&name, &new));
            if changed.is_ok() {
                desk.state.record(&name, Act::Password, &name, "")?;
            }
            Ok(changed)
        });
        match changed.await? {
            Ok(()) => Ok(see("/login")),
            Err(PeopleError::State(error)) => Err(error.into()),
            Err(error) => account_page(&library, visitor, error.to_string()).await,
        }
    };
    answered("/account", done.await)
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn after_signing_in_one_stays_on_this_site() {
        for (next, expected) in [
            ("/documents/a?q=b", "/documents/a?q=b"),
            ("", "/"),
            ("//other.example/", "/"),
            ("https://other.example/", "/"),
            ("/\\other.example", "/"),
        ] {
            assert_eq!(inside(next), expected, "{next}");
        }
    }
}

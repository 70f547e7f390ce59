//! Who asks, and whether they may: the one place that every request passes.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::error::{HttpError, is_of_programs};
use super::serving::Client;
use super::state::Library;
use super::versions::unversioned;
use crate::desk::{Desk, Hand};
use crate::document::Reach;
use crate::state::people::{PeopleError, Person, Role};

/// The cookie that holds a session's secret.
pub(super) const SESSION: &str = "dianan_session";
/// Who works where nobody signs in.
const SOMEBODY: &str = "本机";

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visitor {
    pub(super) name: String,
    pub(super) role: Role,
    /// Whether the visitor has signed in, and can sign out.
    pub(super) signed_in: bool,
    /// How far the visitor may look.
    pub(super) reach: Reach,
}

tokio::task_local! {
    /// Who asks the request that is being answered; nobody at the door.
    static ASKING: Option<Visitor>;
}

/// How far who asks the present request may look; where that is not known, to what is public.
pub(super) fn reach() -> Reach {
    let reach = ASKING.try_with(|visitor| visitor.as_ref().map(|it| it.reach.clone()));
    reach.ok().flatten().unwrap_or_else(Reach::public)
}

/// Whether who asks may change something.
pub(super) fn may_edit() -> bool {
    let may = |it: &Visitor| it.role >= Role::Editor;
    ASKING.try_with(|visitor| visitor.as_ref().is_some_and(may)).unwrap_or(false)
}

/// Who asks, where the person has signed in.
pub(super) fn signed_in() -> Option<String> {
    let name = |it: &Visitor| it.signed_in.then(|| it.name.clone());
    ASKING.try_with(|visitor| visitor.as_ref().and_then(name)).ok().flatten()
}

/// Whether who asks may see what others looked for: where people sign in, the administrator alone.
pub(super) fn sees_queries() -> bool {
    let may = |it: &Visitor| !it.signed_in || it.role == Role::Administrator;
    ASKING.try_with(|visitor| visitor.as_ref().is_some_and(may)).unwrap_or(false)
}

impl Visitor {
    /// The one person at a computer where nobody signs in: with all rights.
    pub(super) fn somebody() -> Self {
        let (name, role) = (SOMEBODY.to_owned(), Role::Administrator);
        Self { name, role, signed_in: false, reach: Reach::Everything }
    }

    /// Anybody, where others come in without a name: the library is only read, and what is reserved
    /// to groups is out of sight.
    fn anybody() -> Self {
        Self { reach: Reach::public(), ..Self::somebody() }
    }

    /// The groups that the visitor is a member of; none where one person works alone.
    pub(super) fn groups(&self) -> BTreeSet<String> {
        match &self.reach {
            Reach::Groups(groups) => groups.clone(),
            Reach::Everything => BTreeSet::new(),
        }
    }

    /// The visitor's hand at the desk.
    pub(super) fn hand(&self) -> Hand {
        Hand { person: self.name.clone(), reach: self.reach.clone() }
    }

    /// Whether what `person` handed in is the visitor's own; what was handed in before people
    /// signed in is the administrator's.
    pub(super) fn owns_tray_of(&self, person: &str) -> bool {
        person == self.name || (person == SOMEBODY && self.role == Role::Administrator)
    }

    fn is(person: Person, groups: BTreeSet<String>) -> Self {
        let Person { name, role } = person;
        Self { name, role, signed_in: true, reach: Reach::Groups(groups) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(Self::anybody))
    }
}

/// What a request needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Nothing: the door itself, and what a machine asks to know whether the service is well.
    Nothing,
    /// This role or a higher one.
    AtLeast(Role),
    /// To look after what others did.
    Audit,
}

impl Need {
    fn is_met_by(self, role: Role) -> bool {
        match self {
            Self::Nothing => true,
            Self::AtLeast(least) => role >= least,
            Self::Audit => matches!(role, Role::Auditor | Role::Administrator),
        }
    }
}

/// What a request needs. Whatever changes something and is not named here needs an administrator.
fn need(method: &Method, path: &str) -> Need {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let reads = method.is_safe();
    match first {
        "login" | "logout" | "static" | "healthz" | "readyz" => Need::Nothing,
        // Who knows the address of a feed reads what its owner may.
        "feeds" if reads => Need::Nothing,
        "audit" | "audit.csv" | "metrics" => Need::Audit,
        "account" => Need::AtLeast(Role::Auditor),
        "admin" => Need::AtLeast(Role::Administrator),
        "import" | "bin" | "corrections" | "teach" => Need::AtLeast(Role::Editor),
        "lexicon" if path != "/lexicon" || !reads => Need::AtLeast(Role::Editor),
        "documents" if path.ends_with("/edit") || path.ends_with("/history") => {
            Need::AtLeast(Role::Editor)
        }
        // Drafts, lists and clips come with the request and go with the answer.
        "check" | "batch" | "mine" => Need::AtLeast(Role::Reader),
        // Programs of others ask by POST and change nothing.
        "retrieval" | "mcp" | "v1" => Need::AtLeast(Role::Reader),
        "api" if reads || asks_by_post(path) => Need::AtLeast(Role::Reader),
        _ if reads => Need::AtLeast(Role::Reader),
        _ => Need::AtLeast(Role::Administrator),
    }
}

/// Calls of the API that change nothing though they are made by POST.
fn asks_by_post(path: &str) -> bool {
    const ASKING: [&str; 6] = [
        "/api/check",
        "/api/clips.docx",
        "/api/clips.md",
        "/api/clips/read",
        "/api/evidence",
        "/api/evidence/verify",
    ];
    ASKING.contains(&&*unversioned(path))
}

/// Lets a request pass that may, with who asks beside it.
pub(super) async fn admitted(
    State(library): State<Arc<Library>>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let need = need(request.method(), &path);
    let from = request.extensions().get::<Client>().map(|client| client.0);
    let visitor = match visitor(&library, from, request.headers()).await {
        Ok(visitor) => visitor,
        Err(error) => return error.answer(&path),
    };
    match (need, visitor) {
        (Need::Nothing, None) => ASKING.scope(None, next.run(request)).await,
        (need, Some(visitor)) if need.is_met_by(visitor.role) => {
            request.extensions_mut().insert(visitor.clone());
            ASKING.scope(Some(visitor), next.run(request)).await
        }
        (_, Some(visitor)) if visitor.role == Role::Auditor && path == "/" => {
            Redirect::to("/audit").into_response()
        }
        (_, Some(visitor)) => HttpError::NotAllowed(visitor.role.label()).answer(&path),
        (_, None) if is_of_programs(&path) || !request.method().is_safe() => {
            HttpError::NotSignedIn.answer(&path)
        }
        (_, None) => {
            let asked = request.uri().path_and_query().map_or("/", |it| it.as_str());
            let asked = utf8_percent_encode(asked, NON_ALPHANUMERIC);
            Redirect::to(&format!("/login?next={asked}")).into_response()
        }
    }
}

/// Who asks; nobody where people sign in and this one has not.
async fn visitor(
    library: &Arc<Library>,
    from: Option<IpAddr>,
    headers: &HeaderMap,
) -> Result<Option<Visitor>, HttpError> {
    let Some(desk) = library.desk.clone() else { return Ok(Some(Visitor::anybody())) };
    let (token, session) = (bearer(headers), cookie(headers));
    let vouched = library.proxy.as_ref().and_then(|proxy| proxy.name(from, headers));
    let found = tokio::task::spawn_blocking(move || {
        // Where a proxy or a directory knows people, nobody is the one person at the computer.
        if !desk.knows_elsewhere() && !desk.state.has_people()? {
            return Ok(Some(Visitor::somebody()));
        }
        let person = match (vouched, token, session) {
            (Some(name), ..) => Some(known(&desk, &name)?),
            (None, Some(token), _) => desk.state.holder(&token)?,
            (None, None, Some(session)) => desk.state.signed_in(&session)?,
            (None, None, None) => None,
        };
        let Some(person) = person else { return Ok(None) };
        let groups = desk.state.groups_of(&person.name)?;
        Ok(Some(Visitor::is(person, groups)))
    });
    found.await.map_err(|error| HttpError::Internal(error.to_string()))?
}

/// The person whom a proxy names.
fn known(desk: &Desk, name: &str) -> Result<Person, HttpError> {
    desk.known_elsewhere(name).map_err(|error| match error {
        PeopleError::State(error) => error.into(),
        error => HttpError::Stranger(error.to_string()),
    })
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let stated = headers.get(AUTHORIZATION)?.to_str().ok()?;
    stated.strip_prefix("Bearer ").map(|it| it.trim().to_owned())
}

/// The secret of the session that a browser shows.
pub(super) fn cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|it| it.to_str().ok());
    let mut pairs = cookies.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
    pairs.find(|(name, _)| *name == SESSION).map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_needs_the_least_role_that_its_work_takes() {
        use Role::{Administrator, Editor, Reader};
        let check = |method: Method, path: &str, role: Role| {
            assert_eq!(need(&method, path), Need::AtLeast(role), "{method} {path}");
        };
        for path in ["/", "/documents/a", "/documents/a/original", "/api/search", "/status"] {
            check(Method::GET, path, Reader);
        }
        for path in [
            "/check",
            "/check/list.docx",
            "/batch",
            "/retrieval",
            "/mcp",
            "/v1/file/list",
            "/api/check",
            "/api/v1/check",
            "/api/evidence",
        ] {
            check(Method::POST, path, Reader);
        }
        for path in [
            "/import",
            "/import/1/2",
            "/bin",
            "/corrections",
            "/teach",
            "/lexicon/words",
            "/documents/a/edit",
            "/documents/a/history",
        ] {
            check(Method::POST, path, Editor);
            check(Method::GET, path, Editor);
        }
        check(Method::GET, "/lexicon", Reader);
        check(Method::POST, "/lexicon", Editor);
        check(Method::GET, "/admin", Administrator);
        assert_eq!(need(&Method::GET, "/audit"), Need::Audit);
        assert!(Need::Audit.is_met_by(Role::Auditor) && !Need::Audit.is_met_by(Editor));
        for path in ["/", "/new", "/api/documents", "/api/refresh"] {
            check(Method::POST, path, Administrator);
        }
        for path in ["/login", "/static/dianan.css", "/healthz"] {
            assert_eq!(need(&Method::GET, path), Need::Nothing, "{path}");
        }
    }

    #[test]
    fn the_session_is_one_of_the_cookies() {
        let headers = |value: &'static str| {
            HeaderMap::from_iter([(COOKIE, axum::http::HeaderValue::from_static(value))])
        };
        assert_eq!(cookie(&headers("a=b; dianan_session=x; c")).as_deref(), Some("x"));
        assert_eq!(cookie(&headers("my_dianan_session=x")), None);
    }
}

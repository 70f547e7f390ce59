//! `/admin`: people, tokens, what waits to be looked after, backups.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use super::tokens::{self, Made};
use super::{at, groups, repair, see, typed};
use crate::desk::DeskError;
use crate::desk::upkeep::{Gaps, Unread};
use crate::document::DocumentId;
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::{Frame, day};
use crate::http::pages::rendered;
use crate::http::state::Library;
use crate::http::upload::{Field, fields};
use crate::library::query_log::Asked;
use crate::state::Act;
use crate::state::backup::Backups;
use crate::state::groups::Group;
use crate::state::people::{PeopleError, Person, Role};

/// Queries without hits that are listed.
const LISTED: usize = 30;

#[derive(Template)]
#[template(path = "desk/admin.html")]
struct AdminPage {
    frame: Frame,
    fault: String,
    people: Vec<Person>,
    /// Of programs: label, person, role, day.
    tokens: Vec<(String, String, Role, String)>,
    /// The token that was made just now.
    made: Option<Made>,
    roles: [Role; 4],
    groups: Vec<Group>,
    unread: Vec<Unread>,
    /// Who else handed in files that could not be read, with how many.
    unread_of_others: BTreeMap<String, usize>,
    gaps: [Gap; 3],
    broken: usize,
    backups: Backups,
    without_hits: Vec<Asked>,
    /// Whether a person may have no password here.
    elsewhere: bool,
}

/// Documents that want looking after.
struct Gap {
    /// What is wrong with them.
    name: &'static str,
    /// The field that is filled in on the row, with what is typed there; none where there is
    /// nothing to type.
    field: Option<(&'static str, &'static str)>,
    /// The first of them.
    rows: Vec<Row>,
    /// How many there are.
    count: usize,
}

struct Row {
    id: String,
    title: String,
    url: String,
}

impl Gap {
    fn of(
        name: &'static str,
        field: Option<(&'static str, &'static str)>,
        (list, count): &(Vec<(DocumentId, String)>, usize),
    ) -> Self {
        let row = |(id, title): &(DocumentId, String)| Row {
            id: id.to_string(),
            title: title.clone(),
            url: document_url(id.as_str(), "", ""),
        };
        Self { name, field, rows: list.iter().map(row).collect(), count: *count }
    }
}

/// All of it.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
) -> Response {
    answered("/admin", shown(&library, &visitor, Ok(None)).await)
}

async fn shown(
    library: &Arc<Library>,
    visitor: &Visitor,
    done: Result<Option<Made>, String>,
) -> Result<Response, HttpError> {
    let (made, fault) = done.map_or_else(|fault| (None, fault), |made| (made, String::new()));
    let ((people, tokens, groups), elsewhere, unread, backups) = at(library, |desk| {
        let who = (desk.state.people()?, desk.state.tokens()?, desk.state.groups()?);
        Ok((who, desk.knows_elsewhere(), desk.unread()?, desk.backups()))
    })
    .await?;
    // What others hand in is theirs alone until it is kept.
    let (unread, others): (Vec<Unread>, Vec<Unread>) =
        unread.into_iter().partition(|it| visitor.owns_tray_of(&it.person));
    let mut unread_of_others = BTreeMap::new();
    others.into_iter().for_each(|it| *unread_of_others.entry(it.person).or_default() += 1);
    let log = library.looked_for().unwrap_or_default();
    let without_hits = log.queries.into_iter().filter(|it| it.hits == 0).take(LISTED).collect();
    on_snapshot(library, move |snapshot| {
        let gaps = Gaps::of(snapshot)?;
        let files = snapshot.engine.files()?;
        rendered(&AdminPage {
            frame: Frame::new(snapshot, "admin"),
            fault,
            people,
            tokens: tokens.into_iter().map(|(a, b, c, at)| (a, b, c, day(&at))).collect(),
            made,
            roles: Role::ALL,
            groups,
            unread,
            unread_of_others,
            gaps: [
                Gap::of("没有日期", Some(("published", "如 2024-10-17、2024")), &gaps.undated),
                Gap::of("没有地区", Some(("region", "如 珠海市")), &gaps.placeless),
                Gap::of("转载别的文档", None, &gaps.reprints),
            ],
            broken: files.iter().filter(|it| it.problem.is_some()).count(),
            backups,
            without_hits,
            elsewhere,
        })
    })
    .await
}

/// Does what a form says.
pub(in crate::http) async fn act(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    request: Request,
) -> Response {
    let done = async {
        let form = fields(request, guard::BODY_BYTES).await?;
        let typed_act = typed(&form, "act")?;
        match acted(&library, visitor.clone(), form).await? {
            Ok(None) if typed_act == "repair" => Ok(see("/admin#work")),
            Ok(None) => Ok(see("/admin")),
            done => shown(&library, &visitor, done).await,
        }
    };
    answered("/admin", done.await)
}

/// Does what a form says, or says why not.
async fn acted(
    library: &Arc<Library>,
    visitor: Visitor,
    form: Vec<Field>,
) -> Result<Result<Option<Made>, String>, HttpError> {
    let (act, name) = (typed(&form, "act")?, typed(&form, "name")?.trim().to_owned());
    let shared = Arc::clone(library);
    at(library, move |desk| {
        if act == "repair" {
            let done = repair::acted(desk, &visitor, &form)?;
            shared.renew()?;
            return Ok(done.map(|()| None));
        }
        if act == "backup" {
            return match desk.back_up(&visitor.name) {
                Ok(_) => Ok(Ok(None)),
                Err(DeskError::State(error)) => Err(error.into()),
                Err(error) => Ok(Err(error.to_string())),
            };
        }
        if let Some(act) = act.strip_prefix("group-") {
            let person = typed(&form, "person")?;
            let done = groups::acted(desk, &visitor, act, (&name, person.trim()))?;
            return Ok(done.map(|()| None));
        }
        if let Some(act) = act.strip_prefix("token-") {
            return tokens::acted(desk, &visitor, act, &form);
        }
        let state = &desk.state;
        let role = Role::parse(&typed(&form, "role")?);
        let password = typed(&form, "password")?;
        let (changed, detail) = match (act.as_str(), role) {
            ("add", Some(role)) => {
                let added = if password.is_empty() && desk.knows_elsewhere() {
                    state.add_known_elsewhere(&name, role)
                } else {
                    state.add_person(&name, role, &password)
                };
                (added, format!("设为{}", role.label()))
            }
            ("role", Some(role)) => (state.set_role(&name, role), format!("改为{}", role.label())),
            ("password", _) => (state.set_password(&name, &password), "重设密码".to_owned()),
            ("remove", _) => (state.remove_person(&name), "去掉".to_owned()),
            _ => return Err(HttpError::Form("没有这种操作".to_owned())),
        };
        match changed {
            Ok(()) => {
                state.record(&visitor.name, Act::People, &name, &detail)?;
                Ok(Ok(None))
            }
            Err(PeopleError::State(error)) => Err(error.into()),
            Err(error) => Ok(Err(error.to_string())),
        }
    })
    .await
}

//! `/admin`: people, what waits to be looked after, backups.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::response::Response;

use super::{at, groups, see, typed};
use crate::desk::DeskError;
use crate::desk::upkeep::{Gaps, Unread};
use crate::document::DocumentId;
use crate::http::access::Visitor;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::guard;
use crate::http::pages::address::document_url;
use crate::http::pages::frame::Frame;
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
    roles: [Role; 4],
    groups: Vec<Group>,
    unread: Vec<Unread>,
    /// Who else handed in files that could not be read, with how many.
    unread_of_others: BTreeMap<String, usize>,
    gaps: [Gap; 2],
    broken: usize,
    backups: Backups,
    without_hits: Vec<Asked>,
    /// Whether a person may have no password here.
    elsewhere: bool,
}

/// Documents that do not state something.
struct Gap {
    name: &'static str,
    /// The first of them, titles with links.
    list: Vec<(String, String)>,
    /// How many there are.
    count: usize,
}

/// All of it.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
) -> Response {
    answered("/admin", shown(&library, &visitor, String::new()).await)
}

async fn shown(
    library: &Arc<Library>,
    visitor: &Visitor,
    fault: String,
) -> Result<Response, HttpError> {
    let ((people, groups), elsewhere, unread, backups) = at(library, |desk| {
        let who = (desk.state.people()?, desk.state.groups()?);
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
        let linked = |list: &[(DocumentId, String)]| -> Vec<(String, String)> {
            let edit = |id: &DocumentId| format!("{}/edit", document_url(id.as_str(), "", ""));
            list.iter().map(|(id, title)| (title.clone(), edit(id))).collect()
        };
        let files = snapshot.engine.files()?;
        rendered(&AdminPage {
            frame: Frame::new(snapshot, "admin"),
            fault,
            people,
            roles: Role::ALL,
            groups,
            unread,
            unread_of_others,
            gaps: [
                Gap { name: "没有日期", list: linked(&gaps.undated.0), count: gaps.undated.1 },
                Gap {
                    name: "没有地区", list: linked(&gaps.placeless.0), count: gaps.placeless.1
                },
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
        match acted(&library, visitor.clone(), form).await? {
            Ok(()) => Ok(see("/admin")),
            Err(fault) => shown(&library, &visitor, fault).await,
        }
    };
    answered("/admin", done.await)
}

/// Does what a form says, or says why not.
async fn acted(
    library: &Arc<Library>,
    visitor: Visitor,
    form: Vec<Field>,
) -> Result<Result<(), String>, HttpError> {
    let (act, name) = (typed(&form, "act")?, typed(&form, "name")?.trim().to_owned());
    at(library, move |desk| {
        if act == "backup" {
            return match desk.back_up(&visitor.name) {
                Ok(_) => Ok(Ok(())),
                Err(DeskError::State(error)) => Err(error.into()),
                Err(error) => Ok(Err(error.to_string())),
            };
        }
        if let Some(act) = act.strip_prefix("group-") {
            let person = typed(&form, "person")?;
            return groups::acted(desk, &visitor, act, (&name, person.trim()));
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
                Ok(Ok(()))
            }
            Err(PeopleError::State(error)) => Err(error.into()),
            Err(error) => Ok(Err(error.to_string())),
        }
    })
    .await
}

//! What `/admin` does with the tokens of programs.

use super::typed;
use crate::desk::Desk;
use crate::http::access::Visitor;
use crate::http::error::HttpError;
use crate::http::upload::Field;
use crate::state::Act;
use crate::state::people::{PeopleError, Role};

/// The longest name of a token, in characters.
const LONGEST: usize = 40;

/// A token that was made just now; it is shown this once.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) label: String,
    pub(super) secret: String,
}

/// Does what a form says, or says why not; gives the token that was made.
pub(super) fn acted(
    desk: &Desk,
    visitor: &Visitor,
    act: &str,
    form: &[Field],
) -> Result<Result<Option<Made>, String>, HttpError> {
    let label = typed(form, "name")?.trim().to_owned();
    match act {
        "add" => made(desk, visitor, label, (&typed(form, "person")?, &typed(form, "role")?)),
        "remove" => {
            if desk.state.remove_token(&label)? == 0 {
                return Ok(Err(format!("没有叫“{label}”的口令")));
            }
            desk.state.record(&visitor.name, Act::People, &label, "撤销程序口令")?;
            Ok(Ok(None))
        }
        _ => Err(HttpError::Form("没有这种操作".to_owned())),
    }
}

fn made(
    desk: &Desk,
    visitor: &Visitor,
    label: String,
    (person, role): (&str, &str),
) -> Result<Result<Option<Made>, String>, HttpError> {
    let Some(role) = Role::parse(role) else {
        return Err(HttpError::Form("没有这种角色".to_owned()));
    };
    if !(1..=LONGEST).contains(&label.chars().count()) {
        return Ok(Err(format!("请给口令起个名字，{LONGEST} 字以内，如用它的系统")));
    }
    if desk.state.tokens()?.iter().any(|(held, ..)| *held == label) {
        return Ok(Err(format!("已有叫“{label}”的口令，请换个名字")));
    }
    match desk.state.add_token(person, &label, role) {
        Ok(secret) => {
            desk.state.record(
                &visitor.name,
                Act::People,
                person,
                &format!("给程序口令“{label}”"),
            )?;
            Ok(Ok(Some(Made { label, secret })))
        }
        Err(PeopleError::State(error)) => Err(error.into()),
        Err(error) => Ok(Err(error.to_string())),
    }
}

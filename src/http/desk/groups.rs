//! What `/admin` does with groups and their members.

use crate::desk::Desk;
use crate::http::access::Visitor;
use crate::http::error::HttpError;
use crate::state::Act;
use crate::state::groups::GroupError;

/// Does `act` to `group`, or says why not.
pub(super) fn acted(
    desk: &Desk,
    visitor: &Visitor,
    act: &str,
    (group, person): (&str, &str),
) -> Result<Result<(), String>, HttpError> {
    let state = &desk.state;
    let (changed, detail) = match act {
        "add" => (state.add_group(group), "设组".to_owned()),
        "remove" => (state.remove_group(group), "去掉这个组".to_owned()),
        "join" => (state.add_member(group, person), format!("加成员“{person}”")),
        "leave" => (state.remove_member(group, person), format!("去掉成员“{person}”")),
        _ => return Err(HttpError::Form("没有这种操作".to_owned())),
    };
    match changed {
        Ok(()) => {
            state.record(&visitor.name, Act::Groups, group, &detail)?;
            Ok(Ok(()))
        }
        Err(GroupError::State(error)) => Err(error.into()),
        Err(error) => Ok(Err(error.to_string())),
    }
}

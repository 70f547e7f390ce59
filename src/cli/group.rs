//! `dianan group`: groups of people, to whom documents can be reserved.

use clap::{Args, Subcommand};
use serde_json::json;

use super::Outcome;
use super::terminal::{note, say, say_json};
use super::user::AT_THE_TERMINAL;
use crate::settings::Settings;
use crate::state::groups::GroupError;
use crate::state::{Act, State};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    act: GroupAct,
}

#[derive(Subcommand)]
enum GroupAct {
    /// 设一个组，可同时加成员 / make a group
    Add {
        /// 组名，文档的 access: 里写的就是它
        group: String,
        /// 用户名
        people: Vec<String>,
    },
    /// 列出组和成员 / list groups and members
    List {
        /// 以 JSON 输出 / print JSON
        #[arg(long)]
        json: bool,
    },
    /// 去掉一个组，或只去掉它的几个成员 / remove a group, or some of its members
    Remove {
        /// 组名
        group: String,
        /// 用户名；不写就去掉整个组
        people: Vec<String>,
    },
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> anyhow::Result<Outcome> {
    let state = State::open(&settings.state)?;
    match &arguments.act {
        GroupAct::List { json } => return list(&state, *json),
        GroupAct::Add { group, people } => {
            let is_there = state.groups()?.iter().any(|it| it.name == *group);
            if !is_there || people.is_empty() {
                state.add_group(group)?;
                noted(&state, group, "设组")?;
            }
            each(&state, group, people, "加", |person| state.add_member(group, person))?;
        }
        GroupAct::Remove { group, people } if people.is_empty() => {
            state.remove_group(group)?;
            noted(&state, group, "去掉这个组")?;
        }
        GroupAct::Remove { group, people } => {
            each(&state, group, people, "去掉", |person| state.remove_member(group, person))?;
        }
    }
    Ok(Outcome::Done)
}

fn each(
    state: &State,
    group: &str,
    people: &[String],
    word: &str,
    change: impl Fn(&str) -> Result<(), GroupError>,
) -> anyhow::Result<()> {
    for person in people {
        change(person)?;
        noted(state, group, &format!("{word}成员“{person}”"))?;
    }
    Ok(())
}

fn noted(state: &State, group: &str, what: &str) -> anyhow::Result<()> {
    state.record(AT_THE_TERMINAL, Act::Groups, group, what)?;
    say(&format!("{group}：{what}"));
    Ok(())
}

fn list(state: &State, in_json: bool) -> anyhow::Result<Outcome> {
    let groups = state.groups()?;
    if in_json {
        let groups = groups.iter().map(|it| json!({ "name": it.name, "members": it.members }));
        say_json(&groups.collect::<Vec<_>>())?;
        return Ok(Outcome::Done);
    }
    if groups.is_empty() {
        note("还没有组；文档的 access: 里写了组名的，登录的人都看不见");
    }
    for group in groups {
        say(&format!("{}\t{}", group.name, group.members.join("、")));
    }
    Ok(Outcome::Done)
}

//! `dianan user` and `dianan token`: who may come in, people and programs.

use std::io::{self, BufRead, IsTerminal};

use clap::{Args, Subcommand};
use serde_json::json;

use super::terminal::{note, say, say_json};
use super::{Misuse, Outcome};
use crate::settings::Settings;
use crate::state::people::Role;
use crate::state::{Act, State};

/// Who is said to have done what the command line does.
pub(super) const AT_THE_TERMINAL: &str = "命令行";

#[derive(Args)]
pub(super) struct Users {
    #[command(subcommand)]
    act: UserAct,
}

#[derive(Subcommand)]
enum UserAct {
    /// 设一个用户，密码从终端或标准输入读 / let a person in
    Add {
        /// 用户名
        name: String,
        /// 读者 编辑 管理员 审计员 / reader, editor, administrator, auditor
        #[arg(long, default_value = "reader")]
        role: String,
        /// 不设密码：由单位的账号服务（LDAP）或反向代理认 / known elsewhere
        #[arg(long)]
        no_password: bool,
    },
    /// 列出用户 / list people
    List {
        /// 以 JSON 输出 / print JSON
        #[arg(long)]
        json: bool,
    },
    /// 重设密码 / another password
    Passwd {
        /// 用户名
        name: String,
    },
    /// 改角色 / another role
    Role {
        /// 用户名
        name: String,
        /// 读者 编辑 管理员 审计员
        role: String,
    },
    /// 去掉一个用户 / let a person in no more
    Remove {
        /// 用户名
        name: String,
    },
}

#[derive(Args)]
pub(super) struct Tokens {
    #[command(subcommand)]
    act: TokenAct,
}

#[derive(Subcommand)]
enum TokenAct {
    /// 给程序一个口令，只显示这一次 / a token for a program
    Add {
        /// 它的名字，撤销时用
        label: String,
        /// 以谁的名义
        #[arg(long)]
        user: String,
        /// 最多能做什么：读者 编辑 管理员
        #[arg(long, default_value = "reader")]
        role: String,
    },
    /// 列出口令的名字 / list tokens
    List,
    /// 撤销 / revoke
    Remove {
        /// 它的名字
        label: String,
    },
}

pub(super) fn users(arguments: &Users, settings: &Settings) -> anyhow::Result<Outcome> {
    let state = State::open(&settings.state)?;
    let (name, detail) = match &arguments.act {
        UserAct::List { json } => return list(&state, *json),
        UserAct::Add { name, role, no_password } => {
            let role = role_named(role)?;
            if *no_password {
                state.add_known_elsewhere(name, role)?;
            } else {
                state.add_person(name, role, &password()?)?;
            }
            (name, format!("设为{}", role.label()))
        }
        UserAct::Passwd { name } => {
            state.set_password(name, &password()?)?;
            (name, "重设密码".to_owned())
        }
        UserAct::Role { name, role } => {
            let role = role_named(role)?;
            state.set_role(name, role)?;
            (name, format!("改为{}", role.label()))
        }
        UserAct::Remove { name } => {
            state.remove_person(name)?;
            (name, "去掉".to_owned())
        }
    };
    state.record(AT_THE_TERMINAL, Act::People, name, &detail)?;
    say(&format!("{name}：{detail}"));
    Ok(Outcome::Done)
}

pub(super) fn tokens(arguments: &Tokens, settings: &Settings) -> anyhow::Result<Outcome> {
    let state = State::open(&settings.state)?;
    match &arguments.act {
        TokenAct::Add { label, user, role } => {
            let token = state.add_token(user, label, role_named(role)?)?;
            state.record(AT_THE_TERMINAL, Act::People, user, &format!("给程序口令“{label}”"))?;
            note("请立即抄下，以后不再显示；用时写在请求头 Authorization: Bearer 后面");
            say(&token);
        }
        TokenAct::List => {
            for (label, person, role, created) in state.tokens()? {
                say(&format!("{label}\t{person}\t{}\t{created}", role.label()));
            }
        }
        TokenAct::Remove { label } => {
            let count = state.remove_token(label)?;
            if count == 0 {
                note(&format!("没有叫“{label}”的口令"));
                return Ok(Outcome::Wrong);
            }
            state.record(AT_THE_TERMINAL, Act::People, label, "撤销程序口令")?;
        }
    }
    Ok(Outcome::Done)
}

fn list(state: &State, in_json: bool) -> anyhow::Result<Outcome> {
    let people = state.people()?;
    if in_json {
        let people = people.iter().map(|it| json!({ "name": it.name, "role": it.role.name() }));
        say_json(&people.collect::<Vec<_>>())?;
        return Ok(Outcome::Done);
    }
    if people.is_empty() {
        note("还没有用户；只有本机能用，什么都可以做");
    }
    for person in people {
        say(&format!("{}\t{}", person.name, person.role.label()));
    }
    Ok(Outcome::Done)
}

fn role_named(name: &str) -> Result<Role, Misuse> {
    let wrong = || {
        let roles = Role::ALL.map(|it| format!("{} {}", it.label(), it.name()));
        Misuse(format!("没有“{name}”这种角色；可用：{}", roles.join("、")))
    };
    Role::parse(name).ok_or_else(wrong)
}

/// A password: typed twice unseen at a terminal, else the first line of what comes in.
fn password() -> anyhow::Result<String> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\n', '\r']).to_owned());
    }
    let first = rpassword::prompt_password("密码：")?;
    if first != rpassword::prompt_password("再输一次：")? {
        anyhow::bail!("两次输入的密码不一样");
    }
    Ok(first)
}

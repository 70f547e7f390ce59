//! Who may do what, once people sign in.

use std::io::Write;
use std::process::Stdio;

use dianan::state::people::Role;
use dianan::state::{Act, State};

use crate::desk::over;
use crate::http::{Field, Reply, Service};
use crate::test_library::{TestLibrary, folder, program, run};

const FIXTURE: &str = "\
//- cases/yejian.md region=广东省/珠海市
# 夜间服务窗口
青山县开设夜间服务窗口，方便群众办事，半年办理业务三千余件，群众评价很好。
";
const PASSWORD: &str = "tong-yi-2026";

/// A service where four people sign in, one of each role.
fn service() -> (Service, State) {
    let library = TestLibrary::new(FIXTURE);
    let path = library.corpus().with_file_name("state.sqlite");
    let state = State::open(&path).expect("a state");
    for role in Role::ALL {
        state.add_person(role.name(), role, PASSWORD).expect("a person");
    }
    (over(library), state)
}

fn signed_in(service: &Service, name: &str, password: &str) -> Reply {
    let form: [Field<'_>; 3] = [
        ("name", "", name.as_bytes()),
        ("password", "", password.as_bytes()),
        ("next", "", "/documents/yejian".as_bytes()),
    ];
    service.post("/login", &form)
}

/// The header by which a browser shows the session that it was given.
fn session(service: &Service, role: Role) -> String {
    let reply = signed_in(service, role.name(), PASSWORD);
    assert_eq!(reply.status, 303, "{}", reply.body);
    assert_eq!(reply.header("location"), "/documents/yejian");
    let cookie = reply.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    format!("Cookie: {}\r\n", cookie.split(';').next().expect("a cookie"))
}

#[test]
fn who_has_not_signed_in_sees_nothing() {
    let (service, _) = service();
    for path in
        ["/", "/documents/yejian", "/documents/yejian/original", "/status", "/import", "/nothing"]
    {
        let reply = service.get(path);
        assert_eq!(reply.status, 303, "{path}");
        assert!(reply.header("location").starts_with("/login?next="), "{path}");
        assert!(!reply.body.contains("夜间"), "{path}");
    }
    for path in ["/api/search?q=a", "/api/documents/yejian", "/api/status"] {
        let reply = service.get(path);
        assert_eq!(reply.status, 401, "{path}");
        assert_eq!(reply.json()["error"]["code"], "not_signed_in", "{path}");
    }
    assert_eq!(service.send("POST", "/check", "").status, 401);
    for path in ["/login", "/static/dianan.css", "/healthz", "/readyz"] {
        assert_eq!(service.get(path).status, 200, "{path}");
    }
    let forged = service.send("GET", "/", "Cookie: dianan_session=0000\r\n");
    assert_eq!(forged.status, 303);
    let forged = service.send("GET", "/api/status", "Authorization: Bearer dianan_0\r\n");
    assert_eq!(forged.status, 401);
}

#[test]
fn each_role_does_what_it_may_and_no_more() {
    let (service, _) = service();
    let reads = ["/", "/documents/yejian", "/api/search?q=a", "/help"];
    let edits = ["/import", "/bin", "/documents/yejian/edit", "/documents/yejian/history"];
    for role in Role::ALL {
        let shown = session(&service, role);
        let check = |method: &str, path: &str, least: Role| {
            let reply = service.send(method, path, &shown);
            let refused = reply.status == 403;
            assert_eq!(refused, role < least, "{role:?} {method} {path}: {}", reply.status);
            assert!(!refused || reply.body.contains(role.label()), "{path}: {}", reply.body);
        };
        for path in reads {
            if path != "/" {
                check("GET", path, Role::Reader);
            }
        }
        for path in edits {
            check("GET", path, Role::Editor);
            check("POST", path, Role::Editor);
        }
        assert_eq!(service.send("GET", "/account", &shown).status, 200);
    }
}

#[test]
fn a_session_ends_and_what_was_done_is_kept_under_the_name() {
    let (service, state) = service();
    let shown = session(&service, Role::Editor);
    let gone = service.send("POST", "/logout", &shown);
    assert!(gone.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(service.send("GET", "/documents/yejian", &shown).status, 303);
    let wrong = signed_in(&service, "editor", "wrong-2026");
    assert!(wrong.status == 403 && wrong.body.contains("用户名或密码不对"), "{}", wrong.body);
    assert!(!wrong.body.contains("wrong-2026"), "no password comes back");
    let done: Vec<(String, String)> = state
        .entries(9)
        .expect("it can be read")
        .into_iter()
        .map(|it| (it.person, it.act))
        .collect();
    let expected = [("editor", Act::Refused), ("editor", Act::SignedIn)];
    let expected = expected.map(|(name, act)| (name.to_owned(), act.label().to_owned()));
    assert_eq!(done, expected);
    // Another site cannot make a browser sign in or out.
    let elsewhere = "Sec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n";
    assert_eq!(service.send("POST", "/login", elsewhere).status, 403);
}

#[test]
fn a_program_shows_a_token() {
    let (service, state) = service();
    let token = state.add_token("editor", "门户", Role::Reader).expect("a token");
    let shown = format!("Authorization: Bearer {token}\r\n");
    assert_eq!(service.send("GET", "/api/documents/yejian", &shown).status, 200);
    assert_eq!(service.send("GET", "/documents/yejian/edit", &shown).status, 403);
    state.remove_token("门户").expect("it is there");
    assert_eq!(service.send("GET", "/api/documents/yejian", &shown).status, 401);
}

#[test]
fn what_somebody_hands_in_is_nobody_elses_until_it_is_kept() {
    let (service, state) = service();
    state.add_person("other", Role::Administrator, PASSWORD).expect("a person");
    let files = [("甲.txt".to_owned(), "短".as_bytes().to_vec())];
    let tray = state.open_tray("editor", &files).expect("a tray");
    let file = state.tray(tray).expect("a state").expect("a tray").files[0].id;
    let token = |name: &str| state.add_token(name, name, Role::Administrator).expect("a token");
    let (own, other) = (token("editor"), token("other"));
    let ask = |token: &str, method: &str, path: &str, form: &str| {
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        let headers = format!("Authorization: Bearer {token}\r\n{kind}");
        service.ask(method, path, &headers, form.as_bytes())
    };
    let (tray_url, file_url) = (format!("/import/{tray}"), format!("/import/{tray}/{file}"));
    for path in [&tray_url, &file_url] {
        assert_eq!(ask(&other, "GET", path, "").status, 404, "{path}");
    }
    for form in [format!("act=drop&file={file}"), "act=drop".to_owned(), "act=keep".to_owned()] {
        assert_eq!(ask(&other, "POST", &tray_url, &form).status, 404, "{form}");
    }
    assert_eq!(ask(&other, "POST", &file_url, "act=save&title-0=a").status, 404);
    assert!(!ask(&other, "GET", "/import", "").body.contains("甲.txt"));
    assert!(!ask(&other, "GET", "/admin", "").body.contains("甲.txt"));
    assert_eq!(state.tray(tray).expect("a state").expect("a tray").files.len(), 1);
    assert!(ask(&own, "GET", &tray_url, "").body.contains("甲.txt"));
    assert_eq!(ask(&own, "POST", &tray_url, &format!("act=drop&file={file}")).status, 303);
    assert!(state.tray(tray).expect("a state").is_none());
}

#[test]
fn what_a_person_asked_is_the_persons_own() {
    let (service, state) = service();
    let (reader, editor) = (session(&service, Role::Reader), session(&service, Role::Editor));
    let asked = format!("/?q={}", crate::http::url("夜间服务"));
    assert_eq!(service.send("GET", &asked, &reader).status, 200);
    let start = std::time::Instant::now();
    while state.asked("reader").expect("a state").is_empty() {
        assert!(start.elapsed().as_secs() < 20, "it is kept behind the request");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(service.send("GET", "/mine", &reader).body.contains("夜间服务"));
    for path in ["/mine", "/status", "/lexicon"] {
        assert!(!service.send("GET", path, &editor).body.contains("夜间服务"), "{path}");
    }
    let completed = |headers: &str| {
        let path = format!("/api/suggest?q={}&limit=20", crate::http::url("夜间服"));
        let reply = service.send("GET", &path, headers).json();
        let all = reply["suggestions"].as_array().expect("a list").clone();
        all.iter().any(|it| it["text"] == "夜间服务")
    };
    assert!(completed(&reader) && !completed(&editor));
}

#[test]
fn people_are_looked_after_on_the_command_line_and_nobody_listens_widely_without_them() {
    let folder = folder();
    std::fs::create_dir_all(folder.path().join("corpus/cases")).expect("a folder");
    let dianan = |arguments: &[&str], typed: &str| {
        let mut command = program(folder.path());
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut input = child.stdin.take().expect("it is piped");
        input.write_all(typed.as_bytes()).expect("it reads");
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let mut wide = program(folder.path());
    wide.args(["serve", "--listen", "0.0.0.0:0"]);
    let refused = run(wide);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("dianan user add") && refused.err.contains("--without-sign-in"));
    let (code, out, _) = dianan(&["user", "add", "张三", "--role", "管理员"], "tong-yi-2026\n");
    assert_eq!((code, out.as_str()), (Some(0), "张三：设为管理员\n"));
    assert_eq!(dianan(&["user", "add", "李四"], "short\n").0, Some(1));
    assert_eq!(dianan(&["user", "add", "李四", "--role", "king"], "tong-yi-2026\n").0, Some(2));
    let (_, list, _) = dianan(&["user", "list", "--json"], "");
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list[0]["name"], "张三");
    let (code, token, _) = dianan(&["token", "add", "门户", "--user", "张三"], "");
    assert!(code == Some(0) && token.starts_with("dianan_"), "{token}");
    assert_eq!(dianan(&["user", "role", "张三", "读者"], "").0, Some(1), "the last administrator");
    assert_eq!(dianan(&["user", "remove", "张三"], "").0, Some(0));
}

#[test]
fn a_token_is_made_shown_once_used_and_revoked_on_the_page() {
    let (service, state) = service();
    let shown = session(&service, Role::Administrator);
    let act = |form: &str| {
        let head = format!("{shown}Content-Type: application/x-www-form-urlencoded\r\n");
        service.ask("POST", "/admin", &head, form.as_bytes())
    };
    let made = act("act=token-add&name=website&person=reader&role=editor");
    let secret = made.body.split("<code class=\"secret\">").nth(1).expect("the token is shown");
    let secret = secret.split('<').next().expect("it ends").to_owned();
    let header = format!("Authorization: Bearer {secret}\r\n");
    assert_eq!(service.send("GET", "/api/status", &header).status, 200);
    assert_eq!(service.send("GET", "/import", &header).status, 403, "no more than its person");
    let page = service.send("GET", "/admin", &shown);
    assert!(page.body.contains("撤销口令 website") && !page.body.contains(&secret));
    for (form, told) in [
        ("act=token-add&name=website&person=reader&role=reader", "已有叫“website”的口令"),
        ("act=token-add&name=&person=reader&role=reader", "起个名字"),
        ("act=token-add&name=b&person=nobody&role=reader", "nobody"),
        ("act=token-remove&name=b", "没有叫“b”的口令"),
    ] {
        let refused = act(form);
        assert!(refused.body.contains(told), "{form}: {}", refused.body);
    }
    assert_eq!(act("act=token-remove&name=website").status, 303);
    assert_eq!(service.send("GET", "/api/status", &header).status, 401);
    let told: Vec<String> =
        state.entries(9).expect("a list").into_iter().map(|it| it.detail).collect();
    assert!(told.contains(&"撤销程序口令".to_owned()), "{told:?}");
}

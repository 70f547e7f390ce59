//! Coming in with the account of a bureau: a real `slapd`, and a proxy that names who asks.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::server::Server;
use crate::test_library::{TestLibrary, folder, run};

const FIXTURE: &str = "\
//- cases/yejian.md region=广东省/珠海市
# 夜间服务窗口
青山县开设夜间服务窗口，方便群众办事，半年办理业务三千余件，群众评价很好。
";
const PASSWORD: &str = "tong-yi-2026";

/// Two people of a bureau, one with a name that has a meaning in filters and paths.
const PEOPLE: &str = "\
dn: dc=ju,dc=cn
objectClass: dcObject
objectClass: organization
o: ju
dc: ju

dn: ou=people,dc=ju,dc=cn
objectClass: organizationalUnit
ou: people

dn: uid=zhang,ou=people,dc=ju,dc=cn
objectClass: inetOrgPerson
uid: zhang
cn: zhang
sn: zhang
userPassword: ping-shi-2026

dn: uid=li,ou=people,dc=ju,dc=cn
objectClass: inetOrgPerson
uid: li
cn: li
sn: li
userPassword: ping-shi-2027
";

/// A directory that ends with the test.
struct Slapd {
    child: Child,
    folder: TempDir,
    plain: u16,
    secure: u16,
}

impl Drop for Slapd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Slapd {
    /// Starts one; `None`, with a word, where the machine has none. In CI it must be there.
    fn start() -> Option<Self> {
        let binary = Path::new("/usr/sbin/slapd");
        if !binary.exists() {
            assert!(std::env::var_os("CI").is_none(), "slapd must be there in CI");
            println!("skipped: slapd is not installed");
            return None;
        }
        let folder = folder();
        let at = folder.path().to_owned();
        fs::create_dir(at.join("data")).expect("a folder");
        fs::write(at.join("people.ldif"), PEOPLE).expect("a file");
        let certified = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
            -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
            -keyout key.pem -out certificate.pem";
        let words: Vec<&str> = certified.split_whitespace().collect();
        done(Command::new(words[0]).args(&words[1..]).current_dir(&at));
        fs::write(at.join("slapd.conf"), settings(&at)).expect("a file");
        done(
            Command::new("/usr/sbin/slapadd")
                .args(["-f", "slapd.conf", "-l", "people.ldif"])
                .current_dir(&at),
        );
        let (plain, secure) = (free_port(), free_port());
        let at_ports = format!("ldap://127.0.0.1:{plain} ldaps://127.0.0.1:{secure}");
        let child = Command::new(binary)
            .args(["-f", "slapd.conf", "-d", "0", "-h", &at_ports])
            .current_dir(&at)
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let slapd = Self { child, folder, plain, secure };
        for port in [plain, secure] {
            let listens = |_| {
                thread::sleep(Duration::from_millis(50));
                TcpStream::connect(("127.0.0.1", port)).is_ok()
            };
            assert!((0..200).any(listens), "slapd listens at {port}");
        }
        Some(slapd)
    }
}

fn settings(at: &Path) -> String {
    let at = at.display();
    format!(
        "include /etc/ldap/schema/core.schema\n\
         include /etc/ldap/schema/cosine.schema\n\
         include /etc/ldap/schema/inetorgperson.schema\n\
         modulepath /usr/lib/ldap\n\
         moduleload back_mdb\n\
         TLSCertificateFile {at}/certificate.pem\n\
         TLSCertificateKeyFile {at}/key.pem\n\
         database mdb\n\
         suffix dc=ju,dc=cn\n\
         rootdn cn=reader,dc=ju,dc=cn\n\
         rootpw kan-yi-kan\n\
         directory {at}/data\n\
         access to attrs=userPassword by anonymous auth by * none\n\
         access to * by dn.exact=cn=reader,dc=ju,dc=cn read by * none\n"
    )
}

fn done(command: &mut Command) {
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A library with an administrator of its own, under these settings.
fn library(settings: &str) -> TestLibrary {
    let library = TestLibrary::new(FIXTURE);
    fs::write(library.corpus().with_file_name("dianan.toml"), settings).expect("a file");
    let mut add = library.command(&["user", "add", "guan", "--role", "管理员"]);
    add.stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = add.spawn().expect("it starts");
    let mut said = child.stdin.take().expect("it is piped");
    std::io::Write::write_all(&mut said, format!("{PASSWORD}\n").as_bytes()).expect("it reads");
    drop(said);
    assert!(child.wait().expect("it ends").success());
    library
}

/// What the server answers to a name and a password: the status, and all of it.
fn sign_in(server: &Server, name: &str, password: &str) -> (u16, String) {
    let form: String = form_urlencoded(&[("name", name), ("password", password), ("next", "/")]);
    let head = "Host: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let reply = server.send("POST", "/login", head, &form);
    let status = reply.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
    (status, reply)
}

fn form_urlencoded(fields: &[(&str, &str)]) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields).finish()
}

#[test]
fn people_of_the_directory_come_in_with_their_password_there() {
    let Some(slapd) = Slapd::start() else { return };
    for found in [
        "bind = 'uid={name},ou=people,dc=ju,dc=cn'",
        "base = 'ou=people,dc=ju,dc=cn'\nfilter = '(uid={name})'\n\
         reader = 'cn=reader,dc=ju,dc=cn'\nreader_password = 'kan-yi-kan'",
    ] {
        let port = slapd.plain;
        let settings = format!(
            "[sign_in]\nrole = '读者'\n[sign_in.ldap]\nurl = 'ldap://127.0.0.1:{port}'\n{found}\n"
        );
        let library = library(&settings);
        let server = Server::start(library.command(&["serve"]));
        let (status, reply) = sign_in(&server, "zhang", "ping-shi-2026");
        assert_eq!(status, 303, "{found}: {reply}\n{}", server.log());
        let (_, cookie) = reply.split_once("set-cookie: ").expect("a cookie");
        let cookie = cookie.split(';').next().expect("a pair");
        let shown = format!("Host: 127.0.0.1\r\nCookie: {cookie}\r\n");
        let account = server.send("GET", "/account", &shown, "");
        assert!(account.contains("zhang，读者"), "{account}");
        assert!(account.contains("单位的账号服务") && !account.contains("换密码"), "{account}");
        for (name, password) in [
            ("zhang", "ping-shi-2027"),
            ("zhang", ""),
            ("*", "ping-shi-2026"),
            ("zhang)(uid=*", "ping-shi-2026"),
            ("zhang,ou=people", "ping-shi-2026"),
            ("nobody", "ping-shi-2026"),
        ] {
            let (status, reply) = sign_in(&server, name, password);
            assert_eq!(status, 403, "{found}: {name} {password}: {reply}");
        }
        assert_eq!(
            sign_in(&server, "ZHANG", "ping-shi-2026").0,
            303,
            "one person to the directory"
        );
        let people = library.dianan(&["user", "list"]).out;
        assert_eq!(people.lines().count(), 2, "{people}");
        assert_eq!(sign_in(&server, "guan", PASSWORD).0, 303, "{found}: who has a password here");
    }
}

#[test]
fn who_is_not_taken_up_here_stays_out_until_an_administrator_says_otherwise() {
    let Some(slapd) = Slapd::start() else { return };
    let (port, bind) = (slapd.plain, "uid={name},ou=people,dc=ju,dc=cn");
    let library =
        library(&format!("[sign_in.ldap]\nurl = 'ldap://127.0.0.1:{port}'\nbind = '{bind}'\n"));
    let server = Server::start(library.command(&["serve"]));
    let (status, reply) = sign_in(&server, "li", "ping-shi-2027");
    assert_eq!(status, 403);
    assert!(reply.contains("还没有“li”这个用户"), "{reply}");
    let add = ["user", "add", "li", "--role", "编辑", "--no-password"];
    assert_eq!(library.dianan(&add).code, Some(0));
    assert_eq!(sign_in(&server, "li", "ping-shi-2027").0, 303);
    for _ in 0..5 {
        assert_eq!(sign_in(&server, "li", "wrong-2027").0, 403);
    }
    let (status, reply) = sign_in(&server, "li", "ping-shi-2027");
    assert_eq!(status, 403, "locked out here too");
    assert!(reply.contains("分钟后再试"), "{reply}");
    for _ in 0..5 {
        assert_eq!(sign_in(&server, "zhang", "wrong-2026").0, 403);
    }
    let (_, reply) = sign_in(&server, "zhang", "ping-shi-2026");
    assert!(reply.contains("分钟后再试"), "who is not held here is not guessed either: {reply}");
    drop(slapd);
    let add = ["user", "add", "wang", "--no-password"];
    assert_eq!(library.dianan(&add).code, Some(0));
    let (status, reply) = sign_in(&server, "wang", "ping-shi-2028");
    assert_eq!(status, 403);
    assert!(reply.contains("没有答复"), "{reply}");
    assert_eq!(sign_in(&server, "guan", PASSWORD).0, 303, "who has a password here");
}

#[test]
fn a_directory_whose_certificate_nobody_vouches_for_is_told_no_password() {
    let Some(slapd) = Slapd::start() else { return };
    let (plain, secure) = (slapd.plain, slapd.secure);
    let rest = "bind = 'uid={name},ou=people,dc=ju,dc=cn'\n";
    for address in [
        format!("url = 'ldaps://localhost:{secure}'\n"),
        format!("url = 'ldap://localhost:{plain}'\nstarttls = true\n"),
    ] {
        let library =
            library(&format!("[sign_in]\nrole = '读者'\n[sign_in.ldap]\n{address}{rest}"));
        let mut trusting = library.command(&["serve"]);
        trusting.env("SSL_CERT_FILE", slapd.folder.path().join("certificate.pem"));
        let trusting = Server::start(trusting);
        let (status, reply) = sign_in(&trusting, "zhang", "ping-shi-2026");
        assert_eq!(status, 303, "{address}: {reply}\n{}", trusting.log());
        let doubting = Server::start(library.command(&["serve"]));
        let (status, reply) = sign_in(&doubting, "zhang", "ping-shi-2026");
        assert_eq!(status, 403, "{address}");
        assert!(reply.contains("没有答复"), "{reply}");
    }
}

#[test]
fn settings_that_give_passwords_away_stop_the_server_with_what_to_write() {
    for (settings, part) in [
        ("[sign_in.ldap]\nurl = 'ldap://directory.example'\nbind = '{name}@a'\n", "ldaps://"),
        ("[sign_in.ldap]\nurl = 'ldaps://directory.example'\n", "{name}"),
        ("[sign_in]\nrole = '管理员'\n", "dianan user add"),
        ("[sign_in]\nheader = 'X User'\n", "请求头"),
    ] {
        let library = TestLibrary::new(FIXTURE);
        fs::write(library.corpus().with_file_name("dianan.toml"), settings).expect("a file");
        let ran = run(library.command(&["serve", "--listen", "127.0.0.1:0"]));
        assert_ne!(ran.code, Some(0), "{settings}");
        assert!(ran.err.contains(part), "{settings}: {}", ran.err);
    }
}

#[test]
fn a_proxy_names_who_asks_and_nobody_else_can() {
    let library = library("[sign_in]\nheader = 'X-Remote-User'\n");
    let server = Server::start(library.command(&["serve"]));
    let ask = |name: &str| {
        let head = format!("Host: 127.0.0.1\r\nX-Remote-User: {name}\r\n");
        server.send("GET", "/account", &head, "")
    };
    assert!(ask("guan").contains("guan，管理员"));
    let stranger = ask("%E7%8E%8B%E4%BA%94");
    assert!(stranger.starts_with("HTTP/1.1 403"), "{stranger}");
    assert!(stranger.contains("还没有“王五”这个用户"), "{stranger}");
    let add = ["user", "add", "王五", "--no-password"];
    assert_eq!(library.dianan(&add).code, Some(0));
    assert!(ask("%E7%8E%8B%E4%BA%94").contains("王五，读者"));
    assert!(ask("王五").contains("王五，读者"));
    let twice = server.send(
        "GET",
        "/account",
        "Host: 127.0.0.1\r\nX-Remote-User: guan\r\nX-Remote-User: guan\r\n",
        "",
    );
    assert!(twice.starts_with("HTTP/1.1 303"), "{twice}");
    drop(server);
    let settings = "[sign_in]\nheader = 'X-Remote-User'\nproxies = ['10.9.8.7']\n";
    fs::write(library.corpus().with_file_name("dianan.toml"), settings).expect("a file");
    let server = Server::start(library.command(&["serve"]));
    let head = "Host: 127.0.0.1\r\nX-Remote-User: guan\r\n";
    let reply = server.send("GET", "/account", head, "");
    assert!(reply.starts_with("HTTP/1.1 303"), "only the proxy is believed: {reply}");
}

//! Chromium and its driver: found or said to be missing, started once for the tests that overlap.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};

use serde_json::{Value, json};

use crate::server::{Running, Server};

/// What the running tests share. The last of them to end takes it down, so nothing is left behind.
static SHARED: Mutex<Weak<Shared>> = Mutex::new(Weak::new());

/// The site, and the driver that opens browsers on it.
pub(crate) struct Shared {
    /// `http://` and the address of the site.
    pub(crate) site: String,
    /// `http://` and the address of the driver.
    pub(crate) driver: String,
    chromium: PathBuf,
    _server: Server,
    _chromedriver: Running,
}

/// Whether pages may run scripts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scripts {
    On,
    Off,
}

impl Shared {
    /// The site and the driver, started when no other test uses them; none when the browser is
    /// missing, after saying so.
    pub(crate) fn get() -> Option<Arc<Self>> {
        let Some((chromedriver, chromium)) = programs() else {
            say_skipped();
            return None;
        };
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = shared.upgrade() {
            return Some(running);
        }
        let server = Server::start();
        let mut driver = Command::new(chromedriver);
        driver.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let (process, driver) = Running::start(&mut driver, |child| child.stdout.take(), address);
        let site = server.site.clone();
        let started = Self { site, driver, chromium, _server: server, _chromedriver: process };
        let started = Arc::new(started);
        *shared = Arc::downgrade(&started);
        Some(started)
    }

    /// What is asked of the driver for a session with a profile of its own.
    pub(crate) fn capabilities(&self, profile: &str, scripts: Scripts) -> Value {
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
        ];
        let mut arguments = arguments.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={profile}"));
        let scripts = if scripts == Scripts::On { 1 } else { 2 };
        json!({
            "goog:chromeOptions": {
                "binary": self.chromium,
                "args": arguments,
                "prefs": { "profile.managed_default_content_settings.javascript": scripts },
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        })
    }
}

/// Chromedriver and Chromium, where both are there.
fn programs() -> Option<(PathBuf, PathBuf)> {
    let program = |variable: &str, usual: &str| {
        let path = std::env::var_os(variable).map_or_else(|| PathBuf::from(usual), PathBuf::from);
        path.is_file().then_some(path)
    };
    let driver = program("DIANAN_CHROMEDRIVER", "/usr/bin/chromedriver");
    driver.zip(program("DIANAN_CHROMIUM", "/usr/bin/chromium"))
}

fn say_skipped() {
    static SAID: Once = Once::new();
    let missing = "chromedriver or Chromium is missing (Debian: chromium, chromium-driver; or set \
        DIANAN_CHROMEDRIVER and DIANAN_CHROMIUM)";
    assert!(std::env::var_os("CI").is_none(), "in CI the browser tests must run: {missing}");
    SAID.call_once(|| {
        // Past the test harness, which keeps what passing tests print to itself.
        let said = writeln!(std::io::stderr(), "\nBROWSER TESTS SKIPPED: {missing}");
        said.expect("standard error can be written");
    });
}

/// The driver's address, in the line that says on which port it started.
fn address(line: &str) -> Option<String> {
    let port = line.split_once("started successfully on port ")?.1.trim_end_matches('.');
    Some(format!("http://127.0.0.1:{port}"))
}

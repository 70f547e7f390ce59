//! What a reader does in the browser and sees there.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use axum::http::Method;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::chromium::{Scripts, Shared};
use crate::server::Server;

/// The keys that WebDriver names by private characters.
pub(crate) const TAB: char = '\u{e004}';
pub(crate) const ENTER: char = '\u{e007}';

/// The longest that a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A browser window on the site. Whatever cannot be done or is not there fails the test.
pub(crate) struct Page {
    client: Client,
    site: String,
}

/// Opens a browser with a fresh profile, lets `reader` read, and closes it whatever happens.
pub(crate) fn visit(scripts: Scripts, reader: impl AsyncFnOnce(&Page)) {
    let Some(shared) = Shared::get() else { return };
    let profile = tempfile::tempdir().expect("a temporary folder can be made");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime can be made");
    let capabilities = shared.capabilities(&profile.path().to_string_lossy(), scripts);
    let page = runtime.block_on(Page::in_session((&shared.driver, &shared.site), &capabilities));
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(reader(&page))));
    if outcome.is_err() {
        println!("the page was {}", runtime.block_on(page.address()));
    }
    let closed = runtime.block_on(page.client.close());
    match outcome {
        Ok(()) => closed.expect("the browser can be closed"),
        Err(panic) => resume_unwind(panic),
    }
}

/// Opens two browsers, each with a fresh profile, on a server that nobody else uses, and closes them
/// whatever happens.
pub(crate) fn visit_together(reader: impl AsyncFnOnce(&Page, &Page)) {
    let Some(shared) = Shared::get() else { return };
    let server = Server::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime can be made");
    let profiles = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder can be made"));
    let pages = profiles.each_ref().map(|profile| {
        let profile = profile.path().to_string_lossy().into_owned();
        let capabilities = shared.capabilities(&profile, Scripts::Off);
        runtime.block_on(Page::in_session((&shared.driver, &server.site), &capabilities))
    });
    let [one, other] = &pages;
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(reader(one, other))));
    for page in pages {
        if outcome.is_err() {
            println!("a page was {}", runtime.block_on(page.address()));
        }
        // What went wrong before matters more.
        let _ = runtime.block_on(page.client.close());
    }
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

impl Page {
    async fn in_session((driver, site): (&str, &str), capabilities: &Value) -> Self {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let capabilities = capabilities.as_object().expect("capabilities are an object");
        builder.capabilities(capabilities.clone());
        let client = builder.connect(driver).await.expect("the browser starts");
        Self { client, site: site.to_owned() }
    }

    /// Goes to a path of the site.
    pub(crate) async fn open(&self, path: &str) {
        self.go(&format!("{}{path}", self.site)).await;
    }

    /// Searches through the address.
    pub(crate) async fn search(&self, q: &str) {
        self.open(&asking(q)).await;
    }

    /// Goes to any address.
    pub(crate) async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("cannot open {url}: {error}"));
    }

    /// The present address.
    pub(crate) async fn address(&self) -> Url {
        self.client.current_url().await.expect("a page has an address")
    }

    /// The value of a parameter of the present address.
    pub(crate) async fn parameter(&self, name: &str) -> Option<String> {
        let address = self.address().await;
        let mut pairs = address.query_pairs();
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The title of the window.
    pub(crate) async fn title(&self) -> String {
        self.client.title().await.expect("a page has a title")
    }

    /// How many elements there are.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.all(css).await.len()
    }

    /// Waits until an element is there.
    pub(crate) async fn wait_for(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("no {css}: {error}"))
    }

    /// Waits until a link is there.
    pub(crate) async fn link(&self, locator: Locator<'_>) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(locator).await;
        found.unwrap_or_else(|error| panic!("no {locator:?}: {error}"))
    }

    /// The elements.
    pub(crate) async fn all(&self, css: &str) -> Vec<Element> {
        self.client.find_all(Locator::Css(css)).await.expect("elements can be looked for")
    }

    /// The text of the first such element, as one sees it.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.wait_for(css).await.text().await.expect("an element has a text")
    }

    /// The texts of all such elements, as one sees them.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.all(css).await {
            texts.push(element.text().await.expect("an element has a text"));
        }
        texts
    }

    /// The text of the first such element, whether it is seen or not.
    pub(crate) async fn text_content(&self, css: &str) -> String {
        let text = self.wait_for(css).await.prop("textContent").await;
        text.expect("an element has a text").unwrap_or_default()
    }

    /// Goes to an address as it stands in a link of the present page.
    pub(crate) async fn follow(&self, href: &str) {
        let address = self.address().await.join(href).expect("a link has an address");
        self.go(address.as_str()).await;
    }

    /// Whether the first such element can be seen.
    pub(crate) async fn shows(&self, css: &str) -> bool {
        self.wait_for(css).await.is_displayed().await.expect("an element is displayed or not")
    }

    /// An attribute of the first such element.
    pub(crate) async fn attribute(&self, css: &str, name: &str) -> String {
        let value = self.wait_for(css).await.attr(name).await.expect("an element has attributes");
        value.unwrap_or_else(|| panic!("{css} has no {name}"))
    }

    /// Clicks on the first such element.
    pub(crate) async fn click(&self, css: &str) {
        let clicked = self.wait_for(css).await.click().await;
        clicked.unwrap_or_else(|error| panic!("cannot click {css}: {error}"));
    }

    /// Types into whatever has the focus.
    pub(crate) async fn write(&self, text: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        focused.send_keys(text).await.expect("it can be typed into");
    }

    /// Presses and lets go a key, wherever the focus is.
    pub(crate) async fn press(&self, key: char) {
        let keys = KeyActions::new("keyboard".to_owned());
        let keys = keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        self.client.perform_actions(keys).await.expect("a key can be pressed");
    }

    /// What a script answers; promises are waited for.
    pub(crate) async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.client.execute(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What a script answers, as a list.
    pub(crate) async fn list(&self, script: &str) -> Vec<Value> {
        let answer = self.script(script, Vec::new()).await;
        answer.as_array().unwrap_or_else(|| panic!("{script}: no list")).clone()
    }

    /// Sends a command of the Chrome `DevTools` protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) {
        let body = json!({ "cmd": command, "params": parameters });
        self.vendor("goog/cdp/execute", body).await;
    }

    /// Emulates a medium (`screen`, `print`) and a colour scheme (`light`, `dark`).
    pub(crate) async fn emulate(&self, medium: &str, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let parameters = json!({ "media": medium, "features": features });
        self.devtools("Emulation.setEmulatedMedia", parameters).await;
    }

    /// Emulates a screen of a width in CSS pixels; below 500 it is a phone's, and touched.
    pub(crate) async fn screen(&self, width: u32) {
        let phone = width < 500;
        let metrics =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": phone });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        let touch = json!({ "enabled": phone });
        self.devtools("Emulation.setTouchEmulationEnabled", touch).await;
    }

    /// What the console has logged since it was last asked for.
    pub(crate) async fn console(&self) -> Vec<String> {
        let entries = self.vendor("se/log", json!({ "type": "browser" })).await;
        entries.as_array().expect("a log is a list").iter().map(Value::to_string).collect()
    }

    async fn vendor(&self, path: &'static str, body: Value) -> Value {
        let answer = self.client.issue_cmd(Vendor { path, body }).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// The path of a search.
pub(crate) fn asking(q: &str) -> String {
    let q: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
    format!("/?q={q}")
}

/// A command of Chromium's driver that `WebDriver` does not have.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

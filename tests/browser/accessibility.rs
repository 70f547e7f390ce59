//! Every page by axe-core: light, dark, on a phone. The script is not part of this repository:
//! `DIANAN_AXE` names it (`.ci/run` fetches it), and without it the test is skipped and says so.

use std::io::Write;

use serde_json::{Value, json};

use crate::appearance::PAGES;
use crate::chromium::Scripts;
use crate::page::{Page, visit};

/// Pages beside those that are looked at for their contrast.
const MORE: [&str; 15] = [
    "/advanced",
    "/status",
    "/mine",
    "/corrections",
    "/corrections?type=shorthand&name=%E4%B8%89%E4%BC%9A%E4%B8%80%E8%AF%BE",
    "/lexicon/words",
    "/lexicon/synonyms",
    "/lexicon/themes",
    "/teach",
    "/admin",
    "/audit",
    "/bin",
    "/login",
    "/documents/dangfei-guanli/edit",
    "/documents/dangfei-guanli/history",
];

/// Runs every rule of axe-core; tells what fails, each with where.
const RUN: &str = "
    const rules = { 'target-size': { enabled: true } };
    return axe.run(document, { rules: rules, resultTypes: ['violations'] }).then(found =>
        found.violations.map(it => it.id + ': ' + it.help + ' at ' +
            it.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + node.html.slice(0, 160)).join(' | ')));
";

/// The text of axe-core; `None` where it is not at hand.
fn axe() -> Option<String> {
    let Some(path) = std::env::var_os("DIANAN_AXE") else {
        // Past the harness, which keeps what a passing test prints to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED accessibility: DIANAN_AXE names no axe-core");
        return None;
    };
    Some(std::fs::read_to_string(path).expect("axe-core can be read"))
}

async fn failing(page: &Page, axe: &str) -> Vec<String> {
    page.script(axe, Vec::new()).await;
    let found = page.script(RUN, Vec::new()).await;
    let found = found.as_array().unwrap_or_else(|| panic!("a list: {found}")).iter();
    found.map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn axe_finds_nothing_on_any_page_in_the_light_in_the_dark_and_on_a_phone() {
    let Some(axe) = axe() else { return };
    let mut faults = Vec::new();
    visit(Scripts::On, async |page| {
        for (scheme, width) in [("light", 1440), ("dark", 1440), ("light", 375), ("dark", 375)] {
            page.emulate("screen", scheme).await;
            page.screen(width).await;
            for path in PAGES.iter().chain(&MORE) {
                page.open(path).await;
                for fault in failing(page, &axe).await {
                    faults.push(format!("{path} ({scheme}, {width}): {fault}"));
                }
            }
        }
    });
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn axe_finds_nothing_on_pages_that_answer_a_form() {
    let Some(axe) = axe() else { return };
    let mut faults = Vec::new();
    visit(Scripts::On, async |page| {
        for (scheme, width) in [("light", 1440), ("dark", 375)] {
            page.emulate("screen", scheme).await;
            page.screen(width).await;
            for (path, field, text, button) in [
                ("/lexicon/words", "[name=new-0-0]", "窗前问需", "button[value=preview]"),
                ("/teach", "#word", "向阳工坊", "button[value=try]"),
                ("/admin", "#name", "短", ".add-person button"),
            ] {
                page.open(path).await;
                page.wait_for(field).await.send_keys(text).await.expect("it can be typed into");
                page.script(
                    "document.querySelectorAll('form').forEach(it => { it.noValidate = true; })",
                    Vec::new(),
                )
                .await;
                page.click(button).await;
                for fault in failing(page, &axe).await {
                    faults.push(format!("{path} answers ({scheme}, {width}): {fault}"));
                }
            }
        }
    });
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn axe_would_find_a_fault() {
    let Some(axe) = axe() else { return };
    visit(Scripts::On, async |page| {
        page.open("/status").await;
        let spoil = "document.querySelector('main').insertAdjacentHTML('beforeend', arguments[0])";
        let button: Value = json!("<button></button>");
        page.script(spoil, vec![button]).await;
        let found = failing(page, &axe).await;
        assert!(found.iter().any(|it| it.starts_with("button-name")), "{found:?}");
    });
}

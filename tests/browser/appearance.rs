//! Light, dark and print: grounds, contrast, what is left off paper.

use serde_json::{Value, json};

use crate::chromium::Scripts;
use crate::page::{Page, visit};

pub(crate) const PAGES: [&str; 20] = [
    "/",
    "/?q=%E5%B9%BF%E4%B8%9C+%E5%9B%9B%E5%BC%BA&kind=case",
    "/documents/zhuhai-jiguan-dangjian?q=%E5%AE%A1%E8%AE%A1",
    "/documents/dangfei-guanli",
    "/nowhere",
    "/documents/zhuhai-jiguan-dangjian?facts=1",
    "/documents/zhuhai-jiguan-dangjian/similar",
    "/glossary",
    "/glossary?by=number",
    "/instruments",
    "/entities/indicator/%E5%9B%9B%E5%BC%BA%E5%85%9A%E6%94%AF%E9%83%A8",
    "/entities/shorthand/%E4%B8%89%E4%BC%9A%E4%B8%80%E8%AF%BE",
    "/compare",
    "/compare?topic=%E5%9B%9B%E5%BC%BA%E5%85%9A%E6%94%AF%E9%83%A8",
    "/check",
    "/clips",
    "/batch",
    "/help",
    "/import",
    "/lexicon?word=%E8%BF%B0%E8%81%8C%E8%AF%84%E8%AE%AE%E8%80%83%E6%A0%B8",
];

/// The least contrast of text with its ground: WCAG 2.2, success criterion 1.4.3 (AA).
const LEAST: f64 = 4.5;

/// The contrast of every run of text, and the lightness of the page's ground.
const CONTRAST: &str = include_str!("contrast.js");

/// The lightness of the ground (0 black, 1 white), after all text on the page was found legible.
async fn legible(page: &Page, path: &str) -> f64 {
    let read = page.script(CONTRAST, vec![json!(LEAST)]).await;
    assert!(read["checked"].as_u64() > Some(5), "{path}: {read}");
    assert_eq!(read["faint"], json!([]), "{path}");
    read["ground"].as_f64().unwrap_or_else(|| panic!("{path}: {read}"))
}

async fn displayed(page: &Page, css: &str) -> bool {
    let script = "const it = document.querySelector(arguments[0]);
        return it ? it.getClientRects().length > 0 : null";
    match page.script(script, vec![json!(css)]).await {
        Value::Bool(displayed) => displayed,
        other => panic!("{css} is not on the page: {other}"),
    }
}

#[test]
fn in_the_light_all_text_is_legible_on_light_paper() {
    visit(Scripts::On, async |page| {
        page.emulate("screen", "light").await;
        for path in PAGES {
            page.open(path).await;
            assert!(legible(page, path).await > 0.8, "{path}");
        }
    });
}

#[test]
fn in_the_dark_all_text_is_legible_on_dark_paper() {
    visit(Scripts::On, async |page| {
        page.emulate("screen", "dark").await;
        for path in PAGES {
            page.open(path).await;
            assert!(legible(page, path).await < 0.05, "{path}");
        }
    });
}

#[test]
fn faint_text_would_be_noticed() {
    visit(Scripts::On, async |page| {
        page.open("/status").await;
        page.script("document.querySelector('h1').style.color = '#999'", Vec::new()).await;
        let read = page.script(CONTRAST, vec![json!(LEAST)]).await;
        assert_eq!(read["faint"].as_array().map(Vec::len), Some(1), "{read}");
    });
}

#[test]
fn on_paper_a_document_is_its_text_and_its_source_alone() {
    visit(Scripts::On, async |page| {
        page.open("/documents/zhuhai-jiguan-dangjian?q=%E5%AE%A1%E8%AE%A1").await;
        let left_off = [
            ".site-header",
            ".site-nav",
            ".site-footer",
            ".document-nav",
            "form",
            ".related",
            ".passage .anchor",
            ".kicker .no-print",
        ];
        for css in left_off {
            assert!(displayed(page, css).await, "{css} is not on the screen");
        }
        // Dark systems print too; paper stays white.
        page.emulate("print", "dark").await;
        for css in left_off {
            assert!(!displayed(page, css).await, "{css} is printed");
        }
        for css in ["h1", ".document-meta", ".reading p", ".colophon .cite"] {
            assert!(displayed(page, css).await, "{css} is not printed");
        }
        let colours = "const style = getComputedStyle(document.body);
            return [style.backgroundColor, style.color]";
        assert_eq!(page.list(colours).await, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    });
}

#[test]
fn on_paper_a_list_of_results_keeps_its_hits() {
    visit(Scripts::On, async |page| {
        page.open(PAGES[1]).await;
        page.emulate("print", "light").await;
        for css in [".site-header", ".facets", ".tabs", ".site-footer"] {
            assert!(!displayed(page, css).await, "{css} is printed");
        }
        assert!(displayed(page, "li.hit").await && displayed(page, ".chip").await);
    });
}

//! Checking a draft and fixing it: in the browser with scripts, and without.

use serde_json::{Value, json};

use crate::chromium::Scripts;
use crate::page::{Page, visit};

const DRAFT: &str = "情况报告\n\
    全市54个司法行政办事窗口和为民服务站点，共设“法先锋”示范岗68个。\n\
    湖北省张家界市落实《中国共产党党和国家机关基层组织工作条律》。\n\
    有人说：“山里的果树要等三年才肯结出果子”。";

/// Puts the draft into the form and sends it.
async fn check(page: &Page) {
    page.open("/check").await;
    let fill = "document.getElementById('text').value = arguments[0]";
    page.script(fill, vec![json!(DRAFT)]).await;
    page.click("main .button[type=submit]").await;
    page.wait_for(".finding").await;
}

async fn value(page: &Page, css: &str) -> String {
    let script = "return document.querySelector(arguments[0]).value";
    let value = page.script(script, vec![json!(css)]).await;
    value.as_str().map(str::to_owned).unwrap_or_default()
}

async fn is(page: &Page, script: &str) -> bool {
    page.script(script, Vec::new()).await == Value::Bool(true)
}

#[test]
fn a_draft_is_checked_and_fixed_with_the_keyboard() {
    visit(Scripts::On, async |page| {
        check(page).await;
        assert_eq!(page.count(".finding").await, 4);
        assert!(page.shows(".keys").await);
        page.press('j').await;
        assert!(page.text(".finding.current").await.contains("64"));
        assert!(
            is(page, "return document.querySelector('a.found.current').textContent === '68'").await
        );
        page.press('a').await;
        assert!(page.text("#f1 .state").await.contains("已采纳"));
        assert_eq!(page.text("a.found[data-finding='1']").await, "64");
        // The next one is chosen.
        page.press('a').await;
        page.press('a').await;
        page.press('d').await;
        assert!(page.text("#f4 .state").await.contains("已忽略"));
        let revised = value(page, "#again textarea").await;
        assert!(revised.contains("示范岗64个") && revised.contains("湖南省张家界市"), "{revised}");
        assert!(revised.contains("工作条例》") && revised.contains("果树"), "{revised}");
        assert_eq!(value(page, "input[name=accepted]").await, "1,2,3");
        assert_eq!(value(page, "input[name=dismissed]").await, "4");
        page.press('k').await;
        page.press('u').await;
        assert_eq!(value(page, "input[name=accepted]").await, "1,2");
        page.press('a').await;

        page.click("#again .button[type=submit]").await;
        page.wait_for("#f1").await;
        assert_eq!(page.texts(".finding b").await, ["库中未见"]);
        let none: [&str; 0] = [];
        assert_eq!(page.console().await, none);
    });
}

#[test]
fn a_finding_and_its_mark_lead_to_each_other() {
    visit(Scripts::On, async |page| {
        page.screen(1440).await;
        check(page).await;
        page.click("#f3 .number").await;
        let seen = "const box = document.querySelector(`a.found[data-finding='3']`).getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight";
        assert!(is(page, seen).await);
        page.click("a.found[data-finding='1']").await;
        assert!(page.attribute("#f1", "class").await.contains("current"));
        page.click("label[for=show-title]").await;
        let shown = page.list("return [...document.querySelectorAll('.finding')].filter(it => it.offsetParent).map(it => it.id)").await;
        assert_eq!(shown, ["f3"]);
    });
}

#[test]
fn a_draft_is_checked_without_javascript() {
    visit(Scripts::Off, async |page| {
        page.open("/check").await;
        page.click("#text").await;
        page.write("共设“法先锋”示范岗68个，全市54个司法行政办事窗口和为民服务站点。").await;
        page.click("main .button[type=submit]").await;
        page.wait_for(".draft-text").await;
        assert!(page.text(".lead").await.len() > 3);
        assert_eq!(page.count(".decide:not([hidden])").await, 0);
        page.open("/check").await;
        page.click("main .button[type=submit]").await;
        assert!(page.text(".notice.bad").await.contains("草稿是空的"));
    });
}

#[test]
fn a_checked_draft_fits_a_phone_and_paper() {
    visit(Scripts::On, async |page| {
        page.screen(375).await;
        check(page).await;
        let wide = "return document.documentElement.scrollWidth <= innerWidth";
        assert!(is(page, wide).await);
        page.open("/check").await;
        assert!(is(page, wide).await);
        check(page).await;
        page.emulate("print", "light").await;
        let hidden = "return [...document.querySelectorAll('form, .decide, .keys')]
            .every(it => it.offsetParent === null)";
        assert!(is(page, hidden).await);
        assert!(page.shows(".finding").await && page.shows(".draft-text").await);
    });
}

//! Help with words in the browser: completions with keyboard, mouse and input method, corrections,
//! lists of queries, trials of a word, and what was looked for.

use serde_json::Value;

use crate::chromium::Scripts;
use crate::page::{ENTER, Page, visit};

const DOWN: char = '\u{e015}';
const UP: char = '\u{e013}';
const ESCAPE: char = '\u{e00c}';
const OPTION: &str = ".suggestions:not([hidden]) [role=option]";
const ACTIVE: &str = ".suggestions [aria-selected=true]";

/// What an input method does: it begins, and puts the letters typed so far into the box.
const COMPOSE: &str = "const [letters] = arguments, box = document.getElementById('q');
    box.focus();
    box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, data: '' }));
    box.value = letters;
    box.dispatchEvent(new CompositionEvent('compositionupdate', { bubbles: true, data: letters }));
    box.dispatchEvent(new InputEvent('input',
        { bubbles: true, isComposing: true, inputType: 'insertCompositionText', data: letters }));";

/// And it ends, leaving characters.
const COMPOSED: &str = "const [text] = arguments, box = document.getElementById('q');
    box.value = text;
    box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: text }));
    box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromComposition', data: text }));
    return new Promise(done => setTimeout(done, 20));";

async fn box_holds(page: &Page) -> Value {
    page.script("return document.getElementById('q').value", Vec::new()).await
}

async fn first_option(page: &Page) -> String {
    page.wait_for(OPTION).await;
    page.text(&format!("{OPTION} .text")).await
}

/// Types and waits until the first completion is this one.
async fn completes(page: &Page, typed: &str, expected: &str) {
    page.wait_for("#q").await.clear().await.expect("the box can be emptied");
    page.click("#q").await;
    page.write(typed).await;
    for _ in 0..100 {
        if page.count(OPTION).await > 0 && first_option(page).await == expected {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    panic!("{typed} completes to {:?}", page.texts(&format!("{OPTION} .text")).await);
}

#[test]
fn words_are_completed_by_characters_pinyin_and_initials() {
    visit(Scripts::On, async |page| {
        page.open("/").await;
        completes(page, "三会", "三会一课").await;
        completes(page, "sanhuiyike", "三会一课").await;
        completes(page, "shyk", "三会一课").await;
        assert!(page.texts(&format!("{OPTION} mark")).await[0].starts_with("三会一课"));
        page.search("审计").await;
        completes(page, "siqiangdang", "四强党支部").await;
    });
}

#[test]
fn a_completion_is_chosen_with_the_keyboard() {
    visit(Scripts::On, async |page| {
        page.open("/").await;
        for (name, value) in [("role", "combobox"), ("aria-expanded", "false")] {
            assert_eq!(page.attribute("#q", name).await, value);
        }
        completes(page, "shyk", "三会一课").await;
        assert_eq!(page.attribute("#q", "aria-expanded").await, "true");
        assert_eq!(page.count(ACTIVE).await, 0, "nothing is chosen for the person");
        page.press(DOWN).await;
        let active = page.attribute("#q", "aria-activedescendant").await;
        assert_eq!(page.attribute(ACTIVE, "id").await, active);
        assert_eq!(box_holds(page).await, "三会一课");
        page.press(UP).await;
        assert_eq!(box_holds(page).await, "shyk", "the way back is what was typed");
        page.press(DOWN).await;
        page.press(ESCAPE).await;
        assert_eq!(page.count(OPTION).await, 0);
        assert_eq!(box_holds(page).await, "shyk");
        page.press(DOWN).await;
        page.wait_for(OPTION).await;
        page.press(DOWN).await;
        page.press(ENTER).await;
        page.wait_for("li.hit").await;
        assert_eq!(page.parameter("q").await.unwrap(), "三会一课");
    });
}

#[test]
fn a_completion_is_chosen_with_the_mouse_and_keeps_the_filters() {
    visit(Scripts::On, async |page| {
        page.open("/?q=%E5%AE%A1%E8%AE%A1&kind=case").await;
        completes(page, "shyk", "三会一课").await;
        page.click(OPTION).await;
        page.wait_for(".chip").await;
        assert_eq!(page.parameter("q").await.unwrap(), "三会一课");
        assert_eq!(page.parameter("kind").await.unwrap(), "case");
    });
}

#[test]
fn a_completion_that_names_a_document_opens_it() {
    visit(Scripts::On, async |page| {
        page.open("/documents/fazhan-dangyuan").await;
        let title = page.text("h1").await;
        page.open("/").await;
        completes(page, &title, &title).await;
        assert_eq!(page.text(&format!("{OPTION} .count")).await, "打开文档");
        page.click(OPTION).await;
        page.wait_for("article.document").await;
        assert_eq!(page.text("h1").await, title);
    });
}

#[test]
fn what_an_input_method_composes_is_completed_and_its_enter_submits_nothing() {
    visit(Scripts::On, async |page| {
        page.open("/").await;
        page.script(COMPOSE, vec!["san'hui'yi".into()]).await;
        assert_eq!(first_option(page).await, "三会一课");
        // Keys belong to the input method while it composes.
        page.press(DOWN).await;
        assert_eq!(page.count(ACTIVE).await, 0);
        page.press(ENTER).await;
        assert_eq!(page.address().await.path(), "/");
        assert_eq!(page.parameter("q").await, None, "the form was submitted in mid-composition");
        page.script(COMPOSED, vec!["三会一课".into()]).await;
        assert_eq!(box_holds(page).await, "三会一课");
        page.press(ENTER).await;
        page.wait_for("li.hit").await;
        assert_eq!(page.parameter("q").await.unwrap(), "三会一课");
        let none: [&str; 0] = [];
        assert_eq!(page.console().await, none);
    });
}

#[test]
fn a_slip_is_named_with_a_link_to_what_may_be_meant() {
    for scripts in [Scripts::On, Scripts::Off] {
        visit(scripts, async |page| {
            page.search("机关当建").await;
            assert_eq!(page.text(".corrected a").await, "机关党建");
            page.click(".corrected a").await;
            assert_eq!(page.parameter("q").await.unwrap(), "机关党建");
            assert!(page.count("li.hit").await > 0);
            assert_eq!(page.count(".corrected").await, 0);
            page.search("“营商环境” “量子计算机”").await;
            assert_eq!(page.text("h1").await, "库中未见");
            let ways = page.texts(".rows a").await;
            assert!(ways[0].contains("量子计算机"), "{ways:?}");
            page.click(".rows a").await;
            assert!(page.count("li.hit").await > 0);
        });
    }
}

#[test]
fn a_word_is_tried_before_it_is_kept() {
    visit(Scripts::Off, async |page| {
        page.open("/lexicon").await;
        page.click("#word").await;
        page.write("述职评议考核").await;
        page.press(ENTER).await;
        let said = page.text("main").await;
        assert!(said.contains("段的切分会变"), "{said}");
        page.wait_for("[data-under-way], details, .block p").await;
        while page.count("[data-under-way]").await > 0 {
            page.click("[data-under-way] a").await;
        }
        let said = page.text("main").await;
        assert!(said.contains("比较了"), "{said}");
        assert!(said.contains("words.txt"), "{said}");
        page.open("/lexicon?word=%E7%94%B2+%E4%B9%99").await;
        assert!(page.text("h1").await.contains("空格"));
    });
}

#[test]
fn a_list_is_pasted_and_gives_a_table() {
    visit(Scripts::On, async |page| {
        page.open("/batch").await;
        let send = "const form = new FormData(document.querySelector('form.batch'));
            form.set('list', '四强党支部\\n“没有这句话”');
            return fetch('/batch', { method: 'POST', body: form }).then(answer =>
                answer.text().then(text => [answer.status, answer.headers.get('content-type'), text]))";
        let answer = page.list(send).await;
        assert_eq!(answer[0], 200);
        assert_eq!(answer[1], "text/csv; charset=utf-8");
        let table = answer[2].as_str().unwrap();
        assert!(table.contains("1,四强党支部,1,") && table.contains("库中未见"), "{table}");
        page.screen(375).await;
        page.open("/batch").await;
        let wide = page.script("return document.documentElement.scrollWidth", Vec::new()).await;
        assert_eq!(wide, 375);
        page.click(".batch button").await;
        assert!(page.text("h1").await.contains("没有查询"));
    });
}

#[test]
fn what_was_looked_for_is_counted_without_who() {
    visit(Scripts::On, async |page| {
        // The other tests ask too, and the page lists what is asked most.
        for _ in 0..5 {
            page.search("述职评议考核").await;
            page.search("“这句话库里没有”").await;
        }
        page.open("/status").await;
        let asked = page.texts(".looked-for td a").await;
        assert!(asked.iter().any(|it| it == "述职评议考核"), "{asked:?}");
        assert!(asked.iter().any(|it| it == "“这句话库里没有”"), "{asked:?}");
        page.open("/").await;
        completes(page, "szpykh", "述职评议考核").await;
    });
}

//! The keyboard alone: the way to the search box, and a focus that shows wherever it is.

use std::collections::HashSet;

use serde_json::Value;

use crate::chromium::Scripts;
use crate::page::{ENTER, Page, TAB, visit};

/// The most presses that a page may take from its first stop to its last.
const STOPS: usize = 150;

/// What has the focus: a name for it, whether its outline is drawn, whether it is in the window.
const FOCUS: &str = "const stop = document.activeElement;
    if (stop === document.body) return ['body', true, true];
    const style = getComputedStyle(stop), box = stop.getBoundingClientRect();
    const name = stop.tagName + '#' + stop.id + '.' + stop.className + ' ' +
        (stop.getAttribute('href') || stop.textContent.trim());
    const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 &&
        getComputedStyle(stop).opacity !== '0';
    const seen = box.width > 4 && box.height > 4 && box.bottom > 0 && box.top < innerHeight;
    return [name, drawn, seen]";

async fn focus(page: &Page) -> (String, bool, bool) {
    let focus = page.list(FOCUS).await;
    let is = |at: usize| focus[at] == Value::Bool(true);
    (focus[0].as_str().unwrap_or_default().to_owned(), is(1), is(2))
}

#[test]
fn the_first_page_awaits_words_and_takes_them_with_enter() {
    visit(Scripts::On, async |page| {
        page.open("/").await;
        let (name, drawn, seen) = focus(page).await;
        assert!(name.starts_with("INPUT#q") && drawn && seen, "{name}");
        for letter in "审计".chars() {
            page.press(letter).await;
        }
        page.press(ENTER).await;
        page.wait_for("li.hit").await;
        assert_eq!(page.parameter("q").await.unwrap(), "审计");
    });
}

#[test]
fn the_tab_key_comes_first_to_the_skip_link_and_then_to_the_search_box() {
    visit(Scripts::On, async |page| {
        for path in ["/?q=%E5%AE%A1%E8%AE%A1", "/status", "/documents/fazhan-dangyuan", "/nowhere"]
        {
            page.open(path).await;
            page.press(TAB).await;
            let (name, drawn, seen) = focus(page).await;
            assert!(name.starts_with("A#.skip") && drawn && seen, "{path}: {name}");
            let mut then = Vec::new();
            for _ in 0..2 {
                page.press(TAB).await;
                then.push(focus(page).await.0);
            }
            assert!(then[0].starts_with("A#.brand"), "{path}: {then:?}");
            assert!(then[1].starts_with("INPUT#q"), "{path}: {then:?}");
        }
        page.write("四强").await;
        page.press(ENTER).await;
        page.wait_for("li.hit").await;
        assert_eq!(page.parameter("q").await.unwrap(), "四强");
    });
}

#[test]
fn the_skip_link_skips_to_the_main_part() {
    visit(Scripts::On, async |page| {
        page.search("审计").await;
        page.press(TAB).await;
        page.press(ENTER).await;
        page.press(TAB).await;
        let inside = page.script("return !!document.activeElement.closest('main')", vec![]).await;
        assert_eq!(inside, true, "{}", focus(page).await.0);
        let first = page.attribute(".hit-title a", "href").await;
        assert!(
            focus(page).await.0.contains(&first),
            "{} is not the first hit",
            focus(page).await.0
        );
    });
}

#[test]
fn letters_lead_to_the_box_and_from_hit_to_hit() {
    visit(Scripts::On, async |page| {
        page.search("审计").await;
        let links = "return [...document.querySelectorAll('.hit-title a')].map(a => a.getAttribute('href'))";
        let links = page.list(links).await;
        for (key, at) in [('j', 0), ('j', 1), ('j', 2), ('k', 1), ('k', 0), ('k', 0)] {
            page.press(key).await;
            let (name, drawn, seen) = focus(page).await;
            assert!(name.contains(links[at].as_str().unwrap()), "{key}: {name}");
            assert!(drawn && seen, "{key}: {name}");
        }
        page.press('/').await;
        assert!(focus(page).await.0.starts_with("INPUT#q"));
        // In the box they are letters.
        page.press('j').await;
        page.press('/').await;
        let typed = page.script("return document.getElementById('q').value", vec![]).await;
        assert_eq!(typed, "j/");
    });
}

#[test]
fn wherever_the_tab_key_stops_the_focus_is_seen() {
    visit(Scripts::On, async |page| {
        let pages =
            ["/?q=%E5%B9%BF%E4%B8%9C+%E5%9B%9B%E5%BC%BA&kind=case", "/documents/dangfei-guanli"];
        for path in pages {
            page.open(path).await;
            let mut names = HashSet::new();
            for _ in 0..STOPS {
                page.press(TAB).await;
                let (name, drawn, seen) = focus(page).await;
                assert!(drawn && seen, "{path}: {name}: outline {drawn}, in the window {seen}");
                if name == "body" {
                    break;
                }
                names.insert(name);
            }
            assert_eq!(focus(page).await.0, "body", "{path} has no end");
            assert!(names.len() > 20, "{path}: {names:?}");
        }
    });
}

#[test]
fn a_filter_and_a_document_are_reached_with_tab_and_enter_alone() {
    visit(Scripts::On, async |page| {
        page.search("四强").await;
        tab_to(page, "kind=case").await;
        page.press(ENTER).await;
        page.wait_for(".chip").await;
        assert_eq!(page.parameter("kind").await.unwrap(), "case");
        tab_to(page, "/documents/").await;
        page.press(ENTER).await;
        page.wait_for("article.document").await;
        assert!(page.address().await.path().starts_with("/documents/"));
    });
}

async fn tab_to(page: &Page, address: &str) {
    for _ in 0..STOPS {
        page.press(TAB).await;
        if focus(page).await.0.contains(address) {
            return;
        }
    }
    panic!("the tab key does not reach {address}");
}

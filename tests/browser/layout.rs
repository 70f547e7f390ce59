//! Every page fits every screen, from a small phone to a desk.

use serde_json::Value;

use crate::chromium::Scripts;
use crate::page::{Page, asking, visit};

/// Widths of screens, in CSS pixels.
const WIDTHS: [u32; 4] = [320, 375, 768, 1440];

/// Opens every drawer, then tells the width of the window and of the page in it, and what stands
/// out furthest.
const WIDTH: &str = "document.querySelectorAll('details').forEach(it => it.open = true);
    const root = document.documentElement;
    const out = [...document.querySelectorAll('body *')]
        .filter(it => it.getBoundingClientRect().right > root.clientWidth + 1)
        .map(it => it.tagName + '.' + it.className + ' ' + it.textContent.trim().slice(0, 40));
    return [root.clientWidth, root.scrollWidth, out[0] || 'nothing']";

/// What must not be wider than the window.
fn pages() -> Vec<String> {
    let long = "\u{300c}四强\u{300d}党支部建设与机关党建品牌培育工作情况的报告".repeat(3);
    vec![
        "/".to_owned(),
        asking("四强 党支部"),
        format!("{}&kind=case&region=%E5%B9%BF%E4%B8%9C%E7%9C%81", asking("广东 2024年 四强")),
        format!("{}&offset=10", asking("党支部")),
        "/documents/zhuhai-jiguan-dangjian?q=%E5%AE%A1%E8%AE%A1".to_owned(),
        "/documents/dangfei-guanli".to_owned(),
        "/status".to_owned(),
        "/advanced?kind=case&year=2020..2024".to_owned(),
        "/documents/zhuhai-jiguan-dangjian?facts=1".to_owned(),
        "/documents/zhuhai-jiguan-dangjian/similar".to_owned(),
        "/glossary".to_owned(),
        "/glossary?by=number".to_owned(),
        "/instruments".to_owned(),
        "/entities/indicator/%E5%9B%9B%E5%BC%BA%E5%85%9A%E6%94%AF%E9%83%A8".to_owned(),
        "/entities/shorthand/%E4%B8%89%E4%BC%9A%E4%B8%80%E8%AF%BE".to_owned(),
        "/compare".to_owned(),
        "/compare?topic=%E5%9B%9B%E5%BC%BA%E5%85%9A%E6%94%AF%E9%83%A8".to_owned(),
        "/check".to_owned(),
        "/clips".to_owned(),
        "/batch".to_owned(),
        "/help".to_owned(),
        "/import".to_owned(),
        "/lexicon?word=%E8%BF%B0%E8%81%8C%E8%AF%84%E8%AE%AE%E8%80%83%E6%A0%B8".to_owned(),
        asking(&format!("\u{201c}{long}\u{201d}")),
        asking(&"x".repeat(300)),
        format!("/documents/{}", "x".repeat(120)),
    ]
}

async fn width(page: &Page) -> (u64, u64, String) {
    let width = page.list(WIDTH).await;
    let pixels = |at: usize| width[at].as_u64().unwrap_or_default();
    (pixels(0), pixels(1), width[2].as_str().unwrap_or_default().to_owned())
}

#[test]
fn no_page_scrolls_sideways_at_any_width() {
    visit(Scripts::On, async |page| {
        for screen in WIDTHS {
            page.screen(screen).await;
            for path in pages() {
                page.open(&path).await;
                let (window, needed, out) = width(page).await;
                assert!(window.abs_diff(screen.into()) < 20, "{path}: the window is {window} wide");
                assert!(needed <= window, "{path} needs {needed} of {window} pixels: {out}");
            }
        }
    });
}

#[test]
fn six_hits_stand_on_a_screen_of_1440_by_900() {
    visit(Scripts::On, async |page| {
        page.screen(1440).await;
        page.open(&asking("组织 群众 工作")).await;
        let whole = "return [[...document.querySelectorAll('.hit')].map(it => it.getBoundingClientRect().bottom)
            .filter(bottom => bottom <= 900).length]";
        let whole = page.list(whole).await[0].as_u64();
        assert!(whole >= Some(6), "{whole:?} hits");
    });
}

#[test]
fn a_page_that_is_too_wide_would_be_noticed() {
    visit(Scripts::On, async |page| {
        for screen in WIDTHS {
            page.screen(screen).await;
            page.open("/status").await;
            let widen = "document.querySelector('h1').style.width = '2000px'";
            page.script(widen, Vec::new()).await;
            let (window, needed, out) = width(page).await;
            assert!(needed > window && out.starts_with("H1"), "{needed} of {window}: {out}");
        }
    });
}

#[test]
fn on_a_touch_screen_what_stands_alone_is_a_fingers_height() {
    visit(Scripts::On, async |page| {
        page.screen(375).await;
        let heights = "return [...document.querySelectorAll(
            '.button, .chip, .facet a, .tabs a, .pages a, .site-nav a, summary, .copy-more, #q')]
            .filter(it => it.getClientRects().length)
            .map(it => [it.textContent.trim(), it.getBoundingClientRect().height])";
        page.open(&format!("{}&kind=case", asking("党支部"))).await;
        let targets = page.list(heights).await;
        assert!(targets.len() > 5, "{targets:?}");
        let low: Vec<&Value> = targets.iter().filter(|it| it[1].as_f64() < Some(39.5)).collect();
        assert!(low.is_empty(), "{low:?}");
    });
}

#[test]
fn on_a_touch_screen_one_button_of_a_hit_opens_the_others() {
    visit(Scripts::On, async |page| {
        page.screen(375).await;
        page.search("党支部").await;
        page.wait_for(".hit .copy-more").await;
        assert!(!page.shows(".hit .copy-tools").await);
        page.click(".hit .copy-more").await;
        assert!(page.shows(".hit .copy-tools button").await);
        assert_eq!(page.attribute(".hit .copy-more", "aria-expanded").await, "true");
    });
}

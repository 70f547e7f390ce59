//! Reading a document: arriving at a passage, moving within it, going on to others.

use crate::chromium::Scripts;
use crate::page::{Page, visit};

/// A report with an outline, cases that were divided out of it, and documents like it.
const REPORT: &str = "/documents/zhuhai-jiguan-dangjian";

/// Where the target of the address stands, in pixels from the window's top: its top, its bottom,
/// the window's height, and how many marks it holds.
const TARGET: &str = "const target = document.querySelector(':target');
    if (!target) return [];
    const box = target.getBoundingClientRect();
    return [box.top, box.bottom, innerHeight, target.querySelectorAll('mark').length]";

/// Asks for each related document: its address and status code.
const RELATED: &str = "return Promise.all([...document.querySelectorAll('.related a')].map(link =>
    fetch(link.href).then(answer => [link.href, answer.status])))";

/// The target of the address is in the window; returns how many marks it holds.
async fn target_in_view(page: &Page) -> f64 {
    let target = page.list(TARGET).await;
    let address = page.address().await;
    let [top, bottom, height, marks] = &target[..] else { panic!("{address} has no target") };
    let in_view = top.as_f64() >= Some(0.0) && top.as_f64() < height.as_f64();
    assert!(in_view && bottom.as_f64() > Some(0.0), "{address}: {target:?}");
    marks.as_f64().unwrap_or_default()
}

#[test]
fn a_hit_opens_its_document_at_the_marked_passage() {
    visit(Scripts::On, async |page| {
        page.search("审计").await;
        let title = page.text(".hit-title a").await;
        let link = page.attribute(".hit-title a", "href").await;
        page.click(".hit-title a").await;
        assert_eq!(page.text("h1").await, title);
        let address = page.address().await;
        assert!(address.fragment().is_some(), "{address}");
        assert_eq!(address.fragment(), link.split_once('#').map(|(_, anchor)| anchor));
        assert!(target_in_view(page).await > 0.0, "no mark in the passage");
        let marks = page.texts("section.passage:target mark").await;
        assert!(marks.iter().all(|mark| mark == "审计"), "{marks:?}");
    });
}

#[test]
fn every_hit_whose_snippet_is_marked_leads_to_a_marked_passage() {
    visit(Scripts::On, async |page| {
        for q in ["党建品牌 珠海", "\u{300c}四强\u{300d}党支部", "民生訴求"] {
            page.search(q).await;
            let links = "return [...document.querySelectorAll('li.hit')]
                .filter(hit => hit.querySelector('.snippet mark'))
                .map(hit => hit.querySelector('.hit-title a').href)";
            let links = page.list(links).await;
            assert!(links.len() > 1, "{q}: {links:?}");
            for link in links {
                page.go(link.as_str().unwrap()).await;
                assert!(target_in_view(page).await > 0.0, "{link} leads to no mark");
            }
        }
    });
}

#[test]
fn the_first_of_a_documents_hits_is_a_click_away() {
    visit(Scripts::On, async |page| {
        page.open(&format!("{REPORT}?q=%E5%AE%A1%E8%AE%A1")).await;
        page.click(".kicker a").await;
        assert!(target_in_view(page).await > 0.0);
    });
}

#[test]
fn the_outline_points_out_the_sections_with_hits() {
    visit(Scripts::On, async |page| {
        // The word stands in the last section alone, below its first paragraph.
        page.open(&format!("{REPORT}?q=%E8%82%A9%E5%B9%B6%E8%82%A9")).await;
        assert!(page.count(".reading mark").await > 0);
        let marked = page.texts(".outline .has-hit").await;
        assert!(!marked.is_empty(), "no heading of the outline is marked");
    });
}

#[test]
fn links_of_the_outline_jump_to_their_headings() {
    visit(Scripts::On, async |page| {
        page.open(REPORT).await;
        let items = page.count(".outline a").await;
        assert!(items > 5, "{items}");
        for (index, link) in page.all(".outline a").await.into_iter().enumerate() {
            let text = link.text().await.unwrap();
            link.click().await.unwrap();
            target_in_view(page).await;
            let headings = page.texts(":target h2, :target h3, :target h4").await;
            assert!(headings.contains(&text), "{index}: {text} is not in {headings:?}");
        }
    });
}

#[test]
fn on_a_narrow_screen_the_outline_is_a_drawer_that_opens() {
    visit(Scripts::On, async |page| {
        page.screen(375).await;
        page.open(REPORT).await;
        assert!(!page.shows(".outline a").await);
        page.click(".document-nav summary").await;
        assert!(page.shows(".outline a").await);
        page.click(".outline li:nth-child(3) a").await;
        target_in_view(page).await;
    });
}

#[test]
fn parts_and_similar_documents_link_to_documents_that_exist() {
    visit(Scripts::On, async |page| {
        for path in [REPORT, "/documents/zhuhai-sifaju-fa-xianfeng", "/documents/fazhan-dangyuan"] {
            page.open(path).await;
            assert!(page.count("#similar a").await > 0, "{path} is like nothing");
            let links = page.list(RELATED).await;
            for link in &links {
                assert_eq!(link[1], 200, "{path}: {link}");
                assert!(
                    !link[0].to_string().ends_with(&format!("{path}\"")),
                    "{path} is like itself"
                );
            }
        }
        page.open(REPORT).await;
        assert!(page.count("#parts a").await >= 6);
        let title = page.text("#parts a").await;
        page.click("#parts a").await;
        assert_eq!(page.text("h1").await, title);
    });
}

#[test]
fn a_part_leads_back_to_the_whole_and_its_metadata_to_searches() {
    visit(Scripts::On, async |page| {
        page.open("/documents/zhuhai-sifaju-fa-xianfeng").await;
        page.click(".document-meta a[href*='zhuhai%2Djiguan']").await;
        assert_eq!(page.address().await.path(), "/documents/zhuhai%2Djiguan%2Ddangjian");
        page.click(".document-meta a[href*='region=']").await;
        assert!(page.count("li.hit").await > 0);
        assert_eq!(page.count(".chip").await, 1);
    });
}

#[test]
fn from_hit_to_hit_and_round() {
    visit(Scripts::On, async |page| {
        page.open(&format!("{REPORT}?q=%E5%85%9A%E5%BB%BA")).await;
        let marks = page.count(".reading mark").await;
        assert!(marks > 2, "{marks}");
        assert_eq!(page.text(".steps .place").await, format!("共 {marks} 处"));
        let here = "const here = [...document.querySelectorAll('.reading mark')]
            .findIndex(mark => mark.classList.contains('here'));
            const box = document.querySelector('mark.here').getBoundingClientRect();
            const bar = document.querySelector('.reading-bar').getBoundingClientRect();
            return [here, box.top >= bar.bottom && box.bottom <= innerHeight]";
        for (button, expected) in [("last", 0), ("last", 1), ("first", 0), ("first", marks - 1)] {
            page.click(&format!(".steps button:{button}-of-type")).await;
            let found = page.list(here).await;
            assert_eq!(found, [serde_json::json!(expected), serde_json::json!(true)], "{button}");
        }
        page.press('j').await;
        assert_eq!(page.text(".steps .place").await, format!("1 / {marks}"));
    });
}

#[test]
fn the_title_stays_in_view_and_covers_no_passage_that_a_link_leads_to() {
    visit(Scripts::On, async |page| {
        for width in [375, 1440] {
            page.screen(width).await;
            page.open(REPORT).await;
            let anchor = page.attribute(".outline li:nth-child(5) a", "href").await;
            page.open(&format!("{REPORT}{anchor}")).await;
            let places =
                "const bar = document.querySelector('.reading-bar').getBoundingClientRect();
                const passage = document.querySelector(':target').getBoundingClientRect();
                return [bar.top, bar.bottom, passage.top]";
            let places: Vec<f64> =
                page.list(places).await.iter().filter_map(serde_json::Value::as_f64).collect();
            assert!((0.0..1.0).contains(&places[0]), "{width}: {places:?}");
            assert!(places[1] <= places[2] + 0.5, "{width}: {places:?}");
            assert_eq!(page.text(".bar-title").await, page.text("h1").await);
            page.open(REPORT).await;
            page.wait_for(".reading-bar.calm").await;
            assert!(!page.shows(".bar-title").await, "{width}: the title stands there twice");
        }
    });
}

#[test]
fn the_way_back_leads_to_the_hit_on_the_page_of_results_where_it_was() {
    visit(Scripts::On, async |page| {
        page.open("/?q=%E5%85%9A%E6%94%AF%E9%83%A8&kind=case&offset=10").await;
        let list = page.address().await;
        page.click("li.hit:nth-child(4) .hit-title a").await;
        page.wait_for("article.document").await;
        page.click("a.back").await;
        page.wait_for("li.hit:target").await;
        let back = page.address().await;
        assert_eq!(back.query(), list.query());
        let fourth = "return [document.querySelector('li.hit:nth-child(4)').matches(':target')]";
        assert_eq!(page.list(fourth).await, [true]);
    });
    visit(Scripts::Off, async |page| {
        page.search("审计").await;
        page.click(".hit-title a").await;
        page.click("a.back").await;
        page.wait_for("li.hit:target").await;
        assert_eq!(page.parameter("q").await.unwrap(), "审计");
    });
}

#[test]
fn marked_facts_have_a_legend() {
    visit(Scripts::Off, async |page| {
        page.open(REPORT).await;
        assert_eq!(page.count(".legend").await, 0);
        page.click(".kicker a[href*='facts=1']").await;
        let sorts = page.texts(".legend .fact").await;
        assert!(sorts.contains(&"机构".to_owned()), "{sorts:?}");
        let mut marked = Vec::new();
        for link in page.all(".reading a.fact").await {
            let about = link.attr("title").await.unwrap().unwrap_or_default();
            marked.push(about.split('：').next().unwrap_or_default().to_owned());
        }
        assert!(!marked.is_empty() && marked.iter().all(|sort| sorts.contains(sort)), "{sorts:?}");
    });
}

//! Searching: words, facets, chips, pages of results.

use std::collections::HashSet;

use crate::chromium::Scripts;
use crate::page::{ENTER, Page, visit};

/// What each link of facets without a tick promises (its count) and what the page behind it finds;
/// one more value beside a tick finds what both hold.
const FACETS: &str = "return Promise.all([...document.querySelectorAll('.facet')]
    .filter(facet => !facet.querySelector('[aria-current]'))
    .flatMap(facet => [...facet.querySelectorAll('a')]).map(link =>
    fetch(link.href).then(answer => answer.text()).then(html => {
        const page = new DOMParser().parseFromString(html, 'text/html');
        const found = page.querySelector('[role=status] .num');
        const promised = link.querySelector('.count').textContent;
        return [link.textContent, promised, found ? found.textContent : 'nothing'];
    })))";

/// The number of documents that the page says it found.
pub(crate) async fn total(page: &Page) -> usize {
    let total = page.text("[role=status] .num").await;
    total.parse().unwrap_or_else(|_| panic!("{total} is no number"))
}

#[test]
fn words_typed_on_the_first_page_and_sent_with_enter_show_marked_results() {
    visit(Scripts::On, async |page| {
        page.open("/").await;
        page.click("#q").await;
        page.write("营商环境 办不成事").await;
        page.press(ENTER).await;
        page.wait_for("li.hit").await;
        assert_eq!(page.parameter("q").await.unwrap(), "营商环境 办不成事");
        assert!(page.title().await.starts_with("营商环境 办不成事"), "{}", page.title().await);
        assert!(total(page).await >= page.count("li.hit").await);
        let marks = page.texts(".snippet mark").await;
        let asked = |mark: &String| !mark.is_empty() && "营商环境办不成事".contains(mark.as_str());
        assert!(!marks.is_empty() && marks.iter().all(asked), "{marks:?}");
        let box_holds = page.script("return document.getElementById('q').value", Vec::new()).await;
        assert_eq!(box_holds, "营商环境 办不成事");
    });
}

#[test]
fn a_mark_is_seen_by_its_ground_and_its_line() {
    visit(Scripts::On, async |page| {
        page.search("审计").await;
        let script = "const style = getComputedStyle(document.querySelector('.snippet mark'));
            return [style.textDecorationLine, style.backgroundImage]";
        let style = page.list(script).await;
        assert_eq!(style[0], "underline");
        assert!(style[1].to_string().contains("rgb(248, 226, 214)"), "{style:?}");
    });
}

#[test]
fn a_facet_link_filters_and_its_chip_takes_the_filter_back() {
    visit(Scripts::On, async |page| {
        page.search("四强").await;
        let before = total(page).await;
        let kinds: HashSet<String> = page.texts(".hit > .badge").await.into_iter().collect();
        assert!(kinds.len() > 1, "nothing to filter: {kinds:?}");
        page.click(".facet a[href*='kind=case']").await;
        page.wait_for(".chip:not(.soft)").await;
        assert_eq!(page.parameter("kind").await.unwrap(), "case");
        assert_eq!(page.parameter("q").await.unwrap(), "四强");
        assert!(total(page).await < before);
        let kinds = page.texts(".hit > .badge").await;
        assert!(kinds.iter().all(|kind| kind == "案例"), "{kinds:?}");
        page.click(".chip:not(.soft)").await;
        assert_eq!(page.parameter("kind").await, None);
        assert_eq!(page.count(".chip:not(.soft)").await, 0);
        assert_eq!(total(page).await, before);
    });
}

#[test]
fn every_count_beside_a_facet_is_what_its_link_finds() {
    visit(Scripts::On, async |page| {
        for path in ["/", "/?q=%E5%85%9A%E6%94%AF%E9%83%A8&kind=case", "/?q=%E5%AE%A1%E8%AE%A1"] {
            page.open(path).await;
            let facets = page.list(FACETS).await;
            assert!(facets.len() > 5, "{path}: {facets:?}");
            let wrong = facets.iter().filter(|facet| facet[1] != facet[2]);
            let wrong: Vec<_> = wrong.map(ToString::to_string).collect();
            assert!(wrong.is_empty(), "{path}: {wrong:?}");
        }
    });
}

#[test]
fn ticked_values_of_a_field_are_alternatives_that_are_taken_back_alone() {
    visit(Scripts::On, async |page| {
        page.search("党支部").await;
        page.click(".facets a[href$='kind=case']").await;
        page.wait_for(".facets [aria-current]").await;
        let cases = total(page).await;
        let count = page.text(".facets a[href$='kind=guide'] .count").await;
        page.click(".facets a[href$='kind=guide']").await;
        page.wait_for(".facets li:nth-child(2) [aria-current]").await;
        let guides: usize = count.parse().expect("a count");
        assert_eq!(total(page).await, cases + guides);
        assert_eq!(page.count(".chip").await, 2);
        let kinds = page.texts(".hit > .badge").await;
        assert!(kinds.iter().all(|kind| kind == "案例" || kind == "指引"), "{kinds:?}");
        let ticks = "return [...document.querySelectorAll('.facets .facet:nth-of-type(1) a')]
            .map(link => link.hasAttribute('aria-current'))";
        let ticks = page.list(ticks).await;
        assert_eq!(ticks[..2], [true, true], "chosen ones stand on top: {ticks:?}");
        page.click(".facets [aria-current]").await;
        page.wait_for(".facets li:nth-child(2) a:not([aria-current])").await;
        assert!([cases, guides].contains(&total(page).await));
        assert_eq!(page.count(".chip").await, 1);
    });
}

#[test]
fn years_from_one_to_another_are_asked_with_two_fields() {
    for scripts in [Scripts::On, Scripts::Off] {
        visit(scripts, async |page| {
            page.open("/?q=%E5%85%9A%E6%94%AF%E9%83%A8&kind=case&kind=report").await;
            let before = total(page).await;
            page.click(".years input[name=from]").await;
            page.write("2023").await;
            page.click(".years input[name=to]").await;
            page.write("2024").await;
            page.press(ENTER).await;
            page.wait_for(".chip:nth-of-type(3)").await;
            assert_eq!(page.parameter("year").await.unwrap(), "2023..2024");
            assert_eq!(page.parameter("kind").await.unwrap(), "case");
            let found = total(page).await;
            assert!(found > 0 && found < before, "{found} of {before}");
            assert_eq!(page.attribute(".years input[name=from]", "value").await, "2023");
        });
    }
}

#[test]
fn a_search_within_the_results_keeps_what_holds_the_words() {
    for scripts in [Scripts::On, Scripts::Off] {
        visit(scripts, async |page| {
            page.open("/?q=%E5%85%9A%E6%94%AF%E9%83%A8&sort=newest").await;
            let before = total(page).await;
            page.click(".within input[name=within]").await;
            page.write("审计").await;
            page.press(ENTER).await;
            page.wait_for("li.hit mark").await;
            assert_eq!(page.parameter("q").await.unwrap(), "党支部 “审计”");
            assert_eq!(page.parameter("sort").await.unwrap(), "newest");
            let found = total(page).await;
            assert!(found > 0 && found < before, "{found} of {before}");
        });
    }
}

#[test]
fn the_list_is_carried_away_from_its_menu() {
    visit(Scripts::Off, async |page| {
        page.search("党支部").await;
        assert!(!page.shows(".menu a").await);
        page.click(".menu summary").await;
        assert!(page.shows(".menu a").await);
        assert_eq!(page.count(".menu a[download]").await, 5);
    });
}

#[test]
fn why_a_hit_is_listed_is_said_in_plain_words() {
    visit(Scripts::On, async |page| {
        page.search("营商环境 办不成事").await;
        page.script("document.querySelector('.why').open = true", Vec::new()).await;
        let reasons = page.texts(".hit:first-child .why li").await;
        assert!(reasons.iter().any(|it| it.contains("“办不成事”")), "{reasons:?}");
        let numbers = |it: &String| it.contains('%') || it.contains("得分");
        assert!(!reasons.iter().any(numbers), "{reasons:?}");
    });
}

#[test]
fn the_filters_stay_when_other_words_are_asked() {
    visit(Scripts::On, async |page| {
        page.open("/?q=%E5%AE%A1%E8%AE%A1&kind=case").await;
        page.wait_for("#q").await.clear().await.unwrap();
        page.click("#q").await;
        page.write("财政").await;
        page.press(ENTER).await;
        page.wait_for(".chip").await;
        assert_eq!(page.parameter("q").await.unwrap(), "财政");
        assert_eq!(page.parameter("kind").await.unwrap(), "case");
    });
}

#[test]
fn a_place_understood_from_the_words_is_taken_back_by_its_chip() {
    visit(Scripts::On, async |page| {
        page.search("广东 四强").await;
        assert!(page.text(".chip.soft").await.contains("广东省"));
        page.click(".chip.soft").await;
        assert_eq!(page.parameter("ignore").await.unwrap(), "广东");
        assert_eq!(page.parameter("q").await.unwrap(), "广东 四强");
        assert_eq!(page.count(".chip").await, 0);
        assert!(total(page).await > 0);
    });
}

#[test]
fn a_typed_condition_is_shown_as_a_chip_that_takes_it_out_of_the_words() {
    visit(Scripts::On, async |page| {
        page.search("换届选举 kind:guide").await;
        assert_eq!(page.texts(".chip").await.len(), 1);
        let kinds = page.texts(".hit > .badge").await;
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| kind == "指引"), "{kinds:?}");
        page.click(".chip").await;
        assert_eq!(page.parameter("q").await.unwrap(), "换届选举");
        assert_eq!(page.count(".chip").await, 0);
    });
}

#[test]
fn going_from_page_to_page_shows_every_document_once() {
    visit(Scripts::On, async |page| {
        page.search("党支部").await;
        let total = total(page).await;
        let mut seen = Vec::new();
        loop {
            for link in page.all(".hit-title a").await {
                let address = link.attr("href").await.unwrap().unwrap();
                seen.push(address.split('?').next().unwrap_or_default().to_owned());
            }
            if page.count(".pages a[rel=next]").await == 0 {
                break;
            }
            page.click(".pages a[rel=next]").await;
        }
        assert!(page.count(".pages").await == 1, "one page of results proves nothing");
        assert_eq!(seen.len(), total);
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), total, "{seen:?}");
    });
}

#[test]
fn the_first_page_offers_examples_that_find_something() {
    visit(Scripts::On, async |page| {
        page.open("/").await;
        let links =
            "return [...document.querySelectorAll('.welcome .inline-list a')].map(a => a.href)";
        let examples = page.list(links).await;
        assert!(examples.len() >= 3);
        for example in &examples {
            page.go(example.as_str().unwrap()).await;
            assert!(page.count("li.hit").await > 0, "{example} finds nothing");
            assert_eq!(page.count(".notice").await, 0, "{example} is remarked upon");
        }
    });
}

#[test]
fn what_was_looked_for_and_read_is_kept_in_the_browser_alone_until_it_is_cleared() {
    visit(Scripts::On, async |page| {
        page.open("/").await;
        assert!(!page.shows("#history").await);
        page.search("营商环境").await;
        page.click(".hit-title a").await;
        let title = page.text("h1").await;
        page.open("/").await;
        assert_eq!(page.texts("#history a").await, ["营商环境".to_owned(), title]);
        page.click("#history a").await;
        assert_eq!(page.parameter("q").await.unwrap(), "营商环境");
        page.open("/").await;
        page.click("#history button:last-of-type").await;
        page.search("审计").await;
        page.open("/").await;
        assert_eq!(page.count("#history a").await, 0, "it was switched off");
        page.click("#history button").await;
        page.search("审计").await;
        page.open("/").await;
        assert_eq!(page.texts("#history a").await, ["审计"]);
        page.click("#history button").await;
        assert_eq!(page.count("#history a").await, 0, "it was cleared");
    });
}

#[test]
fn a_roomy_list_stays_roomy() {
    visit(Scripts::On, async |page| {
        page.search("党支部").await;
        let height = "return [document.querySelector('.hit').getBoundingClientRect().height]";
        let close = page.list(height).await[0].as_f64();
        page.click(".tools button[aria-pressed=false]").await;
        assert!(page.list(height).await[0].as_f64() > close);
        page.search("审计").await;
        assert_eq!(page.attribute(".tools button", "aria-pressed").await, "true");
        assert_eq!(page.count(".hits.roomy").await, 1);
    });
}

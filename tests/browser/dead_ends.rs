//! Where nothing is shown, the page says why and offers ways on that work.

use crate::chromium::Scripts;
use crate::page::{Page, asking, visit};
use crate::searching::total;

/// The links of the main part that lead into the site.
const LINKS: &str = "return [...document.querySelectorAll('main a')].map(link => link.href)";

/// Asks for each link of the main part of the page: its address and status code.
const STATUSES: &str = "return Promise.all([...document.querySelectorAll('main a')].map(link =>
    fetch(link.href).then(answer => [link.href, answer.status])))";

async fn all_links_work(page: &Page) {
    let links = page.list(STATUSES).await;
    assert!(!links.is_empty(), "no way on");
    for link in links {
        assert_eq!(link[1], 200, "{link}");
    }
}

#[test]
fn a_page_beyond_the_end_leads_back_to_the_last_one() {
    visit(Scripts::On, async |page| {
        page.open(&format!("{}&offset=5000", asking("党支部"))).await;
        assert_eq!(page.count("li.hit").await, 0);
        assert!(page.text("main").await.contains("没有这一页"));
        let links = page.list(LINKS).await;
        assert_eq!(links.len(), 1, "{links:?}");
        page.click("main a").await;
        assert!(page.count("li.hit").await > 0);
        assert_eq!(page.count(".pages a[rel=next]").await, 0, "this is not the last page");
        assert_eq!(page.count(".pages a[rel=prev]").await, 1);
    });
}

#[test]
fn an_empty_result_offers_ways_that_find_what_they_promise() {
    visit(Scripts::On, async |page| {
        let elsewhere = asking("\u{201c}让我先来\u{201d}") + "&region=%E5%AE%89%E5%BE%BD%E7%9C%81";
        for path in [elsewhere, asking("\u{201c}让我先来审计\u{201d}")] {
            page.open(&path).await;
            assert!(page.text("main h1:not(.unseen)").await.contains("库中未见"), "{path}");
            all_links_work(page).await;
            let ways = page.texts(".rows li").await;
            assert!(!ways.is_empty(), "{path}: nothing to try");
            for (index, way) in ways.iter().enumerate() {
                page.open(&path).await;
                page.click(&format!(".rows li:nth-child({}) a", index + 1)).await;
                let found = total(page).await;
                assert!(found > 0 && way.contains(&format!("{found} ")), "{way}: {found}");
            }
        }
    });
}

#[test]
fn an_empty_result_says_which_words_are_held() {
    visit(Scripts::On, async |page| {
        page.search("\u{201c}让我先来审计\u{201d} 珠海").await;
        let words = page.texts("dl.facts dd").await;
        assert!(words.iter().any(|word| word.contains("珠海") && word.contains("处")), "{words:?}");
        let missing = |word: &String| word.contains("让我先来审计") && word.contains("库中未见");
        assert!(words.iter().any(missing), "{words:?}");
    });
}

#[test]
fn words_that_nobody_wrote_are_answered_with_advice() {
    visit(Scripts::On, async |page| {
        page.search("xqzvwk").await;
        assert!(page.text("main").await.contains("库中未见"));
        assert!(page.shows("main .notice").await);
        assert!(page.shows("#q").await, "there is no way to ask again");
    });
}

#[test]
fn an_unclosed_quote_shows_its_remark_beside_the_results() {
    visit(Scripts::On, async |page| {
        page.search("审计 \"先锋").await;
        let remark = page.text("p.notice").await;
        assert!(remark.contains("引号") && remark.contains("没有配对"), "{remark}");
        assert!(page.count("li.hit").await > 0);
        page.search("审计 \"先锋\"").await;
        assert_eq!(page.count("p.notice").await, 0);
    });
}

#[test]
fn an_error_page_says_what_happened_and_where_to_go() {
    visit(Scripts::On, async |page| {
        let wrong = [
            ("/documents/nobody-wrote-this", "404"),
            ("/nowhere", "404"),
            ("/?q=a&offset=many", "400"),
            ("/?q=a&year=soon", "400"),
        ];
        for (path, status) in wrong {
            page.open(path).await;
            assert_eq!(page.text(".page-head .quiet-text").await, status, "{path}");
            assert!(!page.text("h1").await.is_empty(), "{path}");
            assert!(!page.text(".lead").await.is_empty(), "{path}");
            all_links_work(page).await;
        }
    });
}

//! Everything works where scripts are switched off.

use crate::chromium::Scripts;
use crate::page::{ENTER, visit};

#[test]
fn everything_is_searchable_and_readable_without_javascript() {
    visit(Scripts::Off, async |page| {
        let probe = "data:text/html,<p id=p>off</p><script>p.textContent='on'</script>";
        page.go(probe).await;
        assert_eq!(page.text("#p").await, "off", "scripts run: this proves nothing");

        page.open("/").await;
        page.click("#q").await;
        page.write("广东 四强").await;
        page.press(ENTER).await;
        assert!(page.wait_for("li.hit").await.is_displayed().await.unwrap());
        assert!(page.shows(".snippet mark").await);
        page.click(".facet a[href*='kind=case']").await;
        assert_eq!(page.parameter("kind").await.unwrap(), "case");
        page.click(".chip:not(.soft)").await;
        page.click(".chip.soft").await;
        assert_eq!(page.count(".chip").await, 0);

        page.click(".hit-title a").await;
        assert!(page.address().await.fragment().is_some());
        assert!(page.shows("section.passage:target mark").await);
        assert!(page.shows(".reading p").await);
        page.click(".outline a").await;
        page.click("#similar a").await;
        assert!(!page.text("h1").await.is_empty());
        page.click(".site-nav a[href='/status']").await;
        assert!(page.text("main").await.contains("索引"));
    });
}

#[test]
fn drawers_open_without_javascript() {
    visit(Scripts::Off, async |page| {
        page.screen(375).await;
        page.search("审计").await;
        assert!(!page.shows(".facets a").await);
        page.click(".side-first summary").await;
        assert!(page.shows(".facets a").await);
    });
}

#[test]
fn the_fields_of_the_advanced_form_make_a_query_without_javascript() {
    visit(Scripts::Off, async |page| {
        page.open("/").await;
        page.click(".ways a[href='/advanced']").await;
        page.click("input[name=phrase]").await;
        page.write("党支部").await;
        page.click("input[name=none]").await;
        page.write("换届").await;
        page.click("input[name=kind][value=case]").await;
        page.click("input[name=kind][value=report]").await;
        page.click("input[name=from]").await;
        page.write("2020").await;
        page.press(ENTER).await;
        page.wait_for("li.hit").await;
        assert_eq!(page.parameter("q").await.unwrap(), "“党支部” -“换届”");
        assert_eq!(page.parameter("year").await.unwrap(), "2020..");
        let kinds = page.texts(".hit > .badge").await;
        assert!(kinds.iter().all(|kind| kind == "案例" || kind == "报告"), "{kinds:?}");
        // The form comes back filled in.
        page.click(".side-first a[href^='/advanced']").await;
        assert_eq!(page.attribute("#q", "value").await, "“党支部” -“换届”");
        assert_eq!(page.count("input[name=kind]:checked").await, 2);
        assert_eq!(page.attribute("input[name=from]", "value").await, "2020");
    });
}

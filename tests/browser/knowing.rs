//! What the library knows of names: the panel, entity pages, glossary, instruments, marked facts.

use crate::chromium::Scripts;
use crate::page::visit;

#[test]
fn a_name_is_answered_above_the_hits_and_each_line_leads_to_its_sentence() {
    visit(Scripts::On, async |page| {
        page.search("四强党支部").await;
        let figures = "return [...document.querySelectorAll('.panel dd a')].map(a => a.href)";
        let links = page.list(figures).await;
        assert!(links.len() > 1, "{links:?}");
        let cited = links.iter().filter_map(|it| it.as_str()).find(|it| it.contains("span="));
        page.go(cited.expect("a line is tied to its sentence")).await;
        let marked = page.texts("section.passage:target .cited").await;
        assert!(!marked.is_empty(), "the sentence's words are marked in the passage");
        assert!(marked.concat().contains("四强"), "{marked:?}");
    });
}

#[test]
fn the_page_of_a_name_shows_its_mentions_by_place_and_leads_back() {
    visit(Scripts::Off, async |page| {
        page.open("/glossary?q=三会一课").await;
        page.click(".glossary dt a").await;
        assert_eq!(page.text("h1").await, "三会一课");
        assert!(!page.texts(".group-title").await.is_empty());
        let sentences = page.texts(".mentions .sentence mark").await;
        assert!(sentences.iter().all(|text| text.contains("三会一课")), "{sentences:?}");
        page.click(".mentions .sentence a").await;
        assert!(page.address().await.path().starts_with("/documents/"));
        assert!(!page.texts("section.passage:target .cited").await.is_empty());
    });
}

#[test]
fn facts_are_marked_when_asked_for_and_instruments_always_lead_on() {
    visit(Scripts::Off, async |page| {
        page.open("/documents/zhuhai-jiguan-dangjian").await;
        let before = page.texts(".reading a.fact").await.len();
        assert_eq!(page.texts(".reading a.fact-indicator").await.len(), 0);
        assert!(!page.texts(".reading a.fact-instrument").await.is_empty());
        page.click(".kicker a[href*='facts=1']").await;
        assert!(page.texts(".reading a.fact").await.len() > before);
        assert!(!page.texts(".reading a.fact-indicator").await.is_empty());
        page.click(".reading a.fact-instrument").await;
        assert!(page.address().await.path().starts_with("/entities/instrument/"));
        assert!(!page.texts(".mentions .sentence").await.is_empty());
    });
}

#[test]
fn instruments_say_whether_their_text_is_held_and_an_empty_list_says_what_to_do() {
    visit(Scripts::Off, async |page| {
        page.open("/instruments").await;
        assert!(!page.texts(".instruments .instrument").await.is_empty());
        let standing = page.texts(".instruments .meta").await;
        let said = |text: &String| text.contains("库中收有") || text.contains("库中未收");
        assert!(standing.iter().all(said), "{standing:?}");
        page.open("/instruments?q=库里没有的名字").await;
        assert!(page.text(".notice").await.contains("库中未见"));
        page.open("/glossary?q=库里没有的名字").await;
        assert!(page.text(".notice").await.contains("库中未见"));
    });
}

//! Comparing places on the page: by mouse, by keyboard, without scripts, on a phone.

use crate::chromium::Scripts;
use crate::page::{ENTER, visit};

/// The comparison that the tests look at.
const SIQIANG: &str = "/compare?topic=%E5%9B%9B%E5%BC%BA%E5%85%9A%E6%94%AF%E9%83%A8";

#[test]
fn a_topic_and_places_make_a_matrix_whose_address_is_the_whole_question() {
    visit(Scripts::Off, async |page| {
        page.open("/compare").await;
        assert!(page.shows("table.heat td a").await);
        page.click("#topic").await;
        page.write("四强党支部").await;
        page.click(".place input[value='广东省']").await;
        page.click(".place input[value='广西壮族自治区']").await;
        page.click(".compare-form .button").await;
        page.wait_for("table.comparison").await;
        assert_eq!(page.parameter("topic").await.unwrap(), "四强党支部");
        let heads = page.texts("table.comparison thead th").await;
        assert_eq!(heads, ["广东省", "广西壮族自治区"]);
        let figures =
            page.texts("section > .scroll > .figures-compared tbody tr:first-child td b").await;
        assert_eq!(figures, ["750 个", "539 个"]);
        assert!(page.shows(".plate svg text").await);
        let address = page.address().await;
        page.go(address.as_str()).await;
        assert_eq!(page.texts("table.comparison thead th").await, heads);
        assert!(page.shows(".place input[value='广东省']:checked + span").await);
    });
}

#[test]
fn every_item_leads_to_its_marked_sentence() {
    visit(Scripts::Off, async |page| {
        page.open(SIQIANG).await;
        let links = "return [...document.querySelectorAll('.quote a, .found a, .figure a')]
            .map(link => link.href)";
        let links = page.list(links).await;
        assert!(links.len() > 8, "{links:?}");
        for link in links.iter().step_by(3) {
            page.go(link.as_str().expect("an address")).await;
            assert!(page.shows("section.passage:target .cited").await, "{link} marks nothing");
        }
    });
}

#[test]
fn on_a_phone_one_place_at_a_time_is_shown() {
    visit(Scripts::Off, async |page| {
        page.screen(375).await;
        page.open(SIQIANG).await;
        let shown = "return [...document.querySelectorAll('.comparison tbody tr:first-child td')]
            .map(cell => cell.offsetParent !== null)";
        let before = page.list(shown).await;
        assert_eq!(before.iter().filter(|it| it.as_bool() == Some(true)).count(), 1);
        page.click(".picks label:nth-child(2)").await;
        let after = page.list(shown).await;
        assert_eq!(after.iter().position(|it| it.as_bool() == Some(true)), Some(1));
        let wide = "return [document.documentElement.scrollWidth <= innerWidth]";
        assert_eq!(page.list(wide).await[0], true, "the page is wider than the screen");
    });
}

#[test]
fn places_are_chosen_by_keyboard_and_the_matrix_keeps_its_heads() {
    visit(Scripts::On, async |page| {
        page.screen(1280).await;
        page.open("/compare").await;
        page.click("#topic").await;
        page.write("减负").await;
        page.press(ENTER).await;
        page.wait_for("table.comparison").await;
        let heads = "const box = document.querySelector('.matrix-scroll');
            const head = document.querySelector('.comparison thead th');
            const name = document.querySelector('.comparison tbody tr:last-child th');
            box.scrollTop = 300; box.scrollLeft = 200;
            const edge = box.getBoundingClientRect();
            return [Math.abs(head.getBoundingClientRect().top - edge.top) < 4,
                Math.abs(name.getBoundingClientRect().left - edge.left) < 4]";
        assert_eq!(page.list(heads).await, [true, true]);
        assert!(page.console().await.is_empty());
    });
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_fix_and_the_form_stays() {
    visit(Scripts::Off, async |page| {
        for (query, fix) in [
            ("topic=%E5%87%8F%E8%B4%9F&from=2024&to=2020", "2020..2024"),
            ("topic=%E5%87%8F%E8%B4%9F&region=%E7%81%AB%E6%98%9F", "广东省/珠海市"),
        ] {
            page.open(&format!("/compare?{query}")).await;
            let said = page.text(".notice.bad").await;
            assert!(said.contains(fix), "{said}");
            assert_eq!(page.attribute("#topic", "value").await, "减负");
        }
        page.open("/compare?topic=%E7%AB%A0%E9%B1%BC").await;
        assert!(page.text(".comparison").await.contains("库中未见，已查该地"));
    });
}

//! An administrator's first day, and two people at work at once, each in a browser, without scripts.

use fantoccini::Locator;

use crate::desk::{fill, follow};
use crate::page::{Page, visit_together};

const PASSWORD: &str = "tong-yi-2026";
const DOCUMENT: &str = "/documents/dangfei-guanli";
const TITLE: &str = "党费收缴使用管理工作指引";

async fn sign_in(page: &Page, name: &str, next: &str) {
    page.open(next).await;
    fill(page, "#name", name).await;
    fill(page, "#password", PASSWORD).await;
    page.click(".login button").await;
}

async fn add_person(page: &Page, name: &str, role: &str) {
    page.open("/admin").await;
    fill(page, ".add-person [name=name]", name).await;
    choose(page, &format!(".add-person option[value={role}]")).await;
    fill(page, "#password", PASSWORD).await;
    page.click(".add-person button[value=add]").await;
}

async fn choose(page: &Page, option: &str) {
    page.click(option).await;
}

/// The title of the document as it is read, and how many hits it is when it is searched for.
async fn seen(page: &Page) -> (String, usize) {
    page.search(&format!("“{TITLE}”")).await;
    let hits = page.texts("li.hit .hit-title").await;
    page.open(DOCUMENT).await;
    (page.text("h1").await, hits.iter().filter(|it| it.contains(TITLE)).count())
}

/// People: from the first on everybody signs in.
async fn people_are_set(chief: &Page, clerk: &Page) {
    add_person(chief, "zhao", "administrator").await;
    sign_in(chief, "zhao", "/admin").await;
    add_person(chief, "qian", "editor").await;
    assert!(chief.text(".people").await.contains("qian"));
    clerk.open(DOCUMENT).await;
    assert_eq!(clerk.text("h1").await, "登录");
    sign_in(clerk, "qian", DOCUMENT).await;
    assert_eq!(clerk.text("h1").await, TITLE);
    clerk.open("/admin").await;
    assert!(clerk.text("main").await.contains("编辑"), "an editor governs nothing");
}

/// A group, a token that is shown once, a backup.
async fn the_house_is_set_up(chief: &Page) {
    chief.open("/admin").await;
    fill(chief, "#group", "党务组").await;
    chief.click("button[value=group-add]").await;
    for name in ["zhao", "qian"] {
        let option = format!("//form[.//button[@value='group-join']]//option[.='{name}']");
        let option = chief.link(Locator::XPath(&option)).await;
        option.click().await.expect("a person can be chosen");
        chief.click("button[value=group-join]").await;
    }
    assert!(chief.text(".members").await.contains("qian"));
    fill(chief, "#token", "门户网站").await;
    chief.click("button[value=token-add]").await;
    assert!(chief.text(".secret").await.starts_with("dianan_"));
    chief.open("/admin").await;
    assert_eq!(chief.count(".secret").await, 0, "a token is shown once");
    chief.click("button[value=token-remove]").await;
    chief.click("button[value=backup]").await;
    assert!(chief.text("#backup + p").await.contains("最近一次"));
}

/// The second to save sees the difference first.
async fn two_save(chief: &Page, clerk: &Page) {
    clerk.open(&format!("{DOCUMENT}/edit")).await;
    chief.open(&format!("{DOCUMENT}/edit")).await;
    fill(chief, "#number", "组通〔2024〕9号").await;
    chief.click(".keep-bar button[value=save]").await;
    fill(clerk, "#source", "机关党建").await;
    clerk.click(".keep-bar button[value=save]").await;
    assert!(clerk.text("[role=alert]").await.contains("另有人保存了这份文档"));
    assert!(clerk.text("[role=alert] del").await.contains("组通〔2024〕9号"));
}

/// A folder is shared with the group, and seen by the other.
async fn a_folder_is_shared(chief: &Page, clerk: &Page) {
    clerk.open("/mine").await;
    fill(clerk, "#name", "党费摘录").await;
    clerk.click("button[value=folder]").await;
    clerk.open("/mine").await;
    follow(clerk, "党费摘录").await;
    let group = clerk.link(Locator::XPath("//select[@id='group']/option[.='党务组']")).await;
    group.click().await.expect("a group can be chosen");
    clerk.click("button[value=share]").await;
    chief.open("/mine").await;
    follow(chief, "党费摘录").await;
    assert!(chief.text(".lead").await.contains("qian"));
}

/// The document becomes the group's, and the clerk leaves the group: it is gone everywhere.
async fn the_right_is_lost(chief: &Page, clerk: &Page) {
    chief.open(&format!("{DOCUMENT}/edit")).await;
    fill(chief, "#access", "党务组").await;
    chief.click(".keep-bar button[value=save]").await;
    assert_eq!(seen(clerk).await, (TITLE.to_owned(), 1));
    chief.open("/admin").await;
    chief.click("button[aria-label='从党务组去掉 qian']").await;
    let (lost, hits) = seen(clerk).await;
    assert!(lost != TITLE && hits == 0, "{lost} {hits}");
    for path in ["/edit", "/history", "/similar", "/original"] {
        clerk.open(&format!("{DOCUMENT}{path}")).await;
        assert!(!clerk.text("body").await.contains(TITLE), "{path}");
    }
    clerk.open("/mine").await;
    assert!(clerk.text("main").await.contains("党费摘录"), "the own folder stays");
    assert_eq!(seen(chief).await.0, TITLE);
}

/// All of it stands in the record, and can be carried away.
async fn it_stands_in_the_record(chief: &Page) {
    chief.open("/audit").await;
    let told = chief.text("table").await;
    for part in ["qian", "党务组", "门户网站", "备份", "登录"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let csv = chief.wait_for("a[href^='/audit.csv']").await;
    assert!(csv.is_displayed().await.expect("it is there or not"));
}

#[test]
fn an_administrator_sets_up_the_house_and_two_people_work_in_it() {
    visit_together(async |chief, clerk| {
        people_are_set(chief, clerk).await;
        the_house_is_set_up(chief).await;
        two_save(chief, clerk).await;
        a_folder_is_shared(chief, clerk).await;
        the_right_is_lost(chief, clerk).await;
        it_stands_in_the_record(chief).await;
    });
}

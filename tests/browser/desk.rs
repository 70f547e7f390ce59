//! The desk as people work at it, without scripts: files come in and are looked through.

use fantoccini::Locator;

use crate::chromium::Scripts;
use crate::page::{Page, visit};

const NOTICE: &str = "首页 > 通知公告\n珠海市财政局关于开展窗前问需的通知\n珠财〔2024〕12号\n\n\
    各区财政局：\n\n请组织代办员开展窗前问需，把服务送到村头，办成一件登记一件。\n\n\
    珠海市财政局\n2024年3月5日\n\n打印本页\n";

/// Types into a field in place of what stands there.
pub(crate) async fn fill(page: &Page, css: &str, text: &str) {
    let field = page.wait_for(css).await;
    field.clear().await.expect("a field can be emptied");
    field.send_keys(text).await.expect("a field can be typed into");
}

/// The first link of this text.
pub(crate) async fn follow(page: &Page, text: &str) {
    let link = page.link(Locator::LinkText(text)).await;
    link.click().await.expect("a link can be clicked");
}

#[test]
fn a_file_is_looked_through_corrected_and_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("窗前问需.txt");
    std::fs::write(&path, NOTICE).expect("it is written");
    visit(Scripts::Off, async |page| {
        page.open("/").await;
        follow(page, "导入").await;
        let files = page.wait_for("#files").await;
        files.send_keys(&path.to_string_lossy()).await.expect("a file is chosen");
        page.click("main .button[type=submit]").await;
        // The page asks again by itself until the file is read.
        page.wait_for(".tray h2 a").await;
        page.click(".tray h2 a").await;
        assert_eq!(page.text("#why-published-0 mark").await, "2024年3月5日");
        fill(page, "#title-0", "窗前问需通知").await;
        fill(page, "#published-0", "去年").await;
        page.click(".keep-bar .button[value=save]").await;
        assert!(page.text("[role=alert]").await.contains("不是日期"));
        fill(page, "#published-0", "2024-03-06").await;
        page.click(".keep-bar .button[value=save]").await;
        assert!(page.text(".tray").await.contains("《窗前问需通知》"));
        page.click("button[value=keep]").await;
        follow(page, "窗前问需通知").await;
        assert_eq!(page.text("h1").await, "窗前问需通知");
        assert!(page.text(".document-meta").await.contains("2024-03-06"));
        page.search("窗前问需 代办员").await;
        assert!(page.text("li.hit").await.contains("窗前问需通知"));

        // Changed, taken away and brought back.
        page.click(".hit-title a").await;
        follow(page, "修改").await;
        fill(page, "#title", "窗前问需的通知").await;
        page.click("button[value=preview]").await;
        assert!(page.text(".text-preview").await.contains("代办员"));
        page.click(".keep-bar button[value=save]").await;
        assert_eq!(page.text("h1").await, "窗前问需的通知");
        follow(page, "历史").await;
        assert!(page.text("table").await.contains("题目由“窗前问需通知”改为“窗前问需的通知”"));
        follow(page, "窗前问需的通知").await;
        follow(page, "修改").await;
        page.click("button[value=discard]").await;
        assert!(page.text(".tray").await.contains("窗前问需的通知"));
        page.click(".tray button").await;
        assert_eq!(page.text("h1").await, "窗前问需的通知");
        follow(page, "修改").await;
        page.click("button[value=discard]").await;
        page.search("“窗前问需”").await;
        assert_eq!(page.count("li.hit").await, 0);
    });
}

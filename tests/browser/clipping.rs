//! Clip and export, cite and paste: from a passage to a file and into a draft.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dianan::document::clip::{Clips, RECORD};
use dianan::intake::extract::docx;
use serde_json::{Value, json};

use crate::chromium::Scripts;
use crate::page::{Page, asking, visit};

const DOCUMENT: &str = "/documents/zhuhai-jiguan-dangjian";
/// `ArrowDown` and `ArrowRight`, as `WebDriver` names them.
const DOWN: char = '\u{e015}';
const RIGHT: char = '\u{e014}';

/// The button of this name in the first such element.
fn button(within: &str, name: &str) -> String {
    format!("{within} .copy-tools button[data-name='{name}']")
}

/// Clicks without the pointer: the buttons of a passage show when it is near.
async fn press_button(page: &Page, css: &str) {
    page.wait_for(css).await;
    page.script("document.querySelector(arguments[0]).click()", vec![json!(css)]).await;
}

async fn allow_clipboard(page: &Page) {
    let permissions = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    page.devtools("Browser.grantPermissions", permissions).await;
}

async fn clipboard(page: &Page) -> String {
    let read = page.script("return navigator.clipboard.readText()", Vec::new()).await;
    read.as_str().expect("the clipboard holds text").to_owned()
}

/// The clips that the browser keeps.
async fn held(page: &Page) -> Vec<Value> {
    page.list("return window.dianan.all()").await
}

/// Waits for what a script answers to be true.
async fn until(page: &Page, script: &str) {
    for _ in 0..100 {
        if page.script(&format!("return !!({script})"), Vec::new()).await == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{script} does not come true");
}

/// Lets downloads go to a folder.
async fn downloads(page: &Page, folder: &Path) {
    let to = json!({ "behavior": "allow", "downloadPath": folder, "eventsEnabled": false });
    page.devtools("Browser.setDownloadBehavior", to).await;
}

async fn downloaded(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    for _ in 0..200 {
        if fs::metadata(&path).is_ok_and(|about| about.len() > 0) {
            return path;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{name} does not arrive: {:?}", fs::read_dir(folder).map(|it| it.count()));
}

async fn choose(page: &Page, css: &str, file: &Path) {
    let input = page.wait_for(css).await;
    let path = file.to_str().expect("the path is UTF-8");
    input.send_keys(path).await.expect("a file can be chosen");
}

#[test]
fn a_passage_is_copied_with_its_source_and_pasted() {
    visit(Scripts::On, async |page| {
        page.open(DOCUMENT).await;
        allow_clipboard(page).await;
        let passage = "section.passage:nth-of-type(2)";
        let shown = page.text(&format!("{passage} > p:not(.passage-owner)")).await;
        press_button(page, &button(passage, "文字")).await;
        until(page, "document.querySelector('.copy-tools button').parentElement").await;
        let text = clipboard(page).await;
        assert!(!text.is_empty() && text.starts_with(&shown), "{text} is not {shown}");
        press_button(page, &button(passage, "文字和出处")).await;
        let cited = clipboard(page).await;
        let (words, source) = cited.rsplit_once('\n').expect("two lines");
        assert_eq!(words, text);
        assert!(source.starts_with("据《") && source.ends_with('）'), "{source}");
        press_button(page, &button(passage, "著录")).await;
        assert!(clipboard(page).await.contains("[R]"), "{}", clipboard(page).await);
        press_button(page, &button(passage, "链接")).await;
        let link = clipboard(page).await;
        page.go(&link).await;
        let target = "return document.querySelector(':target').matches('.passage')";
        assert_eq!(page.script(target, Vec::new()).await, true, "{link}");
    });
}

#[test]
fn the_text_that_is_copied_is_the_passage_itself() {
    visit(Scripts::On, async |page| {
        for path in [DOCUMENT, "/documents/dangfei-guanli"] {
            page.open(path).await;
            let unlike = "return fetch('/api' + location.pathname).then(it => it.json()).then(it =>
                it.passages.filter(passage => {
                    const shown = document.getElementById(passage.anchor);
                    const taken = [];
                    const copy = window.dianan.copy;
                    window.dianan.copy = text => { taken.push(text); return Promise.resolve(); };
                    shown.querySelector('.copy-tools button').click();
                    window.dianan.copy = copy;
                    return taken[0] !== passage.text;
                }).map(it => it.anchor))";
            let none: [&str; 0] = [];
            assert_eq!(page.list(unlike).await, none, "{path}");
        }
    });
}

#[test]
fn clips_are_gathered_ordered_noted_and_exported() {
    visit(Scripts::On, async |page| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        page.open(&asking("审计")).await;
        assert!(!page.shows("#clip-count").await);
        press_button(page, &button("li.hit:nth-child(1)", "摘录")).await;
        press_button(page, &button("li.hit:nth-child(2)", "摘录")).await;
        press_button(page, &button("li.hit:nth-child(2)", "摘录")).await;
        assert_eq!(page.text("#clip-count").await, "2");
        page.open(DOCUMENT).await;
        press_button(page, &button("section.passage:nth-of-type(3)", "摘录")).await;
        assert_eq!(held(page).await.len(), 3);

        page.click(".site-nav a[href='/clips']").await;
        assert_eq!(page.count(".clip").await, 3);
        let first = page.text(".clip:nth-child(1) .clip-title").await;
        page.script("document.querySelector('.clip .grip').focus()", Vec::new()).await;
        page.press(DOWN).await;
        assert_eq!(page.text(".clip:nth-child(2) .clip-title").await, first);
        let focused = "return document.activeElement.closest('.clip:nth-child(2)') !== null";
        assert_eq!(page.script(focused, Vec::new()).await, true, "the focus goes along");
        page.click(".clip:nth-child(1) textarea").await;
        page.write("写进第二部分").await;
        assert_eq!(held(page).await[0]["note"], "写进第二部分");

        downloads(page, folder.path()).await;
        page.click("[data-act=docx]").await;
        let word = fs::read(downloaded(folder.path(), "摘录.docx").await).expect("it is there");
        let hidden = docx::hidden_record(&word, RECORD).expect("a Word document");
        let clips = Clips::parse(&hidden.expect("it can be read back")).expect("our clips").clips;
        let kept: Vec<Value> = held(page).await;
        assert_eq!(serde_json::to_value(&clips).expect("plain data"), json!(kept));
        let blocks = docx::read(&word).expect("a Word document");
        let text: Vec<String> = blocks.iter().map(docx::DocxBlock::text).collect();
        let text = text.join("\n");
        assert!(text.contains("写进第二部分") && text.contains("参考文献"), "{text}");
        assert!(text.contains("[1]") && text.contains("[2]"), "{text}");

        page.click("[data-act=md]").await;
        let path = downloaded(folder.path(), "摘录.md").await;
        let markdown = fs::read_to_string(path).expect("it is there");
        assert_eq!(Clips::in_markdown(&markdown).expect("our clips").clips, clips);
        page.click("[data-act=evidence]").await;
        downloaded(folder.path(), "引证包.zip").await;
    });
}

#[test]
fn a_sentence_that_is_selected_is_clipped_alone() {
    visit(Scripts::On, async |page| {
        page.open(DOCUMENT).await;
        let css = "section.passage:nth-of-type(3)";
        let select =
            "const node = document.querySelector(arguments[0] + ' p:not([class])').firstChild;
            const range = document.createRange();
            range.setStart(node, 0);
            range.setEnd(node, 12);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return range.toString();";
        let chosen = page.script(select, vec![json!(css)]).await;
        let name = format!(
            "document.querySelector(\"{}\").textContent === '摘录所选'",
            button(css, "摘录")
        );
        until(page, &name).await;
        press_button(page, &button(css, "摘录")).await;
        let held = held(page).await;
        assert_eq!((&held[0]["text"], &held[0]["span"]), (&chosen, &Value::Null));
        let citation = held[0]["citation"].as_str().unwrap_or_default();
        assert!(!citation.is_empty(), "it says where it stands");
    });
}

#[test]
fn a_fact_is_clipped_where_its_name_is_read() {
    visit(Scripts::On, async |page| {
        page.open("/documents/zhuhai-jiguan-dangjian").await;
        page.click("#indicators tbody a").await;
        let sentence = page.text(".mentions > li .sentence").await;
        press_button(page, &button(".mentions > li", "摘录")).await;
        let clips = held(page).await;
        assert_eq!(clips[0]["kind"], "fact");
        assert_eq!(clips[0]["text"], sentence);
        assert!(clips[0]["span"].is_array() && clips[0]["citation"].is_string(), "{clips:?}");
    });
}

#[test]
fn a_cell_of_a_comparison_is_clipped_with_its_source() {
    visit(Scripts::On, async |page| {
        let topic: String = url::form_urlencoded::byte_serialize("四强".as_bytes()).collect();
        page.open(&format!("/compare?topic={topic}")).await;
        press_button(page, &button("figure.quote", "摘录")).await;
        let clips = held(page).await;
        assert_eq!(clips[0]["kind"], "cell");
        let quoted = page
            .script(
                "return document.querySelector('figure.quote blockquote').textContent",
                Vec::new(),
            )
            .await;
        let quoted = quoted.as_str().unwrap_or_default().replace('…', "");
        assert_eq!(clips[0]["text"], quoted.trim());
        assert!(!clips[0]["citation"].as_str().unwrap_or_default().is_empty(), "{clips:?}");
    });
}

#[test]
fn a_pack_is_verified_on_the_page_and_a_change_in_it_is_shown() {
    visit(Scripts::On, async |page| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        page.open("/clips").await;
        let make = "return fetch('/api/evidence', { method: 'POST', body: JSON.stringify({
            anchors: ['dangfei-guanli'], format: 'json' }) }).then(it => it.text())";
        let pack = page.script(make, Vec::new()).await;
        let pack = pack.as_str().expect("a sidecar");
        let file = folder.path().join("pack.json");
        fs::write(&file, pack).expect("it can be written");
        choose(page, "#pack", &file).await;
        page.wait_for(".verified .unchanged").await;
        let all = page.count(".verified > li").await;
        assert_eq!(page.count(".verified .unchanged").await, all);
        fs::write(&file, pack.replacen("党费", "团费", 1)).expect("it can be written");
        let tampered = fs::read_to_string(&file).expect("it is there");
        assert_ne!(tampered, pack);
        fs::write(&file, tampered.replace("。\"", "！\"")).expect("it can be written");
        choose(page, "#pack", &file).await;
        page.wait_for(".verified .changed ins").await;
        assert!(page.text(".verified .changed del").await.contains('！'));
    });
}

#[test]
fn clips_are_removed_cleared_brought_back_and_merged_from_a_file() {
    visit(Scripts::On, async |page| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        page.open(&asking("审计")).await;
        for hit in 1..=3 {
            press_button(page, &button(&format!("li.hit:nth-child({hit})"), "摘录")).await;
        }
        page.open("/clips").await;
        downloads(page, folder.path()).await;
        page.click("[data-act=docx]").await;
        let file = downloaded(folder.path(), "摘录.docx").await;
        until(page, "document.getElementById('said').textContent.startsWith('已导出')").await;
        let before = held(page).await;

        page.click(".clip:nth-child(2) [data-act=remove]").await;
        assert_eq!(held(page).await.len(), 2);
        page.click("#said button").await;
        assert_eq!(held(page).await, before);
        page.click("[data-act=clear]").await;
        assert!(page.shows("#empty").await);
        assert!(!page.shows("#clip-count").await);
        page.click("#said button").await;
        assert_eq!(held(page).await, before);

        page.click(".clip:nth-child(1) [data-act=remove]").await;
        choose(page, "#import", &file).await;
        until(page, "window.dianan.all().length === 3").await;
        assert!(page.text("#said").await.contains("新收进 1 条"));
        choose(page, "#import", &file).await;
        until(page, "document.getElementById('said').textContent.includes('新收进 0 条')").await;
        assert_eq!(held(page).await.len(), 3);

        let wrong = folder.path().join("wrong.docx");
        fs::write(&wrong, b"PK\x03\x04 broken").expect("it can be written");
        choose(page, "#import", &wrong).await;
        until(page, "document.getElementById('said').textContent.startsWith('没有导入')").await;
        assert_eq!(held(page).await.len(), 3);
    });
}

#[test]
fn the_buttons_of_a_passage_are_one_stop_and_walked_with_arrows() {
    visit(Scripts::On, async |page| {
        page.open(DOCUMENT).await;
        page.script("document.querySelector('.copy-tools button').focus()", Vec::new()).await;
        let named = "return document.activeElement.dataset.name";
        let opacity = "return getComputedStyle(document.activeElement.parentElement).opacity";
        assert_eq!(page.script(named, Vec::new()).await, "文字");
        assert_eq!(page.script(opacity, Vec::new()).await, "1");
        page.press(RIGHT).await;
        assert_eq!(page.script(named, Vec::new()).await, "文字和出处");
        let stops = "return [...document.querySelectorAll('.passage .copy-tools')].every(bar =>
            [...bar.querySelectorAll('button')].filter(it => it.tabIndex === 0).length === 1)";
        assert_eq!(page.script(stops, Vec::new()).await, true);
    });
}

#[test]
fn without_scripts_the_citation_is_read_and_the_clips_say_what_they_need() {
    visit(Scripts::Off, async |page| {
        page.open(DOCUMENT).await;
        let citations = page.texts(".citations .cite").await;
        assert!(citations[0].ends_with('.') && citations[0].contains("[R]"), "{citations:?}");
        assert!(citations[1].starts_with("据《"), "{citations:?}");
        page.open("/clips").await;
        assert!(page.text("noscript").await.contains("JavaScript"));
        assert!(!page.shows("#desk").await);
    });
}

#[test]
fn the_page_of_clips_fits_every_screen() {
    visit(Scripts::On, async |page| {
        page.open(&asking("审计")).await;
        press_button(page, &button("li.hit:nth-child(1)", "摘录")).await;
        for width in [320, 375, 768, 1440] {
            page.screen(width).await;
            page.open("/clips").await;
            page.wait_for(".clip").await;
            let wide = "const root = document.documentElement;
                return root.scrollWidth <= root.clientWidth";
            assert_eq!(page.script(wide, Vec::new()).await, true, "at {width}");
        }
    });
}

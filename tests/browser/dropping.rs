//! Files of each kind dropped into the watched folder: found, and opened where they say it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::chromium::Scripts;
use crate::page::{Page, asking, visit};
use crate::server::Server;

/// The longest that a file may take until it is found; it is measured and told, not tested.
const PATIENCE: Duration = Duration::from_secs(30);

/// A file of `../shared/data/office`, words that only it says, and whether it has pages.
const FILES: [(&str, &str, bool); 7] = [
    ("docx/d01.docx", "“铁路运输人身损害赔偿纠纷”", false),
    ("doc/d06.doc", "“晋陕蒙接壤地区”", false),
    ("odt/d08.odt", "“世界博览会标志”", false),
    ("rtf/t01.rtf", "“QQ钱包支付服务”", false),
    ("src/d07.html", "“人脸识别技术处理个人信息”", false),
    ("pdf/d02.pdf", "“现金流量表是反映企业”", true),
    ("ofd/d03.ofd", "“行政学院工作所需经费列入”", true),
];
const MAIL: &str = "From: a@example.cn\r\nTo: b@example.cn\r\nSubject: =?utf-8?B?56qX5YmN6Zeu6ZyA5oOF5Ya1?=\r\n\
    MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
    各镇窗前问需情况如下：东河镇登记十二件，西河镇登记八件，均已办结。\r\n";
const TABLE: &str = "乡镇,帮办件数\n南岭镇,31\n北岭镇,27\n";

/// Copies a file under another name first: half a file is never read.
fn drop_into(folder: &Path, name: &str, bytes: &[u8]) {
    let half = folder.join(format!("{name}.part"));
    fs::write(&half, bytes).expect("it can be written");
    fs::rename(half, folder.join(name)).expect("it can be renamed");
}

/// Asks until something is found; how long that took.
async fn found(page: &Page, site: &str, words: &str) -> Duration {
    let start = Instant::now();
    loop {
        page.go(&format!("{site}{}", asking(words))).await;
        if page.count("li.hit").await > 0 {
            return start.elapsed();
        }
        assert!(start.elapsed() < PATIENCE, "{words} is not found");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The status and the type of what an address gives, and its length.
async fn given(page: &Page, url: &str) -> Value {
    let script = "return fetch(arguments[0]).then(async it => \
        [it.status, it.headers.get('content-type'), (await it.arrayBuffer()).byteLength]);";
    page.script(script, vec![json!(url)]).await
}

/// Opens the first hit, and from it the original.
async fn followed(page: &Page, name: &str, bytes: usize, paged: bool) {
    page.click(".hit-title a").await;
    page.wait_for(".document-meta a").await;
    let meta = page.texts(".document-meta a").await;
    assert!(meta.contains(&"下载".to_owned()), "{name}: {meta:?}");
    let saved = page.attribute(".document-meta a[href$=download]", "href").await;
    assert_eq!(given(page, &saved).await[0], json!(200), "{name}");
    assert_eq!(given(page, &saved).await[2], json!(bytes), "{name}: the bytes as they came");
    if !paged {
        return;
    }
    let tool = ".passage:target .copy-tools a[href*='/place/']".to_owned();
    let said = page.text_content(&tool).await;
    let at = said.strip_prefix("原件第 ").and_then(|it| it.strip_suffix(" 页"));
    let at: u32 = at.and_then(|it| it.parse().ok()).unwrap_or_else(|| panic!("{name}: {said}"));
    assert!(at > 1, "{name}: the words stand behind the first page");
    let place = page.attribute(&tool, "href").await;
    if name.ends_with(".ofd") {
        page.follow(&place).await;
        assert!(page.address().await.path().ends_with(&format!("/pages/{at}")), "{name}");
        assert!(page.count(".sheet rect").await > 0, "{name}: the passage is marked");
    } else {
        let shown =
            page.script("return fetch(arguments[0]).then(it => it.url)", vec![json!(place)]);
        let shown = shown.await.as_str().unwrap_or_default().to_owned();
        // The answer's address leaves the page out, which stands in the link of the text.
        assert!(shown.ends_with("/original"), "{name}: {shown}");
        let marked = page.count(&format!(".page-mark a[href$='/original#page={at}']")).await;
        assert_eq!(marked, 1, "{name}");
        assert_eq!(given(page, &shown).await[1], json!("application/pdf"), "{name}");
    }
}

#[test]
fn a_dropped_file_of_each_kind_is_found_and_opens_at_its_page() {
    let office = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/office");
    if !office.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "{} must be there in CI", office.display());
        println!("SKIPPED: there is no {}", office.display());
        return;
    }
    visit(Scripts::On, async |page| {
        let server = Server::watching();
        let inbox = server.inbox();
        let mut files: Vec<(String, Vec<u8>, &str, bool)> = FILES
            .iter()
            .map(|(path, words, paged)| {
                let name = path.rsplit('/').next().expect("it has a name").to_owned();
                (name, fs::read(office.join(path)).expect("it is there"), *words, *paged)
            })
            .collect();
        files.push(("问需.eml".into(), MAIL.into(), "“东河镇登记十二件”", false));
        files.push(("帮办.csv".into(), TABLE.into(), "“南岭镇”", false));
        for (name, bytes, words, paged) in files {
            drop_into(&inbox, &name, &bytes);
            let taken = found(page, &server.site, words).await;
            println!("{name}: found after {:.1} s", taken.as_secs_f64());
            followed(page, &name, bytes.len(), paged).await;
            assert!(inbox.join("done").join(&name).is_file(), "{name} is put away");
        }
    });
}

//! Pages keep their own strict policy, and words from a request stay words.

use crate::chromium::Scripts;
use crate::page::{asking, visit};

/// What the policy forbids inside a page.
const FORBIDDEN: &str = "return [...document.querySelectorAll('*')].filter(it =>
    it.matches('[style], style, script:not([src^=\"/static/\"]), iframe, object, embed, base, meta[http-equiv]') ||
    (it.matches('script') && it.textContent.trim()) ||
    [...it.attributes].some(attribute => attribute.name.startsWith('on'))).map(it => it.outerHTML)";

/// Addresses outside the site that a page loads something from.
const OUTSIDE: &str = "return performance.getEntriesByType('resource').map(it => it.name)
    .filter(name => !name.startsWith(location.origin + '/'))";

#[test]
fn no_page_logs_an_error_or_strains_its_policy() {
    visit(Scripts::On, async |page| {
        let pages = [
            "/",
            "/?q=%E5%B9%BF%E4%B8%9C+%E5%9B%9B%E5%BC%BA&kind=case",
            "/?q=xqzvwk",
            "/?q=%E5%85%9A&offset=5000",
            "/documents/zhuhai-jiguan-dangjian?q=%E5%AE%A1%E8%AE%A1",
            "/documents/dangfei-guanli",
            "/clips",
            "/status",
            "/documents/zhuhai-jiguan-dangjian?facts=1",
            "/glossary",
            "/glossary?by=number",
            "/instruments",
            "/entities/indicator/%E5%9B%9B%E5%BC%BA%E5%85%9A%E6%94%AF%E9%83%A8",
            "/entities/shorthand/%E4%B8%89%E4%BC%9A%E4%B8%80%E8%AF%BE",
            "/compare",
            "/compare?topic=%E5%9B%9B%E5%BC%BA%E5%85%9A%E6%94%AF%E9%83%A8",
            "/lexicon?word=%E8%BF%B0%E8%81%8C%E8%AF%84%E8%AE%AE%E8%80%83%E6%A0%B8",
            "/batch",
            "/help",
            "/import",
            "/check",
        ];
        for path in pages {
            page.open(path).await;
            let none: [&str; 0] = [];
            assert_eq!(page.list(FORBIDDEN).await, none, "{path}");
            assert_eq!(page.list(OUTSIDE).await, none, "{path}");
            assert_eq!(page.console().await, none, "{path}");
        }
    });
}

#[test]
fn what_the_policy_forbids_is_refused_and_logged() {
    visit(Scripts::On, async |page| {
        page.open("/status").await;
        let inline = "document.querySelector('h1').setAttribute('style', 'color: red');
            const script = document.createElement('script');
            script.textContent = 'document.title = \"taken over\"';
            document.body.append(script)";
        page.script(inline, Vec::new()).await;
        let mut logged = page.console().await;
        logged.retain(|entry| entry.contains("Content Security Policy"));
        assert_eq!(logged.len(), 2, "{logged:?}");
        assert!(!page.title().await.contains("taken over"));
    });
}

#[test]
fn markup_in_a_request_is_shown_as_text() {
    visit(Scripts::On, async |page| {
        let markup = "\"><img src=x onerror=alert(1)><script>alert(2)</script>";
        let encoded = asking(markup).replace("/?q=", "");
        let region = format!("{}&region={encoded}", asking("审计"));
        let document = format!("/documents/zhuhai-jiguan-dangjian?q={encoded}");
        let unknown = format!("/documents/{}", encoded.replace('+', "%20"));
        for path in [asking(markup), region, document, unknown] {
            page.open(&path).await;
            assert_eq!(page.count("img, script:not([src^='/static/'])").await, 0, "{path}");
        }
        page.search(markup).await;
        let value = page.script("return document.getElementById('q').value", Vec::new()).await;
        assert_eq!(value, markup);
    });
}

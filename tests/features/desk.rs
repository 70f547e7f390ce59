//! The desk: what a bureau does with its library, in the pages.

use crate::http::{Service, url};

#[test]
fn help_shows_forms_whose_examples_find_something_here() {
    let service = Service::new();
    let page = service.get("/help");
    assert_eq!(page.status, 200);
    for part in ["怎样查", "地区：广东省", "机构：珠海市财政局", "类型：案例", "来源：旗帜", "键盘"]
    {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    // Each example is a link that finds what the page says.
    let found = service.get(&format!("/api/search?q={}", url("机构：珠海市财政局"))).json();
    assert_eq!(found["total"], 1);
    let link = format!("/?q={}", url("机构：珠海市财政局"));
    assert!(page.body.contains(&link), "{link}: {}", page.body);
    assert!(service.get("/").body.contains("href=\"/help\""));
}

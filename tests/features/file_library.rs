//! The library as the files of FastGPT, by its contract.

use serde_json::{Value, json};

use crate::http::url;
use crate::retrieval::Shipped;

const TOKEN: &str = "s3cret-of-the-bureau";

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

fn list(shipped: &Shipped, headers: &str, asked: &Value) -> Vec<Value> {
    let (status, answer) = shipped.post("/v1/file/list", headers, asked);
    assert_eq!((status, &answer["success"], &answer["code"]), (200, &json!(true), &json!(200)));
    answer["data"].as_array().expect("a list").clone()
}

fn get(shipped: &Shipped, path: &str, headers: &str) -> (u16, Value) {
    let (status, body) = shipped.send("GET", path, headers, "");
    (status, serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}")))
}

#[test]
fn the_tree_leads_to_every_document_and_each_gives_its_text() {
    let shipped = Shipped::served(None);
    let folders = list(&shipped, "", &json!({ "parentId": null, "searchKey": "" }));
    assert!(folders.len() >= 3, "{folders:?}");
    let mut files = 0;
    for folder in &folders {
        assert_eq!((&folder["type"], &folder["parentId"]), (&json!("folder"), &Value::Null));
        let inside = list(&shipped, "", &json!({ "parentId": folder["id"] }));
        assert!(!inside.is_empty(), "{folder}");
        for file in &inside {
            assert_eq!((&file["type"], &file["parentId"]), (&json!("file"), &folder["id"]));
        }
        files += inside.len();
        let id = inside[0]["id"].as_str().expect("an id");
        let (status, content) = get(&shipped, &format!("/v1/file/content?id={}", url(id)), "");
        assert_eq!(status, 200, "{content}");
        let (_, document) = get(&shipped, &format!("/api/documents/{}", url(id)), "");
        assert_eq!(content["data"]["content"], document["body"]);
        assert_eq!(content["data"]["title"], document["front_matter"]["title"]);
        let (_, read) = get(&shipped, &format!("/v1/file/read?id={}", url(id)), "");
        let address = read["data"]["url"].as_str().expect("an address");
        let path = address.strip_prefix("http://127.0.0.1").expect("on this site");
        assert_eq!(shipped.send("GET", path, "", "").0, 200, "{address}");
        let (_, detail) = get(&shipped, &format!("/v1/file/detail?id={}", url(id)), "");
        assert_eq!(detail["data"], inside[0]);
    }
    let (_, status) = get(&shipped, "/api/status", "");
    assert_eq!(status["documents"].as_u64(), u64::try_from(files).ok());
    let found =
        list(&shipped, "", &json!({ "searchKey": "办不成事窗口", "parentId": "kind/case" }));
    assert!(found.iter().any(|it| it["id"] == "anhui-banbuchengshi-chuangkou"), "{found:?}");
    assert!(list(&shipped, "", &json!({ "searchKey": "“库里没有这句话”" })).is_empty());
}

#[test]
fn errors_are_in_the_form_of_the_contract() {
    let shipped = Shipped::served(Some(TOKEN));
    let check = |found: (u16, Value), status: u16| {
        let (code, answer) = found;
        assert_eq!(code, status, "{answer}");
        assert_eq!((&answer["success"], &answer["code"]), (&json!(false), &json!(status)));
        assert!(answer["message"].as_str().is_some_and(|it| !it.is_empty()), "{answer}");
        assert!(answer["data"].is_null(), "{answer}");
    };
    check(shipped.post("/v1/file/list", "", &json!({})), 401);
    check(shipped.post("/v1/file/list", &bearer("other"), &json!({})), 401);
    check(shipped.post("/v1/file/list", &bearer(TOKEN), &json!({ "parentId": "x" })), 404);
    check(shipped.post("/v1/file/list", &bearer(TOKEN), &json!({ "parentId": 1 })), 422);
    check(get(&shipped, "/v1/file/content?id=none", ""), 401);
    check(get(&shipped, "/v1/file/content?id=none", &bearer(TOKEN)), 404);
    check(get(&shipped, "/v1/file/read?id=../../etc", &bearer(TOKEN)), 404);
    check(get(&shipped, "/v1/file/read", &bearer(TOKEN)), 422);
    check(get(&shipped, "/v1/file/list", &bearer(TOKEN)), 405);
    assert_eq!(list(&shipped, &bearer(TOKEN), &json!({})).len(), 3);
}

//! Retrieval for other systems, by the contract of Dify's external knowledge, from the program
//! itself over the shipped corpus; and `/llms.txt`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::url;
use crate::server::Server;
use crate::test_library::{folder, program, run};

pub(crate) const QUESTION: &str = "哪些地方建立了办不成事窗口,办结率多少";
const TOKEN: &str = "s3cret-of-the-bureau";

/// The program, serving the shipped corpus.
pub(crate) struct Shipped(Server);

/// `command` of the program, over the shipped corpus and an index that is made once for all tests.
pub(crate) fn over_shipped(command: &str) -> Command {
    static INDEX: OnceLock<TempDir> = OnceLock::new();
    let on = |folder: &Path, command: &str| {
        let corpus: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let mut program = program(folder);
        program.env_remove("DIANAN_API_TOKEN").arg(command).arg("--corpus").arg(corpus);
        program.args(["--index", "i"]);
        program
    };
    let index = INDEX.get_or_init(|| {
        let folder = folder();
        let indexed = run(on(folder.path(), "index"));
        assert_eq!(indexed.code, Some(0), "{}", indexed.err);
        folder
    });
    on(index.path(), command)
}

impl Shipped {
    /// Serves; programs must show `token` where one is given.
    pub(crate) fn served(token: Option<&str>) -> Self {
        let mut command = over_shipped("serve");
        command.envs(token.map(|token| ("DIANAN_API_TOKEN", token)));
        Self(Server::start(command))
    }

    /// The status and the body of the answer to a request with these further headers.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> (u16, String) {
        let headers = format!("Host: 127.0.0.1\r\n{headers}");
        let reply = self.0.send(method, path, &headers, body);
        let (head, body) = reply.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
        (status, body.to_owned())
    }

    /// As [`Shipped::send`], JSON both ways.
    pub(crate) fn post(&self, path: &str, headers: &str, body: &Value) -> (u16, Value) {
        let headers = format!("Content-Type: application/json\r\n{headers}");
        let (status, answer) = self.send("POST", path, &headers, &body.to_string());
        let json = serde_json::from_str(&answer);
        (status, json.unwrap_or_else(|error| panic!("{error}: {answer}")))
    }

    /// The text of a passage of this name, as the library shows it.
    pub(crate) fn passage(&self, id: &str) -> String {
        let (document, _) = id.split_once('#').expect("document#anchor");
        let path = format!("/api/documents/{}", url(document));
        let (status, body) = self.send("GET", &path, "", "");
        assert_eq!(status, 200, "{body}");
        let document: Value = serde_json::from_str(&body).expect("JSON");
        let mut passages = document["passages"].as_array().expect("a list").iter();
        let passage = passages.find(|it| it["id"] == id).unwrap_or_else(|| panic!("{id} is held"));
        passage["text"].as_str().expect("text").to_owned()
    }

    /// Whether the check of drafts finds `sentence` to agree with what is held.
    pub(crate) fn verifies(&self, sentence: &str) -> bool {
        let draft = json!({ "text": format!("{sentence}。") });
        let (status, report) = self.post("/api/check", "", &draft);
        assert_eq!(status, 200, "{report}");
        let agreeing = report["agreeing"].as_array().expect("a list");
        agreeing.iter().any(|it| it["class"] == "quotation" && it["verdict"] == "agrees")
    }
}

/// The sentence of `text` that holds `words`, without its full stop.
pub(crate) fn sentence<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    text.split(['。', '\n']).find(|sentence| sentence.contains(words))
}

fn asked(knowledge: &str, query: &str, top_k: usize, threshold: f32) -> Value {
    json!({ "knowledge_id": knowledge, "query": query,
        "retrieval_setting": { "top_k": top_k, "score_threshold": threshold } })
}

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

#[test]
fn another_system_is_given_passages_that_answer_and_verify() {
    let shipped = Shipped::served(None);
    let (status, answer) = shipped.post("/retrieval", "", &asked("dianan", QUESTION, 5, 0.0));
    assert_eq!(status, 200, "{answer}");
    let records = answer["records"].as_array().expect("records");
    assert!((1..=5).contains(&records.len()), "{answer}");
    let mut before = 1.0;
    for record in records {
        let score = record["score"].as_f64().expect("a score");
        assert!((0.0..=before).contains(&score), "{score} after {before}");
        before = score;
        let about = record["metadata"].as_object().expect("metadata is an object");
        assert!(about.values().all(Value::is_string), "{about:?}");
        let id = about["passage"].as_str().expect("a passage");
        assert_eq!(record["content"], shipped.passage(id));
        assert!(about["url"].as_str().is_some_and(|it| it.starts_with("http://127.0.0.1/")));
    }
    let rates = records.iter().find_map(|record| {
        let sentence = sentence(record["content"].as_str()?, "办结率")?;
        sentence.contains("办不成事").then_some((record, sentence))
    });
    let (record, sentence) = rates.unwrap_or_else(|| panic!("the rate is among them: {answer}"));
    assert!(sentence.contains("超过99%"), "{sentence}");
    assert_eq!(record["metadata"]["region"], "安徽省");
    assert!(shipped.verifies(sentence), "{sentence}");
    assert!(!shipped.verifies(&sentence.replace("99%", "89%")), "a changed figure does not");
}

#[test]
fn thresholds_kinds_and_conditions_narrow_what_is_given() {
    let shipped = Shipped::served(None);
    let records = |body: &Value| {
        let (status, answer) = shipped.post("/retrieval", "", body);
        assert_eq!(status, 200, "{answer}");
        answer["records"].as_array().expect("records").clone()
    };
    let all = records(&asked("dianan", "四强党支部", 20, 0.0));
    assert!(all.len() > 3, "{}", all.len());
    let scores: Vec<f64> = all.iter().map(|it| it["score"].as_f64().expect("a score")).collect();
    let between = (scores[0] + scores[scores.len() - 1]) / 2.0;
    let best = records(&asked("dianan", "四强党支部", 20, between as f32));
    let wanted = scores.iter().filter(|score| **score >= between).count();
    assert!(best.len() == wanted && wanted < all.len(), "{scores:?} {between} {}", best.len());
    let guides = records(&asked("指引", "四强党支部", 20, 0.0));
    assert!(!guides.is_empty());
    for record in guides {
        assert_eq!(record["metadata"]["kind"], "guide");
    }
    let mut conditioned = asked("dianan", "四强党支部", 3, 0.0);
    conditioned["metadata_condition"] = json!({ "logical_operator": "and", "conditions": [
        { "name": ["region"], "comparison_operator": "start with", "value": "黑龙江省" }] });
    let held = records(&conditioned);
    assert!(!held.is_empty());
    for record in held {
        let region = record["metadata"]["region"].as_str();
        assert!(region.is_some_and(|it| it.starts_with("黑龙江省")), "{record}");
    }
    assert!(records(&asked("dianan", "“库里没有这句话的”", 5, 0.0)).is_empty());
}

#[test]
fn errors_of_retrieval_are_those_of_the_contract() {
    let shipped = Shipped::served(Some(TOKEN));
    let check = |headers: &str, body: &Value, status: u16, code: u16| {
        let (found, answer) = shipped.post("/retrieval", headers, body);
        assert_eq!((found, answer["error_code"].as_u64()), (status, Some(code.into())), "{answer}");
        assert!(answer["error_msg"].as_str().is_some_and(|it| !it.is_empty()), "{answer}");
    };
    let sound = asked("dianan", "党建", 5, 0.0);
    check("", &sound, 401, 1001);
    check("Authorization: Basic eDp5\r\n", &sound, 401, 1001);
    check(&bearer("other"), &sound, 401, 1002);
    check(&bearer(TOKEN), &asked("AAA-BBB", "党建", 5, 0.0), 404, 2001);
    check(&bearer(TOKEN), &json!({ "knowledge_id": "dianan" }), 422, 422);
    check(&bearer(TOKEN), &asked("dianan", &"长".repeat(3_000), 5, 0.0), 400, 400);
    let (status, answer) = shipped.post("/retrieval", &bearer(TOKEN), &sound);
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["records"].as_array().map(Vec::len), Some(5));
    let (status, _) = shipped.send("GET", "/retrieval", "", "");
    assert_eq!(status, 405);
}

#[test]
fn a_program_that_reads_the_site_is_told_where_to_ask() {
    let shipped = Shipped::served(None);
    let (status, guide) = shipped.send("GET", "/llms.txt", "", "");
    assert_eq!(status, 200);
    assert!(guide.starts_with("# 典案\n\n> "), "{guide}");
    let links: Vec<&str> = guide
        .lines()
        .filter_map(|line| Some(line.strip_prefix("- [")?.split_once("](")?.1.split_once(')')?.0))
        .collect();
    assert!(links.contains(&"/documents/anhui-shengzhi-2024"), "{guide}");
    assert!(links.len() > 86, "{}", links.len());
    for link in links.iter().filter(|it| it.starts_with("/documents/")).take(5) {
        assert_eq!(shipped.send("GET", link, "", "").0, 200, "{link}");
    }
}

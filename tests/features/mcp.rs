//! The Model Context Protocol from the program itself over the shipped corpus: over standard input
//! and output, and over HTTP.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::retrieval::{QUESTION, Shipped, over_shipped, sentence};

const MODERN: &str = "2026-07-28";

/// `dianan mcp`, as a chat client starts it.
struct Started {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Started {
    fn new() -> Self {
        let mut command = over_shipped("mcp");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        let ask = child.stdin.take().expect("it is piped");
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, ask, answers }
    }

    fn say(&mut self, line: &str) {
        writeln!(self.ask, "{line}").expect("it reads");
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.say(&request(method, params).to_string());
        self.answer()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn request(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params })
}

/// What a tool answers; the text is the same as JSON.
fn called(answer: &Value) -> Value {
    let result = &answer["result"];
    assert_eq!(result["isError"], false, "{answer}");
    let text = result["content"][0]["text"].as_str().expect("a text");
    let told: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(told, result["structuredContent"]);
    told
}

/// Answers the question by searching and reading, as a client's model would; gives the passage and
/// the sentence that it quotes.
fn quoted(ask: &mut dyn FnMut(&str, Value) -> Value) -> (String, String) {
    let mut call = |name: &str, arguments: Value| {
        called(&ask("tools/call", json!({ "name": name, "arguments": arguments })))
    };
    let found = call("search", json!({ "query": QUESTION }));
    let ids: Vec<String> = found["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|hit| hit["id"].as_str().expect("an id").to_owned())
        .collect();
    assert!((1..=5).contains(&ids.len()), "{found}");
    let read = ids.iter().find_map(|id| {
        let read = call("read", json!({ "id": id }));
        assert!(read["citation"].as_str().is_some_and(|it| it.ends_with(['.', '。'])), "{read}");
        let text = read["passages"][0]["text"].as_str()?;
        let sentence = sentence(text, "办结率").filter(|it| it.contains("办不成事"))?;
        Some((id.clone(), sentence.to_owned()))
    });
    let (id, sentence) = read.unwrap_or_else(|| panic!("the rate is read: {found}"));
    let checked = call("check_citation", json!({ "quotation": sentence, "id": id }));
    assert_eq!(checked["verdict"], "agrees", "{checked}");
    assert_eq!(checked["evidence"][0]["id"], id.as_str());
    let checked = call("check_citation", json!({ "quotation": format!("“{sentence}”") }));
    assert_eq!(checked["verdict"], "agrees", "{checked}");
    let changed = sentence.replace("99%", "89%");
    for lie in [json!({ "quotation": changed }), json!({ "quotation": changed, "id": id })] {
        let checked = call("check_citation", lie);
        assert_ne!(checked["verdict"], "agrees", "{checked}");
    }
    let facts = call("facts", json!({ "q": "办结率", "region": "安徽" }));
    let mut rates = facts["facts"].as_array().expect("facts").iter();
    assert!(rates.any(|it| it["value"] == 0.99 && it["id"] == id.as_str()), "{facts}");
    (id, sentence)
}

#[test]
fn a_client_over_standard_input_answers_with_quotations_that_verify() {
    let mut started = Started::new();
    let opened = json!({ "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": { "name": "test", "version": "1" } });
    let answer = started.ask("initialize", opened);
    assert_eq!(answer["result"]["protocolVersion"], "2025-06-18", "{answer}");
    assert_eq!(answer["result"]["serverInfo"]["name"], "dianan");
    started.say(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    assert_eq!(started.ask("ping", json!({}))["result"], json!({}));
    let (_, quoted) = quoted(&mut |method, params| started.ask(method, params));
    assert!(quoted.contains("超过99%"), "{quoted}");
    assert!(Shipped::served(None).verifies(&quoted), "{quoted}");
}

#[test]
fn every_tool_says_what_it_takes_and_refuses_what_it_does_not() {
    let mut started = Started::new();
    let listed = started.ask("tools/list", json!({}));
    let tools = listed["result"]["tools"].as_array().expect("tools").clone();
    let names: BTreeSet<&str> = tools.iter().filter_map(|it| it["name"].as_str()).collect();
    let expected = ["search", "read", "list", "facts", "compare", "check_citation", "check_text"];
    assert_eq!(names, BTreeSet::from(expected));
    for tool in &tools {
        let schema = &tool["inputSchema"];
        assert_eq!(
            (&schema["type"], &schema["additionalProperties"]),
            (&json!("object"), &json!(false))
        );
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        let call = json!({ "name": tool["name"], "arguments": { "colour": "red" } });
        let answer = started.ask("tools/call", call);
        assert_eq!(answer["result"]["isError"], true, "{answer}");
        // Every parameter that is described is taken.
        for (name, property) in schema["properties"].as_object().expect("properties") {
            let value = match property["type"].as_str() {
                Some("integer") => json!(1),
                Some("array") => json!(["安徽"]),
                _ => json!("安徽"),
            };
            let call = json!({ "name": tool["name"], "arguments": { name: value } });
            let answer = started.ask("tools/call", call).to_string();
            assert!(!answer.contains("unknown field"), "{answer}");
        }
    }
    let mut call = |name: &str, arguments: Value| {
        called(&started.ask("tools/call", json!({ "name": name, "arguments": arguments })))
    };
    let compared = call("compare", json!({ "topic": "四强党支部", "regions": ["广东", "海南"] }));
    assert!(
        compared["places"][0]["practices"][0]["id"].as_str().is_some_and(|it| it.contains('#'))
    );
    assert!(compared["places"][1]["note"].is_string(), "{compared}");
    let listed = call("list", json!({ "region": "安徽", "kind": "案例", "limit": 2 }));
    assert_eq!(listed["documents"].as_array().map(Vec::len), Some(2));
    assert!(listed["total"].as_u64().is_some_and(|total| total > 2), "{listed}");
    let draft = "安徽省直机关列出为民惠企清单3100余项，办结率超过89%。";
    let checked = call("check_text", json!({ "text": draft }));
    assert!(checked["findings"].is_array(), "{checked}");
    let years = call("list", json!({ "year": 2024 }));
    assert!(years["total"].as_u64().is_some_and(|total| total > 0), "{years}");
}

#[test]
fn a_long_document_is_read_part_by_part_and_whole_as_a_resource() {
    let mut started = Started::new();
    let (mut from, mut texts) = (String::new(), Vec::new());
    loop {
        let arguments = json!({ "id": "anhui-shengzhi-2024", "from": from });
        let read =
            called(&started.ask("tools/call", json!({ "name": "read", "arguments": arguments })));
        let passages = read["passages"].as_array().expect("passages");
        texts.extend(passages.iter().map(|it| it["id"].as_str().expect("an id").to_owned()));
        match read["next"].as_str() {
            Some(next) => from = next.to_owned(),
            None => break,
        }
    }
    let distinct: BTreeSet<&String> = texts.iter().collect();
    assert_eq!(distinct.len(), texts.len());
    let (mut cursor, mut uris) = (Value::Null, BTreeSet::new());
    loop {
        let params = if cursor.is_null() { json!({}) } else { json!({ "cursor": cursor }) };
        let listed = started.ask("resources/list", params)["result"].take();
        for resource in listed["resources"].as_array().expect("resources") {
            assert!(uris.insert(resource["uri"].as_str().expect("a uri").to_owned()));
        }
        cursor = listed["nextCursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    let held = started.ask("tools/call", json!({ "name": "list" }));
    assert_eq!(called(&held)["total"], uris.len());
    let uri = uris.iter().find(|it| it.contains("anhui") && it.contains("shengzhi"));
    let read = started.ask("resources/read", json!({ "uri": uri.expect("it is listed") }));
    let text = read["result"]["contents"][0]["text"].as_str().expect("a text");
    assert!(text.starts_with("# ") && text.contains("办结率超过99%"), "{text}");
    let none = started.ask("resources/read", json!({ "uri": "dianan://documents/nothing" }));
    assert_eq!(none["error"]["code"], -32602, "{none}");
}

#[test]
fn slips_of_the_protocol_are_answered_in_its_words() {
    let mut started = Started::new();
    let check = |started: &mut Started, line: &str, code: i64| {
        started.say(line);
        let answer = started.answer();
        assert_eq!(answer["error"]["code"], code, "{line}: {answer}");
    };
    check(&mut started, "{", -32700);
    check(&mut started, r#"{"id":1,"method":"ping"}"#, -32600);
    check(&mut started, r#"{"jsonrpc":"2.0","id":1}"#, -32600);
    check(&mut started, "[]", -32600);
    check(&mut started, r#"{"jsonrpc":"2.0","id":1,"method":"prompts/list"}"#, -32601);
    check(&mut started, &request("tools/call", json!({ "name": "delete" })).to_string(), -32602);
    let old = json!({ "_meta": { "io.modelcontextprotocol/protocolVersion": "2031-01-01" } });
    check(&mut started, &request("tools/list", old).to_string(), -32022);
    // Neither notifications nor answers are answered: the next answer is that of the ping.
    started.say(r#"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#);
    started.say(r#"{"jsonrpc":"2.0","id":3,"result":{}}"#);
    started.say(r#"[{"jsonrpc":"2.0","id":8,"method":"ping"},{"jsonrpc":"2.0","method":"a"}]"#);
    let answer = started.answer();
    assert_eq!(answer, json!([{ "jsonrpc": "2.0", "id": 8, "result": {} }]));
    let unknown = started.ask("initialize", json!({ "protocolVersion": "1999-01-01" }));
    assert_eq!(unknown["result"]["protocolVersion"], "2025-11-25");
}

#[test]
fn a_client_over_http_answers_with_quotations_that_verify() {
    let shipped = Shipped::served(None);
    let mut modern = |method: &str, mut params: Value| {
        params["_meta"] = json!({ "io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientCapabilities": {} });
        let name = params["name"].as_str().or(params["uri"].as_str());
        let name = name.map(|it| format!("Mcp-Name: {it}\r\n")).unwrap_or_default();
        let headers = format!("MCP-Protocol-Version: {MODERN}\r\nMcp-Method: {method}\r\n{name}");
        let (status, answer) = shipped.post("/mcp", &headers, &request(method, params));
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["result"]["resultType"], "complete", "{answer}");
        answer
    };
    let found = modern("server/discover", json!({}));
    assert_eq!(found["result"]["supportedVersions"][0], MODERN);
    let (id, quoted) = quoted(&mut modern);
    assert!(shipped.passage(&id).contains(&quoted));
    assert!(shipped.verifies(&quoted), "{quoted}");
    let mut legacy = |method: &str, params: Value| {
        let version = "MCP-Protocol-Version: 2025-06-18\r\n";
        shipped.post("/mcp", version, &request(method, params)).1
    };
    assert_eq!(self::quoted(&mut legacy).0, id);
}

#[test]
fn http_says_by_its_status_what_is_wrong_with_a_message() {
    let shipped = Shipped::served(Some("s3cret"));
    let send = |headers: &str, body: &Value| {
        let headers = format!("Authorization: Bearer s3cret\r\n{headers}");
        shipped.send("POST", "/mcp", &headers, &body.to_string()).0
    };
    let ping = request("ping", json!({}));
    assert_eq!(shipped.post("/mcp", "", &ping).0, 401);
    assert_eq!(send("", &ping), 200);
    assert_eq!(send("MCP-Protocol-Version: 2031-01-01\r\n", &ping), 400);
    assert_eq!(send("", &json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })), 202);
    assert_eq!(send("Origin: http://evil.example\r\n", &ping), 403);
    assert_eq!(shipped.send("GET", "/mcp", "", "").0, 405);
    let meta = json!({ "_meta": { "io.modelcontextprotocol/protocolVersion": MODERN } });
    let version = format!("MCP-Protocol-Version: {MODERN}\r\n");
    let list = request("tools/list", meta.clone());
    assert_eq!(send(&version, &list), 400, "there is no Mcp-Method");
    assert_eq!(send(&format!("{version}Mcp-Method: tools/list\r\n"), &list), 200);
    let unknown = request("tools/none", meta);
    assert_eq!(send(&format!("{version}Mcp-Method: tools/none\r\n"), &unknown), 404);
}

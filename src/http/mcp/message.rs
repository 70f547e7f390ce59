//! Messages of the protocol: JSON-RPC 2.0, in sessions that older clients open with `initialize`,
//! and one by one as the specification has it since 2026-07-28.

use serde_json::{Value, json};

use super::protocol::{Fault, MODERN, VERSION_KEY, VERSIONS};
use super::{resources, tools};
use crate::library::Snapshot;

/// So many messages may come as one list (2025-03-26).
const MOST_AT_ONCE: usize = 20;

/// What a client's model should know before it asks.
const INSTRUCTIONS: &str = "典案：政策文件、工作报告、品牌案例与工作指引的检索和知识库，只读。\
先用 search 或 facts 找，再用 read 读原文；引用时照抄原文并注明编号（文档编号#段落编号），\
写完用 check_citation 或 check_text 核对。库中未见不等于没有。";

/// The answer to a message, or to a list of messages; `None` where none is due.
#[must_use]
pub fn reply(snapshot: &Snapshot, message: &str) -> Option<Value> {
    match serde_json::from_str::<Value>(message) {
        Err(_) => Some(Fault::unreadable().told(&Value::Null)),
        Ok(Value::Array(list)) if list.is_empty() || list.len() > MOST_AT_ONCE => {
            Some(Fault::invalid().told(&Value::Null))
        }
        Ok(Value::Array(list)) => {
            let replies: Vec<Value> = list.iter().filter_map(|it| one(snapshot, it)).collect();
            (!replies.is_empty()).then_some(Value::Array(replies))
        }
        Ok(message) => one(snapshot, &message),
    }
}

/// The id of a message; null where it has none.
pub(super) fn id(message: &str) -> Value {
    let message: Value = serde_json::from_str(message).unwrap_or_default();
    message["id"].clone()
}

/// Whether a message stands alone and says its version itself.
pub(super) fn is_modern(message: &str) -> bool {
    let message: Value = serde_json::from_str(message).unwrap_or_default();
    !stated_version(&message).is_null()
}

fn stated_version(message: &Value) -> &Value {
    &message["params"]["_meta"][VERSION_KEY]
}

fn one(snapshot: &Snapshot, message: &Value) -> Option<Value> {
    let invalid = || Some(Fault::invalid().told(&Value::Null));
    if message["jsonrpc"] != "2.0" {
        return invalid();
    }
    let Some(method) = message["method"].as_str() else {
        // An answer, to what was never asked.
        let answers = message.get("result").or(message.get("error")).is_some();
        return if answers { None } else { invalid() };
    };
    let id = message.get("id")?;
    if !(id.is_string() || id.is_number()) {
        return invalid();
    }
    Some(match result(snapshot, method, message) {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(fault) => fault.told(id),
    })
}

fn result(snapshot: &Snapshot, method: &str, message: &Value) -> Result<Value, Fault> {
    let modern = match stated_version(message) {
        Value::Null => false,
        version if version == MODERN => true,
        version => return Err(Fault::version(version.as_str().unwrap_or_default())),
    };
    let params = &message["params"];
    let mut result = match method {
        "initialize" => initialized(params),
        "server/discover" => discovered(),
        "ping" => json!({}),
        "tools/list" => tools::list(),
        "tools/call" => tools::call(snapshot, params)?,
        "resources/list" => resources::list(snapshot, params)?,
        "resources/templates/list" => resources::templates(),
        "resources/read" => resources::read(snapshot, params)?,
        _ => return Err(Fault::method()),
    };
    if modern {
        result["resultType"] = json!("complete");
        if method != "tools/call" {
            // The library may change at any time.
            result["ttlMs"] = json!(0);
            result["cacheScope"] = json!("private");
        }
    }
    Ok(result)
}

fn initialized(params: &Value) -> Value {
    let asked = params["protocolVersion"].as_str().unwrap_or_default();
    let known = VERSIONS.into_iter().skip(1).find(|version| *version == asked);
    json!({
        "protocolVersion": known.unwrap_or(VERSIONS[1]),
        "capabilities": capabilities(),
        "serverInfo": about(),
        "instructions": INSTRUCTIONS,
    })
}

fn discovered() -> Value {
    json!({
        "supportedVersions": VERSIONS,
        "capabilities": capabilities(),
        "serverInfo": about(),
        "instructions": INSTRUCTIONS,
    })
}

fn capabilities() -> Value {
    json!({ "tools": {}, "resources": {} })
}

fn about() -> Value {
    json!({ "name": "dianan", "title": "典案", "version": env!("CARGO_PKG_VERSION") })
}

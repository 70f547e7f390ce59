//! The versions of the protocol and its errors.

use serde_json::{Value, json};

/// The versions that are spoken, the latest first.
pub(super) const VERSIONS: [&str; 5] =
    [MODERN, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
/// The version whose messages stand alone.
pub(super) const MODERN: &str = "2026-07-28";
/// Where a message that stands alone says its version.
pub(super) const VERSION_KEY: &str = "io.modelcontextprotocol/protocolVersion";

pub(super) const METHOD_NOT_FOUND: i64 = -32601;
pub(super) const INTERNAL: i64 = -32603;
const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const INVALID_PARAMS: i64 = -32602;
const HEADER_MISMATCH: i64 = -32020;
const UNSUPPORTED_VERSION: i64 = -32022;

/// An error of the protocol.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    code: i64,
    message: String,
    data: Option<Value>,
}

impl Fault {
    pub(super) fn params(message: impl Into<String>) -> Self {
        Self { code: INVALID_PARAMS, message: message.into(), data: None }
    }

    pub(super) fn internal() -> Self {
        Self::of(INTERNAL, "服务器内部出错")
    }

    pub(super) fn headers() -> Self {
        Self::of(HEADER_MISMATCH, "Headers and message do not agree")
    }

    pub(super) fn version(requested: &str) -> Self {
        Self {
            code: UNSUPPORTED_VERSION,
            message: "Unsupported protocol version".to_owned(),
            data: Some(json!({ "supported": VERSIONS, "requested": requested })),
        }
    }

    pub(super) fn unreadable() -> Self {
        Self::of(PARSE_ERROR, "Parse error")
    }

    pub(super) fn invalid() -> Self {
        Self::of(INVALID_REQUEST, "Invalid Request")
    }

    pub(super) fn method() -> Self {
        Self::of(METHOD_NOT_FOUND, "Method not found")
    }

    fn of(code: i64, message: &str) -> Self {
        Self { code, message: message.to_owned(), data: None }
    }

    /// The answer to the message of this id.
    pub(super) fn told(&self, id: &Value) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(data) = &self.data {
            error["data"] = data.clone();
        }
        json!({ "jsonrpc": "2.0", "id": id, "error": error })
    }
}

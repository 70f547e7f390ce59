//! What a call brings with it.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::http::error::HttpError;

/// The arguments of a call.
pub(super) fn read<T: DeserializeOwned>(arguments: Value) -> Result<T, HttpError> {
    let slip = |error: serde_json::Error| HttpError::Unacceptable(format!("参数有误：{error}"));
    serde_json::from_value(arguments).map_err(slip)
}

/// A text that a model may write as a number, as it does with years.
pub(super) fn loose<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(serde::de::Error::custom(format!("{other} 应是文字"))),
    }
}

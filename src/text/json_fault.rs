//! What is wrong with JSON that came from outside, in Chinese and with its place.

use serde_json::Error;
use serde_json::error::Category;

/// The place and the cause; keys and values by the names that the text has for them.
#[must_use]
pub fn json_fault(error: &Error) -> String {
    let message = error.to_string();
    let named = |words: &str| named_behind(&message, words);
    let reason = match error.classify() {
        Category::Eof => "没有写完".to_owned(),
        Category::Syntax => "不合 JSON 写法".to_owned(),
        Category::Io => "没有读完整".to_owned(),
        Category::Data => {
            if let Some(key) = named("missing field") {
                format!("缺少 {key}")
            } else if let Some(key) = named("unknown field") {
                format!("不认识“{key}”这一项")
            } else if let Some(value) = named("unknown variant") {
                format!("“{value}”不能写在这里")
            } else if message.contains("duplicate field") {
                "同一项写了两次".to_owned()
            } else {
                "值的类型不对".to_owned()
            }
        }
    };
    format!("第 {} 行第 {} 列：{reason}", error.line(), error.column())
}

/// What a reader's message names between backticks behind `words`: missing field `text`.
pub(crate) fn named_behind<'m>(message: &'m str, words: &str) -> Option<&'m str> {
    let after = &message[message.find(words)? + words.len()..];
    after.split('`').nth(1)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        text: String,
    }

    #[test]
    fn what_is_sound_is_read() {
        assert_eq!(serde_json::from_str::<Asked>("{\"text\": \"甲\"}").unwrap().text, "甲");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (json, expected) in [
            ("{\"text\": ", "第 1 行第 9 列：没有写完"),
            ("{text: 1}", "第 1 行第 2 列：不合 JSON 写法"),
            ("{\n}", "第 2 行第 1 列：缺少 text"),
            ("{\"text\": 1}", "第 1 行第 10 列：值的类型不对"),
            ("{\"texts\": \"a\"}", "第 1 行第 8 列：不认识“texts”这一项"),
        ] {
            let error = serde_json::from_str::<Asked>(json).unwrap_err();
            assert_eq!(json_fault(&error), expected, "{json}");
        }
    }
}

//! The tools: their names, what they take, and their answers as JSON.

mod arguments;
mod checking;
mod comparing;
mod finding;
mod reading;

use serde_json::{Map, Value, json};

use super::protocol::Fault;
use crate::http::error::HttpError;
use crate::library::Snapshot;

/// A tool that reads.
struct Tool {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    /// What it takes: name, type in JSON Schema, what it means. Lists are of texts.
    takes: &'static [(&'static str, &'static str, &'static str)],
    /// Which of these must be given.
    needs: &'static [&'static str],
    call: fn(&Snapshot, Value) -> Result<Value, HttpError>,
}

const REGION: (&str, &str, &str) = ("region", "string", "地区，如 广东、广东省/珠海市");
const YEAR: (&str, &str, &str) = ("year", "string", "年份，如 2024 或 2020..2024");
const KIND: (&str, &str, &str) =
    ("kind", "string", "类型：report 报告、case 案例、guide 指引、policy 政策");
const ORGANIZATION: (&str, &str, &str) = ("organization", "string", "机构名称的一部分");
const THEME: (&str, &str, &str) = ("theme", "string", "主题名称的一部分");
const LIMIT: (&str, &str, &str) = ("limit", "integer", "最多给几条");
const OFFSET: (&str, &str, &str) = ("offset", "integer", "跳过几条");

const TOOLS: [Tool; 7] = [
    Tool {
        name: "search",
        title: "检索",
        about: "按字词（有模型时也按意思）检索，每份文档给最好的一段的节选。query 里 “…” 须照原样出现，-词 排除。用 read 读 id 所指的原文。",
        takes: &[
            ("query", "string", "要找什么，词语或一句话"),
            KIND,
            REGION,
            ORGANIZATION,
            THEME,
            YEAR,
            LIMIT,
            OFFSET,
        ],
        needs: &["query"],
        call: finding::search,
    },
    Tool {
        name: "read",
        title: "读原文",
        about: "读一段（文档编号#段落编号）或一份文档（文档编号）的原文，带引用格式。文档长时分次给出，照 next 接着读。",
        takes: &[
            ("id", "string", "search、facts 等给出的 id"),
            ("from", "string", "从这一段读起：上一次给出的 next"),
        ],
        needs: &["id"],
        call: reading::read,
    },
    Tool {
        name: "list",
        title: "列文档",
        about: "按条件列出文档，新的在前。",
        takes: &[KIND, REGION, ORGANIZATION, THEME, YEAR, LIMIT, OFFSET],
        needs: &[],
        call: finding::list,
    },
    Tool {
        name: "facts",
        title: "查事实",
        about: "指标、荣誉、文件、品牌、说法，各带原句和段落 id。",
        takes: &[
            (
                "type",
                "string",
                "indicator 指标、honour 荣誉、instrument 文件、brand 品牌、shorthand 说法、organization、region、theme",
            ),
            ("name", "string", "名称，须完全相同"),
            ("q", "string", "名称里含有的字"),
            ("document", "string", "文档编号"),
            REGION,
            ORGANIZATION,
            YEAR,
            LIMIT,
            OFFSET,
        ],
        needs: &[],
        call: comparing::facts,
    },
    Tool {
        name: "compare",
        title: "比较各地",
        about: "各地在一个主题上的做法、指标、文件、品牌、荣誉，各带出处；没有的写明查过多少。",
        takes: &[
            ("topic", "string", "主题、词语或名称，60 字以内"),
            ("regions", "array", "要比较的地区；不写就是库中各省"),
            ("within", "string", "一个省：改为比较其各市"),
            ("years", "string", "年份，如 2020..2024"),
        ],
        needs: &["topic"],
        call: comparing::compare,
    },
    Tool {
        name: "check_citation",
        title: "核对引文",
        about: "一句引文是否照原样见于库中（或 id 所指的那一段、那份文档）。verdict：agrees 相符、differs 有改动、elsewhere 出处不符、unseen 库中未见。",
        takes: &[
            ("quotation", "string", "引文，不带引号"),
            ("id", "string", "文档编号或文档编号#段落编号；不写就查全库"),
        ],
        needs: &["quotation"],
        call: checking::citation,
    },
    Tool {
        name: "check_text",
        title: "检查文稿",
        about: "检查一篇文稿里的引文、文件名、数字、说法、名称，逐条给出依据。文稿不保存。",
        takes: &[
            ("text", "string", "文稿，20 万字以内"),
            ("author", "string", "起草单位全称；它自己的文档里的话不算抄"),
        ],
        needs: &["text"],
        call: checking::text,
    },
];

/// All tools.
pub(super) fn list() -> Value {
    json!({ "tools": TOOLS.iter().map(Tool::told).collect::<Vec<_>>() })
}

/// Calls a tool. What the library refuses is told to the model, so that it can ask otherwise.
pub(super) fn call(snapshot: &Snapshot, params: &Value) -> Result<Value, Fault> {
    let name = params["name"].as_str().unwrap_or_default();
    let tool = TOOLS.iter().find(|tool| tool.name == name);
    let tool = tool.ok_or_else(|| Fault::params(format!("没有“{name}”这个工具")))?;
    let arguments = match &params["arguments"] {
        Value::Null => Value::Object(Map::new()),
        arguments => arguments.clone(),
    };
    match (tool.call)(snapshot, arguments) {
        Ok(answer) => Ok(json!({
            "content": [{ "type": "text", "text": answer.to_string() }],
            "structuredContent": answer,
            "isError": false,
        })),
        Err(HttpError::Internal(cause)) => {
            tracing::error!("/mcp {name}:{cause}");
            Err(Fault::internal())
        }
        Err(error) => {
            let told = json!({ "type": "text", "text": error.to_string() });
            Ok(json!({ "content": [told], "isError": true }))
        }
    }
}

impl Tool {
    fn told(&self) -> Value {
        let properties = self.takes.iter().map(|(name, kind, about)| {
            let mut property = json!({ "type": kind, "description": about });
            match *kind {
                "array" => property["items"] = json!({ "type": "string" }),
                "integer" => property["minimum"] = json!(0),
                _ => {}
            }
            ((*name).to_owned(), property)
        });
        let mut schema = json!({
            "type": "object",
            "properties": properties.collect::<Map<_, _>>(),
            "additionalProperties": false,
        });
        if !self.needs.is_empty() {
            schema["required"] = json!(self.needs);
        }
        json!({
            "name": self.name,
            "title": self.title,
            "description": self.about,
            "inputSchema": schema,
            "annotations": { "title": self.title, "readOnlyHint": true, "openWorldHint": false },
        })
    }
}

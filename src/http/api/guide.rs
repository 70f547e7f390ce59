//! `GET /llms.txt`: what a program that reads this site should know, and where to ask.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::index::query::Sort;
use crate::library::Snapshot;
use crate::search::{Request, search};

/// How many documents are listed, the newest first.
const LISTED: usize = 100;

/// What there is to ask, as <https://llmstxt.org> has it.
const ASKING: &str = "\
> 政策文件、工作报告、品牌案例与工作指引的全文检索和知识库。引用请带段落编号（文档编号#段落编号），原文以文档页为准；库中未见不等于没有。

## 怎样查

- [检索](/api/search?q=四强党支部): 参数 q、region、kind、year、organization、theme、limit、offset，答 JSON，每份文档带最好的一段
- [问答](/api/ask?q=哪些地方设立了办不成事窗口): 照录最切题的句子和各地的数字，没有切题的就说明不答
- [一份文档](/api/documents/): 后接文档编号，答全文与各段
- [事实](/api/facts?q=办结率): 指标、荣誉、文件、品牌、说法，各带原句与位置
- [比较](/api/compare?topic=减负): 各地在一个主题上的做法、指标、文件、荣誉
- [检查草稿](/check): POST /api/check 核对引文、数字、文件名
- [接口的说明](/api/openapi.json): OpenAPI 3.1；给人看的在 /api；/api/v1 下的路径字段只增不减
- [MCP](/mcp): POST，只读工具 search、read、list、facts、compare、check_citation、check_text
- [外部知识库](/retrieval): POST，Dify 的外部知识库约定，knowledge_id 写 dianan，或 report、case、guide、policy
- [文件库](/v1/file/list): FastGPT 的 API 文件库约定，接口地址填本站地址
";

/// The guide, with the documents that there are.
pub(in crate::http) async fn answer(State(library): State<Arc<Library>>) -> Response {
    let guide = on_snapshot(&library, guide).await;
    let kind = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    answered("/llms.txt", guide.map(|guide| (kind, guide).into_response()))
}

fn guide(snapshot: &Snapshot) -> Result<String, HttpError> {
    let newest = Request { sort: Sort::Newest, limit: LISTED, ..Request::default() };
    let answer = search(snapshot, newest)?;
    let mut guide = format!("# 典案\n\n{ASKING}\n## 文档\n\n");
    if answer.total > LISTED {
        // Writing to a string does not fail.
        let _ = writeln!(guide, "共 {} 份，列最新的 {LISTED} 份。\n", answer.total);
    }
    for card in answer.hits.iter().map(|hit| &hit.document) {
        let published = card.published.map(|it| it.to_string());
        let stated = [Some(card.kind.label().to_owned()), card.region.clone(), published];
        let about: Vec<String> = stated.into_iter().flatten().collect();
        let title = escaped(&card.title);
        let _ = writeln!(guide, "- [{title}](/documents/{}): {}", card.id, about.join("，"));
    }
    Ok(guide)
}

/// A title that cannot end the brackets around it.
fn escaped(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    title.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

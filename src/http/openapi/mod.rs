//! The description of the API as OpenAPI 3.1, made of what each call says of itself.

mod shapes;

use serde_json::{Value, json};
use utoipa::openapi::path::Paths;

/// What stands at the head of the description.
const ABOUT: &str = "政策文件、工作报告、品牌案例与工作指引的全文检索和知识库。\
    各接口都在 /api/v1 之下，字段只增不减；不带 v1 的 /api 是它现在的别名。\
    设有用户或凭证时，请求头带 Authorization: Bearer 加凭证；答复只含该凭证可见的文档。\
    出错时答 error：code 供程序判断，message 和 hint 给人看。库中未见不等于没有。\
    另有对话程序用的 MCP：POST /mcp，或 dianan mcp。";

/// Groups of calls, in the order of the page.
const TAGS: [(&str, &str); 8] = [
    ("检索", "找文档和段落"),
    ("阅读", "一份文档"),
    ("知识", "事实、名称、问答"),
    ("比较", "各地之间"),
    ("检查", "草稿和引证"),
    ("摘录", "摘录的文件"),
    ("状况", "库和接口本身"),
    ("其他系统", "照它们的约定"),
];

/// What may go wrong: status, name of the answer, when, and for which calls.
const FAULTS: [(&str, &str, &str, Calls); 11] = [
    ("400", "BadRequest", "参数或内容不合要求", Calls::All),
    ("401", "NotSignedIn", "要出示凭证", Calls::All),
    ("403", "NotAllowed", "没有这项权限，或请求来自别的网站", Calls::All),
    ("404", "NotFound", "没有所要的", Calls::All),
    ("405", "Method", "不支持这种请求方法", Calls::All),
    ("413", "TooLarge", "内容太大", Calls::WithBody),
    ("421", "UnknownHost", "不是本服务的名称", Calls::All),
    ("422", "Unacceptable", "内容读不懂", Calls::WithBody),
    ("429", "TooMany", "同一处同时提交得太多", Calls::All),
    ("500", "Internal", "服务器内部出错", Calls::All),
    ("503", "Unavailable", "请求太多、超时或索引损坏；过几秒再试", Calls::All),
];

/// Which calls a fault can meet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Calls {
    All,
    WithBody,
}

/// The description of the calls at `paths`.
pub(super) fn document(paths: &Paths) -> Value {
    let mut paths = serde_json::to_value(paths).expect("descriptions are plain data");
    let calls = paths.as_object_mut().into_iter().flatten();
    for operation in calls.flat_map(|(_, item)| item.as_object_mut()).flatten().map(|it| it.1) {
        let has_body = operation.get("requestBody").is_some();
        let own = operation["responses"].get("default").is_some();
        for (status, name, _, calls) in FAULTS {
            if !own && (calls == Calls::All || has_body) {
                let response = format!("#/components/responses/{name}");
                operation["responses"][status] = json!({ "$ref": response });
            }
        }
    }
    let faults = FAULTS.iter().map(|(_, name, when, _)| ((*name).to_owned(), fault(when)));
    let tags = TAGS.map(|(name, about)| json!({ "name": name, "description": about }));
    json!({
        "openapi": "3.1.0",
        "info": { "title": "典案接口", "version": "1", "description": ABOUT },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "security": [{}, { "bearer": [] }],
        "paths": paths,
        "components": {
            "schemas": shapes::schemas(),
            "responses": faults.collect::<serde_json::Map<_, _>>(),
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer",
                "description": "dianan token add 给出的凭证，或 dianan.toml 里的 api_token" } },
        },
    })
}

/// The answer that says what went wrong.
fn fault(when: &str) -> Value {
    json!({ "description": when, "content": { "application/json": {
        "schema": { "$ref": "#/components/schemas/Error" },
        "example": { "error": { "code": "bad_value", "message": "筛选项“年份”不能是“去年”：应为年份 2024 或范围 2020..2024",
            "hint": "请按提示修改后再试。" } },
    } } })
}

//! What went wrong, in our words for the client and the chain for the log. Only this file knows
//! status codes.

mod conversions;

use axum::Json;
use axum::extract::Request;
use axum::extract::rejection::PathRejection;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::pages;
use crate::check::DraftError;
use crate::compare::QuestionError;
use crate::search::RequestError;

/// Where programs ask, beside `/api/`.
pub(super) const RETRIEVAL: &str = "/retrieval";
pub(super) const MCP: &str = "/mcp";
/// Where FastGPT asks for files.
pub(super) const FILES: &str = "/v1/file/";

/// Seconds after which what was not answered may be asked again.
const AGAIN: &str = "5";

/// A request that cannot be answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    #[error(transparent)]
    Refused(#[from] RequestError),
    #[error(transparent)]
    Comparison(#[from] QuestionError),
    #[error("没有“{0}”这个参数")]
    UnknownParameter(String),
    #[error("{name} 应是不小于 0 的整数，不能是“{value}”")]
    NotANumber { name: &'static str, value: String },
    #[error("库中没有编号为“{0}”的文档")]
    NoDocument(String),
    #[error("没有“{0}”这个知识库；可用：dianan（全库）、report、case、guide、policy")]
    NoKnowledge(String),
    #[error("没有出示访问凭证；请带 Authorization: Bearer 加凭证")]
    NoToken,
    #[error("访问凭证不对")]
    WrongToken,
    #[error("{0}")]
    List(String),
    #[error("有人正在试词")]
    Busy,
    #[error("这份文档里没有“{0}”这一段")]
    NoPassage(String),
    #[error("库中未见“{0}”")]
    NoEntity(String),
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error("表单有误：{0}")]
    Form(String),
    #[error("这份文档没有保存原件")]
    NoOriginal,
    #[error("{0}")]
    Original(String),
    #[error("没有这个页面")]
    NoPage,
    #[error("这里只能查阅，不能改动文档")]
    NoDesk,
    #[error("{0}不能做这件事")]
    NotAllowed(&'static str),
    #[error("{0}")]
    Stranger(String),
    #[error("请先登录")]
    NotSignedIn,
    #[error("没有这一批文件")]
    NoTray,
    #[error("{0}")]
    Typed(String),
    #[error("不支持这种请求方法")]
    Method,
    #[error("请求来自另一个网站，不予接受")]
    CrossOrigin,
    #[error("这里不是“{0}”")]
    ForeignHost(String),
    #[error("提交的内容太大：上限 {} KB", .0 / 1024)]
    TooLarge(usize),
    #[error("{0}")]
    Unacceptable(String),
    #[error("请求超时")]
    Timeout,
    #[error("正在处理的请求太多")]
    Overloaded,
    #[error("您这里同时提交的请求太多")]
    TooMany,
    #[error("索引已损坏，正在从语料重建")]
    Damaged(String),
    #[error("服务器内部出错")]
    Internal(String),
}

impl HttpError {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Draft(DraftError::TooLarge { .. }) | Self::TooLarge(_) => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Self::Refused(_)
            | Self::Comparison(_)
            | Self::UnknownParameter(_)
            | Self::NotANumber { .. }
            | Self::List(_)
            | Self::Draft(_)
            | Self::Typed(_)
            | Self::Form(_) => StatusCode::BAD_REQUEST,
            Self::NoDocument(_)
            | Self::NoPassage(_)
            | Self::NoEntity(_)
            | Self::NoKnowledge(_)
            | Self::NoOriginal
            | Self::NoTray
            | Self::NoPage => StatusCode::NOT_FOUND,
            Self::NoToken | Self::WrongToken => StatusCode::UNAUTHORIZED,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::CrossOrigin | Self::NoDesk | Self::NotAllowed(_) | Self::Stranger(_) => {
                StatusCode::FORBIDDEN
            }
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::ForeignHost(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::Unacceptable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Timeout | Self::Busy | Self::Overloaded | Self::Damaged(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Original(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Refused(RequestError::TooLong(_)) => "query_too_long",
            Self::Refused(RequestError::UnknownField(_) | RequestError::UnknownFactField(_)) => {
                "unknown_field"
            }
            Self::Refused(RequestError::BadValue { .. }) => "bad_value",
            Self::Refused(RequestError::OutOfRange { .. }) => "out_of_range",
            Self::Refused(RequestError::UnknownSort(_)) => "unknown_sort",
            Self::Refused(RequestError::UnknownBasis(_)) => "unknown_basis",
            Self::Refused(RequestError::TooManyFilters) => "too_many_filters",
            Self::Comparison(error) => error.code(),
            Self::UnknownParameter(_) => "unknown_parameter",
            Self::NotANumber { .. } => "not_a_number",
            Self::List(_) => "bad_list",
            Self::NoDocument(_) => "no_document",
            Self::NoPassage(_) => "no_passage",
            Self::NoKnowledge(_) => "no_knowledge",
            Self::NoToken => "no_token",
            Self::WrongToken => "wrong_token",
            Self::Busy => "busy",
            Self::NoEntity(_) => "no_entity",
            Self::Draft(DraftError::Empty) => "empty_draft",
            Self::Draft(DraftError::TooLarge { .. }) => "draft_too_large",
            Self::Draft(DraftError::Unreadable(_)) => "unreadable_draft",
            Self::Form(_) => "bad_form",
            Self::NoOriginal => "no_original",
            Self::Original(_) => "bad_original",
            Self::NoPage => "not_found",
            Self::NoDesk => "read_only",
            Self::NotAllowed(_) | Self::Stranger(_) => "not_allowed",
            Self::NotSignedIn => "not_signed_in",
            Self::NoTray => "no_tray",
            Self::Typed(_) => "bad_value",
            Self::Method => "method_not_allowed",
            Self::CrossOrigin => "cross_origin",
            Self::ForeignHost(_) => "unknown_host",
            Self::TooLarge(_) => "too_large",
            Self::Unacceptable(_) => "unacceptable",
            Self::Timeout => "timeout",
            Self::Overloaded => "overloaded",
            Self::TooMany => "too_many_requests",
            Self::Damaged(_) => "damaged_index",
            Self::Internal(_) => "internal",
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::Refused(_) | Self::Comparison(_) | Self::List(_) => "请按提示修改后再试。",
            Self::UnknownParameter(_) => {
                "可用的参数：q、kind、region、organization、theme、year、source、sort、by、offset、limit。"
            }
            Self::NotANumber { .. } => "例如 offset=10、limit=20。",
            Self::NoDocument(_) => "它可能改过编号，或已从语料中删去；请重新检索。",
            Self::NoKnowledge(_) => "编号填在对方系统的外部知识库设置里。",
            Self::NoToken | Self::WrongToken => "凭证由管理员设在 dianan.toml 的 api_token。",
            Self::Busy => "请过几秒再试。",
            Self::NoPassage(_) => "段落的编号在检索结果的 passage.anchor 里。",
            Self::NoEntity(_) => "换一种写法，或在首页检索这几个字。",
            Self::Draft(_) => "草稿没有保存；改好后请再提交。",
            Self::Form(_) => {
                "请从检查页提交；接口接受 multipart/form-data、JSON（text、author）和纯文本。"
            }
            Self::NoOriginal => "它可能在保存原件之前导入；重新导入原文件后即可查看。",
            Self::Original(_) => "请从备份中恢复这个文件，或重新导入。",
            Self::NoPage => "请检查网址，或从首页开始。",
            Self::NoDesk => "请找管理员开通，或在装有典案的电脑上操作。",
            Self::NotAllowed(_) | Self::Stranger(_) => "需要这项权限，请找管理员。",
            Self::NotSignedIn => {
                "在页面上从 /login 登录；程序用请求头 Authorization: Bearer 加口令。"
            }
            Self::NoTray => "它可能已经收进库，或被放弃；请从导入页看。",
            Self::Typed(_) => "请退回上一页改好再试。",
            Self::Method => "页面和查询用 GET 请求，导出和核验用 POST 请求。",
            Self::CrossOrigin => "请在本站的页面上操作。",
            Self::ForeignHost(_) => {
                "请用服务的地址访问；若这是本单位给它的名称，请管理员写进 dianan.toml 的 names。"
            }
            Self::TooLarge(_) => "请分几次处理，或减少内容。",
            Self::Unacceptable(_) => "请按提示修改后再试。",
            Self::Overloaded | Self::TooMany => "请过几秒再试；大的草稿和批量任务请一个一个提交。",
            Self::Timeout => "请稍后再试，或减少查询的词语。",
            Self::Damaged(_) => "语料不受影响；请过几分钟再试，或告诉管理员运行 dianan verify。",
            Self::Internal(_) => "问题已记入日志；请稍后再试，或告诉管理员。",
        }
    }

    /// The code in the contract of Dify's external knowledge: 1001, 1002 and 2001 are its own, others
    /// are those of HTTP.
    fn code_of_retrieval(&self) -> u16 {
        match self {
            Self::NoToken => 1001,
            Self::WrongToken | Self::NotSignedIn => 1002,
            Self::NoKnowledge(_) => 2001,
            other => other.status().as_u16(),
        }
    }

    /// The answer for programs (JSON) or for a person (a page).
    pub(super) fn answer(self, path: &str) -> Response {
        let again = matches!(
            self.status(),
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
        );
        let mut answer = self.told(path);
        if again {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(AGAIN));
        }
        answer
    }

    fn told(self, path: &str) -> Response {
        if let Self::Internal(cause) | Self::Damaged(cause) = &self {
            tracing::error!("{path}:{cause}");
        }
        let (status, message, hint) = (self.status(), self.to_string(), self.hint());
        if path == RETRIEVAL {
            let told = json!({ "error_code": self.code_of_retrieval(), "error_msg": message });
            return (status, Json(told)).into_response();
        }
        if path.starts_with(FILES) {
            let code = status.as_u16();
            let told = json!({ "code": code, "success": false, "message": message, "data": null });
            return (status, Json(told)).into_response();
        }
        if is_of_programs(path) {
            let error = json!({ "code": self.code(), "message": message, "hint": hint });
            return (status, Json(json!({ "error": error }))).into_response();
        }
        (status, pages::error_page(status.as_u16(), &message, hint)).into_response()
    }
}

/// Whether programs ask at this path, which are not sent to a page.
pub(super) fn is_of_programs(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with(FILES) || path == MCP
}

/// A page's or call's result: errors are answered in the form that the path calls for.
pub(super) fn answered(path: &str, result: Result<Response, HttpError>) -> Response {
    result.unwrap_or_else(|error| error.answer(path))
}

/// The part of a path that names a document, as it was given.
pub(super) fn named(
    path: Result<axum::extract::Path<String>, PathRejection>,
) -> Result<String, HttpError> {
    path.map(|path| path.0).map_err(|_| HttpError::NoPage)
}

/// The answer where no route is.
pub(super) async fn no_page(request: Request) -> Response {
    HttpError::NoPage.answer(request.uri().path())
}

/// The answer where a route does not take the method.
pub(super) async fn no_method(request: Request) -> Response {
    HttpError::Method.answer(request.uri().path())
}

//! What went wrong, in our words for the client and the chain for the log. Only this file knows
//! status codes.

use axum::Json;
use axum::extract::Request;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::pages;
use crate::compare::QuestionError;
use crate::search::RequestError;
use crate::search::answer::SearchError;

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
    #[error("库中未见“{0}”")]
    NoEntity(String),
    #[error("没有这个页面")]
    NoPage,
    #[error("不支持这种请求方法")]
    Method,
    #[error("请求超时")]
    Timeout,
    #[error("服务器内部出错")]
    Internal(String),
}

impl HttpError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Refused(_)
            | Self::Comparison(_)
            | Self::UnknownParameter(_)
            | Self::NotANumber { .. } => StatusCode::BAD_REQUEST,
            Self::NoDocument(_) | Self::NoEntity(_) | Self::NoPage => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Timeout => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
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
            Self::Refused(RequestError::TooManyFilters) => "too_many_filters",
            Self::Comparison(error) => error.code(),
            Self::UnknownParameter(_) => "unknown_parameter",
            Self::NotANumber { .. } => "not_a_number",
            Self::NoDocument(_) => "no_document",
            Self::NoEntity(_) => "no_entity",
            Self::NoPage => "not_found",
            Self::Method => "method_not_allowed",
            Self::Timeout => "timeout",
            Self::Internal(_) => "internal",
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::Refused(_) | Self::Comparison(_) => "请按提示修改后再试。",
            Self::UnknownParameter(_) => {
                "可用的参数：q、kind、region、organization、theme、year、source、sort、offset、limit。"
            }
            Self::NotANumber { .. } => "例如 offset=10、limit=20。",
            Self::NoDocument(_) => "它可能改过编号，或已从语料中删去；请重新检索。",
            Self::NoEntity(_) => "换一种写法，或在首页检索这几个字。",
            Self::NoPage => "请检查网址，或从首页开始。",
            Self::Method => "页面和查询接口只接受 GET 请求。",
            Self::Timeout => "请稍后再试，或减少查询的词语。",
            Self::Internal(_) => "问题已记入日志；请稍后再试，或告诉管理员。",
        }
    }

    /// The answer for the API (JSON) or for a person (a page).
    pub(super) fn answer(self, path: &str) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!("{path}:{cause}");
        }
        let (status, message, hint) = (self.status(), self.to_string(), self.hint());
        if path.starts_with("/api/") {
            let error = json!({ "code": self.code(), "message": message, "hint": hint });
            return (status, Json(json!({ "error": error }))).into_response();
        }
        (status, pages::error_page(status.as_u16(), &message, hint)).into_response()
    }
}

impl From<SearchError> for HttpError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Request(error) => Self::Refused(error),
            SearchError::Engine(error) => Self::Internal(error.to_string()),
        }
    }
}

impl From<crate::index::engine::EngineError> for HttpError {
    fn from(error: crate::index::engine::EngineError) -> Self {
        Self::Internal(error.to_string())
    }
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

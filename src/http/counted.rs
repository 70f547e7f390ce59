//! How many requests were answered, by class of route and status, for `/metrics`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;

/// Requests answered since the program began.
#[derive(Debug, Default)]
pub(super) struct Answered(Mutex<BTreeMap<(&'static str, u16), u64>>);

impl Answered {
    /// Counts an answer of a route of the router; the empty route is one that there is not.
    pub(super) fn count(&self, route: &str, status: StatusCode) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((class(route), status.as_u16())).or_default() += 1;
    }

    /// As Prometheus reads it.
    pub(super) fn printed(&self) -> String {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = "# TYPE dianan_requests_total counter\n".to_owned();
        for ((class, status), count) in counts.iter() {
            let labels = format!("class=\"{class}\",status=\"{status}\"");
            writeln!(text, "dianan_requests_total{{{labels}}} {count}").expect("a string grows");
        }
        text
    }
}

/// What kind of route it is: no more than a handful, whatever is asked.
fn class(route: &str) -> &'static str {
    match route.trim_start_matches('/').split('/').next().unwrap_or_default() {
        "" if route.is_empty() => "none",
        "" | "advanced" | "batch" => "search",
        "api" | "retrieval" | "mcp" | "llms.txt" => "program",
        "static" => "static",
        "healthz" | "readyz" | "metrics" => "health",
        "login" | "logout" | "account" => "sign-in",
        "admin" | "audit" | "audit.csv" | "bin" | "import" | "corrections" | "teach"
        | "lexicon" | "mine" | "feeds" => "desk",
        "documents" if route.ends_with("/edit") || route.ends_with("/history") => "desk",
        _ => "page",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_class_and_status() {
        let answered = Answered::default();
        for (route, status) in [
            ("/", StatusCode::OK),
            ("/", StatusCode::OK),
            ("/documents/{id}", StatusCode::OK),
            ("/documents/{id}/edit", StatusCode::FORBIDDEN),
            ("/api/search", StatusCode::BAD_REQUEST),
            ("", StatusCode::NOT_FOUND),
        ] {
            answered.count(route, status);
        }
        let expected = "# TYPE dianan_requests_total counter\n\
            dianan_requests_total{class=\"desk\",status=\"403\"} 1\n\
            dianan_requests_total{class=\"none\",status=\"404\"} 1\n\
            dianan_requests_total{class=\"page\",status=\"200\"} 1\n\
            dianan_requests_total{class=\"program\",status=\"400\"} 1\n\
            dianan_requests_total{class=\"search\",status=\"200\"} 2\n";
        assert_eq!(answered.printed(), expected);
    }
}

//! Errors of the services as errors of a request.

use super::HttpError;
use crate::check::evidence::EvidenceError;
use crate::search::answer::SearchError;

impl From<SearchError> for HttpError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Request(error) => Self::Refused(error),
            SearchError::Engine(error) => error.into(),
        }
    }
}

impl From<crate::library::LibraryError> for HttpError {
    fn from(error: crate::library::LibraryError) -> Self {
        use crate::library::LibraryError;
        match error {
            LibraryError::Busy(_) => Self::Busy,
            LibraryError::Words { .. } => Self::List(error.to_string()),
            LibraryError::Engine(error) => error.into(),
            LibraryError::Damaged { .. } => Self::Damaged(error.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<crate::desk::DeskError> for HttpError {
    fn from(error: crate::desk::DeskError) -> Self {
        use crate::desk::DeskError;
        match error {
            DeskError::Typed(reason) => Self::Typed(reason),
            DeskError::Missing(id) => Self::NoDocument(id),
            DeskError::Library(error) => error.into(),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<crate::state::StateError> for HttpError {
    fn from(error: crate::state::StateError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<crate::index::engine::EngineError> for HttpError {
    fn from(error: crate::index::engine::EngineError) -> Self {
        use crate::index::engine::EngineError;
        match error {
            EngineError::Damaged(reason) => Self::Damaged(reason),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<crate::document::clip::ClipError> for HttpError {
    fn from(error: crate::document::clip::ClipError) -> Self {
        Self::Unacceptable(error.to_string())
    }
}

impl From<EvidenceError> for HttpError {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::Engine(error) => error.into(),
            EvidenceError::NoDocument(id) => Self::NoDocument(id),
            other => Self::Unacceptable(other.to_string()),
        }
    }
}

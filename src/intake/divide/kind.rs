//! What speaks for the opening of a document, and how much.

/// What speaks for an opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Number,
    Session,
    Rule,
    History,
    Day,
    LabelledDay,
    Close,
    Addressee,
    Byline,
    Mark,
    Official,
    Genre,
    Restart,
    TakenUp,
    Heading,
    Dateline,
    /// The same kind of document as another, of another body or on another matter.
    SameGenre,
}

impl Kind {
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Number | Self::Session => 2.0,
            Self::Rule => 1.7,
            Self::History => 1.4,
            Self::Day => 1.3,
            Self::Close | Self::Dateline => 1.2,
            Self::Addressee | Self::Byline | Self::Mark | Self::Heading | Self::SameGenre => 1.0,
            Self::Official => 0.9,
            Self::Genre | Self::Restart => 0.8,
            Self::TakenUp => 0.5,
            Self::LabelledDay => 0.4,
        }
    }

    /// Whether it is a head of a document's own: not only the form of a title.
    pub(super) fn is_own(self) -> bool {
        !matches!(
            self,
            Self::Official
                | Self::Genre
                | Self::Restart
                | Self::TakenUp
                | Self::Close
                | Self::Heading
        )
    }
}

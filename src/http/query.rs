//! Search requests as they stand in a URL.

use super::error::HttpError;
use crate::index::query::{FacetField, Sort};
use crate::search::request::{basis_named, field_named, filter, sort_named};
use crate::search::{Basis, Request};

/// The parameters of a search, as given: a URL can be made of them again with one changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SearchQuery {
    pub(super) q: String,
    /// Field and value, in the order given.
    pub(super) filters: Vec<(FacetField, String)>,
    pub(super) ignored: Vec<String>,
    pub(super) sort: String,
    /// By what is ranked.
    pub(super) by: String,
    pub(super) offset: Option<String>,
    pub(super) limit: Option<String>,
    /// Whether each hit says why it is found.
    pub(super) explain: bool,
    /// Bytes of a document's body that a link cites, `120-152`.
    pub(super) span: String,
    /// Whether a document's facts are marked: `1`.
    pub(super) facts: String,
    /// Parameters that are not known.
    pub(super) unknown: Vec<String>,
}

impl SearchQuery {
    /// Reads the part of a URL after `?`.
    pub(super) fn parse(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "q" => read.q = value.into_owned(),
                "ignore" => read.ignored.push(value.into_owned()),
                "sort" => read.sort = value.into_owned(),
                "by" => read.by = value.into_owned(),
                "offset" => read.offset = Some(value.into_owned()),
                "explain" => read.explain = value == "1",
                "limit" => read.limit = Some(value.into_owned()),
                "span" => read.span = value.into_owned(),
                "facts" => read.facts = value.into_owned(),
                name => match field_named(name) {
                    Some(_) if value.trim().is_empty() => {}
                    Some(field) => read.filters.push((field, value.into_owned())),
                    None => read.unknown.push(name.to_owned()),
                },
            }
        }
        read
    }

    /// The request that the parameters make.
    pub(super) fn request(&self) -> Result<Request, HttpError> {
        let filters = self.filters.iter().map(|(field, value)| filter(*field, value));
        let usual = Request::default();
        Ok(Request {
            text: self.q.clone(),
            filters: filters.collect::<Result<_, _>>()?,
            ignored: self.ignored.clone(),
            sort: sort_named(&self.sort)?,
            offset: number("offset", self.offset.as_deref(), usual.offset)?,
            limit: number("limit", self.limit.as_deref(), usual.limit)?,
            explained: self.explain,
            by: basis_named(&self.by)?,
        }
        .checked()?)
    }

    /// Whether a person asks this anew, and does not go on in what was asked: other pages, orders
    /// and facets of the same words are not counted again.
    pub(super) fn is_first_asking(&self) -> bool {
        let bare = self.filters.is_empty() && self.ignored.is_empty() && self.sort.is_empty();
        bare && self.by.is_empty() && self.offset.is_none() && !self.q.trim().is_empty()
    }

    /// Refuses parameters that are not known: a script should hear of its slip.
    pub(super) fn strict(self) -> Result<Self, HttpError> {
        match self.unknown.first() {
            Some(name) => Err(HttpError::UnknownParameter(name.clone())),
            None => Ok(self),
        }
    }

    /// The URL of the search page with these parameters.
    pub(super) fn url(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        for (field, value) in &self.filters {
            query.append_pair(field.name(), value);
        }
        self.ignored.iter().for_each(|word| {
            query.append_pair("ignore", word);
        });
        if sort_named(&self.sort) == Ok(Sort::Newest) {
            query.append_pair("sort", "newest");
        }
        if basis_named(&self.by) == Ok(Basis::Words) {
            query.append_pair("by", "words");
        }
        if let Some(offset) = self.offset.as_deref().filter(|offset| *offset != "0") {
            query.append_pair("offset", offset);
        }
        if let Some(limit) = &self.limit {
            query.append_pair("limit", limit);
        }
        let query = query.finish();
        if query.is_empty() { "/".to_owned() } else { format!("/?{query}") }
    }

    /// The same search, from its first page, with one more filter.
    pub(super) fn with(&self, field: FacetField, value: &str) -> Self {
        let mut query = self.without(field);
        query.filters.push((field, value.to_owned()));
        query
    }

    /// The same search, from its first page, without the filters of a field.
    pub(super) fn without(&self, field: FacetField) -> Self {
        let mut query = Self { offset: None, ..self.clone() };
        query.filters.retain(|(other, _)| *other != field);
        query
    }

    /// The same search for another text.
    pub(super) fn asking(&self, q: &str) -> Self {
        Self { q: q.split_whitespace().collect::<Vec<_>>().join(" "), offset: None, ..self.clone() }
    }

    /// The same search with a word not understood as a condition.
    pub(super) fn ignoring(&self, word: &str) -> Self {
        let mut query = Self { offset: None, ..self.clone() };
        query.ignored.push(word.to_owned());
        query
    }
}

/// The number that a parameter gives, or the usual one.
pub(super) fn number(
    name: &'static str,
    value: Option<&str>,
    usual: usize,
) -> Result<usize, HttpError> {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(usual) };
    value.parse().map_err(|_| HttpError::NotANumber { name, value: value.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_read_and_made_again() {
        let query =
            SearchQuery::parse("q=%E5%9B%9B%E5%BC%BA&region=%E5%B9%BF%E4%B8%9C&offset=10&kind=");
        assert_eq!(query.q, "四强");
        assert_eq!(query.filters, [(FacetField::Region, "广东".to_owned())]);
        assert_eq!(
            SearchQuery::parse(query.url().trim_start_matches("/?")),
            SearchQuery { ..query.clone() }
        );
        assert_eq!(query.with(FacetField::Kind, "case").offset, None);
        assert!(query.without(FacetField::Region).filters.is_empty());
        assert!(SearchQuery::parse("colour=red").strict().is_err());
        assert!(SearchQuery::parse("offset=many").request().is_err());
    }
}

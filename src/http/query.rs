//! Search requests as they stand in a URL.

use super::error::HttpError;
use crate::index::query::{FacetField, Filter, Sort, Test};
use crate::search::compose::{holding, holding_all, joined, without};
use crate::search::request::{basis_named, field_named, filter, sort_named};
use crate::search::{Basis, Request};

/// Between the places that one field of a form names.
const BETWEEN_PLACES: [char; 6] = ['、', ',', '，', ';', '；', ' '];

/// The parameters of a search, as given: a URL can be made of them again with one changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SearchQuery {
    pub(super) q: String,
    /// Field and value, in the order given; several of one field are alternatives.
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
    /// The portion of a long document, from 1.
    pub(super) portion: String,
    /// The anchor of a passage whose portion is meant.
    pub(super) at: String,
    /// Whether fields of a form were given, which a shorter URL says as well.
    pub(super) is_form: bool,
    /// Parameters that are not known.
    pub(super) unknown: Vec<String>,
}

/// Fields of forms that the query and the filters are made of.
#[derive(Default)]
struct Form {
    /// Parts of the query, behind what `q` says.
    parts: Vec<String>,
    from: String,
    to: String,
}

impl Form {
    /// Takes a field in, where it is one.
    fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            // Found again in the results: what they must hold besides.
            "within" | "all" => self.parts.push(holding_all(value)),
            "phrase" => self.parts.push(holding(value)),
            "none" => self.parts.push(without(value)),
            "from" => value.trim().clone_into(&mut self.from),
            "to" => value.trim().clone_into(&mut self.to),
            _ => return false,
        }
        true
    }
}

impl SearchQuery {
    /// Reads the part of a URL after `?`.
    pub(super) fn parse(query: &str) -> Self {
        let (mut read, mut form) = (Self::default(), Form::default());
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
                "portion" => read.portion = value.into_owned(),
                "at" => read.at = value.into_owned(),
                name if form.take(name, &value) => read.is_form = true,
                name => match field_named(name) {
                    Some(_) if value.trim().is_empty() => {}
                    Some(FacetField::Region) => {
                        let places = value.split(BETWEEN_PLACES).filter(|it| !it.is_empty());
                        let places = places.map(|place| (FacetField::Region, place.to_owned()));
                        read.filters.extend(places);
                    }
                    Some(field) => read.filters.push((field, value.into_owned())),
                    None => read.unknown.push(name.to_owned()),
                },
            }
        }
        if form.parts.iter().any(|part| !part.is_empty()) {
            read.q = joined([read.q.trim().to_owned()].into_iter().chain(form.parts));
        }
        if !(form.from.is_empty() && form.to.is_empty()) {
            read.filters.push((FacetField::Year, format!("{}..{}", form.from, form.to)));
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

    /// The parameters that say the same, what is usual left out: names and values.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        pairs.extend(self.filters.iter().map(|(field, value)| (field.name(), value.clone())));
        pairs.extend(self.ignored.iter().map(|word| ("ignore", word.clone())));
        if sort_named(&self.sort) == Ok(Sort::Newest) {
            pairs.push(("sort", "newest".to_owned()));
        }
        if basis_named(&self.by) == Ok(Basis::Words) {
            pairs.push(("by", "words".to_owned()));
        }
        let offset = self.offset.as_ref().filter(|offset| *offset != "0");
        pairs.extend(offset.map(|offset| ("offset", offset.clone())));
        pairs.extend(self.limit.as_ref().map(|limit| ("limit", limit.clone())));
        pairs
    }

    /// The URL of the search page with these parameters.
    pub(super) fn url(&self) -> String {
        self.to("/")
    }

    /// The same search at another address, such as `/api/search.xlsx`.
    pub(super) fn to(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let query = query.extend_pairs(self.pairs()).finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Whether `value` of `field`, by whatever name, is a filter.
    pub(super) fn chooses(&self, field: FacetField, value: &str) -> bool {
        self.filters.iter().any(|(other, held)| *other == field && named(field, held) == value)
    }

    /// The values of a field that are filters, by the names that the index knows.
    pub(super) fn chosen(&self, field: FacetField) -> impl Iterator<Item = String> {
        self.filters.iter().filter(move |(other, _)| *other == field).map(|(f, v)| named(*f, v))
    }

    /// The same search, from its first page, with one more value of a field. Of a region and one
    /// inside it only the new one stays.
    pub(super) fn with(&self, field: FacetField, value: &str) -> Self {
        let mut query = Self { offset: None, ..self.clone() };
        query.filters.retain(|(other, held)| {
            *other != field || !is_within(field, &named(field, held), &named(field, value))
        });
        query.filters.push((field, value.to_owned()));
        query
    }

    /// The same search, from its first page, without this value of a field.
    pub(super) fn without(&self, field: FacetField, value: &str) -> Self {
        let mut query = Self { offset: None, ..self.clone() };
        let value = named(field, value);
        query.filters.retain(|(other, held)| *other != field || named(field, held) != value);
        query
    }

    /// The same search, from its first page, without the filters of a field.
    pub(super) fn without_field(&self, field: FacetField) -> Self {
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

/// The value as the index names it, where it is the name of one: 廣東 is 广东省.
fn named(field: FacetField, value: &str) -> String {
    match filter(field, value) {
        Ok(Filter { test: Test::Is(name), .. }) => name,
        Ok(Filter { test: Test::Years(from, to), .. }) if from == to => from.to_string(),
        _ => value.to_owned(),
    }
}

/// Whether the two are the same, or regions one of which holds the other.
fn is_within(field: FacetField, one: &str, other: &str) -> bool {
    let holds = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
    };
    one == other || (field == FacetField::Region && (holds(one, other) || holds(other, one)))
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
        assert!(query.without_field(FacetField::Region).filters.is_empty());
        assert!(SearchQuery::parse("colour=red").strict().is_err());
        assert!(SearchQuery::parse("offset=many").request().is_err());
    }

    #[test]
    fn a_value_is_added_and_taken_back_alone() {
        let both = SearchQuery::default().with(FacetField::Kind, "case");
        let both = both.with(FacetField::Kind, "guide");
        assert_eq!(both.url(), "/?kind=case&kind=guide");
        assert!(both.chooses(FacetField::Kind, "guide"));
        assert_eq!(both.without(FacetField::Kind, "案例").url(), "/?kind=guide");
        assert_eq!(both.with(FacetField::Kind, "案例").filters.len(), 2);
    }

    #[test]
    fn of_a_region_and_one_inside_it_the_new_one_stays() {
        let guangdong = SearchQuery::default().with(FacetField::Region, "广东");
        let zhuhai = guangdong.with(FacetField::Region, "广东省/珠海市");
        assert_eq!(zhuhai.chosen(FacetField::Region).collect::<Vec<_>>(), ["广东省/珠海市"]);
        let two = zhuhai.with(FacetField::Region, "广东省/江门市");
        assert_eq!(two.filters.len(), 2);
        let outer = two.with(FacetField::Region, "广东省");
        assert_eq!(outer.chosen(FacetField::Region).collect::<Vec<_>>(), ["广东省"]);
    }

    #[test]
    fn the_fields_of_a_form_make_a_query() {
        let form =
            "q=党建&all=审计+整改&phrase=让我先来&none=换届&region=广东、广西&from=2020&to=&kind=";
        let query = SearchQuery::parse(form);
        assert!(query.is_form);
        assert_eq!(query.q, "党建 “审计” “整改” “让我先来” -“换届”");
        let filters = ["广东", "广西"].map(|place| (FacetField::Region, place.to_owned()));
        assert_eq!(query.filters[..2], filters);
        assert_eq!(query.filters[2], (FacetField::Year, "2020..".to_owned()));
        let within = SearchQuery::parse("q=党建&within=审计");
        assert_eq!(within.q, "党建 “审计”");
        assert!(!SearchQuery::parse(within.url().trim_start_matches("/?")).is_form);
    }
}

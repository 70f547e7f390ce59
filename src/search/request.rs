//! What can be asked for, and what is refused.

use crate::index::query::{FacetField, Filter, Sort, Test};
use crate::knowledge::region;
use crate::text::fold;

/// The longest query, in characters: a long paragraph.
pub const MAX_QUERY_CHARACTERS: usize = 2_000;
/// The most documents that one answer gives.
pub const MAX_LIMIT: usize = 100;
/// The last document that can be asked for.
pub const MAX_OFFSET: usize = 10_000;
/// The most filters in one request.
const MAX_FILTERS: usize = 50;

/// A search as it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What was typed, in the query language.
    pub text: String,
    /// Filters given beside the text.
    pub filters: Vec<Filter>,
    /// Words that are not to be understood as a place or a year.
    pub ignored: Vec<String>,
    /// The order of documents.
    pub sort: Sort,
    /// Documents to skip.
    pub offset: usize,
    /// Documents to give.
    pub limit: usize,
    /// Whether each hit says why it is found.
    pub explained: bool,
    /// By what documents are ranked.
    pub by: Basis,
}

/// By what documents are ranked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Basis {
    /// By words alone.
    Words,
    /// By words, and by meaning where the library has a model.
    #[default]
    WordsAndMeaning,
}

/// A request that is refused, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The text is too long.
    #[error("查询太长：{0} 字；请缩短到 {MAX_QUERY_CHARACTERS} 字以内")]
    TooLong(usize),
    /// No such filter.
    #[error(
        "没有“{0}”这个筛选项；可用：类型 kind、地区 region、机构 organization、主题 theme、年份 year、来源 source"
    )]
    UnknownField(String),
    /// No such condition on facts.
    #[error(
        "没有“{0}”这个条件；可用：类型 type、名称 name、含 q、地区 region、机构 organization、年份 year、文档 document、段落 passage"
    )]
    UnknownFactField(String),
    /// A filter's value is not what the field takes.
    #[error("筛选项“{field}”不能是“{value}”：{hint}")]
    BadValue {
        /// The filter.
        field: &'static str,
        /// As given.
        value: String,
        /// What it takes.
        hint: &'static str,
    },
    /// A number is out of range.
    #[error("{name} 不能是 {value}:应在 {least} 到 {most} 之间")]
    OutOfRange {
        /// The parameter.
        name: &'static str,
        /// As given.
        value: String,
        /// The least that it takes.
        least: usize,
        /// The most that it takes.
        most: usize,
    },
    /// No such basis.
    #[error("没有“{0}”这种依据；可用：words（按字词）、meaning（按字词和意思）")]
    UnknownBasis(String),
    /// No such order.
    #[error("没有“{0}”这种排序；可用：relevance（相关）、newest（最新）")]
    UnknownSort(String),
    /// Too many filters.
    #[error("筛选条件太多：最多 {MAX_FILTERS} 个")]
    TooManyFilters,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            text: String::new(),
            filters: Vec::new(),
            ignored: Vec::new(),
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            explained: false,
            by: Basis::default(),
        }
    }
}

impl Request {
    /// Refuses what is out of bounds.
    ///
    /// # Errors
    /// Says what is wrong and what is allowed.
    pub fn checked(self) -> Result<Self, RequestError> {
        let length = self.text.chars().count();
        if length > MAX_QUERY_CHARACTERS {
            return Err(RequestError::TooLong(length));
        }
        if self.filters.len() > MAX_FILTERS {
            return Err(RequestError::TooManyFilters);
        }
        let range = |name, value: usize, least, most| {
            let value_given = value.to_string();
            let error = RequestError::OutOfRange { name, value: value_given, least, most };
            if (least..=most).contains(&value) { Ok(()) } else { Err(error) }
        };
        range("offset", self.offset, 0, MAX_OFFSET)?;
        range("limit", self.limit, 1, MAX_LIMIT)?;
        Ok(self)
    }
}

/// The order of this name; an empty name is relevance.
///
/// # Errors
/// [`RequestError::UnknownSort`].
pub fn sort_named(name: &str) -> Result<Sort, RequestError> {
    match name.trim() {
        "" | "relevance" | "相关" => Ok(Sort::Relevance),
        "newest" | "最新" => Ok(Sort::Newest),
        other => Err(RequestError::UnknownSort(other.to_owned())),
    }
}

/// The basis of this name; an empty name is the usual one.
///
/// # Errors
/// [`RequestError::UnknownBasis`].
pub fn basis_named(name: &str) -> Result<Basis, RequestError> {
    match name.trim() {
        "" | "meaning" | "意思" => Ok(Basis::WordsAndMeaning),
        "words" | "字词" => Ok(Basis::Words),
        other => Err(RequestError::UnknownBasis(other.to_owned())),
    }
}

/// The field of this name, Chinese or English, in any case of letters.
#[must_use]
pub fn field_named(name: &str) -> Option<FacetField> {
    match name.trim().to_lowercase().as_str() {
        "kind" | "type" | "类型" | "类别" => Some(FacetField::Kind),
        "region" | "place" | "地区" | "地方" | "省份" => Some(FacetField::Region),
        "organization" | "org" | "机构" | "单位" | "部门" => Some(FacetField::Organization),
        "theme" | "topic" | "主题" => Some(FacetField::Theme),
        "year" | "年份" | "年" | "年度" => Some(FacetField::Year),
        "source" | "来源" | "出处" => Some(FacetField::Source),
        _ => None,
    }
}

/// The filter `name=value`.
///
/// # Errors
/// [`RequestError::UnknownField`] or [`RequestError::BadValue`].
pub fn filter_named(name: &str, value: &str) -> Result<Filter, RequestError> {
    let field = field_named(name).ok_or_else(|| RequestError::UnknownField(name.to_owned()))?;
    filter(field, value)
}

/// The filter that `field` must be `value`, in any script: a kind by name or label, a region by
/// any of its names, a year or a range of years, part of an organization's, theme's or source's
/// name.
///
/// # Errors
/// [`RequestError::BadValue`].
pub fn filter(field: FacetField, value: &str) -> Result<Filter, RequestError> {
    let folded = fold(value.trim()).text;
    let bad = |hint| RequestError::BadValue { field: field.label(), value: value.to_owned(), hint };
    if folded.is_empty() {
        return Err(bad("不能为空"));
    }
    let test = match field {
        FacetField::Kind => {
            let kind = crate::document::Kind::parse(&folded);
            Test::Is(kind.ok_or_else(|| bad("应为 报告、案例、指引 或 政策"))?.name().to_owned())
        }
        FacetField::Region => match region::lookup(&folded).first() {
            Some(region) => Test::Is(region::path(region)),
            None => Test::Contains(folded),
        },
        FacetField::Year => {
            let (from, to) =
                years(&folded).ok_or_else(|| bad("应为年份 2024 或范围 2020..2024"))?;
            Test::Years(from, to)
        }
        FacetField::Organization | FacetField::Theme | FacetField::Source => Test::Contains(folded),
    };
    Ok(Filter { field, test })
}

/// The same conditions, several on one field taken as alternatives: 类型 案例 and 类型 指引 let both
/// through.
#[must_use]
pub fn either(filters: impl IntoIterator<Item = Filter>) -> Vec<Filter> {
    let mut apart: Vec<(FacetField, Vec<Test>)> = Vec::new();
    for Filter { field, test } in filters {
        match apart.iter_mut().find(|(known, _)| *known == field) {
            Some((_, tests)) => tests.push(test),
            None => apart.push((field, vec![test])),
        }
    }
    let one = |(field, mut tests): (FacetField, Vec<Test>)| {
        let test = if tests.len() == 1 { tests.remove(0) } else { Test::Any(tests) };
        Filter { field, test }
    };
    apart.into_iter().map(one).collect()
}

/// `2024`, `2020..2024`, `2020-2024`, `2020..`, `..2024`, with or without 年.
#[must_use]
pub fn years(text: &str) -> Option<(u64, u64)> {
    let text = text.replace('年', "");
    let year = |part: &str| -> Option<u64> {
        let part = part.trim();
        let valid = part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
        valid.then(|| part.parse().ok()).flatten()
    };
    let cut = ["..", "-", "~", "至", "到"].iter().find_map(|mark| text.split_once(mark));
    match cut {
        None => year(&text).map(|year| (year, year)),
        Some((from, to)) => {
            let from_year = if from.trim().is_empty() { Some(0) } else { year(from) }?;
            let to_year = if to.trim().is_empty() { Some(9999) } else { year(to) }?;
            let stated = !(from.trim().is_empty() && to.trim().is_empty());
            (stated && from_year <= to_year).then_some((from_year, to_year))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_by_any_name() {
        let is = |field, value: &str| filter(field, value).unwrap().test;
        assert_eq!(is(FacetField::Kind, "案例"), Test::Is("case".to_owned()));
        assert_eq!(is(FacetField::Region, "廣東"), Test::Is("广东省".to_owned()));
        assert_eq!(is(FacetField::Region, "珠海"), Test::Is("广东省/珠海市".to_owned()));
        assert_eq!(is(FacetField::Year, "2023..2024"), Test::Years(2023, 2024));
        assert_eq!(is(FacetField::Organization, "财政局"), Test::Contains("财政局".to_owned()));
    }

    #[test]
    fn conditions_on_one_field_are_alternatives() {
        let given = ["kind=case", "year=2024", "kind=guide"].map(|it| it.split_once('=').unwrap());
        let given = given.map(|(name, value)| filter_named(name, value).unwrap());
        let is = |kind: &str| Test::Is(kind.to_owned());
        let both = Test::Any(vec![is("case"), is("guide")]);
        let expected = [
            Filter { field: FacetField::Kind, test: both },
            Filter { field: FacetField::Year, test: Test::Years(2024, 2024) },
        ];
        assert_eq!(either(given), expected);
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_can() {
        let message = |error: RequestError| error.to_string();
        assert!(message(filter_named("颜色", "红").unwrap_err()).contains("地区"));
        assert!(message(filter_named("kind", "小说").unwrap_err()).contains("案例"));
        assert!(message(filter_named("year", "2024..2020").unwrap_err()).contains("2020..2024"));
        assert!(message(filter_named("year", "去年").unwrap_err()).contains("年份"));
        let long = Request { text: "长".repeat(10_000), ..Request::default() };
        assert_eq!(long.checked().unwrap_err(), RequestError::TooLong(10_000));
        assert!(Request { limit: 0, ..Request::default() }.checked().is_err());
    }
}

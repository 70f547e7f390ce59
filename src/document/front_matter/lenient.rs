//! Reading values of front matter as people write them: one value where a list may stand, a source
//! that is only a name, nothing behind a key.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Source;
use crate::document::{Date, Status};

/// Set apart several texts that are written as one.
const BETWEEN: [char; 5] = ['、', ',', '\u{ff0c}', ';', '\u{ff1b}'];

/// A list of texts, or one text.
///
/// # Errors
/// In Chinese, when it is neither.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_any(Texts)
}

/// A text; `None` where there is nothing.
///
/// # Errors
/// When it is no text.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| !text.trim().is_empty()))
}

/// A date, a time of day behind it left out; `None` where there is nothing.
///
/// # Errors
/// In Chinese, when it is no date.
pub(super) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = text(deserializer)? else { return Ok(None) };
    let day = text.trim().split([' ', 'T']).next().unwrap_or_default();
    let date = Date::parse(&text).or_else(|| Date::parse(day));
    date.map(Some).ok_or_else(|| Date::refused(&text))
}

/// A policy's standing; `None` where there is nothing.
///
/// # Errors
/// When it is no text.
pub(super) fn status<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Status>, D::Error> {
    Ok(text(deserializer)?.map(|text| Status::parse(&text)))
}

/// A list of titles, or one title; marks within a title part nothing.
///
/// # Errors
/// In Chinese, when it is neither.
pub(super) fn titles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_any(Titles)
}

/// A source with its keys, or its name alone.
///
/// # Errors
/// In Chinese, when it is neither.
pub(super) fn source<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Source, D::Error> {
    deserializer.deserialize_any(NameOrSource)
}

struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("应写成一个值，或列表，如 [甲, 乙]")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let texts = text.split(BETWEEN).map(|text| text.trim().to_owned());
        Ok(texts.filter(|text| !text.is_empty()).collect())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, some: D) -> Result<Self::Value, D::Error> {
        some.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element::<Option<String>>()? {
            texts.extend(text.filter(|text| !text.trim().is_empty()));
        }
        Ok(texts)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(A::Error::custom("应写成一个值，或列表，如 [甲, 乙]"))
    }
}

struct Titles;

impl<'de> Visitor<'de> for Titles {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Texts.expecting(f)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()).into_iter().collect())
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Texts.visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Texts.visit_map(map)
    }
}

struct NameOrSource;

impl<'de> Visitor<'de> for NameOrSource {
    type Value = Source;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("来源应写成 {name: 南方日报, author: [崔璨]}，或只写名称")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Source, E> {
        let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        Ok(Source { name, ..Source::default() })
    }

    fn visit_unit<E: Error>(self) -> Result<Source, E> {
        Ok(Source::default())
    }

    fn visit_none<E: Error>(self) -> Result<Source, E> {
        Ok(Source::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Source, A::Error> {
        Source::deserialize(MapAccessDeserializer::new(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Source, A::Error> {
        Err(A::Error::custom("来源应写成 {name: 南方日报, author: [崔璨]}，或只写名称"))
    }
}

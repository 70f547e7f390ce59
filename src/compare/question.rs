//! The question: a topic, places and years, checked before anything is looked up.

use serde::Serialize;

use crate::index::query::{FacetField, Filter, Test};
use crate::knowledge::region::{self, Level, Region};
use crate::search::request::years;
use crate::text::fold;
use crate::text::segment::characters;

/// The longest topic, in characters: a theme, a name, a few words.
pub const MAX_TOPIC_CHARACTERS: usize = 60;
/// The most places in one comparison: all provinces, and a few more.
pub const MAX_PLACES: usize = 40;

/// A question as it was asked, before it is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Words, a name or a theme.
    pub topic: String,
    /// Names of places, each one or several parted by commas; empty for all that the corpus holds.
    pub regions: Vec<String>,
    /// A province whose cities are compared, instead of provinces.
    pub within: String,
    /// `2020..2024`, in the ways of the search.
    pub years: String,
}

/// A place that is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Official names from the province down.
    pub path: String,
    /// The last of them.
    pub name: String,
}

/// Which places are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Places {
    /// These, in this order.
    Chosen(Vec<Place>),
    /// All of these that the corpus holds something of.
    Held(Vec<Place>),
}

/// A question that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As typed, without blanks around it; empty asks for the coverage alone.
    pub topic: String,
    /// Which places.
    pub places: Places,
    /// The province whose cities are compared.
    pub within: Option<Place>,
    /// From and to, both included.
    pub years: Option<(u64, u64)>,
}

/// A question that is refused, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// There is no topic.
    #[error("没有写明比较的主题；请写一个主题、词语或名称，如 四强党支部、减负、考核评价")]
    NoTopic,
    /// The topic is punctuation alone.
    #[error("主题“{0}”里没有可查的字词；请写汉字、字母或数字")]
    NoWords(String),
    /// The topic is too long.
    #[error("主题太长：{0} 字；请缩短到 {MAX_TOPIC_CHARACTERS} 字以内")]
    LongTopic(usize),
    /// No place has this name.
    #[error("没有“{0}”这个地区；请写省、市、县的名称或路径，如 广东、广东省/珠海市")]
    UnknownPlace(String),
    /// Several places have this name.
    #[error("叫“{name}”的地区不止一个：{places}；请写明是哪一个")]
    AmbiguousPlace {
        /// As given.
        name: String,
        /// The paths, some of them.
        places: String,
    },
    /// What lies in the place cannot be compared.
    #[error("“{0}”不是省级地区；按市比较时请写一个省，如 within=广东")]
    NoProvince(String),
    /// There are too many places.
    #[error("一次最多比较 {MAX_PLACES} 个地区，给了 {0} 个；请减少地区，或不选地区以比较库中各省")]
    TooManyPlaces(usize),
    /// The first year comes after the last.
    #[error("年份写反了：{0} 在 {1} 之后；请写作 {1}..{0}")]
    YearsReversed(u64, u64),
    /// No such parameter.
    #[error(
        "没有“{0}”这个参数；可用：topic、regions、region、within、years、from、to、chart、indicator"
    )]
    UnknownParameter(String),
    /// No chart is called so.
    #[error("没有“{0}”这种图；可用：bars（条形图）、timeline（时间线）")]
    UnknownChart(String),
    /// There are no figures to draw.
    #[error("{}", no_indicator(.asked, .held))]
    NoIndicator {
        /// The row that was asked for, empty for any.
        asked: String,
        /// Rows that there are, some of them.
        held: String,
    },
    /// The years cannot be read.
    #[error("年份“{0}”读不懂；应为 2024 或 2020..2024")]
    BadYears(String),
}

impl QuestionError {
    /// Names the error for scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTopic | Self::NoWords(_) => "no_topic",
            Self::LongTopic(_) => "topic_too_long",
            Self::UnknownPlace(_) => "unknown_place",
            Self::AmbiguousPlace { .. } => "ambiguous_place",
            Self::NoProvince(_) => "no_province",
            Self::TooManyPlaces(_) => "too_many_places",
            Self::YearsReversed(..) => "years_reversed",
            Self::BadYears(_) => "bad_years",
            Self::UnknownParameter(_) => "unknown_parameter",
            Self::UnknownChart(_) => "unknown_chart",
            Self::NoIndicator { .. } => "no_indicator",
        }
    }
}

impl Question {
    /// Checks what was asked. A topic need not be there: without one only the coverage can be
    /// asked for.
    ///
    /// # Errors
    /// [`QuestionError`], with the fix.
    pub fn new(asked: &Asked) -> Result<Self, QuestionError> {
        let within = Some(asked.within.trim()).filter(|name| !name.is_empty());
        let within = within.map(province).transpose()?;
        Ok(Self {
            topic: topic(&asked.topic)?,
            places: places(&asked.regions, within)?,
            within: within.map(Place::of),
            years: asked_years(&asked.years)?,
        })
    }

    /// The question, when it has a topic.
    ///
    /// # Errors
    /// [`QuestionError::NoTopic`].
    pub fn with_topic(self) -> Result<Self, QuestionError> {
        if self.topic.is_empty() { Err(QuestionError::NoTopic) } else { Ok(self) }
    }

    /// The filter on the year, when one was asked for.
    #[must_use]
    pub fn year_filter(&self) -> Vec<Filter> {
        let filter = |(from, to)| Filter { field: FacetField::Year, test: Test::Years(from, to) };
        self.years.map(filter).into_iter().collect()
    }

    /// The years as one reads them, empty without: `2020—2024 年`, `2020 年以来`.
    #[must_use]
    pub fn years_label(&self) -> String {
        match self.years {
            None => String::new(),
            Some((from, to)) if from == to => format!("{from} 年"),
            Some((0, to)) => format!("{to} 年及以前"),
            Some((from, 9999)) => format!("{from} 年以来"),
            Some((from, to)) => format!("{from}—{to} 年"),
        }
    }
}

impl Place {
    /// The place of a division.
    #[must_use]
    pub fn of(region: &Region) -> Self {
        Self { path: region::path(region), name: region.name.to_owned() }
    }

    /// Whether a path is this place or lies in it.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        let rest = path.strip_prefix(&self.path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl Places {
    /// The places that may be compared.
    #[must_use]
    pub fn all(&self) -> &[Place] {
        match self {
            Self::Chosen(places) | Self::Held(places) => places,
        }
    }
}

fn no_indicator(asked: &str, held: &str) -> String {
    match (asked, held) {
        ("", "") => "库中未见该主题的指标，画不成条形图；可换 chart=timeline".to_owned(),
        ("", held) => format!("没有各地本级可比的指标；请用 indicator= 指明一行，如 {held}"),
        (asked, "") => format!("库中未见指标“{asked}”，也没有该主题的其他指标"),
        (asked, held) => format!("库中未见指标“{asked}”；有：{held}"),
    }
}

fn topic(text: &str) -> Result<String, QuestionError> {
    let topic = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = topic.chars().count();
    if length > MAX_TOPIC_CHARACTERS {
        return Err(QuestionError::LongTopic(length));
    }
    if !topic.is_empty() && characters(&fold(&topic).text).is_empty() {
        return Err(QuestionError::NoWords(topic));
    }
    Ok(topic)
}

fn places(names: &[String], within: Option<&'static Region>) -> Result<Places, QuestionError> {
    let names =
        names.iter().flat_map(|names| names.split([',', '\u{ff0c}', '、', ';', '\u{ff1b}']));
    let names: Vec<&str> = names.map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.len() > MAX_PLACES {
        return Err(QuestionError::TooManyPlaces(names.len()));
    }
    let mut chosen: Vec<Place> = Vec::new();
    for name in names {
        let place = Place::of(named(name, within)?);
        if !chosen.contains(&place) {
            chosen.push(place);
        }
    }
    if !chosen.is_empty() {
        return Ok(Places::Chosen(chosen));
    }
    let below = |region: &&Region| match within {
        None => region.level == Level::Province,
        Some(province) => region.parent == Some(province.code),
    };
    Ok(Places::Held(region::all().iter().filter(below).map(Place::of).collect()))
}

/// The division of this name: the largest where several have it, or the one in `within`.
fn named(name: &str, within: Option<&'static Region>) -> Result<&'static Region, QuestionError> {
    let folded = fold(name).text;
    let mut found = region::lookup(&folded);
    if let Some(province) = within {
        let inside = found.iter().copied().filter(|it| region::is_within(it, province));
        let inside: Vec<&'static Region> = inside.collect();
        if !inside.is_empty() {
            found = inside;
        }
    }
    let largest = found.iter().map(|it| it.level).min();
    found.retain(|it| Some(it.level) == largest);
    match found[..] {
        [] => Err(QuestionError::UnknownPlace(name.to_owned())),
        [only] => Ok(only),
        _ => {
            let paths: Vec<String> = found.iter().take(4).map(|it| region::path(it)).collect();
            let rest = if found.len() > 4 { "等" } else { "" };
            let places = format!("{}{rest}", paths.join("、"));
            Err(QuestionError::AmbiguousPlace { name: name.to_owned(), places })
        }
    }
}

fn province(name: &str) -> Result<&'static Region, QuestionError> {
    let region = named(name, None)?;
    if region.level == Level::Province {
        Ok(region)
    } else {
        Err(QuestionError::NoProvince(name.to_owned()))
    }
}

fn asked_years(text: &str) -> Result<Option<(u64, u64)>, QuestionError> {
    let folded = fold(text).text;
    if folded.trim_matches(['.', '-', '~', ' ']).is_empty() {
        return Ok(None);
    }
    if let Some(range) = years(&folded) {
        return Ok(Some(range));
    }
    let numbers = folded.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
    let numbers: Vec<u64> = numbers.filter_map(|part| part.parse().ok()).collect();
    match numbers[..] {
        [from, to] if from > to => Err(QuestionError::YearsReversed(from, to)),
        _ => Err(QuestionError::BadYears(text.trim().to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(topic: &str, regions: &[&str], within: &str, years: &str) -> Asked {
        Asked {
            topic: topic.to_owned(),
            regions: regions.iter().map(|name| (*name).to_owned()).collect(),
            within: within.to_owned(),
            years: years.to_owned(),
        }
    }

    fn paths(asked: &Asked) -> Vec<String> {
        let question = Question::new(asked).unwrap();
        question.places.all().iter().map(|place| place.path.clone()).collect()
    }

    #[test]
    fn places_are_read_by_any_name_once_each() {
        let chosen = asked(" 減負 ", &["广东,廣西、广东省", "珠海"], "", "2020..2024");
        assert_eq!(paths(&chosen), ["广东省", "广西壮族自治区", "广东省/珠海市"]);
        let question = Question::new(&chosen).unwrap();
        assert_eq!((question.topic.as_str(), question.years), ("減負", Some((2020, 2024))));
        assert_eq!(paths(&asked("减负", &[], "", "")).len(), 34);
        let cities = paths(&asked("减负", &[], "广东", ""));
        assert!(cities.len() == 21 && cities[0] == "广东省/广州市", "{cities:?}");
        assert_eq!(paths(&asked("", &["吉林"], "", "")), ["吉林省"]);
        assert_eq!(paths(&asked("", &["吉林市"], "吉林", "")), ["吉林省/吉林市"]);
    }

    #[test]
    fn what_cannot_be_asked_is_refused_with_the_fix() {
        let refused = |it: &Asked| Question::new(it).unwrap_err().to_string();
        let names: Vec<&str> = vec!["广东"; 200];
        for (question, fix) in [
            (asked("减负", &["火星省"], "", ""), "广东省/珠海市"),
            (asked("减负", &["鼓楼区"], "", ""), "请写明是哪一个"),
            (asked("减负", &names, "", ""), "减少地区"),
            (asked("减负", &[], "珠海", ""), "within=广东"),
            (asked("减负", &[], "", "2024..2020"), "2020..2024"),
            (asked("减负", &[], "", "去年"), "2020..2024"),
            (asked("……", &[], "", ""), "汉字"),
            (asked(&"长".repeat(61), &[], "", ""), "60 字以内"),
        ] {
            assert!(refused(&question).contains(fix), "{}", refused(&question));
        }
        let none = Question::new(&asked("", &[], "", "..")).unwrap();
        assert_eq!(none.with_topic(), Err(QuestionError::NoTopic));
    }

    #[test]
    fn a_place_holds_what_lies_in_it() {
        let place = Place { path: "吉林省".to_owned(), name: "吉林省".to_owned() };
        assert!(place.holds("吉林省") && place.holds("吉林省/吉林市"));
        assert!(!place.holds("吉林") && !place.holds("吉林省长"));
    }
}

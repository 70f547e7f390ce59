//! Comparisons as they stand in a URL.

use crate::compare::{Asked, Question, QuestionError};

/// The parameters of a comparison, as given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ComparisonQuery {
    pub(super) topic: String,
    /// Names of places, each one or several parted by commas.
    pub(super) regions: Vec<String>,
    pub(super) within: String,
    pub(super) years: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) chart: String,
    pub(super) indicator: String,
    /// Parameters that are not known.
    pub(super) unknown: Vec<String>,
}

impl ComparisonQuery {
    /// Reads the part of a URL after `?`.
    pub(super) fn parse(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim().to_owned();
            match name.as_ref() {
                "topic" => read.topic = value,
                "region" | "regions" if value.is_empty() => {}
                "region" | "regions" => read.regions.push(value),
                "within" => read.within = value,
                "years" => read.years = value,
                "from" => read.from = value,
                "to" => read.to = value,
                "chart" => read.chart = value,
                "indicator" => read.indicator = value,
                other => read.unknown.push(other.to_owned()),
            }
        }
        read
    }

    /// The question that the parameters make; those that are not known are passed over.
    pub(super) fn question(&self) -> Result<Question, QuestionError> {
        let range = || match (self.from.as_str(), self.to.as_str()) {
            ("", "") => String::new(),
            (from, to) => format!("{from}..{to}"),
        };
        Question::new(&Asked {
            topic: self.topic.clone(),
            regions: self.regions.clone(),
            within: self.within.clone(),
            years: if self.years.is_empty() { range() } else { self.years.clone() },
        })
    }

    /// Refuses parameters that are not known: a script should hear of its slip.
    pub(super) fn strict(self) -> Result<Self, QuestionError> {
        match self.unknown.first() {
            Some(name) => Err(QuestionError::UnknownParameter(name.clone())),
            None => Ok(self),
        }
    }

    /// The same comparison at another address, such as `/api/compare.xlsx`.
    pub(super) fn at(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        };
        add("topic", &self.topic);
        self.regions.iter().for_each(|region| add("region", region));
        add("within", &self.within);
        add("years", &self.years);
        add("from", &self.from);
        add("to", &self.to);
        add("chart", &self.chart);
        add("indicator", &self.indicator);
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_is_read_and_made_again() {
        let query = "topic=%E5%87%8F%E8%B4%9F&region=%E5%B9%BF%E4%B8%9C&region=%E5%B9%BF%E8%A5%BF&from=2020&to=";
        let read = ComparisonQuery::parse(query);
        assert_eq!(read.regions, ["广东", "广西"]);
        assert_eq!(read.question().unwrap().years, Some((2020, 9999)));
        let again = read.at("/compare");
        assert_eq!(ComparisonQuery::parse(again.split_once('?').unwrap().1), read);
        assert!(ComparisonQuery::parse("colour=red").strict().is_err());
    }
}

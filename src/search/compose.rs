//! What is typed into the fields of a form, in the query language.

use super::parse::parse;

/// Quote marks, which cannot stand inside a quoted text.
const QUOTES: [char; 8] = ['"', '“', '”', '「', '」', '『', '』', '\u{ff02}'];

/// A query for documents that hold every one of `words`, parted by spaces, as it stands. What
/// already is in the query language stays as it is.
#[must_use]
pub fn holding_all(words: &str) -> String {
    let read = parse(words);
    if read.exact.is_empty() && read.excluded.is_empty() && read.filters.is_empty() {
        return joined(words.split_whitespace().map(quoted));
    }
    words.trim().to_owned()
}

/// A query for documents that hold `text` as it stands; empty for an empty one.
#[must_use]
pub fn holding(text: &str) -> String {
    quoted(text.trim())
}

/// A query for documents that hold none of `words`, parted by spaces.
#[must_use]
pub fn without(words: &str) -> String {
    let apart = words.split_whitespace().map(|word| quoted(word.trim_start_matches(['-', '－'])));
    joined(apart.filter(|text| !text.is_empty()).map(|text| format!("-{text}")))
}

/// The parts of a query in one line, empty ones left out.
pub fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> String {
    let text = text.replace(QUOTES, "");
    if text.trim().is_empty() { String::new() } else { format!("“{text}”") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_form_mean_in_the_query_language_what_they_say() {
        let all = parse(&holding_all(" 审计　整改 财务 "));
        assert_eq!(all.exact, ["审计", "整改", "财务"]);
        assert!(all.words.is_empty());
        assert_eq!(parse(&holding("让我“先来”")).exact, ["让我先来"]);
        assert_eq!(parse(&without("党费 -换届")).excluded, ["党费", "换届"]);
        for empty in ["", "  ", "“”"] {
            assert_eq!(holding(empty) + &holding_all(empty) + &without(empty), "", "{empty}");
        }
    }

    #[test]
    fn what_is_in_the_query_language_stays() {
        for query in ["“审计整改” 财务", "-换届 审计", "类型:案例"] {
            assert_eq!(holding_all(query), query);
        }
    }
}

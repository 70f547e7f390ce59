//! What people have corrected, from `corpus/lexicon/corrections.toml`: kept apart from what the
//! machine reads, applied to it at the next refresh.

use serde::Deserialize;

use super::facts::{Fact, FactType};
use crate::text::fold;

/// The corrections of a corpus, in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// Facts that are wrong.
    #[serde(default)]
    forget: Vec<Forget>,
    /// Names that mean the same.
    #[serde(default)]
    merge: Vec<Merge>,
    /// Expansions of short forms.
    #[serde(default)]
    expansion: Vec<Expansion>,
}

/// A fact that is wrong: every fact of this type and name, or only those of one document, or only
/// those of these characters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Forget {
    r#type: FactType,
    name: String,
    #[serde(default)]
    document: Option<String>,
    #[serde(default)]
    text: Option<String>,
}

/// Names of one type that are written as one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Merge {
    r#type: FactType,
    into: String,
    names: Vec<String>,
}

/// The items of a short form, in all documents or in one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expansion {
    name: String,
    items: Vec<String>,
    #[serde(default)]
    document: Option<String>,
}

impl Corrections {
    /// Reads `corrections.toml`; an empty text corrects nothing.
    ///
    /// # Errors
    /// Line and cause, in the words of the TOML reader.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The facts as people want them: names merged, expansions mended, wrong ones left out.
    #[must_use]
    pub fn apply(&self, facts: Vec<Fact>) -> Vec<Fact> {
        let mended = facts.into_iter().map(|fact| self.mended(fact));
        mended.filter(|fact| !self.forget.iter().any(|wrong| wrong.means(fact))).collect()
    }

    fn mended(&self, mut fact: Fact) -> Fact {
        let same = |merge: &&Merge| {
            merge.r#type == fact.kind && merge.names.iter().any(|name| same(name, &fact.name))
        };
        if let Some(merge) = self.merge.iter().find(same) {
            fact.name.clone_from(&merge.into);
        }
        let own = self.expansion.iter().filter(|it| it.holds_in(&fact));
        // What is said of one document goes before what is said of all.
        if let Some(expansion) = own.max_by_key(|it| it.document.is_some()) {
            fact.details.items.clone_from(&expansion.items);
            fact.details.partial = false;
        }
        fact
    }
}

impl Forget {
    fn means(&self, fact: &Fact) -> bool {
        self.r#type == fact.kind
            && same(&self.name, &fact.name)
            && self.document.as_ref().is_none_or(|id| id == fact.document.as_str())
            && self.text.as_ref().is_none_or(|text| same(text, &fact.text))
    }
}

impl Expansion {
    fn holds_in(&self, fact: &Fact) -> bool {
        fact.kind == FactType::Shorthand
            && same(&self.name, &fact.name)
            && self.document.as_ref().is_none_or(|id| id == fact.document.as_str())
    }
}

/// Whether two names are the same to a reader.
fn same(a: &str, b: &str) -> bool {
    fold(a).text == fold(b).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentId;
    use crate::knowledge::facts::Details;
    use crate::text::Span;

    fn fact(kind: FactType, name: &str) -> Fact {
        Fact {
            kind,
            name: name.to_owned(),
            text: name.to_owned(),
            details: Details::default(),
            region: None,
            organization: None,
            year: None,
            document: DocumentId::parse("jia").unwrap(),
            passage: "jia#p-1".to_owned(),
            span: Span::default(),
            sentence: String::new(),
            sentence_span: Span::default(),
        }
    }

    #[test]
    fn wrong_facts_go_names_merge_and_expansions_are_mended() {
        let corrections = Corrections::parse(
            "[[forget]]\ntype = 'brand'\nname = '假品牌'\n\
             [[forget]]\ntype = 'brand'\nname = '真品牌'\ndocument = 'yi'\n\
             [[merge]]\ntype = 'organization'\ninto = '珠海市直属机关工作委员会'\nnames = ['珠海市直机关工委']\n\
             [[expansion]]\nname = '三诊'\nitems = ['接诊', '巡诊', '会诊']\n",
        )
        .unwrap();
        let facts = vec![
            fact(FactType::Brand, "假品牌"),
            fact(FactType::Brand, "真品牌"),
            fact(FactType::Organization, "珠海市直机关工委"),
            fact(FactType::Shorthand, "三诊"),
        ];
        let mended = corrections.apply(facts);
        let names: Vec<&str> = mended.iter().map(|fact| fact.name.as_str()).collect();
        assert_eq!(names, ["真品牌", "珠海市直属机关工作委员会", "三诊"]);
        assert_eq!(mended[2].details.items, ["接诊", "巡诊", "会诊"]);
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let error = Corrections::parse("[[forget]]\ntype = 'colour'\nname = '红'\n").unwrap_err();
        assert!(error.contains("line 2"), "{error}");
        assert!(Corrections::parse("[[forge]]\n").is_err(), "a slip is not passed over");
    }
}

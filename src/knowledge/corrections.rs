//! What people have corrected, from `corpus/lexicon/corrections.toml`: kept apart from what the
//! machine reads, applied to it at the next refresh.

use serde::{Deserialize, Serialize};

use super::facts::{Fact, FactType};
use crate::document::Access;
use crate::text::fold;

/// The corrections of a corpus, in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// Facts that are wrong.
    #[serde(default)]
    forget: Vec<Which>,
    /// Facts that somebody has looked at and found right.
    #[serde(default)]
    confirm: Vec<Which>,
    /// Names that mean the same.
    #[serde(default)]
    merge: Vec<Merge>,
    /// Expansions of short forms.
    #[serde(default)]
    expansion: Vec<Expansion>,
}

/// Which facts are meant: every fact of this type and name, or only those of one document, or only
/// those of these characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// What they are.
    pub r#type: FactType,
    /// Their name.
    pub name: String,
    /// The document, where it is one document's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The characters, where it is these alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who may know of it, where that is not everybody.
    #[serde(default, skip_serializing_if = "Access::is_public")]
    pub access: Access,
}

/// Names of one type that are written as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// What they name.
    pub r#type: FactType,
    /// The name that is right.
    pub into: String,
    /// The others.
    pub names: Vec<String>,
    /// Who may know of it, where that is not everybody.
    #[serde(default, skip_serializing_if = "Access::is_public")]
    pub access: Access,
}

/// The items of a short form, in all documents or in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expansion {
    /// The short form.
    pub name: String,
    /// What it stands for, in order.
    pub items: Vec<String>,
    /// The document, where it is one document's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Who may know of it, where that is not everybody.
    #[serde(default, skip_serializing_if = "Access::is_public")]
    pub access: Access,
}

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These facts are wrong.
    Forget(Which),
    /// These facts are right.
    Confirm(Which),
    /// These names are one.
    Merge(Merge),
    /// This is what a short form stands for.
    Expand(Expansion),
}

impl Change {
    /// The table that it stands under in the file.
    fn table(&self) -> &'static str {
        match self {
            Self::Forget(_) => "forget",
            Self::Confirm(_) => "confirm",
            Self::Merge(_) => "merge",
            Self::Expand(_) => "expansion",
        }
    }

    /// As it stands in the file.
    #[must_use]
    pub fn printed(&self) -> String {
        let body = match self {
            Self::Forget(which) | Self::Confirm(which) => toml::to_string(which),
            Self::Merge(merge) => toml::to_string(merge),
            Self::Expand(expansion) => toml::to_string(expansion),
        };
        format!("[[{}]]\n{}", self.table(), body.unwrap_or_default())
    }

    /// Who may know of it, and the document that it is about, where it is one document's.
    #[must_use]
    pub fn about(&self) -> (&Access, Option<&str>) {
        match self {
            Self::Forget(it) | Self::Confirm(it) => (&it.access, it.document.as_deref()),
            Self::Merge(it) => (&it.access, None),
            Self::Expand(it) => (&it.access, it.document.as_deref()),
        }
    }

    /// What it says, in Chinese.
    #[must_use]
    pub fn told(&self) -> String {
        let of = |which: &Which| format!("{}“{}”", which.r#type.label(), which.name);
        match self {
            Self::Forget(which) => format!("{}不算", of(which)),
            Self::Confirm(which) => format!("{}核实无误", of(which)),
            Self::Merge(Merge { r#type, into, names, .. }) => {
                format!("{}“{}”写作“{into}”", r#type.label(), names.join("”“"))
            }
            Self::Expand(Expansion { name, items, .. }) => {
                format!("说法“{name}”指：{}", items.join("、"))
            }
        }
    }
}

impl Corrections {
    /// Reads `corrections.toml`; an empty text corrects nothing.
    ///
    /// # Errors
    /// Line and cause, in the words of the TOML reader.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// All of them: those of one table after another, each table in file order.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let forget = self.forget.iter().cloned().map(Change::Forget);
        let confirm = self.confirm.iter().cloned().map(Change::Confirm);
        let merge = self.merge.iter().cloned().map(Change::Merge);
        let expand = self.expansion.iter().cloned().map(Change::Expand);
        forget.chain(confirm).chain(merge).chain(expand).collect()
    }

    /// The text of a file without one of its corrections; what people wrote around it stays. `None`
    /// where the text does not hold it.
    #[must_use]
    pub fn without(text: &str, change: &Change) -> Option<String> {
        let mut blocks: Vec<String> = vec![String::new()];
        for line in text.lines() {
            if line.trim_start().starts_with("[[") {
                blocks.push(String::new());
            }
            let block = blocks.last_mut()?;
            block.push_str(line);
            block.push('\n');
        }
        let is_it = |block: &String| {
            Self::parse(block).is_ok_and(|it| it.changes().first() == Some(change))
        };
        let at = blocks.iter().rposition(is_it)?;
        let values = |line: &&str| !(line.trim().is_empty() || line.trim_start().starts_with('#'));
        let last = blocks[at].lines().enumerate().filter(|(_, it)| values(it)).last()?.0;
        let after: Vec<&str> = blocks[at].lines().skip(last + 1).collect();
        let kept = after.iter().map(|line| format!("{line}\n")).collect();
        blocks[at] = kept;
        Some(blocks.concat())
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
        fact.details.confirmed = self.confirm.iter().any(|right| right.means(&fact));
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

impl Which {
    /// Whether it means this fact.
    #[must_use]
    pub fn means(&self, fact: &Fact) -> bool {
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
    fn a_correction_is_printed_as_it_is_read_and_taken_out_with_what_people_wrote_left() {
        let which = |text: Option<&str>| Which {
            r#type: FactType::Brand,
            name: "假“品牌”".to_owned(),
            document: Some("jia".to_owned()),
            text: text.map(str::to_owned),
            access: Access::parse("人事组"),
        };
        let (into, names) = ("甲".to_owned(), vec!["乙".to_owned(), "丙".to_owned()]);
        let merge = Merge { r#type: FactType::Honour, into, names, access: Access::Public };
        let (name, items) = ("三诊".to_owned(), vec!["接诊".to_owned()]);
        let expansion = Expansion { name, items, document: None, access: Access::Public };
        let changes = [
            Change::Forget(which(None)),
            Change::Confirm(which(Some("「假品牌」"))),
            Change::Merge(merge),
            Change::Expand(expansion),
        ];
        let text: String = changes.iter().map(|it| format!("# 说明\n{}\n", it.printed())).collect();
        assert_eq!(Corrections::parse(&text).unwrap().changes(), changes, "{text}");
        let mut rest = text;
        for change in &changes {
            rest = Corrections::without(&rest, change).unwrap();
        }
        assert!(Corrections::parse(&rest).unwrap().changes().is_empty());
        assert_eq!(rest.matches("# 说明").count(), 4, "{rest}");
        assert_eq!(Corrections::without(&rest, &changes[0]), None);
        assert!(changes[0].told().contains("不算") && changes[2].told().contains("写作“甲”"));
        let right = Corrections::parse("[[confirm]]\ntype = 'brand'\nname = '真'\n").unwrap();
        let facts = right.apply(vec![fact(FactType::Brand, "真"), fact(FactType::Brand, "假")]);
        assert_eq!((facts[0].details.confirmed, facts[1].details.confirmed), (true, false));
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let error = Corrections::parse("[[forget]]\ntype = 'colour'\nname = '红'\n").unwrap_err();
        assert!(error.contains("line 2"), "{error}");
        assert!(Corrections::parse("[[forge]]\n").is_err(), "a slip is not passed over");
    }
}

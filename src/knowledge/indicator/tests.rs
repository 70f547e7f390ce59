//! Figures as they stand in official prose.

use super::*;
use crate::document::outline::{Piece, outline};
use crate::document::{DocumentId, FrontMatter};

fn read(text: &str) -> Vec<(Claim, String)> {
    let front_matter = serde_json::json!({ "title": "甲", "kind": "case" });
    let front_matter: FrontMatter = serde_json::from_value(front_matter).unwrap();
    let id = DocumentId::parse("甲").unwrap();
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    let passages = outline(text, &whole).passages;
    let reading = Reading::new(&id, &front_matter, None, &passages);
    let all = (0..reading.prose.len()).flat_map(|at| {
        let plain = reading.prose[at].plain.clone();
        claims(&reading, at).into_iter().map(move |claim| {
            let text = claim.span.of(&plain).to_owned();
            (claim, text)
        })
    });
    all.collect()
}

/// One line a figure: name, value, unit, qualifier, verb, text.
fn check(text: &str, expected: &[&str]) {
    let lines: Vec<String> = read(text)
        .into_iter()
        .map(|(claim, text)| {
            let it = claim.details;
            let upper = it.upper.map_or(String::new(), |upper| format!("~{upper}"));
            let value = it.value.unwrap();
            format!(
                "{} {value}{upper}{} [{}] {} {text}",
                claim.name, it.unit, it.qualifier, it.verb
            )
        })
        .collect();
    assert_eq!(lines, expected, "{text}");
}

#[test]
fn the_same_thing_has_the_same_name_on_either_side_of_its_figure() {
    check("全区评定「四强」党支部539个。", &["四强党支部 539个 [] 评定 评定「四强」党支部539个"]);
    check("创建“四强”党支部750个。", &["四强党支部 750个 [] 创建 创建“四强”党支部750个"]);
    check("目前有750个“四强”党支部。", &["四强党支部 750个 [] 有 有750个“四强”党支部"]);
}

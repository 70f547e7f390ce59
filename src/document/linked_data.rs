//! A policy as linked data: `Legislation` of schema.org, in JSON-LD.

use serde_json::{Map, Value, json};

use super::date::Date;
use super::front_matter::FrontMatter;
use super::kind::Kind;
use super::validity::Status;

/// The policy that `about` describes, at `url`, as <https://schema.org/Legislation>; `None` for other
/// kinds of documents. What the document does not state is left out.
#[must_use]
pub fn legislation(about: &FrontMatter, url: &str) -> Option<Value> {
    if about.kind != Kind::Policy {
        return None;
    }
    let named = |kind: &str, name: &str| json!({ "@type": kind, "name": name });
    let others = |titles: &[String]| {
        let others = titles.iter().map(|title| named("Legislation", title));
        (!titles.is_empty()).then(|| others.collect::<Value>())
    };
    let place = about.region.as_ref().map(|it| it.replace('/', ""));
    let force = about.status.as_ref().and_then(force).map(|it| format!("https://schema.org/{it}"));
    let stated = [
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!("Legislation"))),
        ("name", Some(json!(about.title))),
        ("url", (!url.is_empty()).then(|| json!(url))),
        ("identifier", about.number.as_ref().map(|it| json!(it))),
        ("legislationIdentifier", about.number.as_ref().map(|it| json!(it))),
        ("legislationDate", about.published.map(|it| json!(it))),
        ("legislationPassedBy", about.organization.as_ref().map(|it| named("Organization", it))),
        ("spatialCoverage", place.map(|it| named("AdministrativeArea", &it))),
        ("legislationLegalForce", force.map(|it| json!(it))),
        ("legislationDateOfApplicability", about.in_force.map(|it| json!(it))),
        ("temporalCoverage", term(about.in_force, about.expires).map(|it| json!(it))),
        ("legislationRepeals", others(&about.repeals)),
        ("legislationAmends", others(&about.amends)),
    ];
    let stated = stated.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Some(Value::Object(stated.collect::<Map<_, _>>()))
}

/// The force that a standing is, in the words of schema.org; `None` where it has none for it.
fn force(status: &Status) -> Option<&'static str> {
    match status {
        Status::InForce => Some("InForce"),
        Status::PartlyExpired => Some("PartiallyInForce"),
        Status::Repealed | Status::Expired | Status::NotYetInForce => Some("NotInForce"),
        // Amended: which parts are in force is not stated.
        Status::Amended | Status::Other(_) => None,
    }
}

/// A time from day to day as ISO 8601 has it; only where both are stated.
fn term(from: Option<Date>, to: Option<Date>) -> Option<String> {
    Some(format!("{}/{}", from?, to?))
}

/// JSON that can stand inside `<script type="application/ld+json">`: nothing in it ends the element
/// or opens a comment.
#[must_use]
pub fn in_script(value: &Value) -> String {
    let mut safe = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                safe.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stated_is_said_and_nothing_else() {
        let mut about = FrontMatter::new("某某办法", Kind::Policy);
        let bare = json!({ "@context": "https://schema.org", "@type": "Legislation",
            "name": "某某办法" });
        assert_eq!(legislation(&about, ""), Some(bare));
        about.number = Some("国办发〔2023〕41号".to_owned());
        about.published = Date::parse("2023-12-01");
        about.organization = Some("国务院办公厅".to_owned());
        about.region = Some("广东省/珠海市".to_owned());
        about.in_force = Date::parse("2024-01-01");
        about.repeals = vec!["旧办法".to_owned()];
        let check = |status: Status, expected: Option<&str>| {
            let about = FrontMatter { status: Some(status), ..about.clone() };
            let said = legislation(&about, "https://a/documents/x").unwrap();
            assert_eq!(said["legislationLegalForce"].as_str(), expected);
            said
        };
        let said = check(Status::InForce, Some("https://schema.org/InForce"));
        assert_eq!(said["identifier"], "国办发〔2023〕41号");
        assert_eq!(said["legislationDate"], "2023-12-01");
        assert_eq!(said["legislationPassedBy"]["name"], "国务院办公厅");
        assert_eq!(said["spatialCoverage"]["name"], "广东省珠海市");
        assert_eq!(said["legislationRepeals"][0]["name"], "旧办法");
        assert_eq!(said["legislationDateOfApplicability"], "2024-01-01");
        assert!(said.get("temporalCoverage").is_none(), "its end is not stated");
        check(Status::PartlyExpired, Some("https://schema.org/PartiallyInForce"));
        check(Status::Repealed, Some("https://schema.org/NotInForce"));
        check(Status::Amended, None);
        check(Status::Other("待定".to_owned()), None);
        assert_eq!(legislation(&FrontMatter::new("报告", Kind::Report), ""), None);
    }

    #[test]
    fn no_text_leaves_the_element_and_all_comes_back() {
        for text in ["</script><script>alert(1)</script>", "<!--", "a & b \u{2028}", "\"引号\"\\"]
        {
            let value = json!({ "name": text });
            let safe = in_script(&value);
            assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
            assert_eq!(serde_json::from_str::<Value>(&safe).unwrap(), value);
        }
    }
}

//! Policies as linked data on their pages.

use serde_json::Value;

use crate::http::Service;

const FIXTURE: &str = "\
//- policies/banfa.md number=国办发〔2023〕41号 published=2023-12-01 organization=国务院办公厅 region=广东省 status=现行有效
# 某某</script><script>alert(1)</script>办法
## 第一条

为了规范。
//- reports/baogao.md number=〔2024〕1号
# 一份报告
党建。
";

/// What stands in the element for linked data, where there is one.
fn linked(page: &str) -> Option<Value> {
    let (_, after) = page.split_once("<script type=\"application/ld+json\">")?;
    let (json, _) = after.split_once("</script>").expect("the element ends");
    Some(serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}")))
}

#[test]
fn a_policys_page_says_what_it_is_in_the_words_of_schema_org_and_others_do_not() {
    let service = Service::over(FIXTURE);
    let page = service.get("/documents/banfa");
    let said = linked(&page.body).expect("it is said");
    assert_eq!(said["@type"], "Legislation");
    assert_eq!(said["name"], "某某</script><script>alert(1)</script>办法");
    assert_eq!(said["identifier"], "国办发〔2023〕41号");
    assert_eq!(said["legislationDate"], "2023-12-01");
    assert_eq!(said["legislationPassedBy"]["name"], "国务院办公厅");
    assert_eq!(said["spatialCoverage"]["name"], "广东省");
    assert_eq!(said["legislationLegalForce"], "https://schema.org/InForce");
    assert_eq!(said["url"], "http://localhost/documents/banfa");
    assert!(!page.body.contains("<script>alert(1)"), "nothing leaves the element");
    assert_eq!(linked(&service.get("/documents/baogao").body), None);
}

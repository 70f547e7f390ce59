//! Tables of what policies state of their validity.

use super::phrases::TABLE;
use super::*;
use crate::intake::layout::{Block, Origin};
use crate::intake::roles;
use crate::intake::words::rows;

/// What the text gives, as `key=value` in the order of the keys; the day of signature is 2018-12-20.
fn given(title: &str, text: &str, said: &[(Label, &str)]) -> String {
    let blocks = text.lines().map(|line| Block::new(line, Span::new(0, line.len()))).collect();
    let said = said.iter().map(|(label, value)| (*label, (*value).to_owned(), Origin::Table));
    let stated = Stated { said: said.collect(), ..Stated::default() };
    let date = Date::parse("2018-12-20").map(|date| Candidate::new(date, 9.0, "signature"));
    let (it, reasons) = validity(&roles::lines(blocks), &stated, Some(title), date.as_ref());
    let mut keys = Vec::new();
    keys.extend(it.in_force.map(|day| format!("in_force={day}")));
    keys.extend(it.expires.map(|day| format!("expires={day}")));
    keys.extend(it.status.map(|status| format!("status={status}")));
    for (key, titles) in [("repeals", it.repeals), ("amends", it.amends)] {
        keys.extend((!titles.is_empty()).then(|| format!("{key}={}", titles.join("|"))));
    }
    assert_eq!(reasons.len(), keys.len(), "each field has its reasons: {text}");
    keys.extend(it.by.map(|by| format!("by={by}")));
    if keys.is_empty() { "-".to_owned() } else { keys.join(" ") }
}

fn check(title: &str, text: &str, expected: &str) {
    assert_eq!(given(title, text, &[]), expected, "{title}: {text}");
}

#[test]
fn every_example_of_the_table_gives_what_it_states() {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
    assert_eq!(rows::<4>(TABLE).count(), lines);
    for [class, word, example, expected] in rows::<4>(TABLE) {
        check("某市养犬管理办法", example, expected);
        if class == "draft" {
            check(&format!("某市养犬管理办法（{word}）"), example, "-");
        } else if class != "term" {
            assert!(example.contains(word), "{word}: {example}");
        }
    }
}

#[test]
fn a_text_states_from_when_it_is_in_force() {
    let title = "关于印发《某市养犬管理办法》的通知";
    for (text, expected) in [
        ("第三十条　本办法由市公安局负责解释，自２０１９年１月１日起施行。", "in_force=2019-01-01"),
        ("第三十条 自2019年1月1日起施行。", "in_force=2019-01-01"),
        ("本办法（试行）自2019年 1月 1日起施行。", "in_force=2019-01-01"),
        ("《某市养犬管理办法》自2019年1月1日起施行。", "in_force=2019-01-01"),
        ("本办法自发布之日起三十日后施行。", "-"),
        ("本办法自发布之日起施行，试行一年。", "in_force=2018-12-20 expires=2019-12-19"),
        ("本办法自2019年1月1日起施行至2023年12月31日。", "in_force=2019-01-01 expires=2023-12-31"),
        ("本办法自2019年1月1日起施行。有效期五年。", "in_force=2019-01-01 expires=2023-12-31"),
        ("本办法有效期至2025年12月31日。", "expires=2025-12-31"),
        ("本通知自2019年1月1日起施行。\n本办法自2019年2月1日起施行。", "-"),
    ] {
        check(title, text, expected);
    }
}

#[test]
fn what_a_text_states_of_others_is_not_its_own() {
    let title = "关于做好《某市养犬条例》实施工作的通知";
    for text in [
        "《某市养犬条例》自2019年1月1日起施行，各单位要认真学习。",
        "某市养犬条例将于2019年1月1日起施行。",
        "根据2018年5月1日起施行的《某市养犬条例》，制定本办法。",
        "本办法第三条规定的收费标准自2019年1月1日起执行。",
        "本通知下发前已经登记的，自2019年1月1日起执行新标准。",
        "养犬登记证有效期5年。",
        "本办法所称登记证，有效期为三年。",
        "2015年，市政府决定对《甲规定》予以废止。",
        "《甲规定》已废止。",
        "《甲规定》废止后，养犬登记由公安机关办理。",
        "《甲规定》第三条同时废止。",
        "《乙办法》自2016年1月1日起施行，《甲规定》同时废止。",
        "根据《乙条例》的规定，登记证同时废止。",
        "（2010年1月1日通过 根据2018年9月1日《关于修改〈某市养犬条例〉的决定》修正）",
        "他说，本单位的旧制度已经失效。",
    ] {
        check(title, text, "-");
    }
}

#[test]
fn repealed_and_amended_documents_are_listed_as_stated() {
    for (title, text, expected) in [
        (
            "某市养犬管理办法",
            "本办法自2019年1月1日起施行，《甲规定》（某府〔2009〕3号）、《关于印发〈乙办法〉的通知》（某府〔2010〕4号）同时废止。",
            "in_force=2019-01-01 repeals=甲规定|关于印发〈乙办法〉的通知",
        ),
        (
            "某市养犬管理办法",
            "本办法自2019年1月1日起施行。1998年3月1日市人民政府发布的《甲规定》和2001年5月1日市公安局发布的《乙规定》同时废止。",
            "in_force=2019-01-01 repeals=甲规定|乙规定",
        ),
        (
            "某市养犬管理办法",
            "本办法自2019年1月1日起施行，同时废止《甲规定》。",
            "in_force=2019-01-01 repeals=甲规定",
        ),
        ("关于废止《甲规定》的决定", "经研究，决定对《甲规定》予以废止。", "repeals=甲规定"),
        (
            "关于废止《甲规定》等文件的决定",
            "一、废止《甲规定》（某府〔2009〕3号）、《乙规定》。",
            "repeals=甲规定|乙规定",
        ),
        ("关于废止《甲规定》部分条款的决定", "本决定自公布之日起施行。", "in_force=2018-12-20"),
        ("关于修改《甲规定》的决定", "市政府决定对《甲规定》作如下修改：", "amends=甲规定"),
        (
            "关于修改〈甲条例〉和〈乙条例〉的决定",
            "本决定自公布之日起施行。",
            "in_force=2018-12-20 amends=甲条例|乙条例",
        ),
        ("转发《关于修改〈甲条例〉的决定》的通知", "请认真贯彻执行。", "-"),
        ("关于废止和修改《甲规定》的决定", "现予公布。", "-"),
    ] {
        check(title, text, expected);
    }
}

#[test]
fn a_status_is_read_from_a_label_or_a_remark() {
    let given = |text: &str, said: &[(Label, &str)]| given("某市养犬管理办法", text, said);
    let text = "为规范养犬行为，制定本办法。";
    assert_eq!(given(text, &[(Label::Status, "有效")]), "status=现行有效");
    assert_eq!(given(text, &[(Label::Status, "已废止")]), "status=已废止");
    assert_eq!(given(text, &[(Label::Status, "是")]), "-");
    assert_eq!(
        given(text, &[(Label::From, "2019-01-01"), (Label::Until, "2024年1月1日")]),
        "in_force=2019-01-01 expires=2024-01-01"
    );
    assert_eq!(given("（本文件已废止）", &[]), "status=已废止");
    assert_eq!(
        given("注：本办法已被《乙办法》（某府〔2020〕1号）废止。", &[]),
        "status=已废止 by=《乙办法》"
    );
}

//! Answers by quotation, from the program over the shipped corpus: what is quoted stands there, and
//! what the library does not say is refused.

use serde_json::Value;

use crate::http::{Service, url};
use crate::retrieval::{QUESTION, Shipped};

fn asked(shipped: &Shipped, question: &str) -> Value {
    let (status, body) = shipped.send("GET", &format!("/api/ask?q={}", url(question)), "", "");
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).expect("JSON")
}

#[test]
fn what_is_quoted_stands_in_its_passage_and_is_about_the_question() {
    let shipped = Shipped::served(None);
    let questions =
        [QUESTION, "哪些地方设立了办不成事窗口", "“四强”党支部怎样建设", "三会一课是什么"];
    for question in questions {
        let reply = asked(&shipped, question);
        assert!(reply["refusal"].is_null(), "{question}: {reply}");
        let quotations = reply["quotations"].as_array().expect("a list");
        assert!(!quotations.is_empty(), "{question}");
        for quoted in quotations {
            let passage = shipped.passage(quoted["passage"].as_str().expect("an id"));
            for sentence in quoted["sentences"].as_array().expect("a list") {
                let sentence = sentence.as_str().expect("text");
                assert!(passage.contains(sentence), "{question}: {sentence}");
            }
            assert!(quoted["share"].as_f64().is_some_and(|it| it >= 0.5), "{quoted}");
            assert!(quoted["citation"].as_str().is_some_and(|it| !it.is_empty()), "{quoted}");
        }
        for place in reply["places"].as_array().expect("a list") {
            for figure in place["figures"].as_array().expect("a list") {
                let (sentence, text) = (&figure["sentence"], &figure["text"]);
                let text = text.as_str().expect("text");
                assert!(sentence.as_str().is_some_and(|it| it.contains(text)), "{figure}");
            }
        }
    }
    let (status, page) = shipped.send("GET", &format!("/ask?q={}", url(QUESTION)), "", "");
    assert_eq!(status, 200);
    assert!(page.contains("<h2 id=\"said\">库中写道</h2>"), "it quotes");
}

#[test]
fn what_the_library_does_not_say_is_refused() {
    let shipped = Shipped::served(None);
    for question in [
        "量子计算机的价格是多少",
        "火星上有几座寺庙",
        "明天会下雨吗",
        "曹雪芹是哪一年写完红楼梦的",
        "怎样修理柴油发动机的喷油嘴",
        "多少",
        "？？",
    ] {
        let reply = asked(&shipped, question);
        assert!(reply["refusal"].is_string(), "{question}: {reply}");
        assert_eq!(reply["quotations"], Value::Array(vec![]), "{question}");
        assert_eq!(reply["places"], Value::Array(vec![]), "{question}");
    }
    let reply = asked(&shipped, "量子计算机的价格是多少");
    let unseen = reply["unseen"].as_array().expect("a list");
    assert!(!unseen.is_empty(), "{reply}");
}

#[test]
fn the_page_without_a_question_asks_for_one_and_escapes_what_it_is_given() {
    let service = Service::new();
    let page = service.get("/ask");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("name=\"q\""));
    let page = service.get(&format!("/ask?q={}", url("<b>量子</b>")));
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("<b>量子"), "it is escaped");
    assert!(page.body.contains("role=\"status\""), "it refuses");
    let page = service.get(&format!("/ask?q={}", url("党建品牌获评什么")));
    assert!(page.body.contains("党建品牌获评优秀。"), "{}", page.body);
    assert_eq!(service.get("/api/ask?limit=x").status, 400);
}

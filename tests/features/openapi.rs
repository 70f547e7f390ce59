//! The description of the API: every route is in it, and what is answered is what it says.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::http::{Service, url};
use crate::retrieval::Shipped;

/// The description that the service gives.
fn described(service: &Service) -> Value {
    service.get("/api/openapi.json").json()
}

/// How `value` departs from `schema` of `description`: fields that are missing, of another type, or
/// not described at all.
fn departures(description: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(named) = schema["$ref"].as_str() {
        let named = description.pointer(named.trim_start_matches('#')).expect("it is described");
        return departures(description, named, value, at);
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        let of_forms = forms.iter().map(|form| departures(description, form, value, at));
        return of_forms.min_by_key(Vec::len).unwrap_or_default();
    }
    if let Some(words) = schema["enum"].as_array() {
        let known = words.contains(value);
        return if known { vec![] } else { vec![format!("{at}: {value} is not one of {words:?}")] };
    }
    match (schema["type"].as_str(), value) {
        (None, _)
        | (Some("string"), Value::String(_))
        | (Some("number"), Value::Number(_))
        | (Some("boolean"), Value::Bool(_))
        | (Some("null"), Value::Null) => vec![],
        (Some("integer"), Value::Number(number)) if number.is_u64() => vec![],
        (Some("array"), Value::Array(items)) => of_items(description, schema, items, at),
        (Some("object"), Value::Object(fields)) => {
            let required = schema["required"].as_array().into_iter().flatten();
            let missing = required.filter(|it| fields.get(it.as_str().expect("a name")).is_none());
            let mut found: Vec<String> =
                missing.map(|it| format!("{at}: {it} is missing")).collect();
            for (name, field) in fields {
                let own = &schema["properties"][name];
                let schema = if own.is_null() { &schema["additionalProperties"] } else { own };
                let at = format!("{at}.{name}");
                match schema {
                    Value::Null => found.push(format!("{at} is not described")),
                    schema => found.extend(departures(description, schema, field, &at)),
                }
            }
            found
        }
        (Some(kind), value) => vec![format!("{at}: {value} is no {kind}")],
    }
}

fn of_items(description: &Value, schema: &Value, items: &[Value], at: &str) -> Vec<String> {
    let places = schema["prefixItems"].as_array();
    if let Some(places) = places.filter(|it| it.len() != items.len()) {
        return vec![format!("{at}: {} items, not {}", items.len(), places.len())];
    }
    let item = |(place, item): (usize, &Value)| {
        let schema = places.map_or(&schema["items"], |it| &it[place]);
        departures(description, schema, item, &format!("{at}[{place}]"))
    };
    items.iter().enumerate().flat_map(item).collect()
}

/// The calls that are described: method, path, what is said of it.
fn calls(description: &Value) -> Vec<(String, String, Value)> {
    let paths = description["paths"].as_object().expect("paths");
    let calls = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().expect("methods");
        item.iter().map(|(method, it)| (method.to_uppercase(), path.clone(), it.clone()))
    });
    calls.collect()
}

/// The path of a call with the examples of its parameters.
fn example(path: &str, call: &Value) -> String {
    let (mut path, mut query) = (path.to_owned(), String::new());
    for parameter in call["parameters"].as_array().into_iter().flatten() {
        let value = match &parameter["example"] {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let name = parameter["name"].as_str().expect("a name");
        match parameter["in"].as_str() {
            Some("path") => path = path.replace(&format!("{{{name}}}"), &url(&value)),
            _ => query += &format!("&{name}={}", url(&value)),
        }
    }
    format!("{path}?{}", query.trim_start_matches('&'))
}

#[test]
fn every_call_gives_what_is_described_when_it_is_asked_its_example() {
    let shipped = Shipped::served(None);
    let (_, text) = shipped.send("GET", "/api/openapi.json", "", "");
    let description: Value = serde_json::from_str(&text).expect("JSON");
    let mut checked = BTreeSet::new();
    let mut pack = String::new();
    let mut asked = calls(&description);
    // A pack is made before it is verified.
    asked.sort_by_key(|(_, path, _)| path.ends_with("/verify"));
    for (method, path, call) in asked {
        let content = &call["requestBody"]["content"];
        let (media, body) = match content.as_object().and_then(|it| it.iter().next()) {
            None => ("", String::new()),
            Some((media, it)) if media == "application/json" => {
                let found = departures(&description, &it["schema"], &it["example"], "body");
                assert!(found.is_empty(), "{path}: {found:#?}");
                (media.as_str(), it["example"].to_string())
            }
            Some((media, _)) if path.ends_with("/verify") => (media.as_str(), pack.clone()),
            Some((media, _)) => {
                let clips = json!({ "format": "dianan-clips/1", "clips": [{ "text": "甲" }] });
                let head = format!("Content-Type: {media}\r\n");
                let (_, markdown) =
                    shipped.send("POST", "/api/clips.md", &head, &clips.to_string());
                (media.as_str(), markdown)
            }
        };
        let head = format!("Content-Type: {media}\r\n");
        let (status, answer) = shipped.send(&method, &example(&path, &call), &head, &body);
        assert_eq!(status, 200, "{method} {path}: {answer}");
        let schema = &call["responses"]["200"]["content"]["application/json"]["schema"];
        let own_form = path.contains('.') && !path.ends_with(".json");
        assert_ne!(schema.is_null(), !own_form, "{path} answers JSON or a file");
        if own_form {
            continue;
        }
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        if path.ends_with("/evidence") {
            pack = answer.to_string();
        }
        let found = departures(&description, schema, &answer, "answer");
        assert!(found.is_empty(), "{method} {path}: {found:#?}");
        checked.insert(path);
    }
    assert!(checked.len() >= 15, "{checked:?}");
}

#[test]
fn answers_of_another_library_are_as_described_too() {
    let service = Service::new();
    let description = described(&service);
    let check = |method: &str, path: &str, asked: &str, status: u16| {
        let reply = service.send(method, asked, "");
        assert_eq!(reply.status, status, "{asked}: {}", reply.body);
        let method = method.to_lowercase();
        let responses = &description["paths"][path][method.as_str()]["responses"];
        let mut response = &responses[status.to_string().as_str()];
        if let Some(named) = response["$ref"].as_str() {
            response = description.pointer(named.trim_start_matches('#')).expect("described");
        }
        let schema = &response["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path} {status}: {responses}");
        let found = departures(&description, schema, &reply.json(), "answer");
        assert!(found.is_empty(), "{asked}: {found:#?}");
    };
    let q = url("党建");
    check("GET", "/api/v1/search", &format!("/api/v1/search?q={q}&explain=1"), 200);
    check("GET", "/api/v1/search", "/api/v1/search", 200);
    check("GET", "/api/v1/search", "/api/v1/search?limit=many", 400);
    check("GET", "/api/v1/search", "/api/v1/search?colour=red", 400);
    check("GET", "/api/v1/documents/{id}", "/api/v1/documents/caizheng", 200);
    check("GET", "/api/v1/documents/{id}", "/api/v1/documents/none", 404);
    check("GET", "/api/v1/documents/{id}/similar", "/api/v1/documents/caizheng/similar", 200);
    check("GET", "/api/v1/facts", "/api/v1/facts?counts=type,region", 200);
    check("GET", "/api/v1/entities/{type}/{name}", "/api/v1/entities/region/x", 404);
    check("GET", "/api/v1/compare", "/api/v1/compare", 400);
    check("GET", "/api/v1/compare", &format!("/api/v1/compare?topic={q}"), 200);
    check("GET", "/api/v1/coverage", "/api/v1/coverage?years=2024", 200);
    check("GET", "/api/v1/status", "/api/v1/status", 200);
    check("POST", "/api/v1/check", "/api/v1/check", 400);
    check("POST", "/api/v1/evidence", "/api/v1/evidence", 422);
}

#[test]
fn todays_paths_and_the_versioned_ones_are_the_same_calls() {
    let service = Service::new();
    let description = described(&service);
    for (method, path, call) in calls(&description) {
        let Some(rest) = path.strip_prefix("/api/v1") else { continue };
        let status = |path: &str| service.ask(&method, &example(path, &call), "", b"").status;
        let today = format!("/api{rest}");
        assert_eq!(status(&path), status(&today), "{method} {path}");
        // A path that is there takes its own method, and no other.
        let other = if method == "GET" { "POST" } else { "GET" };
        for path in [&path, &today] {
            let refused = service.ask(other, &example(path, &call), "", b"");
            assert_eq!(refused.status, 405, "{other} {path}");
        }
    }
    assert_eq!(service.get("/api/v1/nothing").status, 404);
    assert_eq!(service.get("/api/v1/nothing").json()["error"]["code"], "not_found");
}

#[test]
fn the_page_shows_every_call_and_every_shape_and_fetches_nothing_from_elsewhere() {
    let service = Service::new();
    let description = described(&service);
    let page = service.get("/api");
    assert_eq!(page.status, 200);
    for (method, path, call) in calls(&description) {
        assert!(page.body.contains(&format!("<code>{method} {path}</code>")), "{path}");
        let summary = call["summary"].as_str().expect("a summary");
        assert!(page.body.contains(&format!(">{summary}</h3>")), "{summary}");
    }
    let shapes = description["components"]["schemas"].as_object().expect("shapes");
    for name in shapes.keys() {
        assert!(page.body.contains(&format!("id=\"shape-{name}\"")), "{name}");
    }
    for part in page.body.split("href=\"#").skip(1) {
        let to = part.split('"').next().expect("an end");
        assert!(page.body.contains(&format!("id=\"{to}\"")), "#{to} leads nowhere");
    }
    for far in ["src=\"http", "href=\"http", "url(http"] {
        assert!(!page.body.contains(far), "{far}");
    }
}

//! The shapes of answers and bodies, read from `shapes.tsv`, as JSON Schema.

use serde_json::{Map, Value, json};

/// Name, type and sense of each shape and field.
const SHAPES: &str = include_str!("shapes.tsv");

/// The shapes by name, as JSON Schema (2020-12) of OpenAPI 3.1.
pub(super) fn schemas() -> Map<String, Value> {
    let mut schemas: Map<String, Value> = Map::new();
    let mut current = String::new();
    for line in SHAPES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            ["", inherited] => inherit(&mut schemas, &current, inherited),
            ["", "...", further, sense] => {
                let mut further = schema(further);
                further["description"] = json!(sense);
                schemas[&current]["additionalProperties"] = further;
            }
            ["", name, written, sense] => add_field(&mut schemas[&current], name, written, sense),
            [name, "=", written, sense] => {
                let mut named = schema(written);
                named["description"] = json!(sense);
                schemas.insert(name.to_owned(), named);
            }
            [name, sense] => {
                current = name.to_owned();
                let empty = json!({ "type": "object", "description": sense,
                    "properties": {}, "required": [] });
                schemas.insert(current.clone(), empty);
            }
            _ => unreachable!("shapes.tsv has a line of another form: {line}"),
        }
    }
    schemas
}

fn add_field(shape: &mut Value, name: &str, written: &str, sense: &str) {
    let field = name.trim_end_matches('?');
    let mut described = schema(written);
    described["description"] = json!(sense);
    shape["properties"][field] = described;
    if field == name
        && let Some(required) = shape["required"].as_array_mut()
    {
        required.push(json!(field));
    }
}

/// Takes the fields of `+Name` into the shape `into`.
fn inherit(schemas: &mut Map<String, Value>, into: &str, inherited: &str) {
    let other = schemas[inherited.trim_start_matches('+')].clone();
    let own = &mut schemas[into];
    let fields = other["properties"].as_object().into_iter().flatten();
    for (name, field) in fields {
        own["properties"][name] = field.clone();
    }
    let required = other["required"].as_array().into_iter().flatten().cloned();
    own["required"].as_array_mut().into_iter().for_each(|it| it.extend(required.clone()));
}

/// The schema of a type as the table writes it.
fn schema(written: &str) -> Value {
    let written = written.trim();
    let inside = |open, close| written.strip_prefix(open).and_then(|it| it.strip_suffix(close));
    if let Some(words) = written.strip_prefix('=')
        && !written.contains(" / ")
    {
        return json!({ "type": "string", "enum": words.split(',').collect::<Vec<_>>() });
    }
    if written.contains(" / ") {
        return json!({ "anyOf": written.split(" / ").map(schema).collect::<Vec<_>>() });
    }
    if let Some(item) = inside('[', ']') {
        return json!({ "type": "array", "items": schema(item) });
    }
    if let Some(value) = inside('{', '}') {
        return json!({ "type": "object", "additionalProperties": schema(value) });
    }
    if let Some(places) = inside('(', ')') {
        let places: Vec<Value> = places.split(", ").map(schema).collect();
        let count = places.len();
        return json!({ "type": "array", "prefixItems": places, "minItems": count,
            "maxItems": count });
    }
    match written {
        "str" => json!({ "type": "string" }),
        "int" => json!({ "type": "integer", "minimum": 0 }),
        "num" => json!({ "type": "number" }),
        "bool" => json!({ "type": "boolean" }),
        "null" => json!({ "type": "null" }),
        "any" => json!({}),
        name => json!({ "$ref": format!("#/components/schemas/{name}") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read() {
        let check = |written: &str, expected: Value| assert_eq!(schema(written), expected);
        check("[str]", json!({ "type": "array", "items": { "type": "string" } }));
        check("=a,b", json!({ "type": "string", "enum": ["a", "b"] }));
        check(
            "Date / null",
            json!({ "anyOf": [{ "$ref": "#/components/schemas/Date" }, { "type": "null" }] }),
        );
        let any = json!({ "type": "object", "additionalProperties": {} });
        check("{any} / =words", json!({ "anyOf": [any, { "type": "string", "enum": ["words"] }] }));
    }

    #[test]
    fn every_name_is_a_shape_and_every_shape_is_named_or_answered() {
        let schemas = schemas();
        let text = Value::Object(schemas.clone()).to_string();
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name}");
        }
        assert_eq!(schemas["Like"]["properties"]["title"]["type"], "string");
    }
}

//! A model small enough to be made by a test: each group of characters points one way, and a text
//! points where its characters point on average.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Numbers in a vector.
pub(crate) const DIMENSION: usize = 16;

/// Writes a model into `folder` for which the characters of each of `groups` mean the same. Other
/// characters mean next to nothing.
pub(crate) fn write(folder: &Path, groups: &[&str]) {
    assert!(groups.len() < DIMENSION, "each group has a direction of its own");
    fs::create_dir_all(folder).expect("the folder can be written");
    let mut table = vec![0.0_f32; DIMENSION];
    table[0] = 0.01;
    let mut vocabulary = String::from(r#""<unk>":0"#);
    let characters =
        groups.iter().zip(1..).flat_map(|(group, at)| group.chars().map(move |c| (c, at)));
    for (id, (character, direction)) in (1..).zip(characters) {
        let _ = write!(vocabulary, r#","{character}":{id}"#);
        let mut row = [0.0_f32; DIMENSION];
        row[direction] = 1.0;
        table.extend(row);
    }
    let tokenizer = format!(
        r#"{{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
        "pre_tokenizer":{{"type":"Split","pattern":{{"Regex":"."}},"behavior":"Isolated","invert":false}},
        "post_processor":null,"decoder":null,
        "model":{{"type":"WordLevel","vocab":{{{vocabulary}}},"unk_token":"<unk>"}}}}"#
    );
    let config = format!(
        r#"{{"query_prefix":"","passage_prefix":"","pooling":"mean","pooling_in_graph":true,
        "dimension":{DIMENSION},"inputs":["input_ids"],"output":"sentence_embedding"}}"#
    );
    let put = |name: &str, bytes: &[u8]| {
        fs::write(folder.join(name), bytes).expect("the folder can be written");
    };
    put("tokenizer.json", tokenizer.as_bytes());
    put("config.json", config.as_bytes());
    put("model.onnx", &net(&table));
}

/// `ReduceMean(Gather(table, input_ids))` as ONNX writes it (onnx.proto: numbers of the fields).
fn net(table: &[f32]) -> Vec<u8> {
    let rows = (table.len() / DIMENSION) as u64;
    let bytes: Vec<u8> = table.iter().flat_map(|value| value.to_le_bytes()).collect();
    let dims = [number(1, rows), number(1, DIMENSION as u64)].concat();
    let tensor = [dims, number(2, 1), text(8, "table"), part(9, &bytes)].concat();
    let gather =
        [text(1, "table"), text(1, "input_ids"), text(2, "tokens"), text(4, "Gather")].concat();
    let axes = [text(1, "axes"), number(8, 1), number(20, 7)].concat();
    let keep = [text(1, "keepdims"), number(3, 0), number(20, 2)].concat();
    let named = [text(1, "tokens"), text(2, "sentence_embedding"), text(4, "ReduceMean")].concat();
    let mean = [named, part(5, &axes), part(5, &keep)].concat();
    let graph = [
        part(1, &gather),
        part(1, &mean),
        text(2, "tiny"),
        part(5, &tensor),
        part(11, &value("input_ids", 7)),
        part(12, &value("sentence_embedding", 1)),
    ];
    let operators = number(2, 13);
    [number(1, 8), part(7, &graph.concat()), part(8, &operators)].concat()
}

/// A named matrix of numbers of a type, of any size.
fn value(name: &str, type_: u64) -> Vec<u8> {
    let size = |name| part(1, &text(2, name));
    let shape = [size("texts"), size("width")].concat();
    let tensor = [number(1, type_), part(2, &shape)].concat();
    [text(1, name), part(2, &part(1, &tensor))].concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn part(field: u64, bytes: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(bytes.len() as u64), bytes.to_vec()].concat()
}

fn text(field: u64, text: &str) -> Vec<u8> {
    part(field, text.as_bytes())
}

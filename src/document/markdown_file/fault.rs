//! What is wrong with front matter that cannot be read, in Chinese; and what its author plainly
//! meant.

/// Keys of one value each, with what they are called.
const KEYS: [(&str, &str); 10] = [
    ("title", "题目"),
    ("kind", "类型"),
    ("region", "地区"),
    ("organization", "机构"),
    ("published", "发布日期"),
    ("number", "文号"),
    ("status", "状态"),
    ("in_force", "施行日期"),
    ("expires", "失效日期"),
    ("by", "状态依据"),
];
/// Keys that may have several values.
const LISTS: [&str; 4] = ["themes", "source", "repeals", "amends"];
/// What a value begins with that YAML reads as more than text.
const MARKS: [char; 13] = ['"', '\'', '[', '{', '&', '*', '!', '|', '>', '%', '@', '`', '#'];

/// The front matter with what people write in place of YAML: a colon of full width or without a
/// blank behind it, a value that holds marks of YAML. `None` where there is nothing of the kind.
pub(super) fn repaired(yaml: &str) -> Option<String> {
    let lines: Vec<String> =
        yaml.lines().map(|line| repaired_line(line).unwrap_or_else(|| line.to_owned())).collect();
    let repaired = lines.join("\n");
    (repaired.trim_end() != yaml.trim_end()).then_some(repaired)
}

fn repaired_line(line: &str) -> Option<String> {
    let (key, value) = line.split_once([':', '\u{ff1a}'])?;
    let (key, value) = (key.trim_end(), value.trim());
    if LISTS.contains(&key) {
        return Some(format!("{key}: {value}"));
    }
    KEYS.iter().find(|(name, label)| *name == key || *label == key)?;
    let is_quoted = |quote: char| {
        let inside = value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
        inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(quote))
    };
    let is_marked = value.starts_with(MARKS) || value.contains(": ") || value.ends_with(':');
    let opens_block = matches!(value.chars().next(), Some('|' | '>'));
    if !is_marked
        || opens_block
        || is_quoted('"')
        || is_quoted('\'')
        || value.starts_with(['[', '{'])
    {
        return Some(format!("{key}: {value}"));
    }
    let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
    Some(format!("{key}: \"{quoted}\""))
}

/// What is wrong: the line of the front matter, counted from 1, and the reason. `at` is the line
/// that the parser names, and `cause` what it says.
pub(super) fn explain(yaml: &str, at: usize, cause: &str) -> (usize, String) {
    let cause = cause.lines().next().unwrap_or_default();
    let line_of = |test: &dyn Fn(&str) -> bool| yaml.lines().position(test).map(|line| line + 1);
    let at = at.max(1);
    if let Some(key) = quoted_behind(cause, "missing field") {
        return (1, format!("缺少必填项 {}，请加一行“{key}: …”", with_label(key)));
    }
    if cause.contains("duplicate") {
        let key = yaml.lines().nth(at - 1).and_then(|line| line.split([':', '\u{ff1a}']).next());
        let key = key.unwrap_or_default().trim();
        return (at, format!("“{key}”写了两次，请只留一行"));
    }
    // What this program says of a value is in Chinese.
    if let Some((start, _)) = cause.char_indices().find(|(_, c)| *c >= '\u{2000}') {
        let reason = &cause[start..];
        let end = reason.find(" at line").unwrap_or(reason.len());
        return (at, reason[..end].to_owned());
    }
    if let Some(line) =
        line_of(&|line| line.starts_with('\t') || line.trim_start_matches(' ').starts_with('\t'))
    {
        return (line, "行首不能用制表符，请改用空格".to_owned());
    }
    let no_key = |line: &str| {
        let is_more = line.is_empty() || line.starts_with([' ', '#', '-', ']', '}']);
        !is_more && !line.contains(':')
    };
    if let Some(line) = line_of(&no_key) {
        return (line, "每行应是“项: 值”，冒号用半角，后面空一格，如 kind: case".to_owned());
    }
    let open = |line: &str| {
        let count = |marks: [char; 2]| line.matches(marks).count();
        line.matches(['[', '{']).count() != line.matches([']', '}']).count()
            && count(['"', '\'']) % 2 == 0
    };
    if let Some(line) = line_of(&open) {
        return (line, "方括号或花括号没有成对；列表写作 [甲, 乙]".to_owned());
    }
    let text = yaml.lines().nth(at - 1).unwrap_or_default();
    let key = text.split(':').next().unwrap_or_default().trim();
    if KEYS.iter().any(|(name, _)| *name == key) {
        let key = with_label(key);
        return (
            at,
            format!("{key}只写一个值；值里有引号、冒号、方括号等符号时，用英文引号把整个值括起来"),
        );
    }
    (
        at,
        "写法有误；每行应是“项: 值”，值里有引号、冒号等符号时，用英文引号把整个值括起来".to_owned(),
    )
}

/// A key with what it is called, `title（题目）`.
fn with_label(key: &str) -> String {
    let label = KEYS.iter().find(|(name, _)| *name == key);
    label.map_or_else(|| key.to_owned(), |(name, label)| format!("{name}（{label}）"))
}

/// The word in quotation marks behind `words` in a parser's message.
fn quoted_behind<'a>(cause: &'a str, words: &str) -> Option<&'a str> {
    let after = &cause[cause.find(words)? + words.len()..];
    after.split(['`', '\'', '"']).nth(1)
}

//! A document as it lies on disk: YAML front matter between `---` lines, then Markdown.

mod fault;

use super::front_matter::FrontMatter;

/// A document file, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkdownFile {
    /// What the document says of itself.
    pub front_matter: FrontMatter,
    /// The Markdown after the front matter.
    pub body: String,
}

/// A file that is not a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {line} 行：{reason}")]
pub struct MarkdownFileError {
    /// Counted from 1.
    pub line: usize,
    /// In Chinese, for the person who edits the file.
    pub reason: String,
}

impl MarkdownFileError {
    fn at(line: usize, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }
}

/// Reads a document file. Line ends of Windows and a byte order mark are accepted.
///
/// # Errors
/// Names the line and what to do when there is no front matter, it does not close, it is not
/// YAML, a required key is missing, or a value is not what its key takes.
pub fn parse(text: &str) -> Result<MarkdownFile, MarkdownFileError> {
    let text = plain_line_ends(text.trim_start_matches('\u{feff}'));
    let Some(after) = text.strip_prefix("---\n") else {
        return Err(MarkdownFileError::at(1, "文件应以一行“---”和说明(title、kind …)开头"));
    };
    let closing = after.lines().scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some((start, line))
    });
    let Some((end, fence)) = closing.into_iter().find(|(_, line)| line.trim_end() == "---") else {
        return Err(MarkdownFileError::at(1, "开头的说明没有用一行“---”结束"));
    };
    let front_matter = read(&after[..end])?;
    if front_matter.title.trim().is_empty() {
        return Err(MarkdownFileError::at(line_of(after, "title"), "title（题目）不能为空"));
    }
    let body = after[(end + fence.len() + 1).min(after.len())..].trim_start_matches('\n');
    Ok(MarkdownFile { front_matter, body: body.to_owned() })
}

/// The text with every line ended by a line feed alone, however many carriage returns stood before:
/// what is read once is read the same again.
fn plain_line_ends(text: &str) -> String {
    let Some((lines, last)) = text.rsplit_once('\n') else { return text.to_owned() };
    let lines: Vec<&str> = lines.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    format!("{}\n{last}", lines.join("\n"))
}

/// Writes a document file; [`parse`] gives the same back, but for white space around a value,
/// which YAML readers drop.
///
/// # Panics
/// Never: front matter is plain data.
#[must_use]
pub fn print(file: &MarkdownFile) -> String {
    let yaml = serde_saphyr::to_string(&file.front_matter).expect("front matter is plain data");
    format!("---\n{}\n---\n\n{}", yaml.trim_end(), file.body)
}

/// Reads front matter; what is no YAML is read as its author meant it, where that is plain.
fn read(yaml: &str) -> Result<FrontMatter, MarkdownFileError> {
    serde_saphyr::from_str(yaml).or_else(|error| {
        let repaired = fault::repaired(yaml).and_then(|yaml| serde_saphyr::from_str(&yaml).ok());
        repaired.ok_or_else(|| {
            let line = error.location().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
            let (line, reason) = fault::explain(yaml, line, &error.to_string());
            MarkdownFileError::at(line + 1, reason)
        })
    })
}

/// The line of the file, counted from 1, on which `key` stands in the front matter.
fn line_of(front_matter: &str, key: &str) -> usize {
    front_matter.lines().position(|line| line.starts_with(key)).map_or(1, |index| index + 2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::date::Date;
    use super::super::front_matter::Source;
    use super::super::kind::Kind;
    use super::super::validity::Status;
    use super::*;

    const FULL: &str = "---\ntitle: 打造“让我先来”党建品牌:财政\nkind: case\nregion: 广东省/珠海市\n\
        published: 2024-10-17\nnumber: 国发〔2023〕12号\nthemes: [业务融合]\n\
        source: {name: 南方日报, author: [崔璨], file: 002.txt, span: [3, 90]}\nreviewed_by: 张\n---\n\n## 做法\n\n正文。\n";

    #[test]
    fn a_document_is_read_with_all_its_keys() {
        let file = parse(FULL).unwrap();
        assert_eq!(file.front_matter.kind, Kind::Case);
        assert_eq!(file.front_matter.published, Date::parse("2024-10-17"));
        assert_eq!(file.front_matter.source.author, ["崔璨"]);
        assert_eq!(file.front_matter.extra["reviewed_by"], "张");
        assert_eq!(file.body, "## 做法\n\n正文。\n");
        assert_eq!(parse(&print(&file)).unwrap(), file);
        assert_eq!(parse(&FULL.replace('\n', "\r\n")).unwrap(), file);
        assert_eq!(parse(&FULL.replace('\n', "\r\r\n")).unwrap(), file);
    }

    #[test]
    fn a_year_alone_is_a_date() {
        let file = parse("---\ntitle: 甲\nkind: report\npublished: 2024\n---\n").unwrap();
        assert_eq!(file.front_matter.published, Date::parse("2024"));
    }

    #[test]
    fn validity_is_read_in_old_and_new_words_and_written_only_where_it_is_stated() {
        let read = |yaml: &str| {
            parse(&format!("---\ntitle: 甲\nkind: policy\n{yaml}\n---\n")).unwrap().front_matter
        };
        let stated = read(
            "in_force: 2019-01-01\nexpires: 2023-12-31\nstatus: 废止\nby: 《乙、丙办法》\nrepeals: 丁、戊规定\namends: [己]",
        );
        assert_eq!(stated.in_force, Date::parse("2019-01-01"));
        assert_eq!(stated.expires, Date::parse("2023-12-31"));
        assert_eq!(stated.status, Some(Status::Repealed));
        assert_eq!(stated.repeals, ["丁、戊规定"]);
        let printed = print(&MarkdownFile { front_matter: stated.clone(), body: String::new() });
        assert!(printed.contains("status: 已废止"), "{printed}");
        assert_eq!(parse(&printed).unwrap().front_matter, stated);
        assert_eq!(read("状态: 现行").status, Some(Status::InForce));
        let plain = MarkdownFile { front_matter: read("status:"), body: String::new() };
        assert_eq!(print(&plain), "---\ntitle: 甲\nkind: policy\n---\n\n");
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let read = |yaml: &str| parse(&format!("---\n{yaml}\n---\n")).map(|it| it.front_matter);
        let check = |yaml: &str, expected: &FrontMatter| {
            assert_eq!(read(yaml).as_ref(), Ok(expected), "{yaml}");
        };
        let mut plain = FrontMatter::new("甲", Kind::Case);
        for yaml in [
            "title: 甲\nkind: 案例",
            "title: 甲\nkind: Case\nregion:\nthemes:\nsource:\npublished: \"\"",
            "题目: 甲\n类型: 案例",
            "title：甲\nkind：案例",
            "title:甲\nkind:case",
        ] {
            check(yaml, &plain);
        }
        plain.themes = vec!["业务融合".to_owned()];
        check("title: 甲\nkind: case\nthemes: 业务融合", &plain);
        check("title: 甲\nkind: case\nthemes: [业务融合]", &plain);
        plain.themes.push("作风建设".to_owned());
        check("title: 甲\nkind: case\nthemes: 业务融合、作风建设", &plain);
        check("title: 甲\nkind: case\nthemes:\n  - 业务融合\n  - 作风建设", &plain);
        plain.themes.clear();
        plain.source.name = Some("南方日报".to_owned());
        check("title: 甲\nkind: case\nsource: 南方日报", &plain);
        plain.source.author = vec!["崔璨".to_owned()];
        check("title: 甲\nkind: case\nsource: {name: 南方日报, author: 崔璨}", &plain);
        plain.published = Date::parse("2024-10-17");
        for date in ["2024-10-17", "2024年10月17日", "2024-10-17 07:58", "2024-10-17T07:58:00"] {
            let yaml = "title: 甲\nkind: case\nsource: {name: 南方日报, author: 崔璨}";
            check(&format!("{yaml}\npublished: {date}"), &plain);
        }
        let titled = |yaml: &str| read(yaml).unwrap().title;
        assert_eq!(titled("title: 通知: 关于机关党建\nkind: case"), "通知: 关于机关党建");
        assert_eq!(titled("title: \"四强\"党支部\nkind: case"), "\"四强\"党支部");
        assert_eq!(titled("title: 2024\nkind: case"), "2024");
        let october = read("title: 甲\nkind: case\npublished: 2024.10").unwrap().published;
        assert_eq!(october, Date::parse("2024-10"));
    }

    #[test]
    fn what_is_wrong_is_told_in_chinese_with_line_and_fix() {
        for (yaml, line, part) in [
            ("kind: case", 2, "缺少必填项 title（题目）"),
            ("title: 甲", 2, "缺少必填项 kind（类型）"),
            ("title: 甲\nkind: 小说", 3, "应写 report（报告）"),
            ("title: 甲\nkind: case\npublished: 去年", 4, "应写作 2024"),
            ("title: 甲\nkind: case\nthemes: {a: b}", 4, "列表"),
            ("title: 甲\nkind: case\nsource: [a, b]", 4, "来源应写成"),
            ("title: 甲\nkind: case\nregion: [广东, 广西]", 4, "只写一个值"),
            ("title: 甲\ntitle: 乙\nkind: case", 3, "两次"),
            ("title: 甲\nkind: case\n\tregion: 乙", 4, "制表符"),
            ("title: 甲\nkind: case\nthemes: [一, 二", 4, "括号"),
            ("title: 甲\nkind: case\n随便一行", 4, "项: 值"),
        ] {
            let error = parse(&format!("---\n{yaml}\n---\n正文\n")).unwrap_err();
            assert!(error.reason.contains(part), "{yaml}: {error}");
            assert_eq!(error.line, line, "{yaml}: {error}");
            let words = error.reason.split(|c: char| !c.is_ascii_alphabetic());
            let longest = words.map(str::len).max().unwrap_or(0);
            assert!(longest <= 8, "{error}");
        }
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let check = |text: &str, line: usize, part: &str| {
            let error = parse(text).unwrap_err();
            assert!(error.reason.contains(part), "{error}");
            assert_eq!(error.line, line, "{error}");
        };
        check("# 题目\n", 1, "---");
        check("---\ntitle: 甲\n", 1, "结束");
        check("---\nkind: case\n---\n", 2, "title");
        check("---\ntitle: 甲\nkind: novel\n---\n", 3, "novel");
        check("---\ntitle: 甲\nkind: case\npublished: 去年\n---\n", 4, "去年");
        check("---\nkind: case\ntitle: \"\"\n---\n", 3, "题目");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(title in "[一-三a-z:#\"'\\[\\]{}&*!|>%@`\\-,“”]([一-三a-z:#\"'\\[\\]{}&*!|>%@`\\- ,“”]{0,18}[一-三a-z:#\"'\\[\\]{}&*!|>%@`\\-,“”])?", name in "\\PC{0,12}", body in "[一-三\\n#]{0,20}") {
            let mut front_matter = FrontMatter::new(&title, Kind::Report);
            let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
            front_matter.source = Source { name, ..Source::default() };
            let file = MarkdownFile { front_matter, body: body.trim_start_matches('\n').to_owned() };
            prop_assert_eq!(parse(&print(&file)).unwrap(), file);
        }

        #[test]
        fn no_text_panics(text in "(---\n)?\\PC{0,60}\n(---\n)?") {
            let _ = parse(&text);
        }
    }
}

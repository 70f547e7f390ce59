//! Who does what with a document: the verb before its title, and whose act it is.

use crate::knowledge::region;
use crate::knowledge::rules::{File, Words, list};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Verbs by which a document comes into the world.
static ISSUING: Words = Words::new(|| list(File::Instruments, "issuing"));

/// Verbs by which a document that is there is used.
static USING: Words = Words::new(|| list(File::Instruments, "using"));

/// Verbs that make any title in marks a document: a book is not 印发 or 下发.
static DECIDING: Words = Words::new(|| list(File::Instruments, "deciding"));

/// What may stand between two verbs of one act, or before the first: 修订并印发, 研究制定.
static JOINED: Words = Words::new(|| list(File::Instruments, "joined"));

/// What may stand between the verb and the title without a change of meaning.
static AFTER_VERB: Words = Words::new(|| list(File::Instruments, "after_verb"));

/// What may stand between the one who acts and the verb, or before them.
static ADVERBS: Words = Words::new(|| list(File::Instruments, "adverb"));

/// How the names of those who issue documents end.
static OFFICES: Words = Words::new(|| list(File::Instruments, "office"));

/// Words that end like an office.
static NO_OFFICES: Words = Words::new(|| list(File::Instruments, "no_office"));

/// What is done with a document, as the text before its title says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Act {
    /// The verbs, as the text joins them.
    pub(super) verb: String,
    /// Whether they bring the document into the world.
    pub(super) issues: bool,
    /// Whether only a document can be their object, and they touch it.
    pub(super) decides: bool,
    /// Who issues it, where the text says so.
    pub(super) issuer: String,
}

static VERBS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let verbs = ISSUING.iter().chain(USING.iter());
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(verbs);
    builder.expect("the verbs are a small list")
});

/// Reads `clause`, the text from the last mark to a title, in which `owner` acts.
pub(super) fn act(clause: &str, owner: Option<&str>) -> Act {
    let Some(last) = VERBS.find_iter(clause).last() else {
        let issuer = trailing_office(clause).or_else(|| trailing_place(clause));
        return Act { issuer: issuer.unwrap_or_default().to_owned(), ..Act::default() };
    };
    let word = &clause[last.range()];
    let start = joined_from(clause, last.start());
    let issues = ISSUING.contains(&word);
    let issuer = if issues {
        issuer(&clause[..start], owner)
    } else {
        // 根据国务院《条例》: who made what is used stands right before it.
        let behind = clause[last.end()..].rsplit('》').next().unwrap_or_default();
        let behind = behind.trim_start_matches(['好', '了']);
        trailing_office(behind).or_else(|| trailing_place(behind)).unwrap_or_default().to_owned()
    };
    Act {
        verb: clause[start..last.end()].to_owned(),
        issues,
        decides: DECIDING.contains(&word) && touches(&clause[last.end()..]),
        issuer,
    }
}

/// Reads what follows a title: 《…》（中办发〔2016〕8号）由某部印发.
pub(super) fn act_behind(after: &str) -> Option<Act> {
    let rest = match after.strip_prefix(['（', '(']) {
        Some(inside) => inside.split_once(['）', ')'])?.1,
        None => after,
    };
    let rest = rest.trim_start_matches(['，', '是', '系', '已', '于']);
    let clause = rest.strip_prefix('由')?;
    let clause = clause.split(['，', '。', '；', '\n']).next().unwrap_or(clause);
    let (at, verb) = ISSUING.iter().filter_map(|word| Some((clause.find(*word)?, *word))).min()?;
    let issuer = trailing_office(&clause[..at])?.to_owned();
    Some(Act { verb: verb.to_owned(), issues: true, decides: DECIDING.contains(&verb), issuer })
}

/// The office that a title names as its own issuer: 国务院办公厅关于…的通知.
pub(super) fn in_title(title: &str) -> Option<&str> {
    let cut = ["关于", "印发", "转发", "批转"].iter().filter_map(|word| title.find(word)).min()?;
    let head = title[..cut].trim();
    let bodies = ['部', '署', '院', '会', '社', '行', '区', '县', '市', '省'];
    let plain = head.chars().all(|c| crate::text::segment::is_han(c) || matches!(c, ' ' | '、'));
    let named = plain && head.ends_with(bodies) && (3..=30).contains(&head.chars().count());
    trailing_office(head).or_else(|| named.then_some(head))
}

/// Whether a name ends as that of an office does.
pub(super) fn is_office(name: &str) -> bool {
    let other = NO_OFFICES.iter().any(|word| name.ends_with(word));
    !other && OFFICES.iter().any(|word| name.ends_with(word))
}

/// Whether what stands between a verb and a title lets the verb touch it.
fn touches(between: &str) -> bool {
    let mut rest = between.trim();
    while let Some(word) = AFTER_VERB.iter().find(|word| rest.starts_with(**word)) {
        rest = rest[word.len()..].trim_start();
    }
    rest.is_empty()
}

/// Where the verbs that are joined with the one at `start` begin.
fn joined_from(clause: &str, start: usize) -> usize {
    let mut start = start;
    loop {
        let before = &clause[..start];
        let verb = ISSUING.iter().chain(JOINED.iter()).find(|word| before.ends_with(**word));
        let Some(word) = verb else { break };
        start -= word.len();
    }
    // What joins two verbs, or says when, does not begin them.
    let leads = ["并", "和", "、", "先后", "及时", "相继", "专门", "正式", "率先"];
    while let Some(lead) = leads.iter().find(|word| clause[start..].starts_with(**word)) {
        start += lead.len();
    }
    start
}

/// Who issues: 代省委, 提请省委, the one right before the verb, or the one who acts.
fn issuer(before: &str, owner: Option<&str>) -> String {
    // 按照省政府办公厅印发的: the verb of use before the issuer is no part of its name.
    let used = USING.iter().filter_map(|word| before.rfind(word).map(|at| at + word.len()));
    let before = &before[used.max().unwrap_or(0)..];
    for word in ["提请", "报请", "代拟", "代", "由", "推动", "协助", "配合"] {
        let office = before.rfind(word).map(|at| &before[at + word.len()..]);
        if let Some(office) = office.and_then(trailing_office) {
            return office.to_owned();
        }
    }
    if let Some(office) = trailing_office(before) {
        return office.to_owned();
    }
    // In 推动有关部门出台 the one who acts does not issue.
    if ["推动", "督促", "指导", "支持", "促成"].iter().any(|word| before.contains(word)) {
        return String::new();
    }
    owner.unwrap_or_default().to_owned()
}

/// The place by whose name a text ends, as the one who made what follows: 根据|浙江省|《…条例》.
fn trailing_place(clause: &str) -> Option<&str> {
    let said = clause.trim_end();
    let starts = said.char_indices().rev().skip(2).take(10).map(|(at, _)| at);
    let names = starts.filter_map(|at| {
        let (region, length) = region::leading(&said[at..])?;
        let whole = length == said.len() - at && said.ends_with(region.name);
        whole.then_some(&said[at..])
    });
    names.last()
}

/// The marks of the centre's numbers with whose they are, by 《党政机关公文处理工作条例》 and use.
/// Those of provinces and cities are not told apart by their marks alone (青政发).
const CENTRAL: [(&str, &str); 7] = [
    ("中发", "中共中央"),
    ("中办发", "中共中央办公厅"),
    ("国发", "国务院"),
    ("国函", "国务院"),
    ("国办发", "国务院办公厅"),
    ("国办函", "国务院办公厅"),
    ("国办发明电", "国务院办公厅"),
];

/// Who made an order, as its number says: 建设部令第162号.
pub(super) fn of_order(number: &str) -> Option<&str> {
    let (head, _) = number.split_once("令第")?;
    is_office(head).then_some(head)
}

/// Whose paper of the centre a number is: 国办发〔2018〕37号.
pub(super) fn of_mark(number: &str) -> Option<&'static str> {
    let (mark, _) = number.split_once('〔')?;
    CENTRAL.iter().find(|(own, _)| *own == mark).map(|(_, office)| *office)
}

/// The office that a text ends in, adverbs aside; nothing where more than a name stands there.
fn trailing_office(clause: &str) -> Option<&str> {
    let office = run_of_offices(clause)?;
    // 省委总体部署和|市委、市政府: what stands before 和 is no office.
    let Some((before, rest)) = office.rsplit_once('和') else { return Some(office) };
    let joined = before.split('、').next_back().is_some_and(is_office);
    Some(if joined || rest.chars().count() < 2 { office } else { rest })
}

fn run_of_offices(text: &str) -> Option<&str> {
    let mut text = text.trim();
    while let Some(word) = ADVERBS.iter().find(|word| text.ends_with(**word)) {
        text = text[..text.len() - word.len()].trim_end();
    }
    while let Some(word) = ADVERBS.iter().find(|word| text.starts_with(**word)) {
        text = text[word.len()..].trim_start();
    }
    let text = first_of_several(text);
    let text = text.rfind('年').map_or(text, |at| text[at + '年'.len_utf8()..].trim_start());
    let named = (2..=30).contains(&text.chars().count())
        && OFFICES.iter().any(|word| text.ends_with(word))
        && !NO_OFFICES.iter().any(|word| text.ends_with(word))
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '、' | ' '));
    let clause = ["的", "在", "对", "将", "把", "被", "向", "推动", "通过", "按照", "了"];
    (named && !clause.iter().any(|word| text.contains(word))).then_some(text)
}

/// The office that is named of several: 省卫健委|等九部门.
fn first_of_several(text: &str) -> &str {
    let Some((first, rest)) = text.rsplit_once('等') else { return text };
    let counted = |c: char| c.is_ascii_digit() || "一二三四五六七八九十多个".contains(c);
    let others = ["部门", "单位", "部委", "厅局", "机关"];
    if others.contains(&rest.trim_start_matches(counted)) { first } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(clause: &str, verb: &str, issuer: &str, decides: bool) {
        let act = act(clause, None);
        assert_eq!((act.verb.as_str(), act.issuer.as_str(), act.decides), (verb, issuer, decides));
    }

    #[test]
    fn who_issued_may_follow_the_title() {
        let issuer = |after: &str| act_behind(after).map(|act| act.issuer).unwrap_or_default();
        assert_eq!(issuer("由市民政局印发。"), "市民政局");
        assert_eq!(issuer("（神政发〔2020〕5号）由县统计局印发。"), "县统计局");
        assert_eq!(issuer("由市民政局会同各部门落实。"), "");
        assert_eq!(issuer("印发以来，"), "");
    }

    #[test]
    fn the_verb_and_the_one_who_acts_are_read_before_the_title() {
        check("修订并印发", "修订并印发", "", true);
        check("提请省委印发", "印发", "省委", true);
        check("先后代省委起草印发", "起草印发", "省委", true);
        check("中共中央办公厅、国务院办公厅印发", "印发", "中共中央办公厅、国务院办公厅", true);
        check("2023年市财政局研究制定了", "研究制定", "市财政局", true);
        check("出台加强机关党建的", "出台", "", false);
        check("贯彻落实", "贯彻落实", "", true);
        check("推动有关部门出台", "出台", "", true);
        check("国务院", "", "国务院", false);
        check("依据和黑龙江省", "依据", "黑龙江省", false);
        check("精神和中央依法治国办", "", "中央依法治国办", false);
        check("贯彻落实好省卫健委等九部门", "贯彻落实", "省卫健委", false);
        assert_eq!(of_order("建设部令第162号"), Some("建设部"));
        assert_eq!(of_mark("国办发〔2018〕37号"), Some("国务院办公厅"));
        assert_eq!(of_mark("青政发〔2020〕1号"), None);
    }
}

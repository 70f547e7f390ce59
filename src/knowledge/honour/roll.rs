//! Rolls: 全国文明单位：甲、乙、丙。 or 全国文明校园名单（2所） above the lines that name them: an
//! honour and everyone who got it.

use super::award;
use crate::knowledge::region;
use crate::knowledge::rules::{File, Rules};
use crate::text::Span;
use crate::text::segment::is_han;

/// Letters of the honour's name before the colon.
const NAME: std::ops::RangeInclusive<usize> = 4..=30;
/// Letters of a holder's name.
const HOLDER: std::ops::RangeInclusive<usize> = 3..=32;
/// So many rows, each of a holder and an honour, make a table.
const ROWS: usize = 3;
/// So many names make a roll.
const LEAST: usize = 2;

/// An honour with those whom a line, or the lines under it, list for it.
pub(super) struct Roll {
    /// The characters that name the honour; those that name the holders where a heading names it.
    pub(super) span: Span,
    /// What it is called.
    pub(super) name: String,
    pub(super) holders: Vec<String>,
}

/// The line that names the honour of the lines under it.
struct Head {
    name: String,
    /// Its passage, with the bytes of it; none for a heading above the lines.
    place: Option<(usize, Span)>,
    /// How many it says there are.
    count: Option<usize>,
}

/// The rolls of a document, line by line: names may stand in the passage behind that of the honour.
#[derive(Default)]
pub(super) struct Rolls {
    /// Those that are whole, each with its passage.
    pub(super) found: Vec<(usize, Roll)>,
    open: Option<Head>,
    names: Vec<String>,
    /// Rows of a table that follow each other.
    rows: Vec<(usize, Roll)>,
    /// How many of them are sure to name a holder.
    called: usize,
    /// The first line of names: its passage and bytes.
    under: Option<(usize, Span)>,
}

impl Rolls {
    /// Reads the heading over the next passages.
    pub(super) fn heading(&mut self, heading: &str, rules: &Rules) {
        self.close();
        self.open = head(heading, rules).map(|it| Head { place: None, ..it });
    }

    /// Reads passage `at`. Linear in its length.
    pub(super) fn passage(&mut self, at: usize, text: &str, rules: &Rules) {
        let mut start = 0;
        for line in text.split('\n') {
            self.line((at, start), line, rules);
            start += line.len() + 1;
        }
    }

    fn line(&mut self, (at, start): (usize, usize), line: &str, rules: &Rules) {
        if let Some((roll, is_called)) = row(line, rules) {
            self.called += usize::from(is_called);
            self.rows.push((at, Roll { span: roll.span.shift(start), ..roll }));
            return;
        }
        self.close_rows();
        for (span, roll) in told(line, rules) {
            self.found.push((at, Roll { span: span.shift(start), ..roll }));
        }
        if let Some((span, holders)) = roll(line, rules) {
            self.close();
            let name = span.of(line).to_owned();
            self.found.push((at, Roll { span: span.shift(start), name, holders }));
        } else if let Some(next) = head(line, rules) {
            self.close();
            let place = next.place.map(|(_, span)| (at, span.shift(start)));
            self.open = Some(Head { place, ..next });
        } else if self.open.is_some() {
            match names_of(line, rules) {
                Some(names) => {
                    self.names.extend(names);
                    self.under.get_or_insert((at, Span::new(start, start + line.len())));
                }
                None => self.close(),
            }
        }
    }

    /// No more rows follow: enough of them make a table of who got what.
    fn close_rows(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        if std::mem::take(&mut self.called) >= ROWS {
            self.found.extend(rows);
        }
    }

    /// No more names follow: the roll of the head is whole.
    pub(super) fn close(&mut self) {
        self.close_rows();
        let (holders, under) = (std::mem::take(&mut self.names), self.under.take());
        let Some(head) = self.open.take() else { return };
        let enough = holders.len() >= LEAST || holders.len() == 1 && head.count == Some(1);
        if let Some((at, span)) = head.place.or(under).filter(|_| enough) {
            self.found.push((at, Roll { span, name: head.name, holders }));
        }
    }
}

/// A line that is the name of an honour and says that names follow: by how many there are, by 名单,
/// or by the time of the honour.
fn head(line: &str, rules: &Rules) -> Option<Head> {
    let line = line.trim().trim_end_matches('：');
    let counted = line.rfind('（').filter(|_| line.ends_with('）'));
    let count = counted.and_then(|at| count(&line[at..]));
    let named = line[..counted.filter(|_| count.is_some()).unwrap_or(line.len())].trim();
    let listed = named.strip_suffix("名单");
    let named = listed.unwrap_or(named);
    let from = numbered(named);
    let name = &named[from..];
    let timed = ["届", "批", "年度"].iter().any(|word| name.contains(word));
    let led = count.is_some() || listed.is_some() || timed;
    (led && is_honour(name, rules)).then(|| Head {
        name: name.to_owned(),
        place: Some((0, Span::new(from, from + name.len()))),
        count,
    })
}

/// How many a bracket says there are: （共10个）, （延边州2所）.
fn count(bracket: &str) -> Option<usize> {
    let digits: String = bracket
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let rest = bracket.split(&digits).nth(1).filter(|_| !digits.is_empty())?;
    rest.starts_with(['个', '名', '家', '户', '所', '人', '项', '位'])
        .then(|| digits.parse().ok())?
}

/// Where a line goes on behind its number: 一、, （二）, 3..
pub(in crate::knowledge) fn numbered(line: &str) -> usize {
    let digits = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let open = line.strip_prefix('（').unwrap_or(line);
    let rest = open.trim_start_matches(digits);
    let marked = rest.strip_prefix(['、', '.', '．', '）']).filter(|_| rest.len() < open.len());
    marked.map_or(0, |rest| line.len() - rest.trim_start().len())
}

/// Whether words are called as honours are.
fn is_honour(name: &str, rules: &Rules) -> bool {
    let words = rules.table(File::HonourWords);
    let plain: String = name.chars().filter(|c| !"“”".contains(*c)).collect();
    let praised = words.words("praise").any(|word| plain.contains(word));
    let ends = words.ending(&plain, "ending").is_some()
        || words.ending(&plain, "plain").is_some() && praised;
    ends && NAME.contains(&name.chars().count()) && !name.contains(['，', '。', '；', '：'])
}

/// The names of a line that holds nothing else.
fn names_of(line: &str, rules: &Rules) -> Option<Vec<String>> {
    let line = line.trim().trim_end_matches(['。', '；']).trim_start_matches(['-', '•', '·', ' ']);
    let line = line[numbered(line)..].trim();
    let names: Vec<String> = line.split('、').map(|it| it.trim().to_owned()).collect();
    let ends = |it: &String| rules.table(File::HonourWords).ending(it, "holder").is_some();
    // A single name must be called as holders are; of a row some may not be.
    let called = names.iter().filter(|it| ends(it)).count() * 2 >= names.len();
    (called && names.iter().all(|it| is_name(it))).then_some(names)
}

fn is_name(text: &str) -> bool {
    HOLDER.contains(&text.chars().count())
        && text.chars().all(|c| is_han(c) || "（）“”·".contains(c))
}

fn roll(line: &str, rules: &Rules) -> Option<(Span, Vec<String>)> {
    let (head, list) = line.split_once('：')?;
    let counted = head.rfind('（').filter(|_| head.ends_with('）'));
    let named = &head[..counted.unwrap_or(head.len())];
    let lead =
        named.char_indices().find(|(_, c)| is_han(*c) && !"一二三四五六七八九十".contains(*c));
    let lead = if named.contains('、') {
        named.rfind('、').map(|at| at + '、'.len_utf8())
    } else {
        lead.map(|(at, _)| at)
    };
    // 第七届全国文明单位 begins with its number.
    let from = named.find('第').filter(|at| *at <= lead.unwrap_or(0)).or(lead)?;
    let name = &named[from..];
    if !is_honour(name, rules) {
        return None;
    }
    let list = list.trim_end().trim_end_matches(['。', '；']).trim_end_matches("各1名");
    let open = list.ends_with('等') || list.contains(['，', '。', '：']);
    let holders: Vec<String> = list.split('、').map(|it| it.trim().to_owned()).collect();
    let are_names = holders.iter().all(|it| is_name(it));
    (!open && are_names && holders.len() >= LEAST)
        .then(|| (Span::new(from, from + name.len()), holders))
}

/// A row of a table: a holder's cell before one that names an honour (区税务局 节约型示范单位 国管局);
/// and whether the holder is called as holders are.
fn row(line: &str, rules: &Rules) -> Option<(Roll, bool)> {
    let marks: &[char] = if line.contains('|') { &['|'] } else { &[' ', '\u{3000}', '\t'] };
    let cells: Vec<&str> = line.split(marks).map(str::trim).filter(|it| !it.is_empty()).collect();
    let [holder, name, ..] = cells.as_slice() else { return None };
    let is_called = rules.table(File::HonourWords).ending(holder, "holder").is_some();
    let is_called = is_called && is_honour(name, rules);
    let scoped = || award::level(name).is_some() && NAME.contains(&name.chars().count());
    if !is_name(holder) || !is_called && !is_honour(name, rules) && !scoped() {
        return None;
    }
    let at = line.find(name)?;
    let span = Span::new(at, at + name.len());
    let roll = Roll { span, name: (*name).to_owned(), holders: vec![(*holder).to_owned()] };
    Some((roll, is_called))
}

/// Rolls that a sentence tells: 21个被认定的省级美丽乡村示范村分别为：怀宁县黄墩镇蒋岭村、…. A county
/// that is written once is that of the next villages too.
fn told(line: &str, rules: &Rules) -> Vec<(Span, Roll)> {
    let mut found = Vec::new();
    let mut start = 0;
    for sentence in line.split_inclusive(['。', '；']) {
        let roll = sentence.split_once('：').and_then(|(head, list)| {
            let from = head.rfind('，').map_or(0, |at| at + '，'.len_utf8());
            let (at, name) = counted_name(&head[from..], rules)?;
            let span = Span::new(start + from + at, start + from + at + name.len());
            let holders = listed(list.trim_end_matches(['。', '；']), rules)?;
            Some((span, Roll { span, name: name.to_owned(), holders }))
        });
        found.extend(roll);
        start += sentence.len();
    }
    found
}

/// The honour of which so many are told: 21个被认定的|省级美丽乡村示范村|分别为,
/// 获评|省级森林乡村|的18个村是.
fn counted_name<'a>(head: &'a str, rules: &Rules) -> Option<(usize, &'a str)> {
    let ends = ["分别为", "分别是", "包括", "名单为", "名单如下", "如下", "为", "是", "有"];
    let end = ends.iter().find_map(|word| head.strip_suffix(word))?;
    let counts = |it: &str| it.starts_with(|c: char| c.is_ascii_digit());
    let behind = end.rsplit_once('的').filter(|(_, rest)| counts(rest) || rest.is_empty());
    if !counts(end) && behind.is_none() {
        return None;
    }
    let end = behind.map_or(end, |(named, _)| named);
    let leads = ["的", "获评", "评为", "认定为", "命名为", "入选", "获得"];
    let at = leads.iter().filter_map(|word| end.rfind(word).map(|at| at + word.len())).max()?;
    let name = &end[at..];
    let won = ["获评", "评为", "认定为", "命名为"].iter().any(|word| end[..at].ends_with(word));
    let denied = head.contains(['未', '没', '撤']);
    let sure = behind.is_some() && won && !denied && award::level(name).is_some();
    (sure || is_honour(name, rules)).then_some((at, name))
}

/// The names of a list in which commas part places.
fn listed(list: &str, rules: &Rules) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let mut place = "";
    for item in list.split(['、', '，']).map(str::trim) {
        match region::leading(item).filter(|(_, length)| *length < item.len()) {
            Some((_, length)) => {
                place = &item[..length];
                names.push(item.to_owned());
            }
            None => names.push(format!("{place}{item}")),
        }
    }
    let called = |it: &&String| rules.table(File::HonourWords).ending(it, "holder").is_some();
    let all = names.len() > LEAST && names.iter().all(|it| is_name(it));
    (all && names.iter().filter(called).count() * 2 >= names.len()).then_some(names)
}

/// The name under which the honour of a roll is known, and its level.
pub(super) fn named(said: &str, rules: &Rules) -> (String, &'static str) {
    (award::name(said, "", rules), award::level(said).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rolls(passages: &[&str]) -> Vec<(usize, Roll)> {
        let mut rolls = Rolls::default();
        for (at, text) in passages.iter().enumerate() {
            rolls.passage(at, text, &Rules::built_in());
        }
        rolls.close();
        rolls.found
    }

    fn check(text: &str, expected: &[(&str, &[&str])]) {
        let found = rolls(&[text]);
        let found: Vec<_> =
            found.iter().map(|(_, it)| (it.span.of(text), it.holders.clone())).collect();
        let expected = expected.iter().map(|(name, holders)| {
            (*name, holders.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
        });
        assert_eq!(found, expected.collect::<Vec<_>>(), "{text}");
    }

    #[test]
    fn a_line_that_lists_who_got_an_honour_is_a_roll() {
        check(
            "第七届全国文明单位：青山县司法局、青山县第五人民医院。",
            &[("第七届全国文明单位", &["青山县司法局", "青山县第五人民医院"])],
        );
        check(
            "一、先进单位（2个）：市教育局、市审计局",
            &[("先进单位", &["市教育局", "市审计局"])],
        );
        check("参加单位：市教育局、市审计局", &[]);
        check("全国文明单位：市教育局、市审计局等", &[]);
        check("全国文明单位：市教育局牵头，各单位配合、落实。", &[]);
    }

    #[test]
    fn rows_of_a_table_and_counted_lists_of_a_sentence_are_rolls() {
        check(
            "河口镇 2020年农业产业强镇 农业部\n区税务局|节约型示范单位\n雷锋馆 全国文明单位 文明委",
            &[
                ("2020年农业产业强镇", &["河口镇"]),
                ("节约型示范单位", &["区税务局"]),
                ("全国文明单位", &["雷锋馆"]),
            ],
        );
        check(
            "现公布名单。3个被认定的省级示范村分别为：怀宁县黄墩镇蒋岭村，岳西县菖蒲镇水畈村、冶溪镇金盆村。",
            &[("省级示范村", &["怀宁县黄墩镇蒋岭村", "岳西县菖蒲镇水畈村", "岳西县冶溪镇金盆村"])],
        );
        check(
            "获评省级示范村的3个村是：怀宁县黄墩镇蒋岭村，岳西县菖蒲镇水畈村、冶溪镇金盆村。",
            &[("省级示范村", &["怀宁县黄墩镇蒋岭村", "岳西县菖蒲镇水畈村", "岳西县冶溪镇金盆村"])],
        );
        check("县里的 先进 单位", &[]);
    }

    #[test]
    fn lines_under_the_name_of_an_honour_are_its_roll() {
        check(
            "第六届全省文明校园名单（青山县2所）\n青山县第一中学校、青山县实验小学校\n\
             二、特色旅游名村（3个）\n河西镇石桥村\n河东镇柳林村\n1.山口乡上坪村\n整理自县文明网",
            &[
                ("第六届全省文明校园", &["青山县第一中学校", "青山县实验小学校"]),
                ("特色旅游名村", &["河西镇石桥村", "河东镇柳林村", "山口乡上坪村"]),
            ],
        );
        // Headings of what is asked, and lines that say more than a name, make none.
        check("三、评选先进单位\n县教育局\n县审计局", &[]);
        check("2023年度先进单位\n各单位要向先进学习。", &[]);
        let parted = rolls(&["2023年度先进单位（2个）", "县教育局\n县审计局", "整理自县文明网"]);
        assert_eq!((parted[0].0, parted.len()), (0, 1));
        assert_eq!(parted[0].1.holders, ["县教育局", "县审计局"]);
        let mut under = Rolls::default();
        under.heading("2023年度先进单位", &Rules::built_in());
        under.passage(3, "县教育局、县审计局", &Rules::built_in());
        under.close();
        assert_eq!((under.found[0].0, under.found[0].1.span), (3, Span::new(0, 27)));
    }
}

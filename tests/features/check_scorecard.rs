//! How well a draft is checked: true sentences of the corpus with one thing changed, untouched ones,
//! and sentences that have nothing to do with it, each looked for by its own mark.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;

use dianan::check::{Class, Draft, Finding, Verdict, check};
use dianan::corpus::CorpusFolder;
use dianan::index::query::{FactQuery, Query};
use dianan::intake::Batch;
use dianan::knowledge::{FactType, region};
use dianan::library::{Generations, How, Snapshot, refresh};
use dianan::text::numerals::{NumeralKind, numerals};
use dianan::text::segment::is_han;
use dianan::text::sentences::sentences;
use tempfile::TempDir;

use crate::test_library::{files, folder, raw, seeds, size};

/// Sentences of each sort that are changed; five sorts make 1,000 in the torture run.
fn changed_of_each() -> usize {
    size(40, 40, 200)
}

/// How many sentences stand in one draft.
const IN_A_DRAFT: usize = 40;

/// A sentence of a draft with what was done to it.
struct Case {
    sort: &'static str,
    text: String,
    /// The bytes that were changed; empty where none were.
    changed: Range<usize>,
    /// What stood there.
    was: String,
}

/// The shipped corpus, and the seeds where they are.
struct Library {
    _folder: TempDir,
    snapshot: Snapshot,
    /// Every sentence that is long enough, once.
    sentences: Vec<String>,
}

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).expect("64 bits") % bound.max(1)
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    fn shuffled<T>(&mut self, mut list: Vec<T>) -> Vec<T> {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
        list
    }
}

impl Library {
    fn new() -> Self {
        let folder = folder();
        let corpus = folder.path().join("c");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &corpus);
        let corpus = CorpusFolder::open(&corpus).expect("it was made");
        if let Some(seeds) = seeds() {
            let mut batch = Batch::open(&corpus, false).expect("the corpus can be read");
            for (name, bytes) in files(&seeds) {
                batch.import(raw(&name, &bytes));
            }
        }
        let generations = Generations::new(&folder.path().join("i"));
        refresh(&corpus, &generations, How::default(), &|_, _| {}).expect("the index is made");
        let snapshot = Snapshot::open(&generations).expect("the index is made");
        let sentences = held_sentences(&snapshot);
        Self { _folder: folder, snapshot, sentences }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be written");
    for entry in fs::read_dir(from).expect("the corpus can be read") {
        let path = entry.expect("the corpus can be read").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).expect("the file can be copied");
        }
    }
}

fn held_sentences(snapshot: &Snapshot) -> Vec<String> {
    let all = Query { limit: 10_000, ..Query::default() };
    let documents = snapshot.engine.search(&all).expect("the index can be read").hits;
    let mut held = Vec::new();
    let mut seen = HashSet::new();
    for hit in documents {
        let passages = snapshot.engine.passages(&hit.passage.document.id);
        for passage in passages.expect("the index can be read") {
            for span in sentences(&passage.text) {
                let sentence = span.of(&passage.text).trim();
                let letters = sentence.chars().filter(|c| c.is_alphanumeric()).count();
                if (15..=200).contains(&letters) && seen.insert(sentence.to_owned()) {
                    held.push(sentence.to_owned());
                }
            }
        }
    }
    held.sort();
    held
}

/// A character becomes another; half of the sentences are put in quote marks.
fn misquoted(dice: &mut Dice, sentence: &str) -> Option<Case> {
    let places: Vec<(usize, char)> = sentence.char_indices().filter(|(_, c)| is_han(*c)).collect();
    let (at, c) = *dice.one(&places);
    let other = *dice.one(&['鹿', '棋', '帆', '浪', '烛', '纸', '泉', '枫', '岩', '麦']);
    let quoted = !sentence.contains(['“', '"', '「', '『', '”']) && dice.below(2) == 0;
    let lead = if quoted { "材料中写道:“" } else { "" };
    let tail = if quoted { "”。" } else { "" };
    let changed = exchanged(sentence, at..at + c.len_utf8(), &other.to_string());
    let start = lead.len() + at;
    let text = format!("{lead}{changed}{tail}");
    Some(Case {
        sort: "引文改一字",
        text,
        changed: start..start + other.len_utf8(),
        was: c.to_string(),
    })
}

/// A digit of a figure becomes another.
fn miscounted(dice: &mut Dice, sentence: &str) -> Option<Case> {
    let figures: Vec<Range<usize>> = numerals(sentence)
        .into_iter()
        .filter(|it| it.kind == NumeralKind::Cardinal && !it.unit.is_empty())
        .map(|it| it.span.start..it.span.end)
        .filter(|it| sentence[it.clone()].contains(|c: char| c.is_ascii_digit()))
        .collect();
    if figures.is_empty() {
        return None;
    }
    let figure = dice.one(&figures).clone();
    let digits: Vec<usize> =
        figure.clone().filter(|at| sentence.as_bytes()[*at].is_ascii_digit()).collect();
    let at = *dice.one(&digits);
    let old = sentence.as_bytes()[at] - b'0';
    let new = 1 + (old + u8::try_from(dice.below(7)).expect("small")) % 9;
    let new = if new == old { new % 9 + 1 } else { new };
    let text = exchanged(sentence, at..at + 1, &new.to_string());
    Some(Case { sort: "数字改一位", text, changed: at..at + 1, was: old.to_string() })
}

/// A character of a title becomes another.
fn retitled(dice: &mut Dice, sentence: &str) -> Option<Case> {
    let open = sentence.find('《')? + '《'.len_utf8();
    let close = open + sentence[open..].find('》')?;
    let places: Vec<(usize, char)> =
        sentence[open..close].char_indices().filter(|(_, c)| is_han(*c)).collect();
    if places.len() < 4 {
        return None;
    }
    let (at, c) = *dice.one(&places);
    let other = *dice.one(&['棋', '帆', '浪', '泉', '岩', '麦']);
    let at = open + at;
    let title = sentence[open..close].to_owned();
    let text = exchanged(sentence, at..at + c.len_utf8(), &other.to_string());
    Some(Case { sort: "文件名改一字", text, changed: at..at + other.len_utf8(), was: title })
}

/// A place becomes another of its level.
fn displaced(dice: &mut Dice, sentence: &str) -> Option<Case> {
    let mentions = region::mentions(sentence);
    if mentions.is_empty() {
        return None;
    }
    let (span, place) = *dice.one(&mentions);
    let alike: Vec<_> = region::all()
        .iter()
        .filter(|it| it.level == place.level && it.code != place.code)
        .collect();
    let other = dice.one(&alike).name;
    let text = exchanged(sentence, span.start..span.end, other);
    let was = span.of(sentence).to_owned();
    Some(Case { sort: "地名换一处", text, changed: span.start..span.start + other.len(), was })
}

fn exchanged(text: &str, place: Range<usize>, other: &str) -> String {
    format!("{}{other}{}", &text[..place.start], &text[place.end..])
}

/// An item of a short form's expansion becomes one of another's.
fn swapped(library: &Library, dice: &mut Dice, wanted: usize) -> Vec<Case> {
    let query =
        FactQuery { types: vec![FactType::Shorthand], limit: 5_000, ..FactQuery::default() };
    let mut facts = library.snapshot.engine.facts(&query).expect("the index can be read").facts;
    facts.retain(|fact| fact.details.items.len() > 1 && !fact.details.partial);
    let items: Vec<String> = facts.iter().flat_map(|fact| fact.details.items.clone()).collect();
    let mut cases = Vec::new();
    let mut rounds = 0;
    while cases.len() < wanted && !facts.is_empty() && rounds < wanted * 20 {
        rounds += 1;
        let fact = dice.one(&facts);
        let item = dice.one(&fact.details.items);
        let other = dice.one(&items);
        let fits = !fact.details.items.contains(other)
            && fact.sentence.matches(item.as_str()).count() == 1;
        let letters = fact.sentence.chars().filter(|c| c.is_alphanumeric()).count();
        let Some(at) = fact.sentence.find(item.as_str()).filter(|_| fits && letters >= 12) else {
            continue;
        };
        let text = exchanged(&fact.sentence, at..at + item.len(), other).replace('\n', "");
        let changed = at..at + other.len();
        cases.push(Case { sort: "速记换一项", text, changed, was: item.clone() });
    }
    cases
}

/// A figure is told in other words than the corpus has, after its place, with another value.
fn retold(library: &Library, dice: &mut Dice, wanted: usize) -> Vec<Case> {
    let query =
        FactQuery { types: vec![FactType::Indicator], limit: 5_000, ..FactQuery::default() };
    let facts = library.snapshot.engine.facts(&query).expect("the index can be read").facts;
    let facts = facts.into_iter().filter(|fact| {
        let digits = fact.text.bytes().filter(u8::is_ascii_digit).count();
        let letters = fact.text.chars().filter(|c| c.is_alphanumeric()).count();
        let named = fact.text.contains(&fact.name) || fact.text.contains(&fact.details.measure);
        digits >= 2
            && letters < 14
            && named
            && !fact.details.measure.is_empty()
            && fact.name.chars().count() >= 4
            && !fact.text.contains('\n')
    });
    let mut cases = Vec::new();
    for fact in dice.shuffled(facts.collect()).iter().filter(|fact| fact.region.is_some()) {
        let place = fact.region.clone().unwrap_or_default().replace('/', "");
        let lead = format!("回顾一年,{place}取得的进展有:");
        let Some(case) = miscounted(dice, &fact.text) else { continue };
        let changed = lead.len() + case.changed.start..lead.len() + case.changed.end;
        cases.push(Case {
            sort: "数字另述",
            text: format!("{lead}{}。", case.text),
            changed,
            ..case
        });
    }
    cases.truncate(wanted);
    cases
}

/// Who acts in a sentence that has nothing to do with the corpus.
const WHO: [&str; 12] = [
    "县水利站",
    "林场管护队",
    "镇农技员",
    "港口调度室",
    "气象观测组",
    "果园合作社",
    "渔政巡查艇",
    "古建修缮班",
    "地质勘查队",
    "冷链仓库",
    "公交枢纽站",
    "粮库保管员",
];
/// How.
const HOW: [&str; 12] = [
    "赶在汛期之前",
    "趁着农闲时节",
    "按照图纸标高",
    "对照台账逐户",
    "借助无人机航拍",
    "沿着河岸线",
    "结合墒情数据",
    "参照往年水位",
    "利用夜间窗口",
    "冒着大雾",
    "分三个班次",
    "随同施工单位",
];
/// What they do.
const WHAT: [&str; 16] = [
    "疏浚了淤塞的灌渠",
    "补种了耐旱的树苗",
    "更换了老化的闸门",
    "校准了雨量计",
    "清点了库存的化肥",
    "加固了塌陷的堤脚",
    "铺设了排水暗管",
    "修补了瓦面和檐口",
    "检修了制冷机组",
    "测定了土壤酸碱度",
    "标定了航道浮筒",
    "晾晒了受潮的稻谷",
    "拆除了废弃的网箱",
    "粉刷了候车亭",
    "采集了岩芯样本",
    "嫁接了晚熟的砧木",
];
/// What comes of it.
const SO: [&str; 12] = [
    "灌溉面积因此多了一些",
    "往来船只可以安全靠泊",
    "秋收时损耗明显减少",
    "幼苗成活得比上一季好",
    "夜班车辆不再绕行",
    "屋内不再渗水",
    "仓内温度保持平稳",
    "下游村庄免受浸泡",
    "果实糖度略有提高",
    "观测记录更加完整",
    "渔民赶上了开海的日子",
    "钻机得以继续掘进",
];

/// Official-sounding sentences about what the corpus does not tell of.
fn unrelated(dice: &mut Dice, wanted: usize) -> Vec<Case> {
    let mut seen = HashSet::new();
    let mut cases = Vec::new();
    while cases.len() < wanted {
        let (days, tons) = (2 + dice.below(30), 3 + dice.below(900));
        let sentence = format!(
            "{}{}用{days}天{},另调运物资{tons}吨,{}。",
            dice.one(&WHO),
            dice.one(&HOW),
            dice.one(&WHAT),
            dice.one(&SO)
        );
        if seen.insert(sentence.clone()) {
            cases.push(Case {
                sort: "无关句", text: sentence, changed: 0..0, was: String::new()
            });
        }
    }
    cases
}

/// Checks the cases, some dozens a draft, and gives each its findings.
fn checked(library: &Library, cases: &[Case]) -> Vec<Vec<Finding>> {
    let mut found = Vec::new();
    for cases in cases.chunks(IN_A_DRAFT) {
        let mut text = String::new();
        let starts: Vec<usize> = cases
            .iter()
            .map(|case| {
                let start = text.len();
                writeln!(text, "{}", case.text).expect("a string can be written to");
                start
            })
            .collect();
        let draft = Draft::pasted(&text).expect("there is a text");
        let report = check(&library.snapshot, &draft).expect("the index can be read");
        for (start, case) in starts.iter().zip(cases) {
            let inside =
                |it: &&Finding| it.span.start >= *start && it.span.end <= start + case.text.len();
            let own = report.findings.iter().filter(inside).cloned();
            found.push(own.map(|it| moved(it, *start)).collect());
        }
    }
    found
}

/// The finding with spans of its sentence.
fn moved(mut finding: Finding, start: usize) -> Finding {
    let back = |span: &mut dianan::text::Span| {
        *span = dianan::text::Span::new(
            span.start.saturating_sub(start),
            span.end.saturating_sub(start),
        );
    };
    back(&mut finding.span);
    finding.difference.iter_mut().for_each(|it| back(&mut it.span));
    finding
}

/// Whether one of the findings names what was changed.
fn is_found(case: &Case, findings: &[Finding]) -> bool {
    findings.iter().any(|it| {
        let around = it.span.start <= case.changed.start && case.changed.end <= it.span.end;
        let marked = it.difference.iter().any(|d| {
            d.span.start < case.changed.end
                && case.changed.start < d.span.end
                && d.held.contains(&case.was)
        });
        let suggested = it.suggestion.as_ref().is_some_and(|held| held.contains(&case.was));
        let differs = it.verdict == Verdict::Differs;
        match case.sort {
            "数字改一位" | "数字另述" => it.class == Class::Figure && differs && around,
            "文件名改一字" => it.class == Class::Title && differs && around && suggested,
            "速记换一项" => differs && around && suggested,
            _ => differs && (marked || around && suggested),
        }
    })
}

/// What draws the sentences of a sort: each has its own, so that what is read of one sort does not
/// change what is drawn of another.
fn dice(sort: usize) -> Dice {
    Dice(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(2 * sort as u64 + 1))
}

#[test]
fn the_scorecard_of_a_checked_draft() {
    let library = Library::new();
    let each = changed_of_each();
    let mut cases = Vec::new();
    type Change = fn(&mut Dice, &str) -> Option<Case>;
    for (at, change) in [misquoted as Change, miscounted, retitled, displaced].iter().enumerate() {
        let mut dice = dice(at);
        let order = dice.shuffled((0..library.sentences.len()).collect());
        let sentences =
            order.iter().cycle().take(3 * order.len()).map(|at| &library.sentences[*at]);
        let made = sentences.filter_map(|sentence| change(&mut dice, sentence));
        cases.extend(made.take(each));
    }
    cases.extend(retold(&library, &mut dice(4), each));
    cases.extend(swapped(&library, &mut dice(5), each));
    let order = dice(6).shuffled((0..library.sentences.len()).collect());
    cases.extend(order.iter().take(5 * each).map(|at| Case {
        sort: "原句",
        text: library.sentences[*at].clone(),
        changed: 0..0,
        was: String::new(),
    }));
    cases.extend(unrelated(&mut dice(7), 5 * each / 2));
    for case in &mut cases {
        assert!(!case.text.contains('\n') || case.changed.is_empty(), "{:?}", case.text);
        case.text = case.text.replace('\n', " ");
    }
    let found = checked(&library, &cases);
    let mut score: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (case, findings) in cases.iter().zip(&found) {
        let quiet = case.changed.is_empty();
        let right = if quiet { findings.is_empty() } else { is_found(case, findings) };
        let (all, good) = score.entry(case.sort).or_default();
        *all += 1;
        *good += usize::from(right);
        if !right {
            println!("{}: {}\n    was {:?}", case.sort, case.text, case.was);
            for it in findings {
                println!("    {:?} {:?} {:?} {}", it.class, it.verdict, it.text, it.message);
            }
        }
    }
    println!("| 句子 | 句数 | 判断正确 | 比例 |\n|---|---|---|---|");
    for (sort, (all, good)) in &score {
        println!("| {sort} | {all} | {good} | {:.4} |", share(*good, *all));
    }
    let bars = [
        ("引文改一字", 0.99),
        ("文件名改一字", 0.95),
        ("数字改一位", 0.90),
        ("速记换一项", 0.90),
        ("原句", 0.99),
        ("无关句", 0.99),
    ];
    for (sort, bar) in bars {
        let (all, good) = score.get(sort).copied().unwrap_or_default();
        assert!(all > 0 || sort == "速记换一项", "there are no cases of {sort}");
        assert!(all == 0 || share(good, all) >= bar, "{sort}: {good} of {all}");
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of sentences are small")]
fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

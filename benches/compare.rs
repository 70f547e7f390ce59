//! How long a comparison takes over 31 places and 100,000 passages.
//!
//! The corpus is synthetic, the same every time, made and indexed once under the target folder
//! (`DIANAN_BENCH_PASSAGES` makes a smaller one). The bar is 300 ms at the median.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use dianan::compare::{Asked, Question, compare, coverage};
use dianan::corpus::CorpusFolder;
use dianan::knowledge::region::{self, Level};
use dianan::library::{Generations, How, Snapshot, refresh};

/// Passages of a document.
const SECTIONS: usize = 10;
/// Raised with every change of what is made, so that it is made again.
const VERSION: u32 = 1;

/// Clauses that no topic asks for.
const FILLERS: [&str; 16] = [
    "坚持把各项任务落到实处",
    "召开现场推进会交流经验",
    "推动工作由点到面逐步铺开",
    "加强统筹协调和跟踪督办",
    "建立上下贯通的工作机制",
    "引导党员干部在一线担当作为",
    "结合实际细化年度重点任务",
    "广泛听取群众意见建议",
    "分批组织培训和实践锻炼",
    "形成可复制可推广的做法",
    "持续巩固拓展已有成果",
    "着力破解基层反映突出的问题",
    "优化办事流程压缩办理时限",
    "完善制度体系堵塞管理漏洞",
    "发挥典型示范带动作用",
    "把学习成效转化为工作动力",
];

/// Sentences that topics ask for, `#` a number.
const TOPICAL: [&str; 8] = [
    "全年评定“四强”党支部#个",
    "印发《“四强”党支部创建管理办法》，命名四强党支部#个",
    "制定减负工作清单，文件数量压减#%",
    "落实“第一议题”制度，开展理论学习中心组学习#次",
    "推动党建与业务深度融合，组建攻坚队#支",
    "完善考核评价体系，开展述职评议考核#次",
    "打造“一支部一品牌”#个，获评省级优秀案例一等奖",
    "开展志愿服务#万人次，解决急难愁盼问题#件",
];

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // Knuth's MMIX linear congruential generator.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("it is below 2^31") % sides
    }
}

fn passages() -> usize {
    let stated = std::env::var("DIANAN_BENCH_PASSAGES").ok();
    stated.and_then(|number| number.parse().ok()).unwrap_or(100_000)
}

/// The library, made where it is not there yet.
fn library() -> Snapshot {
    let passages = passages();
    let folder =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("compare-{VERSION}-{passages}"));
    let generations = Generations::new(&folder.join("index"));
    if generations.current().is_none() {
        write_corpus(&folder.join("corpus/reports"), passages / SECTIONS);
        let corpus = CorpusFolder::open(&folder.join("corpus")).expect("it was written");
        refresh(&corpus, &generations, How::default(), &|_, _| {}).expect("it can be indexed");
    }
    Snapshot::open(&generations).expect("it was indexed")
}

fn write_corpus(folder: &Path, documents: usize) {
    fs::create_dir_all(folder).expect("the target folder can be written");
    let provinces = region::all().iter().filter(|it| it.level == Level::Province);
    // The first 31 have cities and districts of their own in the table.
    let places: Vec<_> = provinces.take(31).collect();
    let mut dice = Dice(7);
    for number in 0..documents {
        let place = region::path(places[number % places.len()]);
        let year = 2018 + dice.roll(8);
        let mut text = format!(
            "---\ntitle: {place}机关党建工作报告{number}\nkind: report\nregion: {place}\npublished: {year}\n---\n\n"
        );
        for section in 0..SECTIONS {
            write!(text, "## 第{section}部分工作情况\n\n{}\n\n", section_text(&mut dice))
                .expect("memory");
        }
        fs::write(folder.join(format!("d{number}.md")), text).expect("it can be written");
    }
}

fn section_text(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..5 {
        for clause in 0..3 {
            text.push_str(FILLERS[dice.roll(FILLERS.len())]);
            text.push(if clause == 2 { '。' } else { '，' });
        }
        if dice.roll(12) == 0 {
            let number = (1 + dice.roll(900)).to_string();
            text.push_str(&TOPICAL[dice.roll(TOPICAL.len())].replace('#', &number));
            text.push('。');
        }
    }
    text
}

fn benchmarks(criterion: &mut Criterion) {
    let snapshot = library();
    let mut group = criterion.benchmark_group("compare");
    group.sample_size(20);
    for topic in ["四强党支部", "减负", "业务融合", "党员干部"] {
        let asked = Asked { topic: topic.to_owned(), ..Asked::default() };
        let question = Question::new(&asked).expect("it can be asked");
        let matrix = compare(&snapshot, &question).expect("it is answered");
        assert_eq!(matrix.columns.len(), 31, "all places are there");
        group.bench_function(topic, |bench| {
            bench.iter(|| compare(&snapshot, &question).expect("it is answered"));
        });
    }
    let question = Question::new(&Asked::default()).expect("it can be asked");
    group.bench_function("coverage", |bench| {
        bench.iter(|| coverage(&snapshot, &question).expect("it is answered"));
    });
    group.finish();
}

criterion_group!(all, benchmarks);
criterion_main!(all);

//! What divisions are called besides their official names, and the words that only look like them.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::{Level, REGIONS, Region};

/// One division that bears a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) region: &'static Region,
    pub(super) how: Use,
}

/// How a name is used for a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// 珠海市, 恩施土家族苗族自治州, also 恩施州.
    Full,
    /// 珠海, 恩施.
    Short,
    /// 鹏城, 八桂: for [`super::lookup`], and in texts about the place; elsewhere many are words.
    Alias,
}

/// Every name with the divisions that bear it; a word that hides names within it bears none.
pub(super) static NAMES: LazyLock<HashMap<Cow<'static, str>, Vec<Entry>>> = LazyLock::new(|| {
    let mut names: HashMap<Cow<'static, str>, Vec<Entry>> = HashMap::new();
    let mut add = |name, region, how| {
        let entries = names.entry(name).or_default();
        if !entries.iter().any(|entry: &Entry| entry.region.code == region) {
            entries.extend(super::by_code(region).map(|region| Entry { region, how }));
        }
    };
    for region in REGIONS.iter() {
        add(Cow::Borrowed(region.name), region.code, Use::Full);
        if let Some(short) = short(region) {
            add(Cow::Borrowed(short), region.code, Use::Short);
            if let Some(suffix) = colloquial_suffix(region) {
                add(Cow::Owned(format!("{short}{suffix}")), region.code, Use::Full);
            }
        }
    }
    for (name, code) in ALIASES {
        add(Cow::Borrowed(name), code, Use::Alias);
    }
    for word in HIDING.split_whitespace() {
        names.entry(Cow::Borrowed(word)).or_default();
    }
    names
});

/// The longest name, in characters, for each pair of first characters: most places in a text are
/// dismissed by one look here.
static LENGTHS: LazyLock<HashMap<(char, char), usize>> = LazyLock::new(|| {
    let mut lengths = HashMap::new();
    for name in NAMES.keys() {
        let mut chars = name.chars();
        if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
            let longest = lengths.entry((first, second)).or_insert(0);
            *longest = name.chars().count().max(*longest);
        }
    }
    lengths
});

static HIDDEN: LazyLock<HashSet<&str>> = LazyLock::new(|| HIDING.split_whitespace().collect());

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| COMMON_WORDS.split_whitespace().collect());

impl Entry {
    /// Whether the name means the division without another before it.
    pub(super) fn stands_alone(&self, name: &str) -> bool {
        let long = name.chars().nth(2).is_some();
        let county = self.region.level == Level::County;
        match self.how {
            Use::Alias => false,
            _ if WORDS.contains(name) => false,
            Use::Full => long,
            Use::Short => long || !county,
        }
    }

    /// Whether the name means the division after a name of what it lies in. Only after a short name
    /// may a county have its short one (深圳龙岗): 荆州市公安局 is no 公安县.
    pub(super) fn stands_in_chain(&self, name: &str, after: Use) -> bool {
        match (self.how, self.region.level) {
            (Use::Alias, _) => false,
            (Use::Full, _) | (_, Level::Province | Level::Prefecture) => true,
            (Use::Short, Level::County) => after == Use::Short && !WORDS.contains(name),
        }
    }
}

/// The beginnings of the text that may be names, longest first.
pub(super) fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    let mut chars = text.chars();
    let longest =
        chars.next().zip(chars.next()).and_then(|pair| LENGTHS.get(&pair)).copied().unwrap_or(0);
    let ends: Vec<usize> =
        text.char_indices().take(longest).map(|(at, c)| at + c.len_utf8()).collect();
    ends.into_iter().skip(1).rev().map(|end| &text[..end])
}

/// Whether no name is to be looked for within the word, unless it is one itself.
pub(super) fn hides(word: &str) -> bool {
    HIDDEN.contains(word)
}

/// Whether the name's last character belongs to the next word: 珠海市|场, 江南区|域, 会同县|级.
pub(super) fn is_broken(name: &str, rest: &str) -> bool {
    match name.chars().next_back() {
        Some('市') => rest.starts_with('场'),
        Some('区') => rest.starts_with(['域', '划', '间', '位', '块', '别']),
        Some('旗') => rest.starts_with(['帜', '号', '舰']),
        _ => false,
    }
}

/// The code of the province with this abbreviation.
pub(super) fn abbreviated(mark: char) -> Option<u32> {
    let is_mark = !mark.is_ascii() && !mark.is_whitespace();
    let group = ABBREVIATIONS.split_whitespace().find(|group| is_mark && group.contains(mark))?;
    group.get(..2)?.parse::<u32>().ok().map(|code| code * 10_000)
}

/// The official name without its kind and its nationalities; `None` when less than two characters
/// or only a nationality would be left.
fn short(region: &Region) -> Option<&'static str> {
    let name = region.name;
    let kinds: &[&str] = match region.level {
        Level::Province => &["特别行政区", "自治区", "省", "市"],
        Level::Prefecture => &["自治州", "地区", "盟", "市"],
        Level::County => &["自治县", "自治旗", "新区", "特区", "林区", "县", "市", "区", "旗"],
    };
    let kind = kinds.iter().find(|kind| name.ends_with(**kind))?;
    let stem = name.strip_suffix(kind)?;
    let stem = if kind.starts_with("自治") { without_nationalities(stem) } else { stem };
    let is_name =
        stem.chars().nth(1).is_some() && !stem.ends_with('族') && !NATIONALITIES.contains(&stem);
    is_name.then_some(stem)
}

fn without_nationalities(mut stem: &'static str) -> &'static str {
    while let Some(shorter) = NATIONALITIES
        .iter()
        .filter_map(|nationality| {
            let bare = stem.strip_suffix('族').unwrap_or(stem);
            // 三都水族 ends in 水族, but 黎 or 水 without 族 are parts of a name.
            let whole = stem.ends_with('族') || nationality.chars().nth(1).is_some();
            bare.strip_suffix(nationality)
                .filter(|shorter| whole && shorter.chars().nth(1).is_some())
        })
        .min_by_key(|shorter| shorter.len())
    {
        stem = shorter;
    }
    stem
}

/// 恩施州 for the 自治州, 恭城县 for the 自治县.
fn colloquial_suffix(region: &Region) -> Option<&'static str> {
    [("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")]
        .into_iter()
        .find(|(kind, _)| region.name.ends_with(kind))
        .map(|(_, suffix)| suffix)
}

const NATIONALITIES: [&str; 56] = [
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
    "各",
];

/// The province's two digits and its abbreviations.
const ABBREVIATIONS: &str =
    "11京 12津 13冀 14晋 15蒙 21辽 22吉 23黑 31沪申 32苏 33浙 34皖 35闽 36赣 37鲁 41豫 42鄂 43湘
    44粤 45桂 46琼 50渝 51川蜀 52贵黔 53云滇 54藏 61陕秦 62甘陇 63青 64宁 65新 71台 81港 82澳";

/// Names by which provinces and cities are known in official prose.
const ALIASES: [(&str, u32); 58] = [
    ("京城", 110_000),
    ("津门", 120_000),
    ("津沽", 120_000),
    ("燕赵", 130_000),
    ("三晋", 140_000),
    ("内蒙", 150_000),
    ("辽沈", 210_000),
    ("龙江", 230_000),
    ("申城", 310_000),
    ("沪上", 310_000),
    ("江淮", 340_000),
    ("八闽", 350_000),
    ("赣鄱", 360_000),
    ("齐鲁", 370_000),
    ("中原", 410_000),
    ("荆楚", 420_000),
    ("三湘", 430_000),
    ("湖湘", 430_000),
    ("南粤", 440_000),
    ("岭南", 440_000),
    ("八桂", 450_000),
    ("琼州", 460_000),
    ("琼岛", 460_000),
    ("山城", 500_000),
    ("巴渝", 500_000),
    ("天府", 510_000),
    ("黔贵", 520_000),
    ("彩云之南", 530_000),
    ("云岭", 530_000),
    ("雪域高原", 540_000),
    ("三秦", 610_000),
    ("陇原", 620_000),
    ("塞上江南", 640_000),
    ("天山南北", 650_000),
    ("宝岛", 710_000),
    ("香江", 810_000),
    ("濠江", 820_000),
    ("青城", 150_100),
    ("滨城", 210_200),
    ("冰城", 230_100),
    ("金陵", 320_100),
    ("甬城", 330_200),
    ("庐州", 340_100),
    ("榕城", 350_100),
    ("鹭岛", 350_200),
    ("洪城", 360_100),
    ("泉城", 370_100),
    ("岛城", 370_200),
    ("江城", 420_100),
    ("星城", 430_100),
    ("羊城", 440_100),
    ("穗城", 440_100),
    ("鹏城", 440_300),
    ("莞邑", 441_900),
    ("邕城", 450_100),
    ("椰城", 460_100),
    ("蓉城", 510_100),
    ("筑城", 520_100),
];

/// Names that are also words of the language: no mention unless something before them settles it.
/// Found by counting them in laws and work reports.
const COMMON_WORDS: &str = "
    朝阳 来宾 日照 安康 白银 大同 文山 阿里 大理 和田 新乡 山南 海东 海西 海北 黄南 海南州 兴安 中卫 鄂伦春
    解放区 老城区 新城区 新市区 港口区 城中区 城关区 城东区 城西区 城北区 市中区 市南区 市北区 合作市 会同县 东方市 沿河县 古城区 新建区 平房区
    资源 共和 合作 公安 会同 和平 新建 解放 和政 前进 友好 工农 延长 振兴 港口 平和 复兴 新兴 新和 安定 富裕 上街
    定安 同心 友谊 大安 兴国 方正 大城 宏伟 安居 惠民 平安 政和 路桥 富民 新民 民权 同德 太平 爱民 乐业 红旗 平原
    安宁 东方 中方 大新 滨海 杂多 平房 高新 长寿 建设 文明 长安 新华 新城 城中 城关 城东 城西 城北 老城 新市
    中原 定结 通道 互助 团结 胜利 文化 长兴 永安 永定 大方 民主 民乐 安全 宁静 向阳 东风 新生 河东 河西 江北 江南
    市南 市北 中站 通海 资中 上林 建水 惠农 山城 青山 温泉 成武 明光 文安 武功 平等 永和 永新 成安
";

/// Words that contain a name and mean something else, or end where a name would begin.
const HIDING: &str = "
    长江 珠江 黄河 淮河 海河 汉江 湘江 赣江 漓江 闽江 松花江 钱塘江 嘉陵江 乌江 金沙江 岷江 鸭绿江 两江 沿江 滨江
    太湖 西湖 洞庭湖 鄱阳湖 泰山 华山 太行山 长白山 西南 西北 东南 东北 拱北 海口岸 出海口 入海口 北海道 北海舰队 东海 南海
    推广 隆重 确保 医保 社保 环保 担保 参保 低保 投保 制定 决定 规定 一定 确定 稳定 认定 评定 审定 核定 鉴定
    孙中山 中山装 中山陵 中山舰 中山先生 中山大学 中山路 大连接 连接 三明治 周口店 普通 四平方 扩大同 长治久安 大同小异
    文山会海 文山会 阿里巴巴 新乡村 新乡贤 新乡镇 大理论 大理念 大理石 日照时 日照充足 白银行 吉林大学 武汉大学
    南京路 上海合作组织 北京时间 北京路 上海路 江西路 拆开封 开封条 内江河 百色彩 重庆祝
    专项 各项 一项 多项 事项 适应 相应 对应 响应 供应 沿海 滨海 财政 行政 市政 江河 客运 货运 营运 水运 海运 空运 航运
    重大 重要 未开封 开封验 以上城区 城中 中山门 中山公园 中山东 中山街 中山广场 新兴 振兴 复兴
";

//! The words around numbers: units, marks of more and less, and words that only look like numbers.

use std::{collections::HashSet, sync::LazyLock};

use super::Qualifier;

/// Classifiers and unit nouns that make a number even of a bare 三; several words a line.
const UNITS: &str = "
    个 家 名 位 人 项 次 人次 件 条 场 场次 期 届 篇 支 座 所 户 户次 套 台 辆 艘 架 架次 株 棵 例 宗 幅 张 册 本 部
    部门 份 封 首 页 句 段 款 种 类 大类 大项 号 号线 处 栋 幢 轮 轮次 批次 班次 趟 桩 门 岁 周岁 周年 年 年度 年级
    年代 学年 财年 月 月份 个月 个多月 日 天 周 世纪 季度 小时 个小时 个多小时 学时 课时 分钟 秒 秒钟 倍 番 成
    个百分点 百分点 个千分点 千分点 个工作日 工作日 元 美元 欧元 港元 日元 英镑 卢布 元人民币 亩 公顷 公里 平方公里 平方米 平方千米 平方 立方米 立方
    吨 公吨 公斤 千克 斤 担 米 千米 厘米 毫米 海里 英里 升 毫升 千瓦 千瓦时 千瓦小时 兆瓦 千伏 千伏安 标准箱 标箱
    摄氏度 羽 间房 支队伍 人份 人天 人日 家次 件次 项次 场馆 场所
    個 項 條 場 場次 篇章 戶 臺 輛 張 冊 頁 種 類 大類 號 處 棟 輪 門 歲 週年 個月 個百分點 億元 美圓 畝 公頃 噸 間
";

/// Units only after digits or a long numeral: after a lone 一 or 三 they are parts of words
/// (一点, 十分, 三级, 一方, 两手).
const WEAK_UNITS: &str = "
    点 分 分数 度 级 星 代 步 手 面 线 方 边 路 道 股 片 块 班 队 组 层 间 头 只 匹 根 颗 粒 箱 包 袋 瓶 桶 列 字 章 节
    卷 集 回 起 里 角 批 遍 席 站 村 乡 镇 县 市 省 区 国 校 克 瓦 伏 赫兹 比特 米高 床 把 滴 口 块钱 等
    點 級 線 組 層 間 節 縣 國 隻 顆 塊
";

/// Units in Latin letters or signs; anything else in letters after digits makes a code (5G, 4A).
const LATIN_UNITS: [&str; 22] = [
    "km", "km2", "kg", "cm", "mm", "m", "m2", "m3", "GB", "MB", "TB", "PB", "kW", "KW", "kWh",
    "MW", "GW", "kV", "KV", "ha", "ml", "mg",
];

const SIGN_UNITS: [&str; 4] = ["℃", "‰", "°C", "㎡"];

/// A unit is no unit where one of these characters follows it: 一部|分, 两支|部, 3家|长.
const BROKEN_BY: [(&str, &str); 35] = [
    ("口", "径岸袋号味腔头岩才语令感"),
    ("支", "部撑援持委书"),
    ("部", "分署队长件下委属位落"),
    ("件", "件"),
    ("名", "单义称校牌胜誉"),
    ("个", "性别体个"),
    ("家", "庭长乡属园具电国"),
    ("次", "序"),
    ("条", "例约款"),
    ("位", "于置"),
    ("类", "似型别"),
    ("年", "轻"),
    ("日", "常益"),
    ("本", "地级质身土市省来科报"),
    ("所", "有以在属需"),
    ("期", "间待望"),
    ("台", "账阶湾"),
    ("组", "织建成合"),
    ("队", "伍员"),
    ("门", "户峡头槛"),
    ("种", "植子养"),
    ("周", "边围期密到"),
    ("套", "餐"),
    ("起", "草来点步"),
    ("处", "理分长级罚置"),
    ("宗", "旨教"),
    ("座", "谈"),
    ("例", "如会外"),
    ("人", "民大才员口工为文均"),
    ("元", "旦素首宵老"),
    ("号", "召"),
    ("成", "立员果为功长本都就绩分效品型套人熟不交年以"),
    ("款", "项"),
    ("番", "茄"),
    ("首", "先次要都席创批家届"),
];

/// Words that begin with the characters of a number and are none. Longest match is not needed:
/// every one of them only has to hide the number at its beginning.
const STOP_WORDS: &str = "
    一些 一起 一定 一旦 一切 一般 一样 一直 一致 一体 一方面 一部分 一次性 一系列 一条龙 一条心 一家亲 一家人 一家之言
    一贯 一律 一向 一如 一同 一道 一面 一时 一再 一边 一手 一心 一流 一线 一路 一带 一代 一度 一点 一支部 一成不变
    一揽子 一把手 一席之地 一本正经 一号位 一张白纸 一件事情 一期一会 一目了然 一视同仁 一人一 一户一 一年一度
    三农 三门峡 三门县 三台县 三元区 三元里 三位一体 三部曲 三人行 三年五载 三番五次
    五位一体 五四 五台县 五台山 五年如一日 五一 四川 四位一体 四人帮 七一 七步成诗 七位一体 六一 六枝 八一 九一八
    九台区 八项规定 十分 十年如一日 百姓 百家争鸣 百花 百年 百科 千方百计 千家万户 千人千面 千军万马 万众 万一 万分
    万年历 万元户 万家灯火 万千 亿万 零件 零部件 零点 零工 零售 零星 零距离 零次 两位一体
";

/// Before 一 these make another word or a pointing one: 统一, 每一个, 同一项, 之一.
const BEFORE_ONE: &str = "统唯单同之归逐划专均如不每任某这那哪整另进合第初統單歸劃專這上下前后後";

/// How a qualifier that stands before the number is written, longer before shorter, and the
/// characters before it that make another word of it (节约, 附近).
const BEFORE: [(&str, Qualifier, &str); 30] = [
    ("不超过", Qualifier::AtMost, ""),
    ("不超過", Qualifier::AtMost, ""),
    ("不高于", Qualifier::AtMost, ""),
    ("不大于", Qualifier::AtMost, ""),
    ("不低于", Qualifier::AtLeast, ""),
    ("不少于", Qualifier::AtLeast, ""),
    ("不小于", Qualifier::AtLeast, ""),
    ("至多", Qualifier::AtMost, ""),
    ("最多", Qualifier::AtMost, ""),
    ("至少", Qualifier::AtLeast, ""),
    ("最少", Qualifier::AtLeast, ""),
    ("超过", Qualifier::Over, ""),
    ("超過", Qualifier::Over, ""),
    ("突破", Qualifier::Over, ""),
    ("高于", Qualifier::Over, ""),
    ("多于", Qualifier::Over, ""),
    ("不足", Qualifier::Under, ""),
    ("不到", Qualifier::Under, "达做看想得找感买"),
    ("不满", Qualifier::Under, ""),
    ("低于", Qualifier::Under, ""),
    ("少于", Qualifier::Under, ""),
    ("小于", Qualifier::Under, ""),
    ("将近", Qualifier::Nearly, ""),
    ("接近", Qualifier::Nearly, ""),
    ("大约", Qualifier::About, ""),
    ("逾", Qualifier::Over, ""),
    ("超", Qualifier::Over, "赶反高"),
    ("近", Qualifier::Nearly, "最附邻临靠走贴亲新远切"),
    ("约", Qualifier::About, "节公条契集合签预制邀履违相简"),
    ("約", Qualifier::About, "節公條契集合簽預制邀履違相簡"),
];

/// 数, 几 and 上 only stand before 十, 百, 千, 万, 亿.
const SEVERAL: [(&str, &str); 5] = [
    ("数", "人户总次件基倍指系岁参函分票小少多个级招字"),
    ("數", "人戶總次件基倍指系"),
    ("几", "茶"),
    ("幾", ""),
    ("上", "以网线马早晚加网路"),
];

const AFTER: [(&str, Qualifier); 6] = [
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
    ("以上", Qualifier::AtLeast),
    ("及以上", Qualifier::AtLeast),
    ("以内", Qualifier::AtMost),
    ("以下", Qualifier::AtMost),
];

static STRONG: LazyLock<HashSet<&str>> = LazyLock::new(|| UNITS.split_whitespace().collect());
static WEAK: LazyLock<HashSet<&str>> = LazyLock::new(|| WEAK_UNITS.split_whitespace().collect());
static STOPS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.split_whitespace().collect());

/// Characters of the longest unit and of the longest stop word.
const LONGEST: usize = 5;

/// A unit found in the text: where it ends, and whether a bare 三 before it is a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) end: usize,
    pub(super) strong: bool,
}

/// The longest unit that stands at `at`.
pub(super) fn unit(text: &str, at: usize) -> Option<Unit> {
    let rest = text.get(at..)?;
    if let Some(sign) = SIGN_UNITS.iter().find(|sign| rest.starts_with(**sign)) {
        return Some(Unit { end: at + sign.len(), strong: false });
    }
    prefixes(rest).find_map(|word| {
        let strong = STRONG.contains(word);
        ((strong || WEAK.contains(word)) && !broken(word, &rest[word.len()..]))
            .then_some(Unit { end: at + word.len(), strong })
    })
}

/// Whether `letters`, which follow digits, are a unit.
pub(super) fn is_latin_unit(letters: &str) -> bool {
    LATIN_UNITS.contains(&letters)
}

/// Whether a unit such as 千瓦 or 百分点 stands at `at`, so that its first character is no scale.
pub(super) fn begins_unit(text: &str, at: usize) -> bool {
    prefixes(&text[at..]).any(|word| word.chars().nth(1).is_some() && STRONG.contains(word))
        || text[at..].starts_with("百分")
}

/// The byte length of the stop word at `at`.
pub(super) fn stop_word(text: &str, at: usize) -> Option<usize> {
    prefixes(&text[at..]).find(|word| STOPS.contains(word)).map(str::len)
}

/// Whether the characters before 一 at `at` make it part of another word.
pub(super) fn hides_one(text: &str, at: usize) -> bool {
    text[at..].starts_with('一') && text[..at].ends_with(|c| BEFORE_ONE.contains(c))
}

/// The qualifier that ends at `at` and starts no earlier than `floor`, with its start.
pub(super) fn before(text: &str, floor: usize, at: usize) -> Option<(usize, Qualifier)> {
    let head = &text[floor..at];
    BEFORE.iter().find(|(word, ..)| head.ends_with(word)).and_then(|(word, qualifier, spoils)| {
        let start = at - word.len();
        (!text[..start].ends_with(|c| spoils.contains(c))).then_some((start, *qualifier))
    })
}

/// 数, 几 or 上 that ends at `at` and starts no earlier than `floor`, with its start.
pub(super) fn several(text: &str, floor: usize, at: usize) -> Option<usize> {
    let head = &text[floor..at];
    SEVERAL.iter().find(|(word, _)| head.ends_with(word)).and_then(|(word, spoils)| {
        let start = at - word.len();
        (!text[..start].ends_with(|c| spoils.contains(c))).then_some(start)
    })
}

/// The qualifier that stands at `at` (左右, 以上), with its end.
pub(super) fn after(text: &str, at: usize) -> Option<(usize, Qualifier)> {
    let rest = &text[at..];
    AFTER.iter().find(|(word, _)| rest.starts_with(word)).map(|(word, q)| (at + word.len(), *q))
}

/// 多 or 余 that stands at `at` and means "and more", with its end.
pub(super) fn more(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let mark = rest.chars().next().filter(|c| "余餘多几幾".contains(*c))?;
    let next = &rest[mark.len_utf8()..];
    let spoiled = match mark {
        '余' | '餘' => next.starts_with(['额', '款', '热', '量', '地', '温', '額', '熱']),
        '多' => next.starts_with(['样', '樣', '边', '渠', '媒', '功']) || next.starts_with("元化"),
        _ => false,
    };
    // 一百几十 means a hundred and some tens.
    let tens =
        if matches!(mark, '几' | '幾') && next.starts_with('十') { '十'.len_utf8() } else { 0 };
    (!spoiled).then_some(at + mark.len_utf8() + tens)
}

fn broken(word: &str, next: &str) -> bool {
    // 100名单位负责人 holds no 名单.
    if word == "名" && next.starts_with("单位") || word == "家" && next.starts_with("乡镇") {
        return false;
    }
    BROKEN_BY.iter().any(|(unit, by)| *unit == word && next.starts_with(|c| by.contains(c)))
}

/// The beginnings of `rest`, longest first, of at most [`LONGEST`] characters.
fn prefixes(rest: &str) -> impl Iterator<Item = &str> {
    let mut ends = [0; LONGEST];
    let mut count = 0;
    for (end, (at, c)) in ends.iter_mut().zip(rest.char_indices()) {
        *end = at + c.len_utf8();
        count += 1;
    }
    (0..count).rev().map(move |n| &rest[..ends[n]])
}

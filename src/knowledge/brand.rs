//! Brands: practices with a name of their own in quotes and a word that says what they are.

mod class;
mod rows;

use class::{Class, class_before, class_behind, class_inside, class_made, class_won};

use super::facts::{Claim, Details, FactType};
use super::marks::{Mark, Marked, clause_before, in_one_list, marked};
use super::owner;
use super::reading::{Prose, Reading};
use crate::knowledge::rules::{File, Rules, Words, list};
use crate::text::Span;

/// What stands before a quotation of words that somebody said or asks for.
static SAYS: Words = Words::new(|| list(File::Brands, "says"));

/// Words before what nobody wants: it is no practice of anyone.
static REJECTS: Words = Words::new(|| list(File::Brands, "rejects"));

/// Names that only blame: whoever uses them speaks of no practice of his own.
static BLAMES: Words = Words::new(|| list(File::Brands, "blames"));

/// Words of questions, which name nothing.
static ASKS: Words = Words::new(|| list(File::Brands, "asks"));

/// The claims of passage `at`, in any order; of those of a row the details name whose it is.
pub(super) fn claims(reading: &Reading<'_>, at: usize) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let text = &prose.plain;
    let marked = marked(text);
    let names: Vec<&Marked> =
        marked.iter().filter(|name| name.mark == Mark::Quote && name.depth == 0).collect();
    let lists = names.chunk_by(|a, b| {
        in_one_list(text, a, b) || leads_to(text, a, b) || owned(text, a, b, &reading.rules)
    });
    let told = lists.flat_map(|list| list_claims(prose, list));
    let mut claims: Vec<Claim> = told.collect();
    for row in rows::rows(prose, &reading.rules) {
        let owner = row.owner.of(text).to_owned();
        let (class, holders) = (row.class.to_owned(), vec![owner]);
        let details = Details { class, holders, ..Details::default() };
        claims.retain(|claim| !row.name.contains(claim.span) && !claim.span.contains(row.name));
        claims.push(Claim { details, ..Claim::new(FactType::Brand, row.name.of(text), row.name) });
    }
    claims
}

/// 「A」等「B」活动, 「A」等八大「B」: the first is one of those that the second stands for.
fn leads_to(text: &str, a: &Marked, b: &Marked) -> bool {
    let between = text.get(a.outer.end..b.outer.start).unwrap_or_default();
    let figure = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c);
    between.strip_prefix('等').is_some_and(|rest| {
        let counted = rest.trim_start_matches(figure);
        counted.is_empty() || (counted.len() < rest.len() && ["个", "大", "项"].contains(&counted))
    })
}

/// 区医院“A”、区法院“B”: each name of the list stands behind whose it is.
fn owned(text: &str, a: &Marked, b: &Marked, rules: &Rules) -> bool {
    let between = text.get(a.outer.end..b.outer.start).unwrap_or_default();
    // “荷睦里”共建共治、新东村耕耘“先锋田园”: a little may be said of the first.
    let (said, whose) = between.split_once('、').unwrap_or_default();
    let little = said.chars().count() <= 6 && said.chars().all(crate::text::segment::is_han);
    !whose.is_empty()
        && little
        && (owner::before(text, b.outer.start, rules).is_some_and(|it| it.of(text) == whose)
            || owner::maker(text, b.outer.start, rules).is_some())
}

/// The brands of names that stand in one list: they share the class word behind the last, or the
/// one before the first; each may hold its own.
fn list_claims(prose: &Prose<'_>, list: &[&Marked]) -> Vec<Claim> {
    let text = &prose.plain;
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return Vec::new() };
    let before = &text[prose.sentence_at(first.outer.start).start..first.outer.start];
    let clause = clause_before(text, first.outer.start);
    // 某工程（以下简称“…”）: a shorter name of what is named already.
    if clause.ends_with('反')
        || clause.trim_end().ends_with("简称")
        || REJECTS.iter().any(|word| clause.contains(word))
    {
        return Vec::new();
    }
    let said = SAYS.iter().any(|word| before.trim_end().ends_with(word));
    let behind = shared_behind(&text[last.outer.end..], list.len())
        .or_else(|| class_made(before, &text[last.outer.end..]));
    // In 为“三农”服务 the class word is what is done for the name.
    let done = ["为", "向", "对", "给"].iter().any(|word| before.trim_end().ends_with(word));
    let behind = behind.filter(|class| !(done && class.word == "服务"));
    // 4个品牌入选，其中甲“A”、乙“B”: what they are stands before.
    let among = || {
        before
            .contains("其中")
            .then(|| ["品牌", "案例", "项目"].into_iter().find(|it| before.contains(it)))
    };
    let among = || if list.len() > 1 { among().flatten() } else { None };
    let won = || class_won(&text[last.outer.end..]);
    let shared = behind.map(|class| class.word).or_else(|| class_before(before));
    // “甲”、“乙”等八大“红色品牌”: the last name says what all are.
    let summed = || {
        let sums = list.len() > 1 && leads_to(text, list[list.len() - 2], last);
        if sums { class_inside(last.inner.of(text).trim()) } else { None }
    };
    let shared = shared.or_else(among).or_else(won).or_else(summed);
    let claim = |name: &&Marked| {
        let title = name.inner.of(text).trim();
        let own = class_inside(title);
        // “五个一工程”奖 is an award.
        let award = text[name.outer.end..].starts_with('奖');
        let class = shared.or(own).filter(|_| !award)?;
        let sure = !said || behind.is_some();
        let end = match behind {
            Some(Class { end, .. }) if name.outer == last.outer => name.outer.end + end,
            _ => name.outer.end,
        };
        let span = Span::new(name.outer.start, end);
        let details = Details { class: class.to_owned(), ..Details::default() };
        let claim = Claim::new(FactType::Brand, title, span);
        (sure && can_be_named(title)).then_some(Claim { details, ..claim })
    };
    list.iter().filter_map(claim).collect()
}

/// The class word behind a list: after 等, and after how many they are.
fn shared_behind(after: &str, names: usize) -> Option<Class> {
    let rest = after.strip_prefix('等').unwrap_or(after);
    let figure = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c);
    let counted = rest.trim_start_matches(figure);
    let classified = counted.strip_prefix(['个', '项', '大', '类', '种']);
    let rest =
        if counted.len() < rest.len() && names > 1 { classified.unwrap_or(rest) } else { rest };
    let class = class_behind(rest)?;
    // 等 alone lets anything follow: “X”等活动 still names X.
    Some(Class { end: class.end + after.len() - rest.len(), ..class })
}

/// Whether quoted words are a name and not a sentence.
fn is_name(title: &str) -> bool {
    let asks = ASKS.iter().any(|word| title.contains(word)) || title.contains("必须");
    !asks && !title.contains(['。', '；', '？', '！', ';', '?', '!'])
}

/// Whether quoted words can name a practice: not a common one, not a count of practices.
fn can_be_named(title: &str) -> bool {
    let length = title.chars().count();
    let counted = title.starts_with(|c: char| c.is_ascii_digit())
        && title.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['个', '项', '支']);
    // 有形象标识、有丰富内涵、有特色做法: what is asked of one.
    let row = title.contains('、') && title.split('、').all(|part| part.starts_with('有'));
    // 一机关一品牌、一支部一特色: one for each, and none by name.
    let each = title.contains("一品牌") || title.contains("一特色");
    let row = row || each;
    let generic =
        ["矩阵", "名片", "金名片", "样板", "标杆", "集群", "方阵", "高地", "引擎", "答卷"];
    if row || generic.contains(&title) {
        return false;
    }
    // 十四五 and 九五 are plans of the state.
    let plan = title.chars().all(|c| "一二三四五六七八九十".contains(c));
    let blames = BLAMES.iter().any(|word| title.starts_with(word));
    (2..=30).contains(&length) && is_name(title) && !counted && !plan && !blames
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::{Piece, outline};

    fn check(text: &str, expected: &[(&str, &str)]) {
        let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
        let passages = outline(text, &whole).passages;
        let prose = Prose::new(&passages[0]);
        let marked = marked(&prose.plain);
        let names: Vec<&Marked> = marked.iter().collect();
        let lists = names.chunk_by(|a, b| in_one_list(&prose.plain, a, b));
        let claims: Vec<Claim> = lists.flat_map(|list| list_claims(&prose, list)).collect();
        let found: Vec<_> = claims
            .iter()
            .map(|claim| (claim.span.of(&prose.plain), claim.details.class.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_with_its_class_is_a_brand() {
        check("打造司法行政“法先锋”机关党建品牌，", &[("“法先锋”机关党建品牌", "品牌")]);
        check("“五力工程”党建工作法在", &[("“五力工程”党建工作法", "工作法")]);
        check("深化“强基提质工程”。", &[("“强基提质工程”", "工程")]);
        check("采取「厅局点单、工委派单」模式提供", &[("「厅局点单、工委派单」模式", "模式")]);
        check("以“审计先锋 财经卫士”为品牌", &[("“审计先锋 财经卫士”为品牌", "品牌")]);
        check("品牌是“让我先来”。", &[("“让我先来”", "品牌")]);
    }

    #[test]
    fn names_in_a_list_share_their_class() {
        check(
            "开展“党建+改革”“党建+攻坚”等行动，",
            &[("“党建+改革”", "行动"), ("“党建+攻坚”等行动", "行动")],
        );
        check(
            "实施“一线工作法”“挂图作战”2个工作法",
            &[("“一线工作法”", "工作法"), ("“挂图作战”2个工作法", "工作法")],
        );
        check(
            "主题活动有“红心向党”“学党纪”等",
            &[("“红心向党”", "主题活动"), ("“学党纪”", "主题活动")],
        );
    }

    #[test]
    fn slogans_and_metaphors_are_none() {
        for text in [
            "牢牢把握“围绕中心、建设队伍、服务群众”的职责定位",
            "发挥“头雁”作用",
            "解决“两张皮”问题",
            "构建“1个品牌”“3个工作法”",
            "落实“第一议题”制度",
            "习近平总书记强调“为民服务”。",
            "坚决防止和杜绝搞华而不实的“亮点”工程",
            "不搞劳民伤财的“形象工程”和脱离实际的“政绩工程”，",
            "有的地方搞“形象工程”、“政绩工程”，",
            "健全反干涉、反“长臂管辖”机制。",
            "参与“某某帮”篡党夺权阴谋活动的人",
        ] {
            check(text, &[]);
        }
    }
}

//! From a noun phrase of the text to the name under which figures are compared.

/// What a name does not begin with: words that say which ones, not what.
const BEFORE: [&str; 46] = [
    "全国",
    "全省",
    "全市",
    "全区",
    "全县",
    "全州",
    "全镇",
    "全系统",
    "全局",
    "全院",
    "全校",
    "全行业",
    "全社会",
    "首批",
    "首届",
    "各类",
    "各级",
    "各地",
    "各项",
    "各种",
    "一批",
    "一大批",
    "这些",
    "该",
    "本市",
    "本省",
    "我市",
    "我省",
    "我区",
    "我县",
    "我国",
    "全年",
    "今年",
    "去年",
    "当年",
    "上半年",
    "下半年",
    "目前",
    "截至目前",
    "新的",
    "其中",
    "了",
    "的",
    "累计",
    "已",
    "、",
];

/// The measured noun phrase as a name: without quote marks and blanks, from the head's last 的 on,
/// without words that only say which ones.
pub(super) fn canonical(measure: &str) -> String {
    plain(after_last_de(measure))
}

/// As [`canonical`], of a phrase that is all head.
pub(super) fn plain(head: &str) -> String {
    let mut name: String = head.chars().filter(|c| !dropped(*c)).collect();
    loop {
        let shorter = BEFORE.iter().find_map(|word| name.strip_prefix(word));
        match shorter.filter(|rest| rest.chars().count() >= 2) {
            Some(rest) => name = rest.to_owned(),
            None => break,
        }
    }
    let name = ordinal_batch(&name).to_owned();
    let joined = name.replacen('等', "", usize::from(holds_etc(&name)));
    joined.trim_matches(['、', '的', '等']).to_owned()
}

fn dropped(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '“' | '”'
                | '‘'
                | '’'
                | '「'
                | '」'
                | '『'
                | '』'
                | '《'
                | '》'
                | '〈'
                | '〉'
                | '【'
                | '】'
                | '"'
        )
}

/// The part after the last 的 outside quote marks, when it is a word.
fn after_last_de(measure: &str) -> &str {
    let mut depth = 0_i32;
    let mut found = None;
    for (at, c) in measure.char_indices() {
        match c {
            '“' | '「' | '『' | '《' | '【' | '‘' => depth += 1,
            '”' | '」' | '』' | '》' | '】' | '’' => depth -= 1,
            '的' if depth <= 0 => found = Some(at + c.len_utf8()),
            _ => {}
        }
    }
    let tail = found.map_or(measure, |at| &measure[at..]);
    if tail.chars().count() >= 2 { tail } else { measure }
}

/// 第二批典型案例 is 典型案例.
fn ordinal_batch(name: &str) -> &str {
    let cut = name.strip_prefix('第').and_then(|rest| rest.split_once(['批', '届', '次', '期']));
    match cut {
        Some((number, rest)) if number.chars().count() <= 3 && rest.chars().count() >= 2 => rest,
        _ => name,
    }
}

/// 环境整治等活动 names 环境整治活动; 等级, 等次 and 平等 keep their 等.
fn holds_etc(name: &str) -> bool {
    let Some(at) = name.find('等') else { return false };
    let rest = &name[at + '等'.len_utf8()..];
    !rest.starts_with(['级', '次', '待', '候', '额', '于', '同'])
        && !name[..at].ends_with(['平', '高', '中', '初', '同', '优', '均'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_of_the_same_thing_get_the_same_name() {
        for (measure, name) in [
            ("「四强」党支部", "四强党支部"),
            ("首批“四强”党支部", "四强党支部"),
            ("全市“四强”党支部", "四强党支部"),
            ("就业的农村劳动力", "农村劳动力"),
            ("第二批典型案例", "典型案例"),
            ("环境整治等活动", "环境整治活动"),
            ("高等学校", "高等学校"),
        ] {
            assert_eq!(canonical(measure), name, "{measure}");
        }
    }
}

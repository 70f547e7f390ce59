//! From a noun phrase of the text to the name under which figures are compared.

use crate::knowledge::rules::{File, Rules, Words, list};

/// The measured noun phrase as a name: without quote marks and blanks, from the head's last 的 on,
/// without words that only say which ones.
pub(super) fn canonical(measure: &str, rules: &Rules) -> String {
    plain(after_last_de(measure), rules)
}

/// As [`canonical`], of a phrase that is all head.
pub(super) fn plain(head: &str, rules: &Rules) -> String {
    let mut name: String = head.chars().filter(|c| !dropped(*c)).collect();
    loop {
        let hit = rules.table(File::Scopes).leading(&name);
        let hit = hit.filter(|hit| hit.rule.class != "where");
        let scope = hit.map_or(0, |hit| hit.span.end);
        let rest = name[scope..].trim_start_matches(['、', '的', '了']);
        if rest.chars().count() < 2 || rest.len() == name.len() {
            break;
        }
        name = rest.to_owned();
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

/// What says only that something is aimed at.
static AIMS: Words = Words::new(|| list(File::Counting, "aim"));

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
    // 失业率的|控制目标: what is aimed at stands before.
    if let Some(head) = found.map(|at| measure[..at].trim_end_matches('的'))
        && AIMS.contains(&tail)
        && depth <= 0
        && head.chars().count() >= 2
    {
        return after_last_de(head);
    }
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
            assert_eq!(canonical(measure, &Rules::built_in()), name, "{measure}");
        }
    }
}

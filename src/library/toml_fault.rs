//! What the TOML reader says of a file of the lexicon, in Chinese and with what to do.

use crate::text::json_fault::named_behind;

/// The reader's message as line, cause and fix; the message itself where it is none of the usual.
pub(super) fn in_chinese(message: &str) -> String {
    let Some(line) = number_behind(message, "at line ") else { return message.to_owned() };
    let cause = message.lines().last().unwrap_or_default();
    let named = |words: &str| named_behind(cause, words);
    let allowed: Vec<&str> = cause.split('`').skip(3).step_by(2).collect();
    let allowed = allowed.join("、");
    let reason = if let Some(key) = named("missing field") {
        format!("缺少 {key}，请加一行“{key} = …”")
    } else if let Some(key) = named("unknown field") {
        format!("不认识“{key}”这一项，可以写：{allowed}")
    } else if let Some(value) = named("unknown variant") {
        format!("“{value}”不能写在这里，可以写：{allowed}")
    } else if cause.contains("duplicate key") {
        "同一项写了两次，请只留一处".to_owned()
    } else if cause.contains("invalid type") {
        "值的写法不对：文字放在引号里，如 name = \"减负增效\"；列表写作 [\"甲\", \"乙\"]".to_owned()
    } else {
        "不合 TOML 写法：每行是 项 = 值，文字放在英文引号里，列表用方括号，各条前写 [[theme]] 之类的表头"
            .to_owned()
    };
    format!("第 {line} 行：{reason}")
}

fn number_behind(message: &str, words: &str) -> Option<usize> {
    let after = &message[message.find(words)? + words.len()..];
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Corrections;
    use crate::knowledge::theme::Themes;

    #[test]
    fn what_is_wrong_is_told_in_chinese_with_its_line() {
        let themes = |text: &str| in_chinese(&Themes::parse(text).err().unwrap());
        let corrections = |text: &str| in_chinese(&Corrections::parse(text).err().unwrap());
        for (told, line, part) in [
            (themes("[[theme]]\nname = 1\n"), 2, "引号"),
            (themes("[[theme]]\nname = 减负\n"), 2, "TOML"),
            (themes("[[theme]]\nname = '减负'\nname = '增效'\n"), 3, "两次"),
            (corrections("[[forget]]\nname = '甲'\n"), 1, "type"),
            (corrections("[[forgot]]\nname = '甲'\n"), 1, "forget"),
        ] {
            assert!(told.starts_with(&format!("第 {line} 行：")), "{told}");
            assert!(told.contains(part), "{told}");
        }
    }
}

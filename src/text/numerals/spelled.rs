//! Numbers spelled out in Chinese figures.

/// The figures of a way of writing, and its units.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// The ten digits from zero on.
    pub digits: &'static str,
    /// Ten, a hundred, a thousand.
    pub units: &'static str,
}

/// As laws count their articles: 一千零三十四.
pub const OF_LAWS: Figures = Figures { digits: "零一二三四五六七八九", units: EVERYDAY };
/// As lists are numbered: 一百〇三.
pub const OF_LISTS: Figures = Figures { digits: "〇一二三四五六七八九", units: EVERYDAY };
/// As sums are written on bills: 壹拾贰.
pub const OF_BILLS: Figures =
    Figures { digits: "零壹贰叁肆伍陆柒捌玖", units: "拾佰仟" };
/// The same in traditional characters.
pub const OF_BILLS_TRADITIONAL: Figures =
    Figures { digits: "零壹貳參肆伍陸柒捌玖", units: "拾佰仟" };

const EVERYDAY: &str = "十百千";

impl Figures {
    /// A number below 10,000 in digits and units, one zero for any gap: 1034 is 一千零三十四, and 12
    /// is 十二 in everyday figures, 壹拾贰 on bills.
    #[must_use]
    pub fn spelled(self, number: u32) -> String {
        let mut text = String::new();
        let mut gap = false;
        for place in (0..4_usize).rev() {
            let digit = number / [1, 10, 100, 1000][place] % 10;
            if digit == 0 {
                gap |= !text.is_empty();
                continue;
            }
            text.extend(self.digit(0).filter(|_| std::mem::take(&mut gap)));
            let ten_alone = digit == 1 && place == 1 && text.is_empty() && self.units == EVERYDAY;
            text.extend(self.digit(digit).filter(|_| !ten_alone));
            text.extend(place.checked_sub(1).and_then(|unit| self.units.chars().nth(unit)));
        }
        if text.is_empty() { self.digit(0).into_iter().collect() } else { text }
    }

    /// The digits of a number one by one: 2024 is 二〇二四.
    #[must_use]
    pub fn digits(self, number: u32) -> String {
        number.to_string().chars().filter_map(|c| self.digit(c.to_digit(10)?)).collect()
    }

    fn digit(self, digit: u32) -> Option<char> {
        self.digits.chars().nth(digit as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_their_kind_of_paper_does() {
        for (figures, number, expected) in [
            (OF_LAWS, 0, "零"),
            (OF_LAWS, 10, "十"),
            (OF_LAWS, 12, "十二"),
            (OF_LAWS, 110, "一百一十"),
            (OF_LAWS, 1005, "一千零五"),
            (OF_LAWS, 1034, "一千零三十四"),
            (OF_LAWS, 9900, "九千九百"),
            (OF_LISTS, 103, "一百〇三"),
            (OF_BILLS, 12, "壹拾贰"),
            (OF_BILLS_TRADITIONAL, 36, "參拾陸"),
        ] {
            assert_eq!(figures.spelled(number), expected);
        }
        assert_eq!(OF_LISTS.digits(2024), "二〇二四");
    }
}

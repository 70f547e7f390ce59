//! Exact decimal amounts, rounded once, when they become a float.

use std::ops::RangeInclusive;

/// `mantissa × 10^exponent`, kept in integers so that 1.67万 is 16700 and not 16699.999….
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: u128,
    exponent: i32,
}

/// More digits than these cannot change a float and are not read.
const DIGITS: usize = 30;

impl Decimal {
    pub(super) fn integer(value: u128) -> Self {
        Self { mantissa: value, exponent: 0 }
    }

    /// From ASCII digits before and after the point; digits beyond the thirtieth are dropped.
    pub(super) fn digits(whole: &str, fraction: &str) -> Self {
        let mantissa = whole
            .bytes()
            .chain(fraction.bytes())
            .take(DIGITS)
            .fold(0_u128, |value, digit| value * 10 + u128::from(digit - b'0'));
        let read = fraction.len().min(DIGITS.saturating_sub(whole.len()));
        Self { mantissa, exponent: -i32::try_from(read).expect("at most 30 digits are read") }
    }

    /// The amount times ten to the `power`.
    pub(super) fn scaled(self, power: u32) -> Self {
        Self { exponent: self.exponent + power.cast_signed(), ..self }
    }

    /// The exact sum, or `None` where it does not fit.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let mantissa = self.aligned(exponent)?.checked_add(other.aligned(exponent)?)?;
        Some(Self { mantissa, exponent })
    }

    fn aligned(self, exponent: i32) -> Option<u128> {
        let zeros = u32::try_from(self.exponent - exponent).ok()?;
        self.mantissa.checked_mul(10_u128.checked_pow(zeros)?)
    }

    /// The nearest float: parsing decimal notation rounds once and correctly.
    pub(super) fn value(self) -> f64 {
        format!("{}e{}", self.mantissa, self.exponent).parse().unwrap_or_default()
    }

    /// Whether the amount is a whole number of tens, as in 二十, 400 or 1.5万.
    pub(super) fn is_round(self) -> bool {
        self.aligned(0)
            .or_else(|| self.aligned(self.exponent))
            .is_some_and(|units| self.exponent >= 0 && units != 0 && units.is_multiple_of(10))
    }

    /// Whether the amount is a whole number within `range`.
    pub(super) fn is_integer_in(self, range: &RangeInclusive<u128>) -> bool {
        self.exponent == 0 && range.contains(&self.mantissa)
    }
}

//! A direction that stands for a text, in eight bits a component.

/// A vector of length 1, rounded: `components` times `scale`.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    /// From -127 to 127.
    pub components: Vec<i8>,
    /// What brings the length back to 1.
    pub scale: f32,
}

impl Vector {
    /// What stands for a text that a model cannot read: near to nothing.
    #[must_use]
    pub fn nowhere(dimension: usize) -> Self {
        Self { components: vec![0; dimension], scale: 0.0 }
    }

    /// The direction of `values`; `None` where they have none, or where one is not a number.
    #[must_use]
    pub fn towards(values: &[f32]) -> Option<Self> {
        let most = values.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        if !(most.is_finite() && most > 0.0) || values.iter().any(|value| value.is_nan()) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "-127 to 127")]
        let rounded = |value: &f32| (value / most * 127.0).round() as i8;
        let components: Vec<i8> = values.iter().map(rounded).collect();
        #[expect(clippy::cast_precision_loss, reason = "below 2^24 in up to 1,000 components")]
        let length = (dot(&components, &components) as f32).sqrt();
        Some(Self { components, scale: 1.0 / length })
    }

    /// The direction that several point to together.
    #[must_use]
    pub fn mean<'a>(vectors: impl Iterator<Item = &'a Self>) -> Option<Self> {
        let mut sum: Vec<f32> = Vec::new();
        for vector in vectors {
            sum.resize(vector.components.len(), 0.0);
            for (sum, component) in sum.iter_mut().zip(&vector.components) {
                *sum += f32::from(*component) * vector.scale;
            }
        }
        Self::towards(&sum)
    }

    /// The cosine of the angle to the vector of `components` and `scale`, -1 to 1.
    #[must_use]
    pub fn cosine(&self, components: &[i8], scale: f32) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "rounding of the eighth digit")]
        let product = dot(&self.components, components) as f32;
        product * self.scale * scale
    }
}

/// Products of two bytes fit in sixteen bits, which processors add up in pairs.
fn dot(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_to_bytes_changes_no_cosine_by_more_than_a_hundredth() {
        let wave =
            |by: f32| -> Vec<f32> { (0..384u16).map(|i| (f32::from(i) * by).sin()).collect() };
        let exact = |a: &[f32], b: &[f32]| {
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
        };
        for (a, b) in [(0.1, 0.1), (0.1, 0.101), (0.1, 0.11), (0.3, 1.7)] {
            let (a, b) = (wave(a), wave(b));
            let (u, v) = (Vector::towards(&a).unwrap(), Vector::towards(&b).unwrap());
            let cosine = u.cosine(&v.components, v.scale);
            assert!((cosine - exact(&a, &b)).abs() < 0.01, "{cosine} is not {}", exact(&a, &b));
        }
    }

    #[test]
    fn nothing_has_no_direction() {
        assert_eq!(Vector::towards(&[0.0, 0.0]), None);
        assert_eq!(Vector::towards(&[1.0, f32::NAN]), None);
        assert_eq!(Vector::mean(std::iter::empty()), None);
    }
}

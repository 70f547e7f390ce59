//! Where a drawing puts a point, as PDF (ISO 32000-2, 8.3.3) and OFD (GB/T 33190) write it.

/// A matrix: a b c d e f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::intake::extract) struct Matrix(pub(in crate::intake::extract) [f32; 6]);

impl Default for Matrix {
    /// Leaves a point where it is.
    fn default() -> Self {
        Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

impl Matrix {
    /// First this one, then the other.
    pub(in crate::intake::extract) fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    /// Where it puts a point.
    pub(in crate::intake::extract) fn place(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

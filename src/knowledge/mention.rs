//! Organizations and places that a passage names.

use super::facts::{Claim, FactType};
use super::reading::Reading;
use super::region;

/// The places that passage `at` names, by their official paths.
pub(super) fn claims(reading: &Reading<'_>, at: usize) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let places = region::mentions(&prose.plain).into_iter();
    let claims = places.map(|(span, place)| Claim {
        region: Some(place),
        ..Claim::new(FactType::Region, region::path(place), span)
    });
    claims.collect()
}

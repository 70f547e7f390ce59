//! The road from a text that was derived (folded, taken out of Markdown) back to its original.

use serde::{Deserialize, Serialize};

use super::span::Span;

/// A stretch of derived text and the stretch of the original that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    derived: u32,
    derived_len: u32,
    original: u32,
    original_len: u32,
    /// Character for character with equal byte lengths, so that offsets inside can be added.
    linear: bool,
}

/// Where each byte of a derived text stood in its original. Built front to back with [`push`],
/// read with [`to_original`].
///
/// [`push`]: OffsetMap::push
/// [`to_original`]: OffsetMap::to_original
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<[u32; 5]>", into = "Vec<[u32; 5]>")]
pub struct OffsetMap {
    runs: Vec<Run>,
}

impl OffsetMap {
    /// Says that the next `derived_len` bytes came from `original`. `linear` promises that both
    /// sides have the same characters' lengths throughout.
    pub fn push(&mut self, derived_len: usize, original: Span, linear: bool) {
        debug_assert!(!linear || derived_len == original.len());
        if derived_len == 0 {
            return;
        }
        let derived = self.derived_len();
        if let Some(last) = self.runs.last_mut() {
            let follows = last.original + last.original_len == narrow(original.start);
            if linear && last.linear && follows {
                last.derived_len += narrow(derived_len);
                last.original_len += narrow(original.len());
                return;
            }
        }
        self.runs.push(Run {
            derived: narrow(derived),
            derived_len: narrow(derived_len),
            original: narrow(original.start),
            original_len: narrow(original.len()),
            linear,
        });
    }

    /// Says that the last `derived_len` bytes, pushed before, came from the original up to `end`
    /// as well: several characters became one.
    pub fn stretch(&mut self, derived_len: usize, end: usize) {
        let Some(mut last) = self.runs.pop() else { return };
        debug_assert!(derived_len <= last.derived_len as usize);
        let before = last.derived_len - narrow(derived_len);
        if before > 0 && last.linear {
            self.runs.push(Run { derived_len: before, original_len: before, ..last });
            last.derived += before;
            last.original += before;
            last.derived_len -= before;
        }
        last.original_len = narrow(end) - last.original;
        last.linear = false;
        self.runs.push(last);
    }

    /// Appends `other`, the map of a text that follows this one's.
    pub fn append(&mut self, other: &Self) {
        for run in &other.runs {
            let start = run.original as usize;
            let original = Span::new(start, start + run.original_len as usize);
            self.push(run.derived_len as usize, original, run.linear);
        }
    }

    /// Length in bytes of the derived text described so far.
    #[must_use]
    pub fn derived_len(&self) -> usize {
        self.runs.last().map_or(0, |run| (run.derived + run.derived_len) as usize)
    }

    /// The smallest span of the original that gave `derived`. Always lands on character
    /// boundaries when `derived` does; a part of an expanded character (`(` of `㈠`) gives the
    /// whole character. Past the end it gives the end.
    #[must_use]
    pub fn to_original(&self, derived: Span) -> Span {
        let start = self.start_of(derived.start);
        if derived.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end_of(derived.end).max(start))
    }

    /// The span of the derived text that came from `original`, or from a part of it; `None` where
    /// nothing did.
    #[must_use]
    pub fn to_derived(&self, original: Span) -> Option<Span> {
        let parts = self.runs.iter().filter_map(|run| {
            let (from, to) = (run.original as usize, (run.original + run.original_len) as usize);
            let (start, end) = (original.start.max(from), original.end.min(to));
            let derived = run.derived as usize;
            let whole = Span::new(derived, derived + run.derived_len as usize);
            let part = || Span::new(derived + start - from, derived + end - from);
            (start < end).then(|| if run.linear { part() } else { whole })
        });
        parts.reduce(|first, last| Span::new(first.start, last.end))
    }

    fn start_of(&self, offset: usize) -> usize {
        match self.run_at(offset) {
            Some(run) if run.linear => run.original as usize + offset - run.derived as usize,
            Some(run) => run.original as usize,
            None => self.original_end(),
        }
    }

    fn end_of(&self, offset: usize) -> usize {
        match self.run_at(offset - 1) {
            Some(run) if run.linear => run.original as usize + offset - run.derived as usize,
            Some(run) => (run.original + run.original_len) as usize,
            None => self.original_end(),
        }
    }

    fn run_at(&self, offset: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.derived as usize <= offset);
        let run = &self.runs[after.checked_sub(1)?];
        (offset < (run.derived + run.derived_len) as usize).then_some(run)
    }

    fn original_end(&self) -> usize {
        self.runs.last().map_or(0, |run| (run.original + run.original_len) as usize)
    }
}

/// Offsets are kept in 32 bits; intake refuses files far below 4 GiB.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("a text is shorter than 4 GiB")
}

impl From<Vec<[u32; 5]>> for OffsetMap {
    fn from(rows: Vec<[u32; 5]>) -> Self {
        let runs = rows
            .into_iter()
            .map(|[derived, derived_len, original, original_len, linear]| Run {
                derived,
                derived_len,
                original,
                original_len,
                linear: linear == 1,
            })
            .collect();
        Self { runs }
    }
}

impl From<OffsetMap> for Vec<[u32; 5]> {
    fn from(map: OffsetMap) -> Self {
        map.runs
            .into_iter()
            .map(|r| [r.derived, r.derived_len, r.original, r.original_len, u32::from(r.linear)])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_runs_add_offsets_and_others_give_the_whole_character() {
        let mut map = OffsetMap::default();
        map.push(6, Span::new(0, 6), true);
        map.push(3, Span::new(6, 10), false);
        map.push(3, Span::new(12, 15), true);
        assert_eq!(map.to_original(Span::new(3, 6)), Span::new(3, 6));
        assert_eq!(map.to_original(Span::new(7, 8)), Span::new(6, 10));
        assert_eq!(map.to_original(Span::new(6, 12)), Span::new(6, 15));
        assert_eq!(map.to_original(Span::new(12, 12)), Span::new(15, 15));
        assert_eq!(map.to_original(Span::new(40, 44)), Span::new(15, 15));
    }

    #[test]
    fn the_last_bytes_can_stand_for_more_of_the_original() {
        let mut map = OffsetMap::default();
        map.push(7, Span::new(0, 7), true);
        map.stretch(1, 12);
        map.push(3, Span::new(12, 15), true);
        assert_eq!(map.to_original(Span::new(3, 6)), Span::new(3, 6));
        assert_eq!(map.to_original(Span::new(6, 7)), Span::new(6, 12));
        assert_eq!(map.to_original(Span::new(3, 10)), Span::new(3, 15));
        assert_eq!(map.to_derived(Span::new(8, 9)), Some(Span::new(6, 7)));
        let mut whole = OffsetMap::default();
        whole.push(3, Span::new(0, 3), false);
        whole.stretch(1, 6);
        assert_eq!(whole.to_original(Span::new(2, 3)), Span::new(0, 6));
    }

    #[test]
    fn the_way_forth_is_the_way_back() {
        let mut map = OffsetMap::default();
        map.push(6, Span::new(0, 6), true);
        map.push(3, Span::new(6, 10), false);
        map.push(3, Span::new(12, 15), true);
        assert_eq!(map.to_derived(Span::new(3, 6)), Some(Span::new(3, 6)));
        assert_eq!(map.to_derived(Span::new(3, 13)), Some(Span::new(3, 10)));
        assert_eq!(map.to_derived(Span::new(7, 8)), Some(Span::new(6, 9)));
        assert_eq!(map.to_derived(Span::new(10, 12)), None);
    }

    #[test]
    fn a_map_survives_json() {
        let mut map = OffsetMap::default();
        map.push(6, Span::new(2, 8), true);
        map.push(1, Span::new(9, 12), false);
        let json = serde_json::to_string(&map).unwrap();
        assert_eq!(serde_json::from_str::<OffsetMap>(&json).unwrap(), map);
    }
}

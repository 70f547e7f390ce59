//! Links to the pages of a list.

/// Links to pages before the rest is left out.
const LINKS: usize = 9;

/// The pages around the present one.
pub(super) struct Pages {
    pub(super) previous: Option<String>,
    /// Number, URL, whether it is this page.
    pub(super) numbers: Vec<(usize, String, bool)>,
    pub(super) next: Option<String>,
}

/// Links around page `here` (from 0) of `count`; `None` where there is nothing to turn.
pub(super) fn pages(count: usize, here: usize, url: impl Fn(usize) -> String) -> Option<Pages> {
    if count < 2 || here >= count {
        return None;
    }
    let first = here.saturating_sub(LINKS / 2).min(count.saturating_sub(LINKS));
    let numbers = first..count.min(first + LINKS);
    Some(Pages {
        previous: here.checked_sub(1).map(&url),
        numbers: numbers.map(|page| (page + 1, url(page), page == here)).collect(),
        next: (here + 1 < count).then(|| url(here + 1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_links_stand_around_the_present_page() {
        let url = |page: usize| format!("/{page}");
        let around = |count, here| pages(count, here, url).expect("more than one page");
        let numbers = |pages: &Pages| pages.numbers.iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(numbers(&around(3, 0)), [1, 2, 3]);
        assert_eq!(around(3, 0).previous, None);
        assert_eq!(around(3, 0).next.as_deref(), Some("/1"));
        assert_eq!(numbers(&around(40, 20)), (17..=25).collect::<Vec<_>>());
        assert_eq!(numbers(&around(40, 39)), (32..=40).collect::<Vec<_>>());
        assert!(around(40, 39).next.is_none() && around(40, 39).numbers[8].2);
        assert!(pages(1, 0, url).is_none() && pages(3, 3, url).is_none());
    }
}

//! A、B的压减率分别达到61.36%、77.8%: a row of measures for a row of figures.

use super::Measure;
use super::phrase::Scene;

/// For each figure its own part of a measure that is shared out by 分别; `None` where nothing is.
pub(super) fn shares(scene: &Scene<'_>, measures: &[Measure]) -> Vec<Option<String>> {
    let mut shares = vec![None; measures.len()];
    let mut at = 0;
    while at < measures.len() {
        let group = group(measures, at);
        if shared_out(scene, measures, at) {
            let parts = parts(measures[at].phrase.of(scene.text));
            if parts.len() == group {
                for (offset, part) in parts.into_iter().enumerate() {
                    shares[at + offset] = Some(part);
                }
            }
        }
        at += group;
    }
    shares
}

/// How many figures from `at` on measure the same phrase.
fn group(measures: &[Measure], at: usize) -> usize {
    let phrase = measures[at].phrase;
    measures[at..].iter().take_while(|it| it.phrase == phrase).count().max(1)
}

fn shared_out(scene: &Scene<'_>, measures: &[Measure], at: usize) -> bool {
    let (phrase, figure) = (measures[at].phrase, scene.figures[at].span);
    let between = scene.text.get(phrase.end..figure.start).unwrap_or_default();
    !phrase.is_empty() && (between.contains("分别") || between.contains('各'))
}

/// The parts of a row; what follows the last 的, or the last part's own head of one or two
/// characters and 率, 量, 额, 数, belongs to all of them.
fn parts(phrase: &str) -> Vec<String> {
    let cut = |text: &str| -> Vec<String> {
        let parts = text.split(['、', '和', '及', '与']).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    match phrase.rsplit_once('的') {
        Some((row, head)) if row.contains(['、', '和', '及', '与']) && !head.is_empty() => {
            cut(row).into_iter().map(|part| format!("{part}{head}")).collect()
        }
        _ => cut(phrase),
    }
}

//! What other themes the documents would have if `themes.toml` said otherwise.

use super::bundle::document_themes;
use super::error::LibraryError;
use super::snapshot::Snapshot;
use crate::budget;
use crate::knowledge::theme::Themes;

/// Documents that are named for a theme.
const EXAMPLES: usize = 5;

/// What would change for one theme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemeTurn {
    /// The theme.
    pub theme: String,
    /// How many documents would get it.
    pub come: usize,
    /// How many would lose it.
    pub go: usize,
    /// Some of them: whether it comes, name and title.
    pub examples: Vec<(bool, String, String)>,
}

/// What would change in the themes that are derived for the documents of `snapshot`, and how many
/// were read; what a document states itself stays. `progress` is told how many are read of how many.
///
/// # Errors
/// When the index cannot be read.
pub fn theme_turns(
    snapshot: &Snapshot,
    themes: &Themes,
    progress: &dyn Fn(usize, usize),
) -> Result<(usize, Vec<ThemeTurn>), LibraryError> {
    let files = snapshot.engine.files()?;
    let (mut turns, mut read) = (Vec::new(), 0);
    for (done, file) in files.iter().enumerate() {
        budget::look();
        progress(done, files.len());
        let Some(id) = &file.document else { continue };
        let Some(document) = snapshot.engine.document(id)? else { continue };
        if !document.front_matter.themes.is_empty() {
            continue;
        }
        read += 1;
        let mut passages = snapshot.engine.passages(id)?;
        for passage in &mut passages {
            let of = themes.of(&format!("{}\n{}", passage.heading, passage.text));
            passage.themes = of.into_iter().map(str::to_owned).collect();
        }
        let (before, after) = (&document.themes, document_themes(&passages));
        let title = (id.to_string(), document.front_matter.title.clone());
        let gone = before.iter().filter(|it| !after.contains(it)).map(|it| (it, false));
        let come = after.iter().filter(|it| !before.contains(it)).map(|it| (it, true));
        gone.chain(come).for_each(|(theme, comes)| note(&mut turns, theme, comes, &title));
    }
    Ok((read, turns))
}

fn note(turns: &mut Vec<ThemeTurn>, theme: &str, comes: bool, (id, title): &(String, String)) {
    let at = turns.iter().position(|it| it.theme == theme).unwrap_or_else(|| {
        turns.push(ThemeTurn { theme: theme.to_owned(), ..ThemeTurn::default() });
        turns.len() - 1
    });
    let turn = &mut turns[at];
    *if comes { &mut turn.come } else { &mut turn.go } += 1;
    if turn.examples.len() < EXAMPLES {
        turn.examples.push((comes, id.clone(), title.clone()));
    }
}

//! The panel above the hits, as it is shown.

use super::entity::{ShownExpansion, expansion, held, whose};
use super::ink::{entity_url, fact_url};
use crate::compare::figures::written;
use crate::knowledge::FactType;
use crate::search::panel::Panel;

/// What is known of the name that was asked; every line leads to its sentence.
pub(super) struct ShownPanel {
    pub(super) label: &'static str,
    pub(super) name: String,
    pub(super) url: String,
    pub(super) total: usize,
    /// Whether it is an instrument, whose text may be held or not.
    pub(super) instrument: bool,
    pub(super) held: Vec<(String, String)>,
    pub(super) expansions: Vec<ShownExpansion>,
    /// Amount, whose, URL.
    pub(super) figures: Vec<(String, String, String)>,
    /// Whose, URL.
    pub(super) owners: Vec<(String, String)>,
}

pub(super) fn shown_panel(panel: &Panel) -> ShownPanel {
    let figures =
        panel.figures.iter().map(|fact| (written(&fact.details), whose(fact), fact_url(fact)));
    ShownPanel {
        label: panel.kind.label(),
        url: entity_url(panel.kind, &panel.name),
        name: panel.name.clone(),
        total: panel.total,
        instrument: panel.kind == FactType::Instrument,
        held: panel.held.iter().map(held).collect(),
        expansions: panel.expansions.iter().map(expansion).collect(),
        figures: figures.collect(),
        owners: panel.owners.iter().map(|fact| (whose(fact), fact_url(fact))).collect(),
    }
}

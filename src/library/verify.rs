//! Reading everything again to find what has changed on the disk without being written.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::error::LibraryError;
use super::generations::Generations;
use crate::corpus::CorpusFolder;
use crate::corpus::originals::NoOriginal;
use crate::index::embedded::EmbeddedEngine;
use crate::index::engine::EngineError;

/// A file that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Its path, below the index folder or the corpus.
    pub path: String,
    /// What is wrong with it, in Chinese.
    pub reason: String,
}

/// How fast files are read.
#[derive(Debug)]
pub struct Pace {
    start: Instant,
    read: u64,
    /// Bytes a second; `None` for as fast as it goes.
    budget: Option<u64>,
}

impl Pace {
    /// As fast as it goes.
    #[must_use]
    pub fn full() -> Self {
        Self { start: Instant::now(), read: 0, budget: None }
    }

    /// `budget` bytes a second, so that others are not kept from the disk.
    #[must_use]
    pub fn of(budget: u64) -> Self {
        Self { budget: Some(budget.max(1)), ..Self::full() }
    }

    /// Bytes that were read.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read
    }

    fn paused(&mut self, bytes: usize) {
        self.read += bytes as u64;
        if let Some(budget) = self.budget {
            let due = Duration::from_millis(self.read.saturating_mul(1000) / budget);
            std::thread::sleep(due.saturating_sub(self.start.elapsed()));
        }
    }
}

/// Reads the generation that answers, every byte of it, at `pace`; what is not as it was written.
///
/// # Errors
/// [`LibraryError::NoIndex`] where there is none, [`LibraryError`] when it cannot be read.
pub fn index(generations: &Generations, pace: &mut Pace) -> Result<Vec<Fault>, LibraryError> {
    let generation = match generations.published() {
        Ok(generation) => generation,
        Err(LibraryError::Damaged { number, reason }) => {
            let path = number.map_or("CURRENT".to_owned(), |it| format!("generation-{it}"));
            return Ok(vec![Fault { path, reason }]);
        }
        Err(error) => return Err(error),
    };
    let number =
        generation.ok_or_else(|| LibraryError::NoIndex(generations.root().to_owned()))?.number;
    let folder = format!("generation-{number}");
    match EmbeddedEngine::check(&generations.files(number), &mut |bytes| pace.paused(bytes)) {
        Ok(faults) => {
            let fault = |(name, reason)| Fault { path: format!("{folder}/{name}"), reason };
            Ok(faults.into_iter().map(fault).collect())
        }
        Err(EngineError::Damaged(reason)) => Ok(vec![Fault { path: folder, reason }]),
        Err(error) => Err(error.into()),
    }
}

/// That generation `number` is as it was written, every byte of it.
///
/// # Errors
/// [`LibraryError::Damaged`] names the first file that is not.
pub(super) fn sound(generations: &Generations, number: u64) -> Result<(), LibraryError> {
    let damaged = |reason| LibraryError::Damaged { number: Some(number), reason };
    let faults = EmbeddedEngine::check(&generations.files(number), &mut |_| {});
    match faults {
        Ok(faults) => match faults.into_iter().next() {
            None => Ok(()),
            Some((_, reason)) => Err(damaged(reason)),
        },
        Err(EngineError::Damaged(reason)) => Err(damaged(reason)),
        Err(error) => Err(error.into()),
    }
}

/// Reads the documents of `corpus` and the originals that they name by hash; those that are not
/// what was imported, cannot be read, or are no documents. An original that was never kept is no
/// fault.
///
/// # Errors
/// [`LibraryError::Corpus`] when a folder cannot be read.
pub fn corpus(corpus: &CorpusFolder) -> Result<(usize, Vec<Fault>), LibraryError> {
    let (mut originals, mut faults) = (0, Vec::new());
    for file in corpus.files()? {
        let held = match file.parse() {
            Ok(held) => held,
            Err((line, reason)) => {
                let reason = format!("第 {line} 行 {reason}");
                faults.push(Fault { path: file.path.clone(), reason });
                continue;
            }
        };
        let source = &held.file.front_matter.source;
        let own = source.sha256.clone().zip(source.file.clone());
        let others = corpus.other_originals(&held.id).into_iter().map(|it| (it.sha256, it.file));
        for (sha256, name) in own.into_iter().chain(others) {
            match corpus.original(&sha256, &name) {
                Ok(_) => originals += 1,
                Err(NoOriginal::NotKept) => {}
                Err(error) => {
                    faults.push(Fault { path: file.path.clone(), reason: error.to_string() });
                }
            }
        }
    }
    faults.dedup();
    Ok((originals, faults))
}

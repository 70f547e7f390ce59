//! What all requests share: the library's present snapshot.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::access::{reach, sees_queries, signed_in};
use super::bearer::Bearer;
use super::counted::Answered;
use super::doors::{Doors, leaves_traces};
use super::lanes::Lanes;
use super::trials::Trials;
use super::vouched::Proxy;
use crate::corpus::CorpusFolder;
use crate::desk::Desk;
use crate::intake::sandbox::Reader;
use crate::library::query_log::{LookedFor, MAX_KEPT_CHARACTERS};
use crate::library::{Generations, LibraryError, QueryLog, Sight, Snapshot};
use crate::search::correct;
use crate::search::suggest::Suggestions;
use crate::search::{Request, search};

/// The library as it is served.
pub struct Library {
    generations: Generations,
    present: RwLock<Arc<Sight>>,
    /// What is looked for; none where it is not counted.
    pub(super) log: Option<QueryLog>,
    /// Where raw files are kept; none where they are not given.
    pub(super) corpus: Option<CorpusFolder>,
    /// Who reads files of other programs.
    pub(super) reader: Reader,
    /// Who may come in.
    pub(super) doors: Doors,
    /// Where people work on the library; none where it is only read.
    pub(super) desk: Option<Arc<Desk>>,
    /// The proxy that signs people in, where one does.
    pub(super) proxy: Option<Proxy>,
    /// What programs of other systems must show.
    pub(super) bearer: Bearer,
    /// The words that are tried.
    pub(super) trials: Trials,
    /// How many requests were answered.
    pub(super) answered: Answered,
    /// How much is worked on at once.
    pub(super) lanes: Lanes,
    /// What is wrong with the index, as long as it is.
    damage: Mutex<Option<(u64, String)>>,
}

impl Library {
    /// Opens the library whose index is in `generations`.
    ///
    /// # Errors
    /// [`LibraryError::NoIndex`] before the first refresh.
    pub fn open(generations: Generations) -> Result<Self, LibraryError> {
        let present = RwLock::new(Arc::new(Sight::new(Snapshot::open(&generations)?)?));
        Ok(Self {
            generations,
            present,
            log: None,
            corpus: None,
            reader: Reader::Here,
            doors: Doors::default(),
            desk: None,
            proxy: None,
            bearer: Bearer::default(),
            trials: Trials::default(),
            answered: Answered::default(),
            lanes: Lanes::default(),
            damage: Mutex::default(),
        })
    }

    /// The same library, counting in `log` what is looked for.
    #[must_use]
    pub fn counting(self, log: QueryLog) -> Self {
        Self { log: Some(log), ..self }
    }

    /// The same library, with files of other programs read by `reader`.
    #[must_use]
    pub fn reading(self, reader: Reader) -> Self {
        Self { reader, ..self }
    }

    /// The same library, answering to the names of `doors`; else to those of this machine alone.
    #[must_use]
    pub fn behind(self, doors: Doors) -> Self {
        Self { doors, ..self }
    }

    /// The same library, worked on at `desk`.
    #[must_use]
    pub fn with_desk(self, desk: Desk) -> Self {
        Self { desk: Some(Arc::new(desk)), ..self }
    }

    /// The same library, where people come in whom `proxy` names.
    #[must_use]
    pub fn trusting(self, proxy: Proxy) -> Self {
        Self { proxy: Some(proxy), ..self }
    }

    /// The same library, where programs of other systems must show `token`.
    #[must_use]
    pub fn admitting(self, token: &str) -> Self {
        Self { bearer: Bearer::new(token), ..self }
    }

    /// The same library, giving the originals that `corpus` keeps.
    #[must_use]
    pub fn over(self, corpus: CorpusFolder) -> Self {
        Self { corpus: Some(corpus), ..self }
    }

    /// Counts that `q` was asked and found `total` documents, and that `corrected` was offered;
    /// what another site's page made a browser ask is not counted.
    /// What somebody asks who sees more than everybody does may tell of it: it is counted and not
    /// written down.
    pub(super) fn record(&self, q: &str, total: usize, corrected: Option<&str>) {
        if leaves_traces() && total > 0 {
            self.remember(q);
        }
        let Some(log) = self.log.as_ref().filter(|_| leaves_traces()) else { return };
        if self.sight().opening(&reach()).is_empty() {
            log.record(q, total, corrected);
        } else {
            log.count(total);
        }
    }

    /// Keeps what was asked for the one who asked, behind the request.
    fn remember(&self, q: &str) {
        let (Some(name), Some(desk)) = (signed_in(), self.desk.clone()) else { return };
        let q: String = q.trim().chars().take(MAX_KEPT_CHARACTERS).collect();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = desk.state.ask(&name, &q) {
                tracing::warn!("查过的词没有记下：{error}");
            }
        });
    }

    /// Queries that complete what is typed: where people sign in, those of who asks alone.
    pub(super) fn past(&self) -> Vec<(String, u64)> {
        match (signed_in(), &self.desk) {
            (None, _) => self.log.as_ref().map(QueryLog::successful).unwrap_or_default(),
            (Some(name), Some(desk)) => {
                let asked = desk.state.asked(&name).unwrap_or_default();
                asked.into_iter().map(|(text, _)| (text, 1)).collect()
            }
            (Some(_), None) => Vec::new(),
        }
    }

    /// What was looked for, for who may see it.
    pub(super) fn looked_for(&self) -> Option<LookedFor> {
        self.log.as_ref().filter(|_| sees_queries()).map(QueryLog::looked_for)
    }

    /// Writes down what was looked for since the last time.
    pub(super) fn keep_log(&self) {
        if let Some(Err(error)) = self.log.as_ref().map(QueryLog::keep) {
            tracing::warn!("查询记录无法写入，稍后再试：{error}");
        }
    }

    /// The present state of the library, of which a request reads what is in its sight.
    pub(super) fn sight(&self) -> Arc<Sight> {
        // It is replaced whole, so that a panic elsewhere cannot leave half of one.
        Arc::clone(&self.present.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The whole of the present state, for work that shows nothing of it to anybody.
    #[must_use]
    pub fn whole(&self) -> Arc<Snapshot> {
        Arc::clone(self.sight().whole())
    }

    /// Where the index lies.
    #[must_use]
    pub fn generations(&self) -> &Generations {
        &self.generations
    }

    /// Where people work on the library, if anywhere.
    #[must_use]
    pub fn desk(&self) -> Option<&Desk> {
        self.desk.as_deref()
    }

    /// Takes up a refresh that has happened since.
    ///
    /// # Errors
    /// When the refreshed index cannot be opened; the present snapshot stays.
    pub fn renew(&self) -> Result<(), LibraryError> {
        let present = self.whole();
        let published = self.generations.published()?;
        if published.is_some_and(|published| published != present.generation) {
            let renewed = Arc::new(Sight::new(present.renewed(&self.generations)?)?);
            *self.present.write().unwrap_or_else(PoisonError::into_inner) = renewed;
        }
        Ok(())
    }

    /// What is wrong with the generation that answers, in Chinese; `None` where nothing is known
    /// to be.
    #[must_use]
    pub fn damage(&self) -> Option<String> {
        let now = self.whole().generation.number;
        let noted = self.damage.lock().unwrap_or_else(PoisonError::into_inner);
        noted.as_ref().filter(|(number, _)| *number == now).map(|(_, reason)| reason.clone())
    }

    /// Notes that generation `number` of the index is damaged.
    pub fn note_damage(&self, number: u64, reason: String) {
        *self.damage.lock().unwrap_or_else(PoisonError::into_inner) = Some((number, reason));
    }

    /// Asks the first question, which reads the index into memory, and says how long it took.
    pub(super) fn first_answer(&self) -> Duration {
        let start = Instant::now();
        let request = Request { text: "党建".to_owned(), ..Request::default() };
        if let Err(error) = search(&self.whole(), request) {
            tracing::warn!("首次检索失败：{error}");
        }
        start.elapsed()
    }

    /// Gathers what completes and corrects, so that the first to type need not wait.
    pub(super) fn prepare(&self) {
        let snapshot = self.whole();
        if let Err(error) = Suggestions::of(&snapshot).and_then(|_| correct::prepare(&snapshot)) {
            tracing::warn!("输入提示无法准备：{error}");
        }
    }
}

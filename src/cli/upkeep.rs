//! Beside a server: the index is read through again and again at a slow pace, and one that is not
//! as it was written is built anew from the corpus while the old one goes on answering.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::index::refreshed;
use crate::http;
use crate::library::How;
use crate::library::verify::{self, Pace};
use crate::settings::Settings;

/// Bytes a second that are read beside the server's own work.
const BUDGET: u64 = 8_000_000;
/// Time between the end of one reading and the next.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);
/// The first reading begins so long after the start.
const FIRST: Duration = Duration::from_secs(30);
/// How often it is looked whether a request has met damage.
const LOOK: Duration = Duration::from_secs(1);
/// After an attempt to build anew that has failed, the next one waits.
const PAUSE: Duration = Duration::from_secs(60);

/// Looks after the index as long as the process lives.
pub(super) fn start(settings: Settings, library: Arc<http::Library>) -> std::io::Result<()> {
    let look = move || {
        let mut next = Instant::now() + FIRST;
        loop {
            thread::sleep(LOOK);
            if next <= Instant::now() {
                read(&library);
                empty_bin(&library);
                next = Instant::now() + EVERY;
            }
            if library.damage().is_some() && !rebuilt(&settings, &library) {
                thread::sleep(PAUSE);
            }
        }
    };
    thread::Builder::new().name("upkeep".to_owned()).spawn(look)?;
    Ok(())
}

/// Reads the index through.
fn read(library: &http::Library) {
    let number = library.whole().generation.number;
    match verify::index(library.generations(), &mut Pace::of(BUDGET)) {
        Ok(faults) => {
            for fault in &faults {
                tracing::error!("索引文件 {} 损坏：{}", fault.path, fault.reason);
            }
            if let Some(fault) = faults.into_iter().next() {
                library.note_damage(number, fault.reason);
            }
        }
        Err(error) => tracing::warn!("核对索引：{error}"),
    }
}

/// Takes out of the bin what has lain there long enough.
fn empty_bin(library: &http::Library) {
    let Some(desk) = library.desk() else { return };
    if let Err(error) = desk.empty_bin() {
        tracing::warn!("回收处没有清理，过一会再试：{error}");
    }
}

/// Builds the index anew; whether it is sound now.
fn rebuilt(settings: &Settings, library: &http::Library) -> bool {
    tracing::warn!("索引已损坏，从语料重建");
    let built = refreshed(settings, How::anew())
        .and_then(|refreshed| library.renew().map(|()| refreshed).map_err(Into::into));
    match built {
        Ok(refreshed) => {
            tracing::info!("索引已重建为第 {} 代", refreshed.generation);
            true
        }
        Err(error) => {
            tracing::error!("索引已损坏，重建失败，过一分钟再试：{error:#}");
            false
        }
    }
}

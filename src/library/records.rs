//! Records that services keep beside the generations: appended to, read at once, disposable.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::generations::Generations;
use crate::index::storage::checksum;

/// A file of records in the index folder. Damage or another head make it empty; whoever keeps
/// records must be able to make them again.
#[derive(Debug, Clone)]
pub struct Records {
    path: PathBuf,
    head: String,
}

/// What a file of records holds.
#[derive(Debug, Default)]
pub struct Kept {
    bytes: Vec<u8>,
    /// Start and end of each record.
    bounds: Vec<(usize, usize)>,
}

impl Records {
    /// The file `name`. `head` is one line that says what the records are and how they are written:
    /// a file with another head is not read.
    #[must_use]
    pub fn new(generations: &Generations, name: &str, head: &str) -> Self {
        Self { path: generations.root().join(name), head: head.replace('\n', " ") + "\n" }
    }

    /// All records, up to the first that is damaged; none where there is no file.
    #[must_use]
    pub fn read(&self) -> Kept {
        let mut bytes = Vec::new();
        let read = File::open(&self.path).and_then(|mut file| file.read_to_end(&mut bytes));
        if read.is_err() || !bytes.starts_with(self.head.as_bytes()) {
            return Kept::default();
        }
        let (mut at, mut bounds) = (self.head.len(), Vec::new());
        while let Some((start, end)) = record_at(&bytes, at) {
            bounds.push((start, end));
            at = end;
        }
        Kept { bytes, bounds }
    }

    /// Writes `records` behind those of `kept`, which were read before.
    ///
    /// # Errors
    /// When the file cannot be written; what it holds then may be read up to there.
    pub fn append(&self, kept: &mut Kept, records: &[Vec<u8>]) -> io::Result<()> {
        let Some((_, end)) = kept.bounds.last().copied() else {
            return self.replace(kept, records);
        };
        let mut file = File::options().write(true).open(&self.path)?;
        // A damaged record at the end goes.
        file.set_len(end as u64)?;
        file.seek(SeekFrom::Start(end as u64))?;
        let written = framed(records);
        file.write_all(&written)?;
        kept.bounds.push((end, end + written.len()));
        Ok(())
    }

    /// Writes `records` in place of all.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn replace(&self, kept: &mut Kept, records: &[Vec<u8>]) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let aside = self.path.with_extension(format!("{}.tmp", std::process::id()));
        let written = [self.head.as_bytes(), &framed(records)].concat();
        fs::write(&aside, &written).and_then(|()| fs::rename(&aside, &self.path)).inspect_err(
            |_| {
                let _ = fs::remove_file(&aside);
            },
        )?;
        *kept = Kept { bytes: Vec::new(), bounds: vec![(0, written.len())] };
        Ok(())
    }
}

impl Kept {
    /// The records, in the order in which they were written.
    pub fn records(&self) -> impl Iterator<Item = &[u8]> {
        self.bounds.iter().filter_map(|(start, end)| self.bytes.get(*start..*end))
    }

    /// Gives the memory back; the file can still be appended to.
    pub fn forget(&mut self) {
        self.bytes = Vec::new();
        if let Some(last) = self.bounds.pop() {
            self.bounds = vec![last];
        }
    }
}

/// Each record behind its length and its checksum.
fn framed(records: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for record in records {
        let length = u32::try_from(record.len()).expect("a record is far below 4 GB");
        bytes.extend(length.to_le_bytes());
        bytes.extend(checksum(&[record]).to_le_bytes());
        bytes.extend(record);
    }
    bytes
}

/// Start and end of the record whose length stands at `at`; `None` when it is not whole.
fn record_at(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes(four.try_into().ok()?))
    };
    let (length, sum) = (number(at)? as usize, number(at + 4)?);
    let (start, end) = (at + 8, (at + 8).checked_add(length)?);
    (checksum(&[bytes.get(start..end)?]) == sum).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(kept: &Kept) -> Vec<String> {
        kept.records().map(|record| String::from_utf8_lossy(record).into_owned()).collect()
    }

    fn records(texts: &[&str]) -> Vec<Vec<u8>> {
        texts.iter().map(|text| text.as_bytes().to_vec()).collect()
    }

    #[test]
    fn records_are_read_as_they_were_written_and_damage_costs_what_stands_behind_it() {
        let folder = tempfile::tempdir().unwrap();
        let generations = Generations::new(&folder.path().join("i"));
        let file = Records::new(&generations, "texts.records", "texts 1");
        let mut kept = file.read();
        assert_eq!(texts(&kept), Vec::<String>::new());
        file.append(&mut kept, &records(&["甲", "乙"])).unwrap();
        file.append(&mut kept, &records(&["丙"])).unwrap();
        let mut kept = file.read();
        assert_eq!(texts(&kept), ["甲", "乙", "丙"]);
        kept.forget();
        file.append(&mut kept, &records(&["丁"])).unwrap();
        assert_eq!(texts(&file.read()), ["甲", "乙", "丙", "丁"]);
        let mut bytes = fs::read(&file.path).unwrap();
        let at = bytes.len() - 1 - 8 - 3;
        bytes[at] ^= 1;
        fs::write(&file.path, &bytes).unwrap();
        let mut kept = file.read();
        assert_eq!(texts(&kept), ["甲", "乙"]);
        file.append(&mut kept, &records(&["戊"])).unwrap();
        assert_eq!(texts(&file.read()), ["甲", "乙", "戊"]);
        assert_eq!(texts(&Records::new(&generations, "texts.records", "texts 2").read()), [""; 0]);
    }
}

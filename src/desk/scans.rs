//! Files of trays that hold pictures of text.

use super::{Desk, DeskError, Preview};
use crate::intake::ocr::Recognizer;
use crate::state::{Stage, TrayFile};

impl Desk {
    /// Has the text of the first file that waits for it recognised, and reads the file again; its
    /// name, or `None` where none waits.
    ///
    /// # Errors
    /// [`DeskError`]; the file goes on waiting.
    pub fn recognize_next(&self, recognizer: &Recognizer) -> Result<Option<String>, DeskError> {
        let waits = |file: &TrayFile| {
            let preview: Option<Preview> = serde_json::from_str(&file.preview).ok();
            file.stage == Stage::Read && preview.is_some_and(|it| it.needs_ocr)
        };
        let trays = self.state.trays()?.into_iter();
        let mut files = trays.flat_map(|tray| tray.files.into_iter().map(move |it| (tray.id, it)));
        let Some((tray, file)) = files.find(|(_, file)| waits(file)) else { return Ok(None) };
        let bytes = self.state.tray_bytes(file.id)?;
        let kept = self.reader.recognize(&file.name, &bytes, recognizer, &|_, _| {});
        kept.map_err(|error| DeskError::Typed(format!("识别的文字存不下：{error}")))?;
        self.state.read_again(file.id)?;
        self.work_on(tray)?;
        Ok(Some(file.name))
    }
}

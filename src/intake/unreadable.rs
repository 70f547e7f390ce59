//! Why a raw file cannot be read, in Chinese, with what to do.

use super::extract::docx::BrokenDocx;
use super::format::MAX_BYTES;
use crate::text::encoding::NotText;

/// What can be imported.
const READ: &str = "txt、md、html、docx、doc、wps、odt、rtf、pdf、ofd、xlsx、xls、et、csv、pptx、ppt、dps、epub、eml、mht、zip";

/// Why a file cannot be imported, in Chinese, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No bytes, or nothing but white space.
    #[error("文件是空的，里面没有文字；请确认选对了文件")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("文件太大：{0} 字节；上限 {MAX_BYTES} 字节，请先拆分")]
    TooLarge(u64),
    /// Of a kind that is not read.
    #[error("读不了这种文件（{0}）；可导入 {READ}，请先另存为其中一种")]
    Unsupported(&'static str),
    /// A password.
    #[error("文件加了密码，读不出；请去掉密码，另存后再导入")]
    Locked,
    /// Nothing but pictures of text.
    #[error("待识别：{}没有文字，只有图片或轮廓；可在 dianan.toml 里用 ocr 指定识别程序，或先用扫描软件识别（OCR）成文字再导入", shown(pages, *of))]
    Pictures {
        /// The pages, from 1.
        pages: Vec<u32>,
        /// How many pages there are.
        of: u32,
    },
    /// Broken, or no file of this kind.
    #[error("不是完好的 {what} 文件（{reason}）；请用原来的软件打开后另存")]
    Broken {
        /// The kind.
        what: &'static str,
        /// What is wrong, as its reader says.
        reason: String,
    },
    /// Larger inside than files that people made.
    #[error("{what} 文件里的内容超过上限（{detail}）；请拆开后再导入")]
    PastBounds {
        /// The kind.
        what: &'static str,
        /// Which bound.
        detail: String,
    },
    /// What a process that read it apart says.
    #[error("{reason}")]
    Reported {
        /// In Chinese.
        reason: String,
        /// Whether it holds pictures of text.
        needs_ocr: bool,
    },
    /// A Word document that is broken or past the bounds.
    #[error(transparent)]
    Docx(#[from] BrokenDocx),
    /// In no encoding that is known.
    #[error("无法识别文字编码；支持 UTF-8、GB18030、GBK、Big5、UTF-16，请先转换")]
    UnknownEncoding,
    /// In an encoding that is known, but for too many bytes.
    #[error(
        "文字编码像是 {encoding}，但读不出的字节太多，第一处是{first}；\
         文件可能已损坏或混用了几种编码，请找到完好的原件，或用原来的软件另存为 UTF-8 再导入"
    )]
    Damaged {
        /// Its name.
        encoding: &'static str,
        /// Line, column and bytes of the first bad place.
        first: String,
    },
}

impl Unreadable {
    /// Whether the file holds pictures of text, so that it has to be recognised first.
    #[must_use]
    pub fn needs_ocr(&self) -> bool {
        matches!(self, Self::Pictures { .. } | Self::Reported { needs_ocr: true, .. })
    }
}

impl From<NotText> for Unreadable {
    fn from(fault: NotText) -> Self {
        match fault {
            NotText::Empty => Self::Empty,
            NotText::Binary => Self::Unsupported("不是文本，含有空字节"),
            NotText::Unknown => Self::UnknownEncoding,
            NotText::Damaged { encoding, first } => {
                Self::Damaged { encoding, first: first.describe() }
            }
        }
    }
}

/// 第 1–3 页 or 全部 3 页.
fn shown(pages: &[u32], of: u32) -> String {
    if pages.is_empty() {
        String::new()
    } else if pages.len() == usize::try_from(of).unwrap_or(usize::MAX) {
        format!("全部 {of} 页")
    } else {
        format!("第 {} 页", listed(pages))
    }
}

/// Pages as a person lists them: 1–3、7.
pub(super) fn listed(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => runs.push((*page, *page)),
        }
    }
    let run = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    runs.iter().map(run).collect::<Vec<_>>().join("、")
}

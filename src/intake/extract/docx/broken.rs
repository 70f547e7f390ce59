//! Why a file is not read as a Word document.

use super::{DEEPEST, MAX_BYTES, package};

/// Why a file is not read as a Word document, in Chinese, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenDocx {
    /// More than [`MAX_BYTES`].
    #[error("文件太大：{0} 字节，上限 {MAX_BYTES} 字节；请拆开，或删去图片后另存")]
    TooLarge(usize),
    /// An old Word file, or one with a password.
    #[error("不是 docx：是旧格式（doc、wps）或加了密码的文件；请去掉密码，另存为 docx")]
    OldOrLocked,
    /// No zip file, or a damaged one.
    #[error("不是完好的 docx 文件（压缩包无法打开：{0}）；请用 Word 或 WPS 打开后另存")]
    BrokenZip(String),
    /// More files inside than office files have.
    #[error("压缩包里有 {0} 个文件，上限 {limit} 个；不像 docx 文件", limit = package::MAX_ENTRIES)]
    TooManyEntries(usize),
    /// A zip file without a document.
    #[error("压缩包里没有 {0}；不是 docx 文件")]
    NoPart(&'static str),
    /// A part that grows too large when it is unpacked.
    #[error("{0} 解压后超过 {1} 字节，或压缩比异常；为安全起见不读取，请另存后再试")]
    Bomb(String, u64),
    /// XML that is none.
    #[error("{part} 第 {at} 字节处的 XML 有误：{reason}；请用 Word 或 WPS 打开后另存")]
    BrokenXml {
        /// The part of the package.
        part: &'static str,
        /// Bytes from its start.
        at: u64,
        /// What is wrong.
        reason: String,
    },
    /// Elements inside elements without end.
    #[error("{0} 的标记套叠超过 {DEEPEST} 层；不像正常的文档，请用 Word 或 WPS 打开后另存")]
    TooDeep(&'static str),
}

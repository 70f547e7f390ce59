//! What can go wrong with the state.

use std::path::PathBuf;

/// The state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It was written by a later program.
    #[error("状态文件 {path} 由更新的版本写成（第 {version} 版）；请用新版程序打开，或从备份恢复")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: usize,
    },
    /// It cannot be read or written.
    #[error("状态文件 {path} 无法读写：{reason}；它只记账号、预览和操作，移走后文档不受影响")]
    Storage {
        /// The file.
        path: PathBuf,
        /// The library's word.
        reason: String,
    },
}

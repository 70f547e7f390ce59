//! Settings: the command line first, then `DIANAN_*`, then `dianan.toml`, then the defaults.

mod sign_in;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::library::Generation;
pub use sign_in::{SignIn, SignInError, StatedSignIn};

/// Where things are and how they are served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The corpus folder, `corpus` unless said otherwise.
    pub corpus: PathBuf,
    /// The index folder, `index` unless said otherwise.
    pub index: PathBuf,
    /// The address that `serve` listens on, `127.0.0.1:7878` unless said otherwise.
    pub listen: SocketAddr,
    /// Names by which `serve` is known beside its address, as a reverse proxy passes them on.
    pub names: Vec<String>,
    /// What programs of other systems must show as a bearer token; none unless it is said.
    pub api_token: Option<String>,
    /// Whether queries are counted, without who asked; they are unless said otherwise.
    pub log_queries: bool,
    /// Whether imports keep the raw files in the corpus; they do unless said otherwise.
    pub keep_originals: bool,
    /// The folder whose files a server imports; none unless it is said.
    pub watch: Option<PathBuf>,
    /// The folder of the model by whose meaning is searched too; none unless it is said.
    pub model: Option<PathBuf>,
    /// The program that recognises the text of scans (tesseract); none unless it is said.
    pub ocr: Option<PathBuf>,
    /// The state: `state.sqlite` beside the index folder unless said otherwise.
    pub state: PathBuf,
    /// Where people sign in elsewhere; with passwords of this library alone unless it is said.
    pub sign_in: SignIn,
}

/// What one source of settings says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// The corpus folder.
    pub corpus: Option<PathBuf>,
    /// The index folder.
    pub index: Option<PathBuf>,
    /// The address to listen on.
    pub listen: Option<SocketAddr>,
    /// Names beside the address.
    pub names: Option<Vec<String>>,
    /// What programs of other systems must show.
    pub api_token: Option<String>,
    /// Whether queries are counted.
    pub log_queries: Option<bool>,
    /// Whether imports keep the raw files.
    pub keep_originals: Option<bool>,
    /// The folder whose files a server imports.
    pub watch: Option<PathBuf>,
    /// The program that recognises the text of scans.
    pub ocr: Option<PathBuf>,
    /// The file of the state.
    pub state: Option<PathBuf>,
    /// How meaning is searched.
    #[serde(default)]
    pub meaning: StatedMeaning,
    /// Where people sign in elsewhere; the file alone says it.
    #[serde(default)]
    pub sign_in: StatedSignIn,
}

/// What one source of settings says of searching by meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedMeaning {
    /// The folder of the model.
    pub model: Option<PathBuf>,
}

/// A setting that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("设置文件 {path} {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// The cause, with its line.
        reason: String,
    },
    /// The table of the file that says where people sign in.
    #[error("设置文件：{0}")]
    SignIn(#[from] SignInError),
    /// A variable's value is not what it takes.
    #[error("环境变量 {name} 不能是“{value}”，应写作 {example}")]
    Variable {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it takes.
        example: &'static str,
    },
}

impl Settings {
    /// The settings from the command line (`stated`), the variables `environment` and the file
    /// `dianan.toml` in `folder`, the first that states one.
    ///
    /// # Errors
    /// [`SettingsError`] when the file or a variable is there and cannot be read.
    pub fn load(
        stated: Stated,
        environment: &HashMap<String, String>,
        folder: &Path,
    ) -> Result<Self, SettingsError> {
        let variables = from_variables(environment)?;
        let file = from_file(&folder.join("dianan.toml"))?;
        let listen = stated.listen.or(variables.listen).or(file.listen);
        let corpus = stated.corpus.or(variables.corpus).or(file.corpus);
        let index = stated.index.or(variables.index).or(file.index);
        let log = stated.log_queries.or(variables.log_queries).or(file.log_queries);
        let originals = stated.keep_originals.or(variables.keep_originals).or(file.keep_originals);
        let index = index.unwrap_or_else(|| PathBuf::from("index"));
        let state = stated.state.or(variables.state).or(file.state);
        Ok(Self {
            state: state.unwrap_or_else(|| index.with_file_name("state.sqlite")),
            log_queries: log.unwrap_or(true),
            keep_originals: originals.unwrap_or(true),
            names: stated.names.or(variables.names).or(file.names).unwrap_or_default(),
            api_token: stated
                .api_token
                .or(variables.api_token)
                .or(file.api_token)
                .filter(|token| !token.trim().is_empty()),
            watch: stated.watch.or(variables.watch).or(file.watch),
            ocr: stated
                .ocr
                .or(variables.ocr)
                .or(file.ocr)
                .filter(|program| !program.as_os_str().is_empty()),
            sign_in: file.sign_in.settled()?,
            model: [stated.meaning, variables.meaning, file.meaning]
                .into_iter()
                .find_map(|it| it.model)
                .filter(|folder| !folder.as_os_str().is_empty()),
            corpus: corpus.unwrap_or_else(|| PathBuf::from("corpus")),
            index,
            listen: listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 7878))),
        })
    }
}

fn from_variables(environment: &HashMap<String, String>) -> Result<Stated, SettingsError> {
    let path = |name: &str| environment.get(name).map(PathBuf::from);
    let bad = |name, value: &String, example| SettingsError::Variable {
        name,
        value: value.clone(),
        example,
    };
    let name = "DIANAN_LISTEN";
    let listen = environment
        .get(name)
        .map(|value| value.parse().map_err(|_| bad(name, value, "127.0.0.1:7878")));
    let names = environment.get("DIANAN_NAMES").map(|value| {
        value.split(',').map(|name| name.trim().to_owned()).filter(|it| !it.is_empty()).collect()
    });
    let switched = |name| {
        let value = environment.get(name);
        value
            .map(|value| switch(value).ok_or_else(|| bad(name, value, "true 或 false")))
            .transpose()
    };
    Ok(Stated {
        corpus: path("DIANAN_CORPUS"),
        index: path("DIANAN_INDEX"),
        watch: path("DIANAN_WATCH"),
        ocr: path("DIANAN_OCR"),
        api_token: environment.get("DIANAN_API_TOKEN").map(|it| it.trim().to_owned()),
        meaning: StatedMeaning { model: path("DIANAN_MODEL") },
        state: path("DIANAN_STATE"),
        sign_in: StatedSignIn::default(),
        listen: listen.transpose()?,
        names,
        log_queries: switched("DIANAN_LOG_QUERIES")?,
        keep_originals: switched("DIANAN_KEEP_ORIGINALS")?,
    })
}

/// A switch as people write it.
fn switch(value: &str) -> Option<bool> {
    match value.trim().to_lowercase().as_str() {
        "true" | "1" | "on" | "yes" | "是" | "开" => Some(true),
        "false" | "0" | "off" | "no" | "否" | "关" => Some(false),
        _ => None,
    }
}

fn from_file(path: &Path) -> Result<Stated, SettingsError> {
    let fault = |reason: String| SettingsError::File { path: path.to_owned(), reason };
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let read = toml::from_str(&text);
            read.map_err(|error| fault(Generation::toml_fault(&error.to_string())))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Stated::default()),
        Err(error) => Err(fault(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_source_that_states_a_setting_wins() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("dianan.toml"), "corpus = 'f'\nindex = 'f'\n").unwrap();
        let environment = HashMap::from([("DIANAN_INDEX".to_owned(), "v".to_owned())]);
        let stated = Stated { listen: "127.0.0.1:1".parse().ok(), ..Stated::default() };
        let settings = Settings::load(stated, &environment, folder.path()).unwrap();
        assert_eq!(settings.corpus, Path::new("f"));
        assert_eq!(settings.index, Path::new("v"));
        assert_eq!(settings.listen.port(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("dianan.toml"), "corpse = 'f'\n").unwrap();
        let none = HashMap::new();
        let error = Settings::load(Stated::default(), &none, folder.path()).unwrap_err();
        assert!(error.to_string().contains("corpse"), "{error}");
        let bad = HashMap::from([("DIANAN_LISTEN".to_owned(), "here".to_owned())]);
        let error = Settings::load(Stated::default(), &bad, Path::new("/nowhere")).unwrap_err();
        assert!(error.to_string().contains("DIANAN_LISTEN"), "{error}");
        let bad = HashMap::from([("DIANAN_LOG_QUERIES".to_owned(), "maybe".to_owned())]);
        let error = Settings::load(Stated::default(), &bad, Path::new("/nowhere")).unwrap_err();
        assert!(error.to_string().contains("DIANAN_LOG_QUERIES"), "{error}");
    }

    #[test]
    fn a_model_is_named_in_a_table_a_variable_or_an_argument_and_unnamed_by_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let none = HashMap::new();
        let model = |stated: Option<&str>, environment: &HashMap<String, String>| {
            let meaning = StatedMeaning { model: stated.map(PathBuf::from) };
            let stated = Stated { meaning, ..Stated::default() };
            Settings::load(stated, environment, folder.path()).unwrap().model
        };
        assert_eq!(model(None, &none), None);
        std::fs::write(folder.path().join("dianan.toml"), "[meaning]\nmodel = 'f'\n").unwrap();
        assert_eq!(model(None, &none), Some(PathBuf::from("f")));
        let variable = HashMap::from([("DIANAN_MODEL".to_owned(), "v".to_owned())]);
        assert_eq!(model(None, &variable), Some(PathBuf::from("v")));
        assert_eq!(model(Some("s"), &variable), Some(PathBuf::from("s")));
        assert_eq!(model(Some(""), &variable), None);
    }

    #[test]
    fn queries_are_counted_unless_a_source_says_no() {
        let folder = tempfile::tempdir().unwrap();
        let none = HashMap::new();
        let logs = |environment: &HashMap<String, String>| {
            Settings::load(Stated::default(), environment, folder.path()).unwrap().log_queries
        };
        assert!(logs(&none));
        std::fs::write(folder.path().join("dianan.toml"), "log_queries = false\n").unwrap();
        assert!(!logs(&none));
        assert!(logs(&HashMap::from([("DIANAN_LOG_QUERIES".to_owned(), "on".to_owned())])));
    }
}

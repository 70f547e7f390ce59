//! The accounts of a bureau, kept by its directory (LDAP): whether a name and a password are right.

use serde::Deserialize;

/// Where the directory is, and how a name is found in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// `ldaps://host`, or `ldap://host` with `starttls` or on this machine.
    pub url: String,
    /// Whether a plain connection turns to TLS before anything is said.
    #[serde(default)]
    pub starttls: bool,
    /// Who a name is to the directory, `{name}` in its place: `uid={name},ou=people,dc=example` or
    /// `{name}@example.gov.cn`.
    #[serde(default)]
    pub bind: Option<String>,
    /// Where a name is looked for instead, when people stand in several places.
    #[serde(default)]
    pub base: Option<String>,
    /// By what it is looked for there: `(sAMAccountName={name})`.
    #[serde(default)]
    pub filter: Option<String>,
    /// Who looks for it, where the directory does not let everybody.
    #[serde(default)]
    pub reader: Option<String>,
    /// The password of the one who looks.
    #[serde(default)]
    pub reader_password: Option<String>,
}

/// What is wrong with the settings of a directory.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DirectoryError {
    /// The program has no LDAP in it.
    #[error("这个程序编译时没有带 LDAP；安装包里带，自己编译请加 --features ldap")]
    NotBuiltIn,
    /// Passwords would be seen on the way.
    #[error("{0} 会明文传密码；请写 ldaps://，或加 starttls = true")]
    Plain(String),
    /// Nothing says how a name is found.
    #[error(
        "要写 bind（如 \"uid={{name}},ou=people,dc=example\"），或 base 和 filter（如 \"(uid={{name}})\"），其中用 {{name}} 代表用户名"
    )]
    NoName,
}

/// Stands for the name that somebody types.
const NAME: &str = "{name}";

impl Directory {
    /// Whether the settings can be gone by.
    ///
    /// # Errors
    /// [`DirectoryError`].
    pub fn check(&self) -> Result<(), DirectoryError> {
        if !cfg!(feature = "ldap") {
            return Err(DirectoryError::NotBuiltIn);
        }
        if !(self.url.starts_with("ldaps://") || self.starttls || self.is_on_this_machine()) {
            return Err(DirectoryError::Plain(self.url.clone()));
        }
        let names = |it: &Option<String>| it.as_ref().is_some_and(|it| it.contains(NAME));
        let found = names(&self.bind) || (self.base.is_some() && names(&self.filter));
        if found { Ok(()) } else { Err(DirectoryError::NoName) }
    }

    fn is_on_this_machine(&self) -> bool {
        let rest = self.url.strip_prefix("ldap://").unwrap_or_default();
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        self.url.starts_with("ldapi://") || ["localhost", "127.0.0.1"].contains(&host)
    }
}

#[cfg(feature = "ldap")]
mod asked {
    use std::error::Error;
    use std::time::Duration;

    use ldap3::{LdapConn, LdapConnSettings, Scope, SearchEntry, dn_escape, ldap_escape};

    use super::{Directory, NAME};

    /// How long the directory may take to answer.
    const PATIENCE: Duration = Duration::from_secs(5);
    /// What a directory answers to a wrong password or to nobody's name.
    const INVALID_CREDENTIALS: u32 = 49;

    impl Directory {
        /// Whether `password` is that of `name`.
        ///
        /// # Errors
        /// Whatever keeps the directory from answering.
        pub fn knows(
            &self,
            name: &str,
            password: &str,
        ) -> Result<bool, Box<dyn Error + Send + Sync>> {
            // A directory lets anybody in who shows no password, as nobody (RFC 4513, 5.1.2).
            if password.is_empty() {
                return Ok(false);
            }
            let settings = LdapConnSettings::new();
            let settings = settings.set_conn_timeout(PATIENCE).set_starttls(self.starttls);
            let mut connection = LdapConn::with_settings(settings, &self.url)?;
            let Some(entry) = self.entry(&mut connection, name)? else { return Ok(false) };
            let bound = connection.with_timeout(PATIENCE).simple_bind(&entry, password)?;
            let known = match bound.rc {
                INVALID_CREDENTIALS => false,
                _ => bound.success().map(|_| true)?,
            };
            // Whether the directory hears that it is over does not matter any more.
            let _ = connection.unbind();
            Ok(known)
        }

        /// Who `name` is to the directory; `None` where it knows nobody or several of that name.
        fn entry(
            &self,
            connection: &mut LdapConn,
            name: &str,
        ) -> ldap3::result::Result<Option<String>> {
            if let Some(bind) = &self.bind {
                let is_path = bind.contains('=');
                let name = if is_path { dn_escape(name) } else { name.into() };
                return Ok(Some(bind.replace(NAME, &name)));
            }
            if let Some(reader) = &self.reader {
                let password = self.reader_password.as_deref().unwrap_or_default();
                connection.with_timeout(PATIENCE).simple_bind(reader, password)?.success()?;
            }
            let (base, filter) = (self.base.as_deref(), self.filter.as_deref());
            let filter = filter.unwrap_or_default().replace(NAME, &ldap_escape(name));
            let found = connection.with_timeout(PATIENCE);
            let found = found.search(base.unwrap_or_default(), Scope::Subtree, &filter, ["1.1"])?;
            let (mut entries, _) = found.success()?;
            let only = (entries.len() == 1).then(|| entries.remove(0));
            Ok(only.map(|entry| SearchEntry::construct(entry).dn))
        }
    }
}

#[cfg(not(feature = "ldap"))]
impl Directory {
    /// As with the feature `ldap`; here it never answers.
    ///
    /// # Errors
    /// [`DirectoryError::NotBuiltIn`].
    pub fn knows(
        &self,
        _name: &str,
        _password: &str,
    ) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        Err(Box::new(DirectoryError::NotBuiltIn))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(toml: &str) -> Result<(), DirectoryError> {
        toml::from_str::<Directory>(toml).expect("settings").check()
    }

    #[test]
    #[cfg(feature = "ldap")]
    fn settings_that_give_passwords_away_or_find_nobody_are_refused() {
        let bind = "bind = 'uid={name},dc=a'\n";
        let plain = stated(&format!("url = 'ldap://directory.example'\n{bind}"));
        assert_eq!(plain, Err(DirectoryError::Plain("ldap://directory.example".to_owned())));
        for url in ["ldaps://directory.example", "ldap://127.0.0.1:3890", "ldap://localhost"] {
            assert_eq!(stated(&format!("url = '{url}'\n{bind}")), Ok(()), "{url}");
        }
        let starts = "url = 'ldap://directory.example'\nstarttls = true\n";
        assert_eq!(stated(&format!("{starts}{bind}")), Ok(()));
        for nobody in ["", "bind = 'uid=a'", "filter = '(uid={name})'", "base = 'dc=a'"] {
            assert_eq!(
                stated(&format!("{starts}{nobody}")),
                Err(DirectoryError::NoName),
                "{nobody}"
            );
        }
        assert_eq!(stated(&format!("{starts}base = 'dc=a'\nfilter = '(uid={{name}})'")), Ok(()));
    }
}

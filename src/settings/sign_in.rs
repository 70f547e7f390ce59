//! Where people sign in elsewhere: with the bureau's directory, or at a reverse proxy.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::Deserialize;

use crate::state::directory::{Directory, DirectoryError};
use crate::state::people::Role;

/// What the file says of it, in the table `[sign_in]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedSignIn {
    /// The header in which a proxy names who asks.
    pub header: Option<String>,
    /// Where the proxy is; this machine unless said otherwise.
    pub proxies: Option<Vec<IpAddr>>,
    /// What somebody may do who is known there and not here yet.
    pub role: Option<String>,
    /// The directory.
    pub ldap: Option<Directory>,
}

/// How people sign in elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignIn {
    /// The header in which a proxy at one of these addresses names who asks.
    pub proxy: Option<(String, Vec<IpAddr>)>,
    /// What newcomers may do; where it is not said they do not come in.
    pub newcomers: Option<Role>,
    /// The directory that knows passwords.
    pub directory: Option<Directory>,
}

/// What is wrong with the table.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignInError {
    /// There is no such role.
    #[error("[sign_in] role 不能是“{0}”，可用：读者、编辑、审计员")]
    Role(String),
    /// Nobody should become an administrator by coming in.
    #[error("[sign_in] role 不能是管理员；管理员请用 dianan user add 设")]
    Administrator,
    /// The directory cannot be asked.
    #[error("[sign_in.ldap] {0}")]
    Directory(#[from] DirectoryError),
}

impl StatedSignIn {
    /// The settings that count.
    ///
    /// # Errors
    /// [`SignInError`].
    pub(super) fn settled(self) -> Result<SignIn, SignInError> {
        let role = |name: String| match Role::parse(name.trim()) {
            Some(Role::Administrator) => Err(SignInError::Administrator),
            Some(role) => Ok(role),
            None => Err(SignInError::Role(name)),
        };
        let here = || vec![IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
        let header = self.header.filter(|header| !header.trim().is_empty());
        let proxies = self.proxies;
        self.ldap.as_ref().map(Directory::check).transpose()?;
        Ok(SignIn {
            proxy: header.map(|header| (header, proxies.unwrap_or_else(here))),
            newcomers: self.role.map(role).transpose()?,
            directory: self.ldap,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(toml: &str) -> Result<SignIn, SignInError> {
        toml::from_str::<StatedSignIn>(toml).expect("a table").settled()
    }

    #[test]
    fn nobody_signs_in_elsewhere_unless_it_is_said() {
        assert_eq!(settled(""), Ok(SignIn::default()));
        assert_eq!(settled("header = ''").unwrap().proxy, None);
    }

    #[test]
    fn a_proxy_is_on_this_machine_and_newcomers_stay_out_unless_it_is_said() {
        let settings = settled("header = 'X-User'").unwrap();
        let (header, proxies) = settings.proxy.unwrap();
        assert_eq!((header.as_str(), settings.newcomers), ("X-User", None));
        assert!(!proxies.is_empty() && proxies.iter().all(IpAddr::is_loopback));
        let settings = settled("header = 'X-User'\nproxies = ['10.0.0.2']\nrole = '读者'").unwrap();
        assert_eq!(settings.newcomers, Some(Role::Reader));
        assert_eq!(settings.proxy.unwrap().1, [IpAddr::from([10, 0, 0, 2])]);
    }

    #[test]
    fn nobody_becomes_an_administrator_by_coming_in() {
        assert_eq!(settled("role = '管理员'"), Err(SignInError::Administrator));
        assert_eq!(settled("role = 'king'"), Err(SignInError::Role("king".to_owned())));
    }
}

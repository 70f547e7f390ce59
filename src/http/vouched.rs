//! Names that a reverse proxy vouches for, where it signs people in itself.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName};
use percent_encoding::percent_decode;

/// A proxy, and the header in which it names who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    header: HeaderName,
    addresses: Vec<IpAddr>,
}

impl Proxy {
    /// The proxy at one of `addresses`, which writes the name into `header`; `None` where that
    /// cannot be a header.
    #[must_use]
    pub fn new(header: &str, addresses: &[IpAddr]) -> Option<Self> {
        let header = HeaderName::from_bytes(header.as_bytes()).ok()?;
        Some(Self { header, addresses: addresses.to_vec() })
    }

    /// The name that the proxy gives, as UTF-8, with or without percent signs. From elsewhere the
    /// header says nothing, nor does it where it stands twice: a proxy writes over what came in.
    pub(super) fn name(&self, from: Option<IpAddr>, headers: &HeaderMap) -> Option<String> {
        let from = from?.to_canonical();
        if !self.addresses.iter().any(|address| address.to_canonical() == from) {
            return None;
        }
        let mut stated = headers.get_all(&self.header).into_iter();
        let (Some(value), None) = (stated.next(), stated.next()) else { return None };
        let name = percent_decode(value.as_bytes()).decode_utf8().ok()?;
        let name = name.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_name_is_taken_from_the_proxy_alone_and_once() {
        let here = IpAddr::from([127, 0, 0, 1]);
        let proxy = Proxy::new("X-Remote-User", &[here]).unwrap();
        let header = HeaderName::from_static("x-remote-user");
        let headers = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
                headers.append(header.clone(), value);
            }
            headers
        };
        let name = |from, values: &[&str]| proxy.name(from, &headers(values));
        assert_eq!(name(Some(here), &["张三"]).as_deref(), Some("张三"));
        assert_eq!(name(Some(here), &["%E5%BC%A0%E4%B8%89"]).as_deref(), Some("张三"));
        assert_eq!(name("::ffff:127.0.0.1".parse().ok(), &["li"]).as_deref(), Some("li"));
        assert_eq!(name(Some(IpAddr::from([10, 0, 0, 1])), &["li"]), None);
        assert_eq!(name(None, &["li"]), None);
        assert_eq!(name(Some(here), &["li", "wang"]), None);
        assert_eq!(name(Some(here), &[" "]), None);
        assert_eq!(name(Some(here), &["%ff"]), None);
        assert!(Proxy::new("X Remote", &[here]).is_none());
    }
}

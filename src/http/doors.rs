//! Who may come in: the names that this server answers to, and what another site's page may do.
//!
//! A page of another site can make a browser send requests here. By the name that the browser asked
//! for (`Host`) it is known when that name was led here by somebody else's DNS; by `Sec-Fetch-Site`,
//! `Origin` and `Referer` it is known whose page asked. Such a page may link here and changes
//! nothing, and what it makes a browser ask leaves no trace.

use std::future::Future;
use std::net::IpAddr;

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Version, header};

use super::error::HttpError;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

tokio::task_local! {
    /// Set while a request is answered that another site's page has made.
    static FROM_ELSEWHERE: bool;
}

/// The names that a server answers to.
#[derive(Debug, Clone)]
pub struct Doors {
    listen: IpAddr,
    names: Vec<String>,
}

impl Default for Doors {
    /// This machine's own names.
    fn default() -> Self {
        Self::new(IpAddr::from([127, 0, 0, 1]), &[])
    }
}

impl Doors {
    /// The doors of a server that listens at `listen` and is known by `names` besides.
    #[must_use]
    pub fn new(listen: IpAddr, names: &[String]) -> Self {
        Self { listen, names: names.iter().map(|name| plain(name)).collect() }
    }

    /// Why a request is not let in; `None` when it is.
    pub(super) fn refusal(&self, request: &Request) -> Option<HttpError> {
        let hosts: Vec<&str> = stated(request.headers(), &header::HOST).collect();
        let named = match (&hosts[..], request.version()) {
            ([host], _) => self.answers_to(host),
            // Only programs speak it, and not by names.
            ([], Version::HTTP_10 | Version::HTTP_09) => true,
            _ => false,
        };
        // A whole URL in the request line counts before `Host`.
        let whole = request.uri().authority().is_none_or(|it| self.answers_to(it.as_str()));
        if !(named && whole) {
            return Some(HttpError::ForeignHost(hosts.join(", ")));
        }
        let changes = !request.method().is_safe();
        (changes && self.is_from_elsewhere(request.headers())).then_some(HttpError::CrossOrigin)
    }

    /// Whether a browser may have been sent here under `host`. Addresses cannot be led elsewhere by
    /// DNS, but links in exports carry them, so that only this machine's are taken.
    fn answers_to(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        let host = plain(authority.host());
        if host == "localhost" || self.names.contains(&host) {
            return !authority.as_str().contains('@');
        }
        let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() else { return false };
        self.listen.is_unspecified()
            || address == self.listen
            || (self.listen.is_loopback() && address.is_loopback())
    }

    /// Whether a browser says that a page of another site made the request. Programs that are no
    /// browsers say nothing and are believed: nobody is tricked into running them.
    fn is_from_elsewhere(&self, headers: &HeaderMap) -> bool {
        if let Some(site) = stated(headers, &FETCH_SITE).next() {
            return !matches!(site, "same-origin" | "none");
        }
        let host = stated(headers, &header::HOST).next().unwrap_or_default();
        let ours = |origin: &str| {
            let authority = origin.split_once("://").map(|(_, rest)| rest);
            let authority = authority.and_then(|rest| rest.split('/').next()).unwrap_or_default();
            let named = authority.parse::<Authority>().map(|it| plain(it.host()));
            authority == host || named.is_ok_and(|name| self.names.contains(&name))
        };
        let mut by = stated(headers, &header::ORIGIN).chain(stated(headers, &header::REFERER));
        by.next().is_some_and(|origin| !ours(origin))
    }

    /// Answers a request so that [`leaves_traces`] is known.
    pub(super) async fn answering<T>(
        &self,
        headers: &HeaderMap,
        work: impl Future<Output = T>,
    ) -> T {
        FROM_ELSEWHERE.scope(self.is_from_elsewhere(headers), work).await
    }
}

/// Whether what the present request asked may be counted: not when another site's page asked.
pub(super) fn leaves_traces() -> bool {
    FROM_ELSEWHERE.try_with(|elsewhere| !elsewhere).unwrap_or(true)
}

/// The values of a header; one that is no text is empty.
fn stated<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).into_iter().map(|it| it.to_str().unwrap_or_default())
}

/// A host name as it is compared.
fn plain(host: &str) -> String {
    host.trim().trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::HeaderValue;

    fn doors(listen: &str) -> Doors {
        Doors::new(listen.parse().unwrap(), &["Dianan.Example.CN".to_owned()])
    }

    #[test]
    fn a_server_answers_to_its_address_and_its_names() {
        let check = |listen: &str, host: &str, expected: bool| {
            assert_eq!(doors(listen).answers_to(host), expected, "{host} at {listen}");
        };
        for (listen, host) in [
            ("127.0.0.1", "127.0.0.1:7878"),
            ("127.0.0.1", "LOCALHOST:7878"),
            ("127.0.0.1", "[::1]:7878"),
            ("127.0.0.1", "dianan.example.cn"),
            ("127.0.0.1", "dianan.example.cn.:443"),
            ("10.1.2.3", "10.1.2.3"),
            ("0.0.0.0", "192.168.1.9:80"),
            ("::", "[fe80::1]:80"),
        ] {
            check(listen, host, true);
        }
        for (listen, host) in [
            ("127.0.0.1", "evil.example"),
            ("127.0.0.1", "evil.example:7878"),
            ("127.0.0.1", "127.0.0.1.evil.example"),
            ("127.0.0.1", "localhost@evil.example"),
            ("127.0.0.1", "evil@localhost"),
            ("127.0.0.1", "10.1.2.3"),
            ("10.1.2.3", "10.1.2.4"),
            ("0.0.0.0", "evil.example"),
            ("127.0.0.1", ""),
            ("127.0.0.1", "a b"),
        ] {
            check(listen, host, false);
        }
    }

    fn request(line: (&str, &str), headers: &[(&'static str, &'static str)]) -> Request {
        let mut request = Request::builder().method(line.0).uri(line.1);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn requests_without_a_name_or_with_two_are_refused() {
        let refused = |line, headers: &[_]| {
            let refusal = doors("127.0.0.1").refusal(&request(line, headers));
            matches!(refusal, Some(HttpError::ForeignHost(_)))
        };
        assert!(!refused(("GET", "/"), &[("host", "127.0.0.1")]));
        assert!(refused(("GET", "/"), &[]));
        assert!(refused(("GET", "/"), &[("host", "127.0.0.1"), ("host", "evil.example")]));
        assert!(refused(("GET", "http://evil.example/"), &[("host", "127.0.0.1")]));
        assert!(refused(("POST", "/api/check"), &[("host", "evil.example")]));
    }

    #[test]
    fn what_another_site_sends_is_known_by_its_headers() {
        let check = |headers: &[(&'static str, &'static str)], elsewhere: bool| {
            let pairs = headers.iter().map(|(name, value)| {
                (HeaderName::from_static(name), HeaderValue::from_static(value))
            });
            let found = doors("10.0.0.1").is_from_elsewhere(&pairs.collect());
            assert_eq!(found, elsewhere, "{headers:?}");
        };
        check(&[], false);
        check(&[("sec-fetch-site", "same-origin"), ("origin", "http://x")], false);
        check(&[("sec-fetch-site", "none")], false);
        check(&[("sec-fetch-site", "cross-site")], true);
        check(&[("sec-fetch-site", "same-site")], true);
        check(&[("origin", "http://10.0.0.1:7878"), ("host", "10.0.0.1:7878")], false);
        check(&[("origin", "https://dianan.example.cn"), ("host", "10.0.0.1:7878")], false);
        check(&[("origin", "http://10.0.0.2"), ("host", "10.0.0.1:7878")], true);
        check(&[("origin", "http://10.0.0.1:80"), ("host", "10.0.0.1:7878")], true);
        check(&[("origin", "null"), ("host", "10.0.0.1")], true);
        check(&[("referer", "http://10.0.0.1/?q=a"), ("host", "10.0.0.1")], false);
        check(&[("referer", "http://evil.example/"), ("host", "10.0.0.1")], true);
    }
}

//! Which requests are refused, and the headers that every answer has.

use super::policy;
use hyper::{
    HeaderMap, Method, Request, StatusCode,
    header::{self, HeaderName, HeaderValue},
    http::uri::Authority,
};
use std::{
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

/// The host names that this server answers to, on any port: those that mean this machine on every machine, and those
/// that the reader allowed.
///
/// A page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding); the browser then says that name. It can't
/// make the browser say `localhost`, so the name is what counts. The port is not: it changes when it is forwarded.
#[derive(Clone, Debug)]
pub struct Hosts(Arc<[String]>);

impl Hosts {
    /// Those of this machine, and these, as [`host_name`] gives them.
    pub fn allowing(names: &[String]) -> Self {
        Self(names.into())
    }

    fn answers_to(&self, host: &str) -> bool {
        name(host).is_some_and(|name| is_this_machine(&name) || self.0.contains(&name))
    }

    /// Whether `origin` has a name that the reader allowed, and `host` has one of this machine's: so it is behind what
    /// forwards a port and says another host than the browser.
    pub fn allowed_by_name(&self, origin: &str, host: &str) -> bool {
        let allowed = name(origin).is_some_and(|name| !is_this_machine(&name) && self.0.contains(&name));
        allowed && name(host).is_some_and(|name| is_this_machine(&name))
    }
}

/// The name in a host as a reader may type or copy it: `reader.example`, `reader.example:443`,
/// `https://reader.example/title.html`. `None` where there is none.
pub fn host_name(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    name(text.split('/').next()?)
}

/// The name in `NAME`, `NAME:PORT`, `[ADDRESS]` or `[ADDRESS]:PORT`: in lower case, without the dot of the root.
fn name(host: &str) -> Option<String> {
    let authority: Authority = host.parse().ok()?;
    let name = authority.host();
    let port = host.strip_prefix(name)?;
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    let is_name = !name.is_empty() && !name.starts_with('-') && name.bytes().all(is_word);
    let is_port = port.is_empty() || authority.port_u16().is_some();
    ((is_name || ipv6(&name).is_some()) && is_port).then_some(name)
}

fn ipv6(name: &str) -> Option<Ipv6Addr> {
    name.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

fn is_this_machine(name: &str) -> bool {
    let address = ipv6(name).map(IpAddr::V6).or_else(|| name.parse().ok());
    address.is_some_and(|address| address.is_loopback()) || name == "localhost" || name.ends_with(".localhost")
}

/// What is said to a request that isn't for this server.
pub fn stranger<B>(hosts: &Hosts, request: &Request<B>) -> Option<(StatusCode, String)> {
    let headers = request.headers();
    let forbidden = |asked: Option<&str>| Some((StatusCode::FORBIDDEN, not_for_this_server(asked)));
    // Exactly one Host, and the name in the request line, if there is one, must be an own one too.
    let host = one(headers, header::HOST);
    if !host.is_some_and(|host| hosts.answers_to(host)) {
        return forbidden(host);
    }
    if let Some(target) = request.uri().authority().filter(|target| !hosts.answers_to(target.as_str())) {
        return forbidden(Some(target.as_str()));
    }
    if headers.contains_key(header::ORIGIN) {
        let origin = one(headers, header::ORIGIN);
        let host = origin.and_then(|origin| origin.strip_prefix("http://").or(origin.strip_prefix("https://")));
        if !host.is_some_and(|host| hosts.answers_to(host)) {
            return forbidden(host);
        }
    }
    None
}

/// What is said to a request that wants more than to read.
pub fn writer<B>(request: &Request<B>) -> Option<(StatusCode, String)> {
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    (!reads).then(|| (StatusCode::METHOD_NOT_ALLOWED, "This book can only be read.\n".into()))
}

/// What the reader is told, in plain text: of what was asked for, only a well-formed name is repeated.
fn not_for_this_server(asked: Option<&str>) -> String {
    let mut text = "This book answers to the names of its own machine, such as localhost and 127.0.0.1.\n".to_owned();
    text += &match asked.and_then(name) {
        Some(name) => format!(
            "It was asked for as {name}.\n\nIf that is where you forward its port to, end the server with Ctrl-C and \
             allow the name:\n\n    cargo run -- --allow-host {name}\n\nIf you don't know the name, close this page: \
             another site may have sent you here.\n"
        ),
        None => "The request names another site, or none, or several.\n".into(),
    };
    text
}

/// A header's value, if it is there exactly once and is text.
pub fn one(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Puts the headers on an answer that every one has, refusals included.
pub fn harden(headers: &mut HeaderMap) {
    let fixed = [
        // The two that let a page share memory between threads.
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        // The book changes under its reader.
        ("cache-control", "no-cache"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(policy::of_file);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_answered_on_any_port_and_others_once_allowed() {
        let hosts = Hosts::allowing(&["reader.example".into()]);
        for own in [
            "localhost",
            "LocalHost:8080",
            "localhost.:80",
            "book.localhost:3000",
            "127.0.0.1",
            "127.8.9.10:65535",
            "[::1]",
            "[::1]:3200",
            "reader.example",
            "READER.example:443",
        ] {
            assert!(hosts.answers_to(own), "{own}");
        }
        for other in [
            "",
            ":3000",
            "localhost:",
            "localhost:x",
            "localhost:65536",
            "localhost:1:2",
            "me@localhost",
            "localhost/",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evillocalhost",
            ".localhost.evil",
            "127.0.0.1 ",
            "128.0.0.1",
            "0.0.0.0",
            "[::2]",
            "[::1",
            "::1",
            "[localhost]",
            "sub.reader.example",
            "reader.example.evil",
        ] {
            assert!(!hosts.answers_to(other), "{other}");
        }
        assert!(!Hosts::allowing(&[]).answers_to("reader.example"));
    }

    #[test]
    fn a_name_is_found_in_what_people_copy() {
        for text in ["reader.example", "READER.example.", " https://reader.example/a/b.html ", "reader.example:8443"] {
            assert_eq!(host_name(text).as_deref(), Some("reader.example"), "{text}");
        }
        for text in ["", "*.example", "-x", "https://", "a b", "$(reboot)"] {
            assert_eq!(host_name(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_but_a_name_is_repeated() {
        let said = not_for_this_server(Some("reader.example:8080"));
        assert!(said.contains("cargo run -- --allow-host reader.example\n"), "{said}");
        for asked in ["<script>", "a;reboot", "$(reboot)", "`reboot`", "--poll", "a b"] {
            let said = not_for_this_server(Some(asked));
            assert!(!said.contains(asked) && !said.contains("--allow-host"), "{said}");
        }
    }
}

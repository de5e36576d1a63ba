use super::policy;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{net::SocketAddr, sync::Arc};

/// The names that this server answers to, with its port: `127.0.0.1:3000` and `localhost:3000`.
///
/// A page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding); the browser then says that name.
#[derive(Clone, Debug)]
pub struct Names(Arc<[String; 2]>);

impl Names {
    pub fn of(address: SocketAddr) -> Self {
        Self(Arc::new([format!("127.0.0.1:{}", address.port()), format!("localhost:{}", address.port())]))
    }

    fn is_host(&self, name: &str) -> bool {
        self.0.iter().any(|own| own == name)
    }

    fn is_origin(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|name| self.is_host(name))
    }
}

/// Refuses what isn't for this server, and puts the headers on every answer, refusals included.
pub async fn guard(State(names): State<Names>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&names, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    harden(response.headers_mut());
    response
}

fn refusal(names: &Names, request: &Request) -> Option<Response> {
    let headers = request.headers();
    // Exactly one Host, and the name in the request line, if there is one, must agree.
    let host = one(headers, header::HOST).is_some_and(|host| names.is_host(host));
    let target = request.uri().authority().is_none_or(|name| names.is_host(name.as_str()));
    let origin = !headers.contains_key(header::ORIGIN)
        || one(headers, header::ORIGIN).is_some_and(|origin| names.is_origin(origin));
    if !host || !target || !origin {
        return Some((StatusCode::FORBIDDEN, "This book is read at its own address only.\n").into_response());
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let allow = [(header::ALLOW, HeaderValue::from_static("GET, HEAD"))];
        return Some((StatusCode::METHOD_NOT_ALLOWED, allow, "This book can only be read.\n").into_response());
    }
    None
}

/// A header's value, if it is there exactly once and is text.
fn one(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn harden(headers: &mut HeaderMap) {
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

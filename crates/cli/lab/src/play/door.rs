//! Who is let in.

use super::{Ends, Play, token};
use crate::server::guard::{Hosts, one};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{
    HeaderMap, Method, StatusCode,
    body::{Body, Bytes},
    header::{self, HeaderName},
    http::request::Parts,
};
use std::{error::Error, time::Duration};

/// How much a request may hold: an answer is a few kilobytes.
pub const MOST: usize = 1 << 20;
/// How long its body may take to come.
pub const PATIENCE: Duration = if cfg!(test) { Duration::from_millis(200) } else { Duration::from_secs(20) };

/// Why a request is turned away, in words.
pub type Refusal = (StatusCode, &'static str);

/// Turns away whatever was not sent by a page of this server from where that page stands: by another site's page, by
/// the page of another port, by a form, by a link, by another user of this machine.
///
/// That the host is one of this server's has been seen to.
///
/// # Errors
/// Why it is turned away.
pub fn enter(play: &Play, hosts: &Hosts, request: &Parts) -> Result<(), Refusal> {
    if request.method != Method::POST {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "This is asked for by POST, from a page of this book.\n"));
    }
    let headers = &request.headers;
    if !from_here(hosts, headers) {
        return Err((StatusCode::FORBIDDEN, "Only a page of this book may ask for this.\n"));
    }
    if !one(headers, HeaderName::from_static(token::HEADER)).is_some_and(|given| play.token().is(given.as_bytes())) {
        return Err((StatusCode::FORBIDDEN, "This page is older than the server. Load it again.\n"));
    }
    if request.extensions.get::<Ends>().is_some_and(Ends::foreign) {
        return Err((StatusCode::FORBIDDEN, "This server is another user's.\n"));
    }
    let json = one(headers, header::CONTENT_TYPE).is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    if !json {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "Only JSON is read here.\n"));
    }
    Ok(())
}

/// Whether a request says that it comes from where it goes to. Every browser names the origin of what it posts.
fn from_here(hosts: &Hosts, headers: &HeaderMap) -> bool {
    let said = HeaderName::from_static("sec-fetch-site");
    if headers.contains_key(&said) && one(headers, said) != Some("same-origin") {
        return false;
    }
    let origin = one(headers, header::ORIGIN);
    let origin = origin.and_then(|origin| origin.strip_prefix("http://").or(origin.strip_prefix("https://")));
    match (origin, one(headers, header::HOST)) {
        // Behind what forwards a port, the host may be this machine's and the origin the name that was allowed.
        (Some(origin), Some(host)) => origin.eq_ignore_ascii_case(host) || hosts.allowed_by_name(origin, host),
        _ => false,
    }
}

/// The whole body.
///
/// # Errors
/// When it is too much, takes too long, or breaks off.
pub async fn body<B>(body: B) -> Result<Bytes, Refusal>
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    match tokio::time::timeout(PATIENCE, Limited::new(body, MOST).collect()).await {
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "That took too long.\n")),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err((StatusCode::PAYLOAD_TOO_LARGE, "That is more than an answer may hold: a megabyte.\n"))
        }
        Ok(Err(_)) => Err((StatusCode::BAD_REQUEST, "The request broke off.\n")),
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
    }
}

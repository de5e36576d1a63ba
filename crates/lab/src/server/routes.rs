use super::{
    guard::{self, Hosts},
    live::Live,
};
use crate::book::Page;
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Response, Sse, sse::KeepAlive},
    routing::get,
};
use percent_encoding::percent_decode_str;
use std::{convert::Infallible, sync::LazyLock};
use tokio_stream::StreamExt;

/// Where pages find the script that reloads them. The book has no folder of this name.
pub const RELOAD_SCRIPT: &str = "/-/reload.js";
/// Where that script listens for news.
const NEWS: &str = "/-/news";

/// Every route there is. All of them only read.
pub fn routes(live: Live, hosts: Hosts) -> Router {
    Router::new()
        .route(RELOAD_SCRIPT, get(reload_script))
        .route(NEWS, get(news))
        .fallback_service(get(page).with_state(live.clone()))
        .with_state(live)
        .layer(middleware::from_fn_with_state(hosts, guard::guard))
}

async fn page(State(live): State<Live>, uri: Uri, asked: HeaderMap) -> Response {
    let site = live.site().await;
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    match (site.page(&path), site.not_found()) {
        (Some(page), _) => answer(page, StatusCode::OK, &asked),
        (None, Some(page)) => answer(page, StatusCode::NOT_FOUND, &asked),
        (None, None) => (StatusCode::NOT_FOUND, "There is no such page.").into_response(),
    }
}

/// The page, packed if the browser can unpack it, or the word that the browser has it already.
fn answer(page: &Page, status: StatusCode, asked: &HeaderMap) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    // The policy goes along with "not modified" too: the browser takes the headers that come for those it has kept.
    headers.insert(header::CONTENT_SECURITY_POLICY, page.policy.clone());
    headers.insert(header::ETAG, page.tag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if status == StatusCode::OK && has(asked, &page.tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(header::CONTENT_TYPE, page.mime.clone());
    let packed = if unpacks(asked) { page.packed() } else { None };
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    *response.body_mut() = Body::from(packed.unwrap_or(&page.body).clone());
    response
}

/// The items of a header that is a list.
fn items(asked: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    let values = asked.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// Whether the browser has kept what is called `tag`.
fn has(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    items(asked, header::IF_NONE_MATCH).any(|kept| kept == "*" || kept.as_bytes() == tag.as_bytes())
}

/// Whether the browser takes gzip.
fn unpacks(asked: &HeaderMap) -> bool {
    items(asked, header::ACCEPT_ENCODING).any(|item| {
        let (name, quality) = item.split_once(';').unwrap_or((item, "q=1"));
        let refused = quality.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_none_or(|q| q <= 0.0);
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

async fn reload_script(asked: HeaderMap) -> Response {
    static SCRIPT: LazyLock<Page> = LazyLock::new(|| Page::new("reload.js", include_str!("reload.js").into()));
    answer(&SCRIPT, StatusCode::OK, &asked)
}

async fn news(State(live): State<Live>) -> Response {
    Sse::new(live.events().map(Ok::<_, Infallible>)).keep_alive(KeepAlive::default()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_takes_is_read_from_its_list() {
        let asked = |value: &str| {
            let value = HeaderValue::from_str(value).unwrap();
            HeaderMap::from_iter([(header::ACCEPT_ENCODING, value.clone()), (header::IF_NONE_MATCH, value)])
        };
        for yes in ["gzip", "gzip, deflate, br, zstd", "br;q=1, GZIP;q=0.2", "deflate,gzip; q=1"] {
            assert!(unpacks(&asked(yes)), "{yes}");
        }
        for no in ["", "br", "gzip;q=0", "gzip;q=0.000, br", "xgzip", "gzip;x"] {
            assert!(!unpacks(&asked(no)), "{no}");
        }
        assert!(!unpacks(&HeaderMap::new()));
        let tag = HeaderValue::from_static("W/\"12\"");
        for yes in ["W/\"12\"", "W/\"1\", W/\"12\"", "*"] {
            assert!(has(&asked(yes), &tag), "{yes}");
        }
        for no in ["", "\"1\"", "W/\"123\""] {
            assert!(!has(&asked(no), &tag), "{no}");
        }
    }
}

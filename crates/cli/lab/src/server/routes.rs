//! What is answered to each request.

use super::{
    Book, guard,
    live::Live,
    site::{EDITOR, PLAY_SCRIPT, PLAY_STYLE, Page, RELOAD_SCRIPT, Site},
};
use crate::play;
use http_body_util::{BodyExt, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::{
    HeaderMap, Request, Response, StatusCode,
    body::{Body, Bytes, Frame},
    header::{self, HeaderName, HeaderValue},
};
use percent_encoding::percent_decode_str;
use std::{convert::Infallible, error::Error, sync::LazyLock, time::Duration};
use tokio::time::{Instant, interval_at};
use tokio_stream::{StreamExt, wrappers::IntervalStream};

/// Where that script listens for news.
const NEWS: &str = "/-/news";
/// How often something is said where there is no news, so that nobody on the way takes the connection for dead.
const STILL_HERE: Duration = Duration::from_secs(15);

/// What is sent back: a whole file, or news without an end.
pub type Answer = Response<UnsyncBoxBody<Bytes, Infallible>>;

/// Answers a request. Unless it is let into [`play`], it changes nothing.
///
/// # Errors
/// None.
pub async fn answer<B>(book: Book, request: Request<B>) -> Result<Answer, Infallible>
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let playing = request.uri().path().starts_with(play::PREFIX);
    let refusal = guard::stranger(&book.hosts, &request).or_else(|| (!playing).then(|| guard::writer(&request))?);
    let mut answer = match refusal {
        Some((status, text)) => {
            let mut answer = plain(status, text);
            if status == StatusCode::METHOD_NOT_ALLOWED {
                answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            answer
        }
        None if playing => play::answer(&book.play, &book.hosts, request).await,
        None => route(&book.live, request.uri().path(), request.headers()).await,
    };
    guard::harden(answer.headers_mut());
    Ok(answer)
}

async fn route(live: &Live, path: &str, asked: &HeaderMap) -> Answer {
    static SCRIPT: LazyLock<Page> = LazyLock::new(|| Page::new("reload.js", include_str!("reload.js").into()));
    static STYLE: LazyLock<Page> = LazyLock::new(|| Page::new("play.css", include_str!("../play/page.css").into()));
    match path {
        RELOAD_SCRIPT => return file(&SCRIPT, StatusCode::OK, asked),
        PLAY_STYLE => return file(&STYLE, StatusCode::OK, asked),
        NEWS => return news(live),
        _ => {}
    }
    let site = live.site().await;
    if path == PLAY_SCRIPT {
        return file(&play_script(&site), StatusCode::OK, asked);
    }
    let path = percent_decode_str(path).decode_utf8_lossy();
    match (site.page(&path), site.not_found()) {
        (Some(page), _) => file(page, StatusCode::OK, asked),
        (None, Some(page)) => file(page, StatusCode::NOT_FOUND, asked),
        (None, None) => plain(StatusCode::NOT_FOUND, "There is no such page.\n".into()),
    }
}

/// What the page does for exercises, listings and cells. One script, one block: each part uses what the ones before it
/// name, and the page's other scripts see none of it. The editor is the book's, whose widgets import it; a book that
/// has none has nothing to edit.
fn play_script(site: &Site) -> Page {
    let editor =
        site.page(EDITOR).map(|page| String::from_utf8_lossy(&page.body).replace("\nexport class ", "\nclass "));
    let parts =
        [include_str!("../play/page.js"), include_str!("../play/listings.js"), include_str!("../play/cells.js")];
    let block = editor.unwrap_or_default() + &parts.concat();
    Page::new("play.js", format!("\"use strict\";\n{{\n{block}}}\n").into())
}

/// A file of the book, packed if the browser can unpack it, or the word that the browser has it already.
fn file(page: &Page, status: StatusCode, asked: &HeaderMap) -> Answer {
    let known = status == StatusCode::OK && has(asked, &page.tag);
    let packed = if !known && unpacks(asked) { page.packed() } else { None };
    let mut answer = if known {
        whole(StatusCode::NOT_MODIFIED, Bytes::new())
    } else {
        whole(status, packed.unwrap_or(&page.body).clone())
    };
    let headers = answer.headers_mut();
    // The policy goes along with "not modified" too: the browser takes the headers that come for those it has kept.
    headers.insert(header::CONTENT_SECURITY_POLICY, page.policy.clone());
    headers.insert(header::ETAG, page.tag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !known {
        headers.insert(header::CONTENT_TYPE, page.mime.clone());
        if packed.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    answer
}

/// A word in plain text.
pub fn plain(status: StatusCode, text: String) -> Answer {
    let mut answer = whole(status, text.into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}

/// An answer that is all there.
pub fn whole(status: StatusCode, body: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(body).boxed_unsync());
    *answer.status_mut() = status;
    answer
}

/// Server-sent events, until the browser leaves.
fn news(live: &Live) -> Answer {
    let silence = IntervalStream::new(interval_at(Instant::now() + STILL_HERE, STILL_HERE));
    let lines = live.events().merge(silence.map(|_| ":\n\n".to_owned()));
    let mut answer = Response::new(StreamBody::new(lines.map(|line| Ok(Frame::data(line.into())))).boxed_unsync());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    answer
}

/// The items of a header that is a list.
fn items(asked: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
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

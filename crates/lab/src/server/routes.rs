use super::{guard, live::Live, policy};
use crate::book::Page;
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Response, Sse, sse::KeepAlive},
    routing::get,
};
use percent_encoding::percent_decode_str;
use std::{convert::Infallible, net::SocketAddr};
use tokio_stream::StreamExt;

/// Where pages find the script that reloads them. The book has no folder of this name.
pub const RELOAD_SCRIPT: &str = "/-/reload.js";
/// Where that script listens for news.
const NEWS: &str = "/-/news";

/// Every route there is. All of them only read.
pub fn routes(live: Live, address: SocketAddr) -> Router {
    Router::new()
        .route(RELOAD_SCRIPT, get(reload_script))
        .route(NEWS, get(news))
        .fallback_service(get(page).with_state(live.clone()))
        .with_state(live)
        .layer(middleware::from_fn_with_state(guard::Names::of(address), guard::guard))
}

async fn page(State(live): State<Live>, uri: Uri) -> Response {
    let site = live.site().await;
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    match (site.page(&path), site.not_found()) {
        (Some(page), _) => (StatusCode::OK, page.clone()).into_response(),
        (None, Some(page)) => (StatusCode::NOT_FOUND, page.clone()).into_response(),
        (None, None) => (StatusCode::NOT_FOUND, "There is no such page.").into_response(),
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, self.mime), (header::CONTENT_SECURITY_POLICY, self.policy)], self.body).into_response()
    }
}

async fn reload_script() -> Response {
    Page {
        body: include_str!("reload.js").into(),
        mime: HeaderValue::from_static("text/javascript; charset=utf-8"),
        policy: policy::of_file(),
    }
    .into_response()
}

async fn news(State(live): State<Live>) -> Response {
    Sse::new(live.events().map(Ok::<_, Infallible>)).keep_alive(KeepAlive::default()).into_response()
}

//! What each header that isolates does to a page which embeds something of another site: the table in
//! `src/browser/newer-ways.md`, row by row.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue, header::CONTENT_TYPE},
    response::{Html, IntoResponse},
    routing::get,
};
use browser_tests::{Site, Tab, root};
use std::fs;

const PAGE: &str = "src/browser/newer-ways.md";
/// Chromium knows `Document-Isolation-Policy` from this version on.
const ISOLATES_DOCUMENTS: u32 = 137;

const COOP: &str = "cross-origin-opener-policy";
const COEP: &str = "cross-origin-embedder-policy";
const DIP: &str = "document-isolation-policy";

/// The rows: what the page calls them, and what is sent.
const ROWS: [(&str, &[(&str, &str)]); 5] = [
    ("nothing", &[]),
    ("COOP `same-origin`, COEP `require-corp`", &[(COOP, "same-origin"), (COEP, "require-corp")]),
    ("COOP `same-origin`, COEP `credentialless`", &[(COOP, "same-origin"), (COEP, "credentialless")]),
    ("`Document-Isolation-Policy: isolate-and-require-corp`", &[(DIP, "isolate-and-require-corp")]),
    ("`Document-Isolation-Policy: isolate-and-credentialless`", &[(DIP, "isolate-and-credentialless")]),
];

/// A frame inside tells, from outside, a document that came from the page that a browser shows in its place.
const FRAMED: &str = "<!doctype html><title>Framed</title><iframe srcdoc=''></iframe>\
                      <script>parent.postMessage('it runs', '*')</script>";
const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";

/// The table in the text is what this browser does.
pub async fn each_header_does_what_the_table_says(stage: &Stage) -> Result<()> {
    let picture = |agrees: bool| {
        get(move || async move {
            let kind = [(CONTENT_TYPE, "image/svg+xml")];
            let agreed = [("cross-origin-resource-policy", "cross-origin")];
            if agrees { (kind, agreed, PICTURE).into_response() } else { (kind, PICTURE).into_response() }
        })
    };
    let embedded = Router::new()
        .route("/silent.svg", picture(false))
        .route("/agrees.svg", picture(true))
        .route("/framed.html", get(|| async { Html(FRAMED) }));
    let embedded = Site::of(embedded).await?;
    // To a browser a name and an address are two sites, even where both lead to this machine.
    let elsewhere = embedded.url("").replace("127.0.0.1", "localhost");
    ensure!(elsewhere.contains("localhost"), "{elsewhere}");

    let text = fs::read_to_string(root().join(PAGE))?;
    let tab = stage.chrome.tab(800, 600).await?;
    let version: u32 = tab.ask("Number(/Chrome\\/(\\d+)/.exec(navigator.userAgent)[1])").await?;
    for (row, sent) in ROWS {
        if version < ISOLATES_DOCUMENTS && sent.iter().any(|(name, _)| *name == DIP) {
            println!("SKIPPED: {row} (Chromium {version} doesn't know this header)");
            continue;
        }
        let headers: HeaderMap = sent
            .iter()
            .map(|&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let page = Html("<!doctype html><title>Embeds</title><link rel=icon href=data:,><body></body>");
        let site = Site::of(Router::new().route("/page.html", get(move || async move { (headers, page) }))).await?;
        tab.open(&site.url("page.html")).await?;
        let seen = embed(&tab, &elsewhere).await.with_context(|| row.to_owned())?;
        let said = |yes: bool, what: &'static str| if yes { what } else { "is refused" };
        let line = format!(
            "| {row} | {} | {} | {} |",
            if seen.isolated { "yes" } else { "no" },
            said(seen.image, "loads"),
            said(seen.frame, "runs")
        );
        ensure!(text.contains(&line), "Chromium {version} does this, and {PAGE} says something else:\n{line}");
        ensure!(seen.agreed, "{row}: an image that agrees to be embedded is refused");
    }
    Ok(())
}

/// What became of a page, and of what it embeds.
struct Seen {
    isolated: bool,
    image: bool,
    agreed: bool,
    frame: bool,
}

async fn embed(tab: &Tab, elsewhere: &str) -> Result<Seen> {
    let image = |name: &str| {
        format!(
            "new Promise(done => {{ const image = new Image(); image.onload = () => done(true); \
             image.onerror = () => done(false); image.src = '{elsewhere}{name}'; }})"
        )
    };
    let frame = format!(
        "new Promise(done => {{ const runs = new Promise(heard => addEventListener('message', () => heard(true))); \
         const frame = document.createElement('iframe'); frame.src = '{elsewhere}framed.html'; \
         frame.onload = () => done(frame.contentWindow.length === 1 && runs); document.body.append(frame); }})"
    );
    Ok(Seen {
        isolated: tab.is("crossOriginIsolated").await?,
        image: tab.ask(&image("silent.svg")).await?,
        agreed: tab.ask(&image("agrees.svg")).await?,
        frame: tab.ask(&frame).await?,
    })
}

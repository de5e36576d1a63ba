//! The book as it is now, and news of it.

use super::site::Site;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::watch;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

/// The book as it is now: the last one that could be built, and why the latest change could not.
#[derive(Clone, Debug)]
pub struct Live(Arc<watch::Sender<Now>>);

#[derive(Clone, Debug, Default)]
struct Now {
    site: Option<Arc<Site>>,
    error: Option<String>,
}

impl Live {
    /// No book yet.
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Now::default())))
    }

    /// A book was built.
    pub fn show(&self, site: Site) {
        self.0.send_replace(Now { site: Some(Arc::new(site)), error: None });
    }

    /// The latest change could not be built; the last book stays.
    pub fn fail(&self, error: String) {
        self.0.send_modify(|now| now.error = Some(error));
    }

    /// The last book that could be built. Waits for the first.
    pub async fn site(&self) -> Arc<Site> {
        let mut news = self.0.subscribe();
        loop {
            if let Some(site) = &news.borrow_and_update().site {
                return Arc::clone(site);
            }
            // The sender is in `self`: it can't be gone.
            news.changed().await.expect("a sender");
        }
    }

    /// A server-sent event now and after each change: the book's name, and what is wrong with the latest text, if
    /// anything is.
    pub fn events(&self) -> impl Stream<Item = String> + use<> {
        WatchStream::new(self.0.subscribe()).filter_map(|now| {
            let site = now.site?;
            Some(format!("data: {}\n\n", json!({ "book": site.id(), "error": now.error })))
        })
    }
}

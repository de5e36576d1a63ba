//! What may be asked for in here: one table.

use super::{
    Play,
    answers::{self, Done, Problem, Which},
    door,
    listings::{self, Named},
    runs::{self, Job},
    sessions,
};
use crate::server::{Answer, guard::Hosts, plain, whole};
use http_body_util::{BodyExt, StreamBody};
use hyper::{
    Request, StatusCode,
    body::{Body, Bytes, Frame},
    header::{self, HeaderValue},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::error::Error;
use tokio_stream::{StreamExt, wrappers::ReceiverStream};

/// Where this room's addresses begin.
pub const PREFIX: &str = "/-/play/";

/// What is done for a request.
#[derive(Clone, Copy)]
pub enum Does {
    /// Something that ends at once.
    Once(fn(Play, Bytes) -> Done),
    /// Something that tells of itself until it is over.
    Runs(fn(&Play, &[u8]) -> Result<Job, Problem>),
    /// A session of cells, which does so, too.
    Session,
}

/// Everything that may be asked for, by what follows [`PREFIX`].
pub const ROUTES: &[(&str, Does)] = &[
    ("progress", Does::Once(|play, body| answers::progress(&play, read(&body)?))),
    ("open", Does::Once(|play, body| answers::open(&play, read(&body)?))),
    ("save", Does::Once(|play, body| answers::save(&play, read(&body)?))),
    ("hint", Does::Once(|play, body| answers::hint(&play, read(&body)?))),
    ("predict", Does::Once(|play, body| answers::predict(&play, read(&body)?))),
    ("reset", Does::Once(|play, body| answers::put_back(&play, read(&body)?))),
    ("source", Does::Once(|play, body| listings::source(&play, read(&body)?))),
    ("cancel", Does::Once(|play, body| Ok(runs::cancel(&play, &read::<Which>(&body)?.exercise)))),
    ("stop", Does::Once(|play, body| Ok(runs::cancel(&play, &read::<Named>(&body)?.listing)))),
    ("check", Does::Runs(|play, body| Ok(Job::Check(answers::exercise(play, &read::<Which>(body)?.exercise)?.slug)))),
    ("run", Does::Runs(|play, body| listings::run(play, read(body)?))),
    ("race", Does::Runs(|play, body| listings::race(play, read(body)?))),
    ("session", Does::Session),
    ("cell", Does::Once(|play, body| sessions::enter(&play, read(&body)?))),
    ("end", Does::Once(|play, body| Ok(sessions::end(&play, read(&body)?)))),
];

/// Answers a request to this room. That its host is one of this server's has been seen to.
pub async fn answer<B>(play: &Play, hosts: &Hosts, request: Request<B>) -> Answer
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (parts, body) = request.into_parts();
    let entered = match door::enter(play, hosts, &parts) {
        Ok(()) => door::body(body).await,
        Err(refusal) => Err(refusal),
    };
    let body = match entered {
        Ok(body) => body,
        Err((status, text)) => {
            let mut answer = plain(status, text.into());
            if status == StatusCode::METHOD_NOT_ALLOWED {
                answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            }
            return answer;
        }
    };
    let name = parts.uri.path().strip_prefix(PREFIX);
    match ROUTES.iter().find(|(known, _)| Some(*known) == name) {
        None => plain(StatusCode::NOT_FOUND, "There is no such thing here.\n".into()),
        Some((_, Does::Once(does))) => {
            let (does, play) = (*does, play.clone());
            // Files may be slow.
            let done = tokio::task::spawn_blocking(move || does(play, body)).await;
            let broke = || Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the server failed at this".into());
            told(done.unwrap_or_else(|_| Err(broke())))
        }
        Some((_, Does::Runs(job))) => match job(play, &body) {
            Ok(job) => lines(runs::start(play, job)),
            Err(problem) => told(Err(problem)),
        },
        Some((_, Does::Session)) => match read(&body).and_then(|whose| sessions::chapter(play, whose)) {
            Ok(chapter) => lines(sessions::open(play, chapter)),
            Err(problem) => told(Err(problem)),
        },
    }
}

/// The request's JSON.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, format!("not understood: {error}")))
}

/// One JSON value.
fn told(done: Done) -> Answer {
    let (status, value) = done.unwrap_or_else(|Problem { status, text }| (status, json!({ "error": text })));
    let mut answer = whole(status, value.to_string().into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

/// One JSON value on each line, as they come.
fn lines(news: tokio::sync::mpsc::Receiver<Value>) -> Answer {
    let lines = ReceiverStream::new(news).map(|value| Ok(Frame::data(Bytes::from(format!("{value}\n")))));
    let mut answer = Answer::new(StreamBody::new(lines).boxed_unsync());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    answer
}

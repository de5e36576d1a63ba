//! `lab serve`: the book, built again after each change.

use crate::{
    book,
    checkout::Checkout,
    cli, interrupt,
    outcome::{self, Outcome, WrongUsage},
    play::{self, Play, Token},
    say,
    server::{self, Live, Site},
    style::{BAD, FAINT, GOOD, TYPE, paint},
    watch,
};
use anyhow::Result;
use std::{
    env,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    thread,
    time::Instant,
};
use tokio::sync::oneshot;

/// What the book is made from, beside the files in the workbook's own folder. A change in any of it makes a new book.
const SOURCES: [&str; 5] = ["src", "theme", "crates", "exercises", "benches"];

/// Allows host names where nobody types a command, as in a hosted workspace.
const ALLOW_HOST: &str = "LAB_ALLOW_HOST";

/// What the builder is told.
enum News {
    /// These files have changed.
    Changed(Vec<PathBuf>),
    /// Ctrl-C was pressed.
    Stop,
}

/// Builds the book, serves it, and builds it again whenever a source changes, until Ctrl-C.
pub fn run(checkout: &Checkout, args: &cli::Serve) -> Result<Outcome> {
    let hosts = hosts(&args.allow_host, env::var(ALLOW_HOST).unwrap_or_default())?;
    let listeners = server::bind(args.port)?;
    let address = listeners.address()?;
    say!("{}", paint(TYPE, format!("http://{address}")));
    if address.port() != args.port && args.port != 0 {
        say!("{}", paint(FAINT, format!("(port {} is in use)", args.port)));
    }
    if !hosts.is_empty() {
        say!("{}", paint(FAINT, format!("(answers to {} as well)", hosts.join(", "))));
    }

    // News goes to the builder, and only the builder's end ends the server: no book is left half made.
    let (tell, news) = mpsc::channel();
    let (end, ended) = oneshot::channel();
    let play = Play::new(checkout.clone())?;
    let (stop, give_up, sees) = (tell.clone(), tell.clone(), play.clone());
    interrupt::listen(move || drop(stop.send(News::Stop)))?;
    let folders = SOURCES.map(|source| checkout.path(source));
    let root = [checkout.root().into()];
    let watcher = watch::watch(&folders, &root, args.poll, move |files| {
        sees.changed(&files);
        drop(tell.send(News::Changed(files)));
    });
    if let Some(why) = &watcher.looks {
        say!("{}", paint(FAINT, why));
    }

    let live = Live::new();
    let (shown, shows) = (live.clone(), play.clone());
    let built = thread::scope(|scope| {
        let builder = scope.spawn(move || {
            let built = keep_building(checkout, &shown, shows.token(), &news);
            let _ = end.send(());
            built
        });
        server::serve(listeners, live, play, &hosts, ended).inspect_err(|_| drop(give_up.send(News::Stop)))?;
        builder.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    built?;
    say!("stopped");
    Ok(Outcome::Done)
}

/// The host names that were allowed: on the command line, and by the surroundings, separated by commas.
///
/// # Errors
/// Wrong usage when the surroundings hold something that can't be a name.
fn hosts(allowed: &[String], surroundings: String) -> Result<Vec<String>> {
    let mut hosts = allowed.to_vec();
    for text in surroundings.split(',').map(str::trim).filter(|text| !text.is_empty()) {
        let name = server::host_name(text).ok_or_else(|| {
            WrongUsage(format!(
                "{ALLOW_HOST} holds \"{text}\", which can't be a host's name such as reader.example.org"
            ))
        })?;
        hosts.push(name);
    }
    Ok(hosts)
}

/// Builds the book and takes it into memory.
fn site(checkout: &Checkout, token: &Token) -> Result<Site> {
    Site::read(&book::build_aside(checkout)?.book(), token)
}

/// Whether a file is part of an answer whose stub is kept apart from it.
fn is_answer(checkout: &Checkout, file: &Path) -> bool {
    play::answered(checkout, file)
        .is_some_and(|slug| checkout.path("exercises/originals").join(slug).join("src").is_dir())
}

/// Builds the first book, then a new one after each change, until Ctrl-C.
///
/// # Errors
/// When the first book can't be built. Later ones that can't are shown in the page, beside the last good one.
fn keep_building(checkout: &Checkout, live: &Live, token: &Token, news: &Receiver<News>) -> Result<()> {
    let start = Instant::now();
    live.show(site(checkout, token)?);
    say!("{} in {:.2} s. Ctrl-C ends.", paint(GOOD, "✓ built"), start.elapsed().as_secs_f64());

    while let Ok(mut latest) = news.recv() {
        // Changes that came while the last book was being made are one.
        while let News::Changed(files) = &mut latest {
            match news.try_recv() {
                Ok(News::Changed(newer)) => files.extend(newer),
                Ok(News::Stop) => latest = News::Stop,
                Err(_) => break,
            }
        }
        let News::Changed(files) = latest else { break };
        // The book shows the stub as it was handed out, and of an answer nothing.
        if files.iter().all(|file| is_answer(checkout, file)) {
            continue;
        }
        let start = Instant::now();
        let file = files.first().map_or_else(String::new, |file| checkout.short(file));
        match site(checkout, token) {
            Ok(site) => {
                live.show(site);
                say!("{} in {:.2} s: {file}", paint(GOOD, "✓ built again"), start.elapsed().as_secs_f64());
            }
            Err(error) => {
                let mut error = format!("{error:#}");
                if let Some(advice) = outcome::advice(&error) {
                    error += &format!("\n{advice}");
                }
                anstream::eprintln!("{} {error}\nThe last good book stays.", paint(BAD, "✗ can't build:"));
                live.fail(error);
            }
        }
    }
    Ok(())
}

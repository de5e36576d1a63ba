//! `lab list`: the exercises, with their state.

use crate::{
    chapters::chapters,
    checkout::Checkout,
    cli::{Format, Formatted},
    exercise::{Exercise, exercises, fingerprint},
    outcome::Outcome,
    progress::{Progress, State},
    say,
    style::{BAD, BOLD, CARE, FAINT, GOOD, TYPE, paint},
};
use anyhow::Result;
use serde_json::json;

/// Lists the exercises by chapter, with their state. Nothing is built or run: states are those of the last checks.
pub fn run(checkout: &Checkout, args: &Formatted) -> Result<Outcome> {
    let progress = Progress::of(checkout);
    let mut chapter = None;
    let titles = chapters(checkout)?;
    let exercises = exercises(checkout)?;
    let width = exercises.iter().map(|exercise| exercise.slug.len()).max().unwrap_or(0);
    let (mut passed, mut again) = (0, 0);
    for exercise in &exercises {
        let state = progress.state(&exercise.slug, &fingerprint(checkout, exercise)?);
        passed += usize::from(state == State::Passed);
        again += usize::from(state == State::PassedBefore);
        let about = &exercise.about;
        let title = titles.iter().find(|c| c.path == about.chapter).map_or(about.chapter.as_str(), |c| &c.title);
        if args.format == Format::Json {
            say!("{}", as_json(exercise, title, state));
            continue;
        }
        if chapter != Some(&about.chapter) {
            if chapter.is_some() {
                say!();
            }
            say!("{}", paint(BOLD, title));
            chapter = Some(&about.chapter);
        }
        let facts = paint(FAINT, format!("{:<6} {:>3} min", about.level, about.minutes));
        say!("  {}  {:width$}  {facts}  {}", word(state), exercise.slug, about.title);
    }
    if args.format == Format::Text {
        say!("\n{passed} of {} passed. Go on with {}", exercises.len(), paint(TYPE, "cargo lab next"));
        if again > 0 {
            let command = paint(TYPE, "cargo lab check --all");
            say!("{again} more solved before: what checks them has changed since. Check again with {command}");
        }
    }
    Ok(Outcome::Done)
}

/// Mark and word, all equally wide.
pub fn word(state: State) -> String {
    match state {
        State::Passed => paint(GOOD, "✓ passed "),
        State::PassedBefore => paint(CARE, "↻ again  "),
        State::Failed => paint(BAD, "✗ not yet"),
        State::Skipped => paint(CARE, "– skipped"),
        State::Unchecked => paint(FAINT, "· to do  "),
    }
}

fn as_json(exercise: &Exercise, chapter: &str, state: State) -> serde_json::Value {
    let about = &exercise.about;
    json!({
        "exercise": exercise.slug,
        "title": about.title,
        "chapter": about.chapter,
        "chapter_title": chapter,
        "minutes": about.minutes,
        "level": about.level,
        "needs": about.needs,
        "state": state,
    })
}

//! A course laid out by minutes: what is said and shown, typed here, and the exercises, whose minutes their manifests
//! name. It adds up, or the book isn't built.

use crate::{exercise, house::House};
use std::fmt::Write;

/// The table. `info` is `course 8 hours` or `course 24 hours in 12 sessions`, each as long as the others, with an empty
/// line between two of them. A line of `body` is a part of it: `25 | [Threads](../threads/threads.md): spawn | wedges`,
/// the minutes for what isn't an exercise, what it is, and exercises of the chapters that it links to.
///
/// # Errors
/// When it makes no sense, or doesn't take exactly as long as it says.
pub fn course(house: &House, info: &str, body: &[&str]) -> Result<String, String> {
    let (hours, count) = length(info)?;
    let sessions: Vec<_> = body.split(|line| line.trim().is_empty()).filter(|part| !part.is_empty()).collect();
    if sessions.len() != count {
        return Err(format!(
            "this course has {count} sessions and here are {}: an empty line parts two",
            sessions.len()
        ));
    }
    let each = hours * 60 / count as u32;
    let mut seen: Vec<&str> = Vec::new();
    let head = if count > 1 { "session, time" } else { "time" };
    let mut table = format!("| {head} | minutes | what | solve |\n|---|---:|---|---|\n");
    for (number, session) in (1..).zip(sessions) {
        let mut now = 0;
        for line in session {
            let Part { talk, what, slugs } = part(line)?;
            let mut minutes = talk;
            let mut solve = Vec::new();
            for slug in slugs {
                let about = exercise::about(house, slug)?;
                let page = format!("{}.md", about.chapter.rsplit('/').next().unwrap_or(&about.chapter));
                if !what.contains(&page) {
                    return Err(format!("\"{what}\" has the exercise {slug}, and no link to its chapter, {page}"));
                }
                if seen.contains(&slug) {
                    return Err(format!("{slug} is solved twice in this course"));
                }
                seen.push(slug);
                minutes += about.minutes;
                solve.push(format!("`{slug}` ({})", about.minutes));
            }
            let session = if count > 1 { format!("{number}, ") } else { String::new() };
            let (hour, minute) = (now / 60, now % 60);
            writeln!(table, "| {session}{hour}:{minute:02} | {minutes} | {what} | {} |", solve.join(", "))
                .expect("a string takes what is written");
            now += minutes;
        }
        if now != each {
            let which = if count > 1 { format!("session {number} of this course") } else { "this course".into() };
            return Err(format!("{which} takes {now} minutes with its exercises, and says {each}"));
        }
    }
    Ok(table)
}

/// Hours and sessions.
fn length(info: &str) -> Result<(u32, usize), String> {
    let read = match info.split_whitespace().collect::<Vec<_>>()[..] {
        ["course", hours, "hours"] => hours.parse().ok().map(|hours| (hours, 1)),
        ["course", hours, "hours", "in", count, "sessions"] => hours.parse().ok().zip(count.parse().ok()),
        _ => None,
    };
    let whole = read.filter(|&(hours, count): &(u32, usize)| {
        count > 0 && hours <= 1_000 && (hours as usize * 60).is_multiple_of(count)
    });
    whole.ok_or_else(|| "write ```course 8 hours, or ```course 24 hours in 12 sessions".into())
}

struct Part<'a> {
    talk: u32,
    what: &'a str,
    slugs: Vec<&'a str>,
}

fn part(line: &str) -> Result<Part<'_>, String> {
    let mut cells = line.split('|').map(str::trim);
    let (talk, what, slugs) = (cells.next().unwrap_or_default(), cells.next(), cells.next().unwrap_or_default());
    match (talk.parse(), what.filter(|what| !what.is_empty()), cells.next()) {
        (Ok(talk), Some(what), None) => Ok(Part { talk, what, slugs: slugs.split_whitespace().collect() }),
        _ => Err(format!("\"{line}\" is no part of a course: write MINUTES | WHAT | EXERCISE EXERCISE")),
    }
}

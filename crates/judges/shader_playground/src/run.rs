//! Runs a shader and puts into words what came of it.

use crate::task::Task;
use serde::Serialize;
use shader_sim::{Access, Buffer, Dispatch, Error, Finding, Report, Shader, Verdict};
use std::collections::BTreeMap;

/// Numbers of an answer that a page shows.
const SHOWN: usize = 12;
/// Findings that a page shows.
const FINDINGS: usize = 5;
/// Steps that one invocation may take. The longest of the pages' shaders takes some thousand.
const STEPS: u64 = 100_000;
/// Accesses that are kept, and requests of one place that are drawn.
const KEPT: usize = 200_000;
const DRAWN: usize = 64;

/// How it went, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// No fault in any order, and the right answer.
    Right,
    /// No fault, and another answer.
    Wrong,
    /// Something was found, whatever the answer is.
    Fault,
    /// It can't be run.
    Refused,
}

/// All that a page shows.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// How it went.
    pub state: State,
    /// The same in a sentence.
    pub verdict: String,
    /// Why it can't be run, with naga's frame around the place.
    pub error: Option<String>,
    /// The line that `error` is about, from 1.
    pub line: Option<u32>,
    /// What is wrong, and where; what is worth a look comes last.
    pub findings: Vec<Fault>,
    /// What it stored.
    pub answer: Option<Answer>,
    /// Of all places together.
    pub counts: Counts,
    /// Where it touches memory, in the order of lines.
    pub places: Vec<Place>,
    /// The bindings that it may store to.
    pub writable: Vec<u32>,
    /// Whether a device would come to an end with it.
    pub ends: bool,
}

/// Something that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// The line, from 1.
    pub line: u32,
    /// A sentence that names line, invocation and variable.
    pub words: String,
    /// Whether it is a fault, and not a note.
    pub wrong: bool,
}

/// What a buffer holds afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Its name in the task.
    pub name: &'static str,
    /// The first values.
    pub first: Vec<String>,
    /// How many values there are.
    pub length: usize,
    /// How many of them aren't right.
    pub wrong: usize,
    /// The first that isn't right, in words.
    pub difference: Option<String>,
}

/// What was counted, in step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Transactions of global memory, in segments of 128 bytes.
    pub transactions: u64,
    /// Turns beyond the first that requests to workgroup memory needed.
    pub conflicts: u64,
    /// Branches at which a subgroup's lanes parted.
    pub divergent: u64,
    /// Branches that subgroups came to.
    pub branches: u64,
    /// Barriers that workgroups passed.
    pub barriers: u64,
}

/// A line that reads a variable, or stores or updates it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The variable.
    pub variable: String,
    /// What is done with it: "reads", "stores" or "updates".
    pub does: &'static str,
    /// Whether it is memory of the workgroup.
    pub workgroup: bool,
    /// How many requests were made.
    pub requests: u64,
    /// Words that lanes asked for.
    pub words: u64,
    /// Transactions, if it is global memory.
    pub transactions: u64,
    /// Extra turns, if it is the workgroup's.
    pub conflicts: u64,
    /// Words up to the last that was touched.
    pub length: u32,
    /// The first requests, each with what its lanes touched: first word, and how many.
    pub drawn: Vec<Vec<[u32; 2]>>,
}

impl Place {
    fn is(&self, line: u32, variable: &str, does: &str) -> bool {
        (self.line, self.variable.as_str(), self.does) == (line, variable, does)
    }
}

fn does(access: Access) -> &'static str {
    match access {
        Access::Read => "reads",
        Access::Write => "stores",
        Access::Atomic => "updates",
    }
}

impl Task {
    /// Compares `words` with what the answer should be.
    pub fn compare(&self, words: &[u32]) -> Answer {
        let (it, kind) = (self.answer(), self.answer().kind);
        let pairs = || words.iter().zip(&self.want).enumerate().filter(|(_, (have, want))| have != want);
        Answer {
            name: it.name,
            first: words.iter().take(SHOWN).map(|&word| kind.digits(word)).collect(),
            length: words.len(),
            wrong: pairs().count(),
            difference: pairs().next().map(|(i, (&have, &want))| {
                format!("{}[{i}] is {}, and should be {}", it.name, kind.digits(have), kind.digits(want))
            }),
        }
    }
}

/// Runs `wgsl` in several orders with what `task` gives it.
pub fn run(task: &Task, wgsl: &str) -> Said {
    let mut buffers: Vec<Buffer> = task.buffers.iter().map(|it| Buffer::new(it.binding, &it.words)).collect();
    let dispatch = Dispatch { record: KEPT, steps: STEPS, ..Dispatch::new(task.groups) };
    let judged = Shader::parse(wgsl, "shader.wgsl")
        .and_then(|shader| shader.program(task.entry, &[]))
        .and_then(|program| program.in_orders(&mut buffers, &dispatch));
    let Verdict { report, findings, difference } = match judged {
        Ok(verdict) => verdict,
        Err(error) => return refused(&error),
    };
    let answer = task.compare(&buffers[buffers.len() - 1].to_vec::<u32>());
    let ends = !findings.iter().any(|it| matches!(it.fault, shader_sim::Fault::NeverEnds { .. }));
    let (state, verdict) = match (&findings[..], &difference, &answer.difference) {
        ([_, ..], _, _) if !ends => (State::Fault, "It doesn’t end.".into()),
        ([_, ..], _, None) => {
            (State::Fault, "There is a fault in it, and the answer came out right all the same.".into())
        }
        ([_, ..], _, Some(_)) => (State::Fault, "There is a fault in it.".into()),
        (_, Some(difference), _) => (State::Fault, format!("The answer depends on the order: {difference}.")),
        (_, _, Some(difference)) => {
            (State::Wrong, format!("No fault was found, but the answer is wrong: {difference}."))
        }
        (_, _, None) => (State::Right, "Right, in every order that was tried.".into()),
    };
    Said {
        state,
        verdict,
        error: None,
        line: None,
        findings: faults(&findings, &report),
        answer: Some(answer),
        counts: counts(&report),
        places: places(&report),
        writable: report.stores.iter().map(|it| it.binding).collect(),
        ends,
    }
}

fn refused(error: &Error) -> Said {
    let words = error.to_string();
    let line = match error {
        Error::Unsupported { line, .. } => Some(*line).filter(|&line| line > 0),
        Error::Invalid(_) => line_in(&words),
        _ => None,
    };
    Said {
        state: State::Refused,
        verdict: match line {
            Some(line) => format!("It can’t be run: see line {line}."),
            None => "It can’t be run.".into(),
        },
        error: Some(words.trim_end().into()),
        line,
        findings: Vec::new(),
        answer: None,
        counts: Counts::default(),
        places: Vec::new(),
        writable: Vec::new(),
        ends: false,
    }
}

/// The line that naga's frame begins with, as in `shader.wgsl:7:12`.
fn line_in(words: &str) -> Option<u32> {
    words.split_once("shader.wgsl:")?.1.split(':').next()?.parse().ok()
}

fn faults(findings: &[Finding], report: &Report) -> Vec<Fault> {
    let wrong = findings.iter().take(FINDINGS).map(|it| {
        let more = match it.times {
            0 | 1 => String::new(),
            times => format!(" (and {} more of this kind)", times - 1),
        };
        Fault { line: it.line, words: format!("{it}{more}."), wrong: true }
    });
    let notes = report.notes.iter().map(|note| {
        let shader_sim::Note::ReadsUnwritten { line, .. } = note;
        Fault { line: *line, words: format!("{note}."), wrong: false }
    });
    wrong.chain(notes.take(1)).collect()
}

fn counts(report: &Report) -> Counts {
    Counts {
        transactions: report.transactions(),
        conflicts: report.conflicts(),
        divergent: report.branches.iter().map(|it| it.divergent).sum(),
        branches: report.branches.iter().map(|it| it.taken).sum(),
        barriers: report.barriers,
    }
}

/// All places of one line that do the same to one variable count as one.
fn places(report: &Report) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for it in &report.traffic {
        let does = does(it.access);
        let at = places.iter().position(|place| place.is(it.line, &it.variable, does)).unwrap_or_else(|| {
            let (line, variable, workgroup) = (it.line, it.variable.clone(), it.workgroup);
            places.push(Place { line, variable, does, workgroup, ..Place::default() });
            places.len() - 1
        });
        let place = &mut places[at];
        place.requests += it.requests;
        place.words += it.words;
        place.transactions += it.segments;
        place.conflicts += it.conflicts;
    }
    let mut requests: Vec<BTreeMap<u64, Vec<[u32; 2]>>> = vec![BTreeMap::new(); places.len()];
    for it in &report.accesses {
        let here = |place: &Place| place.is(it.line, &it.variable, does(it.access));
        let Some(at) = places.iter().position(here) else { continue };
        places[at].length = places[at].length.max(it.word + it.words);
        requests[at].entry(it.request).or_default().push([it.word, it.words]);
    }
    for (place, requests) in places.iter_mut().zip(requests) {
        place.drawn = requests.into_values().take(DRAWN).collect();
    }
    places.sort_by(|a, b| (a.line, &a.variable, a.does).cmp(&(b.line, &b.variable, b.does)));
    places
}

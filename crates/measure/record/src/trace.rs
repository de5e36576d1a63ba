//! Traces: which worker did which part, and when.

use crate::{
    Error, Machine,
    error::{replace, text},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::Path;
use variant::Way;

/// Which worker did which part of a problem, and when; one run of each variant.
///
/// The file is in Chrome's trace event format, which Perfetto (ui.perfetto.dev) opens: a process for each run, a thread
/// for each worker, an event for each part. What that format has no place for stands under `otherData`.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The kernel's name.
    pub kernel: String,
    /// The problem's size, in the kernel's own unit.
    pub size: usize,
    /// Where it was run.
    pub machine: Machine,
    /// The runs, in the kernel's order.
    pub runs: Vec<Run>,
}

/// One run of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The variant's name.
    pub variant: String,
    /// The name of its way of working; missing in older records.
    pub way: Option<String>,
    /// How many workers it was given.
    pub workers: usize,
    /// How long it took with the notes being taken, seconds: longer than without.
    pub seconds: f64,
    /// What each worker did that did anything, in the order in which they began.
    pub lanes: Vec<Vec<Part>>,
}

/// Neighbouring elements that one worker computed one after another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The first element.
    pub first: usize,
    /// The one after the last.
    pub end: usize,
    /// Seconds from the run's beginning.
    pub from_s: f64,
    /// Seconds from the run's beginning.
    pub to_s: f64,
}

impl Run {
    /// Its way of working: the one it names, else the one that it is named after.
    pub fn way(&self) -> Option<Way> {
        Way::named(self.way.as_deref().unwrap_or(&self.variant)).map(|way| way.of(&self.variant))
    }
}

impl Trace {
    /// Elements of the problem, as far as any worker got: parts are parts of `0..elements`.
    pub fn elements(&self) -> usize {
        let parts = self.runs.iter().flat_map(|run| &run.lanes).flatten();
        parts.map(|part| part.end).max().unwrap_or(0)
    }

    /// The run of a variant; of the one with the most workers where there are several.
    pub fn run(&self, variant: &str) -> Option<&Run> {
        self.runs.iter().filter(|run| run.variant == variant).max_by_key(|run| run.workers)
    }

    /// Reads `<kernel>.trace.json`.
    ///
    /// # Errors
    /// When the file is missing or makes no sense.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = text(path)?;
        let file: File = serde_json::from_str(&text).map_err(|e| Error::unreadable(path, e.line(), e))?;
        file.trace().map_err(|what| Error::unreadable(path, 1, what))
    }

    /// Writes `<kernel>.trace.json`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        replace(path, &self.to_json())
    }

    /// The file's text: an event a line.
    pub fn to_json(&self) -> String {
        let mut events = Vec::new();
        for (process, run) in (1..).zip(&self.runs) {
            let name = format!(
                "{} ({})",
                run.variant,
                if run.workers == 1 { "1 worker".into() } else { format!("{} workers", run.workers) }
            );
            events.push(json!({"ph": "M", "name": "process_name", "pid": process, "args": {"name": name}}));
            for (thread, parts) in (1..).zip(&run.lanes) {
                let name = format!("worker {thread}");
                events.push(
                    json!({"ph": "M", "name": "thread_name", "pid": process, "tid": thread, "args": {"name": name}}),
                );
                events.extend(parts.iter().map(|part| {
                    json!({
                        "ph": "X", "name": format!("{}–{}", part.first, part.end.saturating_sub(1)),
                        "pid": process, "tid": thread,
                        "ts": microseconds(part.from_s), "dur": microseconds(part.to_s - part.from_s),
                        "args": {"first": part.first, "end": part.end},
                    })
                }));
            }
        }
        let runs: Vec<_> = self
            .runs
            .iter()
            .map(|run| Told {
                variant: run.variant.clone(),
                way: run.way.clone(),
                workers: run.workers,
                seconds: run.seconds,
            })
            .collect();
        let other = Other { kernel: self.kernel.clone(), size: self.size, machine: self.machine.clone(), runs };
        let other = serde_json::to_string(&other).expect("strings and finite numbers are always JSON");
        let events: Vec<_> = events.iter().map(Value::to_string).collect();
        format!(
            "{{\"displayTimeUnit\": \"ms\",\n\"otherData\": {other},\n\"traceEvents\": [\n{}\n]}}\n",
            events.join(",\n")
        )
    }
}

/// The format's unit, to a tenth of it.
fn microseconds(seconds: f64) -> f64 {
    (seconds * 1e7).round() / 10.0
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    other_data: Other,
    trace_events: Vec<Event>,
}

#[derive(Serialize, Deserialize)]
struct Other {
    kernel: String,
    size: usize,
    machine: Machine,
    runs: Vec<Told>,
}

#[derive(Serialize, Deserialize)]
struct Told {
    variant: String,
    #[serde(default)]
    way: Option<String>,
    workers: usize,
    seconds: f64,
}

#[derive(Deserialize)]
struct Event {
    ph: String,
    pid: usize,
    tid: Option<usize>,
    ts: Option<f64>,
    dur: Option<f64>,
    args: Option<Range>,
}

#[derive(Deserialize)]
struct Range {
    first: Option<usize>,
    end: Option<usize>,
}

impl File {
    fn trace(self) -> Result<Trace, String> {
        let Other { kernel, size, machine, runs } = self.other_data;
        let mut runs: Vec<_> = runs
            .into_iter()
            .map(|told| Run {
                variant: told.variant,
                way: told.way,
                workers: told.workers,
                seconds: told.seconds,
                lanes: Vec::new(),
            })
            .collect();
        for event in self.trace_events.into_iter().filter(|event| event.ph == "X") {
            let missing = || "an event lacks its thread, its times, or which part it is".to_owned();
            let run = event.pid.checked_sub(1).and_then(|i| runs.get_mut(i));
            let run = run.ok_or_else(|| format!("an event names process {}, which is none of the runs", event.pid))?;
            let lane = event.tid.and_then(|thread| thread.checked_sub(1)).ok_or_else(missing)?;
            // Lanes come in their order, each after the one before.
            if lane > run.lanes.len() {
                return Err(format!("an event of worker {} comes before any of the one before", lane + 1));
            }
            if lane == run.lanes.len() {
                run.lanes.push(Vec::new());
            }
            let (ts, dur) = event.ts.zip(event.dur).ok_or_else(missing)?;
            let args = event.args.ok_or_else(missing)?;
            let (first, end) = args.first.zip(args.end).ok_or_else(missing)?;
            run.lanes[lane].push(Part { first, end, from_s: ts / 1e6, to_s: (ts + dur) / 1e6 });
        }
        Ok(Trace { kernel, size, machine, runs })
    }
}

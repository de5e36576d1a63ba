//! What criterion leaves under `target/criterion`, distilled.
//!
//! Criterion calls those files private, so this is the only place that knows them, its version is pinned, and files it
//! really wrote are kept in `tests/criterion`. A benchmark named `kernel/variant/workers` whose throughput is the
//! problem's size becomes one [`Row`].

use crate::{Error, Row, error::text, table::Checked};
use serde::{Deserialize, de::DeserializeOwned};
use std::path::Path;

/// Every result of the benchmark group named `kernel`, under criterion's folder `home` (`target/criterion`), ordered by
/// variant and workers. Empty where nothing was measured.
///
/// # Errors
/// When `home` is missing, or a file in it is not what criterion 0.8 writes.
pub fn distil(home: &Path, kernel: &str) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for group in folders(home)? {
        for variant in folders(&group)? {
            for workers in folders(&variant)? {
                let new = workers.join("new");
                if !new.join("benchmark.json").exists() {
                    continue;
                }
                rows.extend(row(&new, kernel)?);
            }
        }
    }
    rows.sort_by(|a, b| (&a.variant, a.workers).cmp(&(&b.variant, b.workers)));
    Ok(rows)
}

/// One benchmark's folder as a row, unless it belongs to another group.
fn row(new: &Path, kernel: &str) -> Result<Option<Row>, Error> {
    let path = new.join("benchmark.json");
    let benchmark: Benchmark = json(&path)?;
    if benchmark.group_id != kernel {
        return Ok(None);
    }
    let missing = |what: &str| Error::unreadable(&path, 1, format!("this benchmark has no {what}"));
    let variant = benchmark.function_id.ok_or_else(|| missing("variant (criterion's function_id)"))?;
    let workers = benchmark.value_str.ok_or_else(|| missing("workers (criterion's value_str)"))?;
    let workers = workers.parse().map_err(|e| Error::unreadable(&path, 1, format!("workers {workers:?}: {e}")))?;
    let size = benchmark.throughput.and_then(|throughput| throughput.elements);
    let size = size.ok_or_else(|| missing("size (criterion's throughput, in elements)"))?;

    let path = new.join("estimates.json");
    let Estimates { median } = json(&path)?;
    let level = median.confidence_interval.confidence_level;
    if level != 0.95 {
        let what = format!("records hold 95 % intervals, and this one holds {} %", level * 100.0);
        return Err(Error::unreadable(&path, 1, what));
    }
    let sample: Sample = json(&new.join("sample.json"))?;
    let row = Row {
        variant,
        workers,
        size,
        samples: sample.times.len(),
        median_s: median.point_estimate * NANOSECOND,
        low_s: median.confidence_interval.lower_bound * NANOSECOND,
        high_s: median.confidence_interval.upper_bound * NANOSECOND,
    };
    row.check().map_err(|what| Error::unreadable(&path, 1, what))?;
    Ok(Some(row))
}

/// Criterion counts time in nanoseconds.
const NANOSECOND: f64 = 1e-9;

#[derive(Deserialize)]
struct Benchmark {
    group_id: String,
    function_id: Option<String>,
    value_str: Option<String>,
    throughput: Option<Throughput>,
}

#[derive(Deserialize)]
struct Throughput {
    #[serde(rename = "Elements")]
    elements: Option<usize>,
}

/// `estimates.json` also holds a mean, a spread and a slope; the slope is null where every sample ran the same number
/// of times. The median needs none of them.
#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    confidence_interval: Interval,
    point_estimate: f64,
}

#[derive(Deserialize)]
struct Interval {
    confidence_level: f64,
    lower_bound: f64,
    upper_bound: f64,
}

#[derive(Deserialize)]
struct Sample {
    times: Vec<f64>,
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    serde_json::from_str(&text(path)?).map_err(|e| Error::unreadable(path, e.line(), e))
}

/// The folders in a folder, by name, so that the order is the same on every machine.
fn folders(path: &Path) -> Result<Vec<std::path::PathBuf>, Error> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(Error::io(path))? {
        let path = entry.map_err(Error::io(path))?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

//! The demo's picture, measured in the page and natively in turns.

use anyhow::{Result, ensure};
use browser::Picture;
use browser_tests::Tab;
use race::stats::{self, Estimate};
use record::{Fact, Point, Series};
use shared::Shared;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use variant::Workers;

/// How this is run again.
const HOW: &str = "cargo run --release -p browser_tests -- FOLDER";

/// Rounds; in each, everything is measured once.
const ROUNDS: usize = 15;

/// Workers in the demo: as many as this machine has cores, fewer, and more.
const MOST: usize = 4;

/// Samples by what was measured; those of one round have the same index.
#[derive(Default)]
pub struct Measured(BTreeMap<String, Vec<f64>>);

/// Runs everything in turns. A slow moment of the machine then hits all alike, and ratios are taken round by round.
pub async fn measure(tab: &Tab) -> Result<Measured> {
    let mut measured = Measured::default();
    for round in 0..ROUNDS {
        println!("round {} of {ROUNDS}", round + 1);
        for (name, seconds) in native() {
            measured.add(name, seconds);
        }
        for way in ["serial", "simd", "messages", "shared"] {
            let most = if way == "serial" || way == "simd" { 1 } else { MOST };
            for workers in 1..=most {
                let (seconds, started) = run(tab, way, workers).await?;
                measured.add(&format!("{way}/{workers}"), seconds);
                measured.add(&format!("{way}/{workers}/start"), started);
            }
        }
        for (name, transfer) in [("copy", "[]"), ("transfer", "[buffer]")] {
            measured.add(name, tab.ask(&SEND.replace("TRANSFER", transfer)).await?);
        }
    }
    Ok(measured)
}

/// Seconds from sending 32 MiB to a worker until it answers that they are there.
const SEND: &str = "(async () => {
    globalThis.echo ??= new Worker(URL.createObjectURL(new Blob(['onmessage = () => postMessage(0)'])));
    const answer = () => new Promise((resolve) => (echo.onmessage = resolve));
    echo.postMessage('are you there?');
    await answer();
    const buffer = new Uint8Array(32 << 20).fill(1).buffer;
    const start = performance.now();
    echo.postMessage(buffer, TRANSFER);
    await answer();
    return (performance.now() - start) / 1000;
})()";

/// The demo's picture, by this processor's own code on one core: seconds.
fn native() -> [(&'static str, f64); 2] {
    let view = Picture::valley(960, true).view;
    let mut counts = Shared::zeroed(view.pixels());
    let mut time = |run: fn(&mandelbrot::View, Workers, &mut Shared<u32>) -> Result<(), variant::Unavailable>| {
        let start = Instant::now();
        run(&view, Workers::ONE, &mut counts).expect("one core is always there");
        start.elapsed().as_secs_f64()
    };
    [("native_serial", time(mandelbrot::serial::run)), ("native_simd", time(mandelbrot::simd::run))]
}

/// One run of the demo: seconds for the picture, and for starting the workers before it.
async fn run(tab: &Tab, way: &str, workers: usize) -> Result<(f64, f64)> {
    tab.tell(&format!(
        "const demo = document.querySelector('.mandelbrot'); demo.querySelector('[value={way}]').click();
         demo.querySelector('[type=range]').value = {workers}; demo.querySelector('[name=run]').click()"
    ))
    .await?;
    tab.wait("document.querySelector('.mandelbrot').dataset.state !== 'running'", 60).await?;
    let data = "document.querySelector('.mandelbrot').dataset";
    let state: String = tab.ask(&format!("{data}.state")).await?;
    ensure!(state == "done", "the demo is {state}");
    Ok((tab.ask(&format!("Number({data}.seconds)")).await?, tab.ask(&format!("Number({data}.started)")).await?))
}

impl Measured {
    fn add(&mut self, name: &str, seconds: f64) {
        self.0.entry(name.into()).or_default().push(seconds);
    }

    fn estimate(&self, name: &str) -> Estimate {
        stats::estimate(&self.0[name])
    }

    /// How many times as long `slow` takes as `fast`, from each round's own pair.
    fn ratio(&self, slow: &str, fast: &str) -> Estimate {
        let ratios: Vec<_> = self.0[slow].iter().zip(&self.0[fast]).map(|(slow, fast)| slow / fast).collect();
        stats::estimate(&ratios)
    }

    /// Puts what was measured into `folder`, in place of what was there under the same names.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let fact = |name: &str, unit: &str, found: Estimate| Fact {
            name: format!("browser_{name}"),
            value: found.value,
            low: found.low,
            high: found.high,
            unit: unit.into(),
            how: HOW.into(),
            date: record::today(),
            rustc: machine::rustc().unwrap_or_default(),
        };
        let times = [
            ("serial", "serial/1"),
            ("simd", "simd/1"),
            ("native_serial", "native_serial"),
            ("native_simd", "native_simd"),
            ("messages_start", "messages/2/start"),
            ("shared_start", "shared/2/start"),
            ("copy", "copy"),
            ("transfer", "transfer"),
        ];
        let ratios = [
            ("simd_gain", "serial/1", "simd/1"),
            ("serial_over_native", "serial/1", "native_serial"),
            ("simd_over_native", "simd/1", "native_simd"),
            ("messages_gain", "messages/1", "messages/2"),
            ("shared_gain", "shared/1", "shared/2"),
            ("memory_over_messages", "shared/2", "messages/2"),
        ];
        let path = folder.join("facts.csv");
        let mut facts = if path.exists() { Fact::read(&path)? } else { Vec::new() };
        facts.retain(|fact| !fact.name.starts_with("browser_"));
        facts.extend(times.map(|(name, samples)| fact(name, "s", self.estimate(samples))));
        facts.extend(ratios.map(|(name, slow, fast)| fact(name, "×", self.ratio(slow, fast))));
        for fact in facts.iter().filter(|fact| fact.name.starts_with("browser_")) {
            println!("{:<30} {:.4} {}  ({:.4} to {:.4})", fact.name, fact.value, fact.unit, fact.low, fact.high);
        }
        Fact::write(&path, &facts)?;
        let point = |line: &str, workers: usize, found: Estimate| Point {
            series: line.into(),
            x: workers as f64,
            median_s: found.value,
            low_s: found.low,
            high_s: found.high,
        };
        // The words before the comma name the way of working whose colour the line takes.
        let mut points = vec![
            point("serial, pixel by pixel", 1, self.estimate("serial/1")),
            point("simd, one worker", 1, self.estimate("simd/1")),
        ];
        for (line, way) in [("processes, an instance each", "messages"), ("rayon, one memory", "shared")] {
            points.extend((1..=MOST).map(|n| point(line, n, self.estimate(&format!("{way}/{n}")))));
        }
        let series = Series {
            x: "workers".into(),
            y: "time (s)".into(),
            how: HOW.into(),
            date: record::today(),
            rustc: machine::rustc().unwrap_or_default(),
            points,
        };
        series.write(&folder.join("browser.series.csv"))?;
        Ok(())
    }
}

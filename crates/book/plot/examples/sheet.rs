//! Every plot that a folder of records gives, on one HTML page in both themes, to look at after a change:
//!
//! `cargo run -p plot --example sheet -- benches/record/two-core-epyc > target/sheet.html`

use plot::Kind;
use record::Records;
use std::path::Path;

fn main() -> Result<(), record::Error> {
    let mut folders = std::env::args().skip(1);
    let reference = Records::read(Path::new(&folders.next().unwrap_or("benches/record/two-core-epyc".into())))?;
    let yours = folders.next().map(|folder| Records::read(Path::new(&folder))).transpose()?;
    let mut figures = Vec::new();
    for kernel in reference.races.keys() {
        for kind in [Kind::Time, Kind::Speedup, Kind::Efficiency] {
            figures.push(plot::kernel(&reference, yours.as_ref(), kernel, kind, &[]));
        }
        figures.push(plot::model(&reference, yours.as_ref(), kernel, None));
    }
    for name in reference.series.keys() {
        figures.push(plot::series(&reference, yours.as_ref(), name));
    }
    println!("<!doctype html><meta charset=utf-8><title>Plots</title><style>{STYLE}</style>");
    for theme in ["light", "dark"] {
        println!("<main class={theme}>");
        for figure in &figures {
            match figure {
                Ok(f) => println!("<figure>{}<figcaption>{} {}</figcaption></figure>", f.svg, f.summary, f.machine),
                Err(error) => println!("<p>{error}</p>"),
            }
        }
        println!("</main>");
    }
    Ok(())
}

const STYLE: &str = "body { margin: 0; font: 16px system-ui, sans-serif }
main { display: flex; flex-wrap: wrap; gap: 1rem; padding: 1rem; background: var(--bg); color: var(--fg) }
figure { margin: 0; width: 560px } figcaption { font-size: 13px }
.light { --bg: #fffdf8; --fg: #222 }
.dark { --bg: #16181d; --fg: #ddd; --way-serial: #a9a9b4; --way-simd: #e6b84c; --way-threads: #56b4e9;
  --way-rayon: #2fc79a; --way-processes: #f0905a; --way-mpi: #d98ac6; --way-gpu: #b79cf2; --way-browser: #f27d95 }";

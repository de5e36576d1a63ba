//! Reads points, one `x y` a line, and prints the smallest distance between two of them: the program whose profile the
//! chapter shows. `cargo run --release -p steps_measure --example nearest -- write 20000 > points.txt`, then
//! `… -- all_pairs points.txt` or `… -- sweep points.txt`.

use std::{env, fs, process::ExitCode};
use steps_measure::{Point, all_pairs, points, sweep};

fn main() -> ExitCode {
    let words: Vec<_> = env::args().skip(1).collect();
    let [what, argument] = &words[..] else {
        eprintln!("usage: nearest write COUNT | all_pairs FILE | sweep FILE");
        return ExitCode::from(2);
    };
    match run(what, argument) {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("error: {wrong}");
            ExitCode::FAILURE
        }
    }
}

fn run(what: &str, argument: &str) -> Result<String, String> {
    if what == "write" {
        let count = argument.parse().map_err(|wrong| format!("{argument}: {wrong}"))?;
        return Ok(points::points(count).iter().map(|point| format!("{} {}\n", point.x, point.y)).collect());
    }
    let text = fs::read_to_string(argument).map_err(|wrong| format!("{argument}: {wrong}"))?;
    let points = read(&text)?;
    let distance = match what {
        "all_pairs" => by_all_pairs(&points),
        "sweep" => by_sweep(&points),
        _ => return Err(format!("there is no way {what:?}; there are all_pairs and sweep")),
    };
    Ok(format!("{distance}\n"))
}

// Not inlined, so that the profile knows them by name.

#[inline(never)]
fn read(text: &str) -> Result<Vec<Point>, String> {
    let number =
        |word: Option<&str>| word.and_then(|word| word.parse::<f64>().ok()).filter(|number| number.is_finite());
    let point = |(i, line): (usize, &str)| {
        let mut words = line.split(' ');
        let (x, y) = (number(words.next()), number(words.next()));
        x.zip(y).map(|(x, y)| Point { x, y }).ok_or_else(|| format!("line {}: expected two numbers: {line:?}", i + 1))
    };
    text.lines().enumerate().map(point).collect()
}

#[inline(never)]
fn by_all_pairs(points: &[Point]) -> f64 {
    all_pairs::closest(points)
}

#[inline(never)]
fn by_sweep(points: &[Point]) -> f64 {
    sweep::closest(points)
}

//! The recorded run that the chapter plays: is it a possible one, and does the page's picture show it?
//! `UPDATE_EXPECT=1 cargo test -p steps_pools --test trace` draws the picture again after `examples/steals.rs` has
//! recorded another. (If in that one a thief was interrupted before it could note what it took, its events are out of
//! order: record again.)

use expect_test::expect_file;
use std::{collections::BTreeSet, fmt::Write, fs, ops::Range, path::PathBuf};

const TRACE: &str = "benches/record/two-core-epyc/steals.txt";
const PICTURE: &str = "src/assets/steals.svg";
const WORKERS: usize = 4;
const STRIPS: usize = 32;

struct Event {
    worker: usize,
    what: String,
    range: Range<usize>,
    victim: Option<usize>,
    us: u64,
}

fn at(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..").join(path)
}

fn recorded() -> Vec<Event> {
    let text = fs::read_to_string(at(TRACE)).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let event = |line: &str| {
        let [worker, what, start, end, victim, us] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("six fields: {line}")
        };
        let number = |text: &str| text.parse().unwrap();
        Event {
            worker: number(worker),
            what: what.into(),
            range: number(start)..number(end),
            victim: victim.parse().ok(),
            us: us.parse().unwrap(),
        }
    };
    lines.map(event).collect()
}

/// Owners take the youngest from their own deques, thieves the oldest from others', time goes on, and every strip is
/// computed once.
#[test]
fn the_recorded_run_is_a_possible_one() {
    let mut deques = vec![Vec::<Range<usize>>::new(); WORKERS];
    let (mut done, mut last, mut thefts) = (BTreeSet::new(), 0, 0);
    for Event { worker, what, range, victim, us } in recorded() {
        assert!(us >= last, "time goes on");
        last = us;
        match what.as_str() {
            "push" => deques[worker].push(range),
            "pop" => assert_eq!(deques[worker].pop(), Some(range), "the youngest, at {us} µs"),
            "steal" => {
                let victim = victim.expect("a theft names its victim");
                assert_ne!(victim, worker);
                assert_eq!(deques[victim].remove(0), range, "the oldest, at {us} µs");
                thefts += 1;
            }
            "done" => range.for_each(|strip| assert!(done.insert(strip), "strip {strip} twice")),
            _ => panic!("{what}?"),
        }
    }
    assert!(done.into_iter().eq(0..STRIPS) && deques.iter().all(Vec::is_empty));
    assert!(thefts >= WORKERS - 1, "a run worth showing has thefts, this one {thefts}");
}

#[test]
fn the_picture_shows_the_recorded_run() {
    let picture = picture(&recorded());
    expect_file![at(PICTURE)].assert_eq(&picture);
}

/// A lane for each worker, a box for each strip.
fn picture(events: &[Event]) -> String {
    const WIDTH: f64 = 500.0;
    let end = events.last().unwrap().us as f64;
    let thefts = events.iter().filter(|event| event.what == "steal").count();
    let mut svg = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 {} {}\" width=\"620\" role=\"img\" aria-labelledby=\"steals-title\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"steals-title\">Four workers compute {STRIPS} strips in {:.0} ms. The \
         first strips take less than a millisecond, the last ones a hundred and more. There are {thefts} thefts, and each worker \
         is busy nearly to the end.</title>\n",
        WIDTH + 24.0,
        24 * WORKERS + 8,
        end / 1000.0
    );
    for worker in 0..WORKERS {
        let y = 24 * worker + 4;
        writeln!(svg, "<text x=\"2\" y=\"{}\" font-size=\"12\" fill=\"currentColor\">{worker}</text>", y + 14).unwrap();
        let (mut start, mut stolen) = (0, false);
        for event in events.iter().filter(|event| event.worker == worker) {
            match event.what.as_str() {
                "push" => continue,
                "done" => {
                    let (x, width) = (start as f64 / end * WIDTH, (event.us - start) as f64 / end * WIDTH);
                    writeln!(
                        svg,
                        "<rect x=\"{:.1}\" y=\"{y}\" width=\"{:.1}\" height=\"20\" fill=\"var(--way-rayon, currentColor)\" \
                         fill-opacity=\"{}\" stroke=\"currentColor\" stroke-width=\"0.6\"/>",
                        x + 20.0,
                        width.max(0.1),
                        if stolen { "0.4" } else { "0.1" }
                    )
                    .unwrap();
                    // Too narrow for its number: 12 is about two digits.
                    if width > 12.0 {
                        writeln!(
                            svg,
                            "<text x=\"{:.1}\" y=\"{}\" font-size=\"9\" text-anchor=\"middle\" fill=\"currentColor\">{}</text>",
                            x + 20.0 + width / 2.0,
                            y + 13,
                            event.range.start
                        )
                        .unwrap();
                    }
                    stolen = false;
                }
                what => stolen = what == "steal",
            }
            start = event.us;
        }
    }
    svg + "</svg>\n"
}

//! Is it the difference that counts, and does nothing count twice?

use cpu_sampler::{Core, Load, Malformed, utilisation};
use std::time::Duration;
use witness::{
    deadline, for_all,
    generate::{prop::collection, *},
};

const LIMIT: Duration = Duration::from_secs(60);

/// Fractions that differ by less are equal: sums may be formed in any order.
const CLOSE: f64 = 1e-9;

/// What an answer should be: busy and stolen for each core.
type Want = Vec<(u32, Option<(f64, f64)>)>;

fn same(got: &Result<Vec<Core>, Malformed>, want: &Want) -> bool {
    let Ok(got) = got else { return false };
    let close = |load: Option<Load>, want: Option<(f64, f64)>| match (load, want) {
        (None, None) => true,
        // Not `>`: a NaN must not pass.
        (Some(load), Some((busy, stolen))) => (load.busy - busy).abs() < CLOSE && (load.stolen - stolen).abs() < CLOSE,
        _ => false,
    };
    got.len() == want.len()
        && got.iter().zip(want).all(|(core, &(number, load))| core.number == number && close(core.load, load))
}

#[track_caller]
fn expect(before: &str, after: &str, want: &Want, why: &str) {
    let got = utilisation(before, after);
    assert!(
        same(&got, want),
        "before:\n{before}\nafter:\n{after}\nexpected, as (core, (busy, stolen)): {want:?}\ngot: {got:?}\n{why}"
    );
}

#[test]
fn differences_by_hand() {
    deadline("differences", "what ends your loop", LIMIT, || {
        let load = |busy, stolen| Some((busy, stolen));
        let cases: [(&str, &str, Want, &str); 11] = [
            (
                "cpu  100 0 0 900 0 0 0 0 0 0\ncpu0 100 0 0 900 0 0 0 0 0 0\n",
                "cpu  150 0 0 950 0 0 0 0 0 0\ncpu0 150 0 0 950 0 0 0 0 0 0\n",
                vec![(0, load(0.5, 0.0))],
                "50 of 100 hundredths. What was before the first look doesn't matter.",
            ),
            (
                "cpu0 0 0 0 0 0 0 0 0 0 0\n",
                "cpu0 10 20 30 25 0 5 10 0 0 0\n",
                vec![(0, load(0.75, 0.0))],
                "user, nice, system, irq and softirq are work.",
            ),
            (
                "cpu0 0 0 0 0 0 0 0 0 0 0\n",
                "cpu0 20 0 0 30 50 0 0 0 0 0\n",
                vec![(0, load(0.2, 0.0))],
                "iowait is time in which the core had nothing to do.",
            ),
            (
                "cpu0 0 0 0 0 0 0 0 0 0 0\n",
                "cpu0 50 0 0 25 0 0 0 25 0 0\n",
                vec![(0, load(0.5, 0.25))],
                "Stolen time has passed, too, but this core didn't work in it.",
            ),
            (
                "cpu0 0 0 0 0 0 0 0 0 0 0\n",
                "cpu0 60 20 0 20 0 0 0 0 60 20\n",
                vec![(0, load(0.8, 0.0))],
                "guest is contained in user, and guest_nice in nice: 100 hundredths have passed, not 180.",
            ),
            ("cpu0 5 5 5 5\n", "cpu0 8 5 5 6\n", vec![(0, load(0.75, 0.0))], "An old kernel: four counters."),
            (
                "cpu0 5 5 5 5\n",
                "cpu0 6 5 5 6 0 2 0 4\n",
                vec![(0, load(0.375, 0.5))],
                "Counters that are missing at the end count as 0, in each text for itself: irq advanced by 2, steal by 4.",
            ),
            (
                "cpu0 5 5 5 5 0 2 0 4\n",
                "cpu0 8 5 5 6\n",
                vec![(0, load(0.75, 0.0))],
                "Counters that are missing in the later text only count as 0 there: they ran backwards.",
            ),
            (
                "cpu0 0 0 0 0 0 0 0 0 0 0 7 x\n",
                "cpu0 1 0 0 3 0 0 0 0 0 0 900 y\n",
                vec![(0, load(0.25, 0.0))],
                "A kernel of the future: what comes after the tenth counter means nothing yet.",
            ),
            (
                "cpu0 0 0 0 0\n",
                "cpu0   1\t0 0   0  \n",
                vec![(0, load(1.0, 0.0))],
                "Any blanks may stand between counters.",
            ),
            (
                "cpu  9 9 9 9\ncpu0 0 0 0 0\ncpu1 0 0 0 0\nintr 1 2 3\nctxt 5\ncpufreq 1\nbtime 0\n",
                "cpu  1 1 1 1\ncpu0 1 0 0 1\ncpu1 0 0 0 2\nintr x y z\nctxt -5\ncpufreq a\nbtime 9\n",
                vec![(0, load(0.5, 0.0)), (1, load(0.0, 0.0))],
                "Only lines that begin with `cpu` and a number are cores.",
            ),
        ];
        for (before, after, want, why) in cases {
            expect(before, after, &want, why);
        }
    });
}

#[test]
fn counters_that_run_backwards() {
    deadline("counters that run backwards", "what ends your loop", LIMIT, || {
        expect(
            "cpu0 100 0 0 100 50 0 0 0\n",
            "cpu0 130 0 0 170 20 0 0 0\n",
            &vec![(0, Some((0.3, 0.0)))],
            "iowait ran backwards by 30, so it hasn't advanced: 30 of 100, not of 70.",
        );
        expect(
            "cpu0 100 0 0 100 0 0 0 0\n",
            "cpu0 90 0 0 150 0 0 0 0\n",
            &vec![(0, Some((0.0, 0.0)))],
            "user ran backwards: it hasn't advanced, and no fraction is below 0.",
        );
        expect(
            "cpu0 100 0 0 100 0 0 0 0\n",
            "cpu0 90 0 0 100 0 0 0 0\n",
            &vec![(0, None)],
            "Nothing has advanced, so no time has passed for this core.",
        );
        expect(
            "cpu0 100 0 0 100 0 0 0 0 80 0\n",
            "cpu0 150 0 0 150 0 0 0 0 10 0\n",
            &vec![(0, Some((0.5, 0.0)))],
            "guest ran backwards, but it is contained in user and doesn't count at all.",
        );
    });
}

#[test]
fn no_time_at_all() {
    deadline("two looks at the same moment", "what ends your loop", LIMIT, || {
        expect(
            "cpu0 1 2 3 4 5 6 7 8 9 10\ncpu1 0 0 0 0\n",
            "cpu0 1 2 3 4 5 6 7 8 9 10\ncpu1 0 0 0 0\n",
            &vec![(0, None), (1, None)],
            "Zero of zero is no fraction. A core of which nothing is known isn't idle.",
        );
    });
}

#[test]
fn cores_come_and_go() {
    deadline("hotplug", "what ends your loop", LIMIT, || {
        expect(
            "cpu0 0 0 0 0\ncpu1 10 0 0 90\ncpu2 0 0 0 0\n",
            "cpu0 1 0 0 3\ncpu2 2 0 0 2\n",
            &vec![(0, Some((0.25, 0.0))), (2, Some((0.5, 0.0)))],
            "Core 1 was switched off. The second line is now core 2: compare by number, not by place.",
        );
        expect(
            "cpu0 0 0 0 0\ncpu2 0 0 0 0\n",
            "cpu0 1 0 0 3\ncpu1 500 0 0 500\ncpu2 2 0 0 2\n",
            &vec![(0, Some((0.25, 0.0))), (1, None), (2, Some((0.5, 0.0)))],
            "Core 1 is new. Its counters since the start say nothing about the time between the looks.",
        );
        expect("cpu3 0 0 0 0\n", "cpu7 1 0 0 0\n", &vec![(7, None)], "One went and another came.");
        expect(
            "cpu10 0 0 0 0\ncpu9 0 0 0 0\n",
            "cpu9 1 0 0 1\ncpu10 1 0 0 0\n",
            &vec![(9, Some((0.5, 0.0))), (10, Some((1.0, 0.0)))],
            "By number, and 9 comes before 10; the order in the text doesn't matter.",
        );
        expect(
            "cpu9 0 0 0 0\ncpu10 0 0 0 0\n",
            "cpu10 1 0 0 0\ncpu9 1 0 0 1\n",
            &vec![(9, Some((0.5, 0.0))), (10, Some((1.0, 0.0)))],
            "The answer is in the order of the numbers, whatever the order of the lines.",
        );
    });
}

#[test]
fn counters_however_large() {
    deadline("large counters", "what ends your loop", LIMIT, || {
        let most = u64::MAX;
        expect(
            "cpu0 0 0 0 0 0 0 0 0\n",
            &format!("cpu0 {most} {most} 0 {most} {most} 0 0 0\n"),
            &vec![(0, Some((0.5, 0.0)))],
            "Each counter fits into a u64; their sum need not.",
        );
        expect(
            &format!("cpu0 {} 0 0 {}\n", most - 4, most - 4),
            &format!("cpu0 {} 0 0 {}\n", most - 3, most - 1),
            &vec![(0, Some((0.25, 0.0)))],
            "1 of 4. Subtract before you turn counters into `f64`, which can't tell these apart.",
        );
    });
}

#[test]
fn any_pair_of_looks() {
    deadline("any two looks", "what ends your loop", LIMIT, || {
        let advance = [0_u64; 10].map(|_| 0..1000_u64);
        let core = (any::<bool>(), any::<bool>(), [0_u64; 10].map(|_| 0..10_000_000_u64), advance);
        // Most lines have all counters. Of the others the end is missing, in one text or both.
        let columns = || prop_oneof![3 => 10..=10_usize, 1 => 4..=10_usize];
        for_all(300, collection::vec((core, columns(), columns()), 1..9), |cores| {
            let (mut before, mut after, mut want) =
                (String::from("cpu  1 2 3 4\n"), String::from("cpu  0 0 0 0\n"), vec![]);
            // One core is always there, so that neither text is empty.
            let all = std::iter::once(((true, true, [7; 10], [9; 10]), 10, 10)).chain(cores.iter().copied());
            for (number, ((was, is, start, advance), then_has, now_has)) in all.enumerate() {
                let line = |counters: &[u64]| {
                    let words: Vec<_> = counters.iter().map(u64::to_string).collect();
                    format!("cpu{number} {}\n", words.join(" "))
                };
                if was {
                    before += &line(&start[..then_has]);
                }
                if is {
                    let now: Vec<_> = start.iter().zip(advance).map(|(start, more)| start + more).collect();
                    after += &line(&now[..now_has]);
                    let advance: Vec<_> = (0..8)
                        .map(|i| {
                            let then = if i < then_has { start[i] } else { 0 };
                            if i < now_has { now[i] - then } else { 0 }
                        })
                        .collect();
                    let all: u64 = advance.iter().sum();
                    let busy = all - advance[3] - advance[4] - advance[7];
                    let part = |of: u64| of as f64 / all as f64;
                    want.push((number as u32, (was && all > 0).then(|| (part(busy), part(advance[7])))));
                }
            }
            let got = utilisation(&before, &after);
            if same(&got, &want) {
                return Ok(());
            }
            Err(format!("before:\n{before}after:\n{after}expected, as (core, (busy, stolen)): {want:?}\ngot: {got:?}"))
        });
    });
}

#[test]
fn fractions_stay_fractions() {
    deadline("counters that jump", "what ends your loop", LIMIT, || {
        let counters = || collection::vec(prop_oneof![0..50_u64, any::<u64>()], 4..11);
        for_all(500, (counters(), counters()), |(before, after)| {
            let line = |counters: &[u64]| {
                let words: Vec<_> = counters.iter().map(u64::to_string).collect();
                format!("cpu0 {}\n", words.join(" "))
            };
            let got = utilisation(&line(before), &line(after));
            let sound = |load: Load| load.busy >= 0.0 && load.stolen >= 0.0 && load.busy + load.stolen <= 1.0 + CLOSE;
            match &got {
                Ok(cores) if cores.len() == 1 && cores[0].load.is_none_or(sound) => Ok(()),
                _ => Err(format!(
                    "before: {before:?}\nafter: {after:?}\ngot {got:?}.\nWhatever the counters do, busy and stolen are \
                     parts of one whole."
                )),
            }
        });
    });
}

#[test]
fn broken_texts_are_refused() {
    use Malformed::{Counters, NoCores};
    deadline("broken texts", "what ends your loop", LIMIT, || {
        let good = "cpu0 1 2 3 4 5 6 7 8 9 10\ncpu1 1 2 3 4 5 6 7 8 9 10\n";
        for (text, want, why) in [
            ("", NoCores, "Nothing at all."),
            ("cpu  1 2 3 4 5 6 7 8 9 10\n", NoCores, "Only the sum of all cores."),
            ("intr 5\nctxt 7\n", NoCores, "Other lines are no cores."),
            ("cpu0 1 2 3 4\ncpu1 1 2 3", Counters(1), "Cut off: the idle time is missing."),
            ("cpu0 1 2 3 4\ncpu1", Counters(1), "Cut off before the first counter."),
            ("cpu5 1 -2 3 4\n", Counters(5), "A negative counter."),
            ("cpu5 1 2.5 3 4\n", Counters(5), "Half a hundredth."),
            ("cpu5 1 2 3 idle\n", Counters(5), "A word."),
            ("cpu5 1 2 3 18446744073709551616\n", Counters(5), "One more than fits into a u64."),
            ("cpu5 1 2 3 4 5 6 7 x\n", Counters(5), "The eighth counter is no number."),
            ("cpu5 1 2 3 4 5 6 7 8 9 ?\n", Counters(5), "The tenth counter is no number, used or not."),
        ] {
            for (before, after) in [(text, good), (good, text)] {
                let got = utilisation(before, after);
                assert!(
                    got == Err(want),
                    "before:\n{before}\nafter:\n{after}\nexpected Err({want:?}), got {got:?}.\n{why}"
                );
            }
        }
    });
}

#[test]
fn nothing_makes_it_panic() {
    deadline("texts that are nothing", "what ends your loop", LIMIT, || {
        let words = [
            "cpu",
            "cpu0",
            "cpu1",
            " ",
            "\n",
            "1",
            "-1",
            "18446744073709551615",
            "0 0 0 0",
            "é",
            "cpu4294967296",
            "\t",
        ];
        let word = (0..words.len()).prop_map(move |i| words[i].to_owned());
        let text = || collection::vec(prop_oneof![word.clone(), any::<char>().prop_map(String::from)], 0..20);
        for_all(1000, (text(), text()), |(before, after)| {
            // That it returns is all: what it says of such texts is its own affair, except for an empty answer.
            match utilisation(&before.concat(), &after.concat()) {
                Ok(cores) if cores.is_empty() => Err("no core, and no error either".into()),
                _ => Ok(()),
            }
        });
    });
}

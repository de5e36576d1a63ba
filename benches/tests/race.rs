//! The race as a program: what it prints, what it refuses, and how it says so.

use std::process::{Command, Output};

fn race(arguments: &[&str]) -> Output {
    let mut race = Command::new(std::env::var_os("CARGO_BIN_EXE_race").unwrap());
    race.args(arguments).env("NO_COLOR", "1").env_remove("CARGO_TERM_COLOR").env_remove("RAYON_NUM_THREADS");
    race.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn json_keeps_its_contract() {
    let output = race(&["great_circle", "--size", "2000", "--samples", "3", "--workers", "1,3", "--format", "json"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let race: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&race["kernel"], &race["size"]), (&"great_circle".into(), &2000.into()));
    assert_eq!(race["cold"], false);
    assert!(race["machine"]["cores"].as_u64().unwrap() >= 1);
    let variants = race["variants"].as_array().unwrap();
    assert_eq!((&variants[0]["name"], &variants[0]["speedup"]), (&"serial".into(), &1.0.into()));
    let of = |name: &'static str| variants.iter().filter(move |variant| variant["name"] == name);
    assert_eq!(of("threads").map(|v| v["workers"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(of("simd").count(), 1, "what doesn't scale runs once");
    assert!(of("processes").all(|v| v["unavailable"].is_null()), "this program can start its workers");
    for variant in variants.iter().filter(|variant| variant["unavailable"].is_null()) {
        assert!(variant["way"].is_string(), "{variant}");
        let number = |key: &str| variant[key].as_f64().unwrap_or_else(|| panic!("no {key} in {variant}"));
        assert!(
            0.0 < number("low_s") && number("low_s") <= number("median_s") && number("median_s") <= number("high_s")
        );
        // Speedup is what the printed medians say it is.
        let ratio = variants[0]["median_s"].as_f64().unwrap() / number("median_s");
        assert!((number("speedup") / ratio - 1.0).abs() < 1e-3, "{variant}");
        if !variant["efficiency"].is_null() {
            // The same code on one worker, over all workers' time together.
            let baseline = variant["baseline"].as_str().unwrap_or_else(|| panic!("no baseline in {variant}"));
            let alone = variants.iter().find(|v| v["name"] == baseline && v["workers"] == 1);
            let alone = alone.and_then(|v| v["speedup"].as_f64()).unwrap_or_else(|| panic!("no {baseline}/1"));
            let efficiency = number("speedup") / alone / number("workers");
            assert!((number("efficiency") / efficiency - 1.0).abs() < 1e-3, "{variant}");
        }
    }
}

#[test]
fn the_table_fits_a_plain_terminal() {
    let output = race(&["mandelbrot", "--size", "40", "--samples", "2", "--variants", "simd,rayon", "--workers", "2"]);
    let table = text(&output.stdout);
    assert!(output.status.success() && !table.contains('\x1b'), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let racing: Vec<_> =
        table.lines().filter_map(|line| line.split_once(' ')?.1.split_once('/').map(|(name, _)| name)).collect();
    assert_eq!(
        racing.iter().filter(|name| ["serial", "simd", "rayon", "threads"].contains(name)).count(),
        3,
        "{table}"
    );
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let output = race(&["mandelbrot", "--size", "8", "--samples", "1", "--variants", "simd", "--color", "always"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("\x1b["), "{}", text(&output.stdout));
}

#[test]
fn wrong_usage_is_told_at_once_with_code_2() {
    for (arguments, says) in [
        (&["great_cirlce"][..], "Did you mean \"great_circle\"?"),
        (&["sudoku"], "There are: bfs, great_circle, heat, mandelbrot"),
        (&["great_circle", "--variants", "treads"], "Did you mean \"threads\"?"),
        (&["great_circle", "--workers", "0"], "zero workers would never finish; give 1 or more"),
        (&["great_circle", "--workers", "-1"], "unexpected argument"),
        (&["great_circle", "--workers", "two"], "\"two\" is not a number of workers"),
        (&["great_circle", "--size", "0"], "nothing to race over"),
        (&["great_circle", "--size", "99999999999999999999"], "not a size"),
        (&["great_circle", "--size", "9999999999999"], "of memory, and this machine has"),
        (&["great_circle", "--samples", "0"], "0 is not in 1..=10000"),
        (&["great_circle", "--against", "treads"], "Did you mean \"threads\"?"),
        (&[], "required"),
    ] {
        let output = race(arguments);
        let told = text(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains(says), "{arguments:?}: {:?} {told}", output.status);
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn another_than_serial_can_be_the_measure() {
    let asked = ["shortcut", "--size", "60", "--samples", "5", "--variants", "linear,blocks", "--against", "linear"];
    let output = race(&[&asked[..], &["--format", "json"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let race: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<_> = race["variants"].as_array().unwrap().iter().map(|variant| &variant["name"]).collect();
    assert_eq!((names, &race["against"]), (vec![&"linear".into(), &"blocks".into()], &"linear".into()));
    assert_eq!(race["variants"][0]["speedup"], 1.0);
}

#[test]
fn a_cold_toldsays_that_it_is_one() {
    let asked = ["great_circle", "--size", "100", "--samples", "5", "--variants", "rayon", "--workers", "2", "--cold"];
    let output = race(&[&asked[..], &["--format", "json"]].concat());
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["cold"], true);
    assert!(text(&race(&asked).stdout).contains("\nCold: "));
}

/// What serial would take hours for is refused before it starts, unless the reader insists; nothing of it is printed as
/// if it were a result.
#[test]
fn hours_are_not_begun_without_asking() {
    let output = race(&["shortcut", "--size", "20000", "--variants", "linear"]);
    let told = text(&output.stderr);
    assert!(output.status.code() == Some(2), "{told}");
    for words in ["at size 20000 a run of", "cargo lab race shortcut --size", "--budget"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // The header comes first, whatever follows.
    assert!(text(&output.stdout).starts_with("shortcut: 20,000 places"), "{}", text(&output.stdout));
}

/// With a driver, Mesa's Vulkan layer looks for a desktop; without one there is nothing that could go wrong.
#[test]
fn a_machine_without_a_desktop_gets_no_error_about_it() {
    let mut race = Command::new(std::env::var_os("CARGO_BIN_EXE_race").unwrap());
    race.args(["mandelbrot", "--size", "8", "--samples", "1", "--variants", "gpu"]);
    for name in ["XDG_RUNTIME_DIR", "WAYLAND_DISPLAY", "DISPLAY", "NODEVICE_SELECT", "MESA_VK_DEVICE_SELECT"] {
        race.env_remove(name);
    }
    let output = race.output().unwrap();
    let told = text(&output.stderr);
    assert!(output.status.success() && !told.contains("XDG_RUNTIME_DIR") && !told.contains("error"), "{told}");
}

#[test]
fn one_round_has_a_time_and_no_verdict() {
    let output = race(&["shortcut", "--size", "60", "--samples", "1", "--variants", "linear"]);
    let table = text(&output.stdout);
    assert!(output.status.success() && !table.contains('×') && table.contains("--samples 31"), "{table}");
}

//! Records written and read back, and records that make no sense.

use record::{Call, Entry, Error, Fact, Machine, Part, Point, Race, Records, Row, Run, Series, Trace, Work};
use std::{fs, path::Path};
use variant::Way;

fn machine() -> Machine {
    Machine {
        name: "two-core-test".into(),
        cpu: "AMD \"EPYC\" 7B13".into(),
        design: "Zen 3".into(),
        cores: 2,
        logical: 4,
        threads_per_core: 2,
        caches: "L1d 32 KiB, L2 512 KiB, L3 32 MiB".into(),
        memory: "7.8 GiB".into(),
        os: "Debian 12".into(),
        rustc: "1.95.0".into(),
        date: "2026-01-31".into(),
        gpu: "llvmpipe (software)".into(),
        note: "quiet".into(),
    }
}

fn row(workers: usize) -> Row {
    let (median_s, low_s, high_s) = (0.0521, 0.0519, 0.0523);
    Row { variant: "threads".into(), workers, size: 1_000_000, samples: 25, median_s, low_s, high_s }
}

fn entry(name: &str, workers: usize, speedup: f64) -> Entry {
    Entry {
        name: name.into(),
        way: Some(name.into()),
        baseline: Some("serial".into()),
        workers,
        samples: 31,
        median_s: Some(0.052 / speedup),
        low_s: Some(0.051 / speedup),
        high_s: Some(0.053 / speedup),
        speedup: Some(speedup),
        speedup_low: Some(speedup * 0.99),
        speedup_high: Some(speedup * 1.01),
        efficiency: Some(speedup / workers as f64),
        noisy: false,
        call: Some(Call::About),
        start_s: None,
        kernel_s: None,
        unavailable: None,
    }
}

fn race() -> Race {
    let serial = Entry {
        speedup_low: Some(1.0),
        speedup_high: Some(1.0),
        efficiency: None,
        baseline: None,
        ..entry("serial", 1, 1.0)
    };
    let none = Entry {
        samples: 0,
        median_s: None,
        low_s: None,
        high_s: None,
        speedup: None,
        speedup_low: None,
        speedup_high: None,
        efficiency: None,
        call: None,
        unavailable: Some("no adapter".into()),
        ..entry("gpu", 1, 1.0)
    };
    let variants = vec![serial, entry("threads", 2, 1.95), entry("rayon", 2, 1.9), none];
    let work = Some(Work { operations: 1.14e8, bytes: 4e7, bits: 64 });
    Race {
        kernel: "great_circle".into(),
        size: 1_000_000,
        against: "serial".into(),
        cold: false,
        work,
        machine: machine(),
        variants,
    }
}

#[test]
fn what_has_no_day_of_its_own_has_the_records() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let path = folder.join("facts.csv");
    fs::write(&path, "name,value,low,high,unit,how\nthread_spawn,1e-5,9e-6,2e-5,s,cargo bench\n").unwrap();
    assert_eq!(Fact::read(&path).unwrap()[0].date, "");
    let machine = machine();
    assert_eq!(machine.sentence_on("", ""), machine.sentence());
    assert!(machine.sentence().ends_with(", rustc 1.95.0, 2026-01-31"), "{}", machine.sentence());
    let anew = machine.sentence_on("2027-01-02", "1.97.0");
    assert!(anew.ends_with(", rustc 1.97.0, 2027-01-02"), "{anew}");
}

#[test]
fn a_race_from_before_there_was_a_choice_was_cold() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("great_circle.race.json");
    fs::write(&path, race().to_json().replace("  \"cold\": false,\n", "")).unwrap();
    assert!(!race().cold && Race::read(&path).unwrap().cold);
}

#[test]
fn a_folder_comes_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let fact = Fact {
        name: "thread_spawn".into(),
        value: 1.12e-5,
        low: 1.1e-5,
        high: 1.2e-5,
        unit: "s".into(),
        how: "cargo bench -p benches --bench facts -- \"thread_spawn\", or so".into(),
        date: "2026-11-27".into(),
        rustc: "1.97.0".into(),
    };
    let series = Series {
        x: "rows in a portion".into(),
        y: "speedup (×)".into(),
        how: "cargo bench".into(),
        date: "2026-11-27".into(),
        rustc: "1.97.0".into(),
        points: vec![Point { series: "threads, dynamic".into(), x: 8.0, median_s: 1.9, low_s: 1.8, high_s: 1.95 }],
    };
    let part = |first, end, from_s, to_s| Part { first, end, from_s, to_s };
    let lanes = vec![vec![part(0, 5, 0.0, 0.25), part(8, 9, 0.3, 0.5)], vec![part(5, 8, 0.000_001, 0.2)]];
    let run = Run { variant: "threads".into(), way: Some("threads".into()), workers: 2, seconds: 0.5, lanes };
    let idle = Run { variant: "serial".into(), way: None, workers: 1, seconds: 1.0, lanes: vec![] };
    let trace =
        Trace { kernel: "great_circle".into(), size: 9, machine: machine(), runs: vec![idle.clone(), run.clone()] };
    trace.write(&folder.join("great_circle.trace.json")).unwrap();
    machine().write(&folder.join("machine.txt")).unwrap();
    Row::write(&folder.join("great_circle.csv"), &[row(1), row(2)]).unwrap();
    race().write(&folder.join("great_circle.race.json")).unwrap();
    Fact::write(&folder.join("facts.csv"), std::slice::from_ref(&fact)).unwrap();
    series.write(&folder.join("chunk_size.series.csv")).unwrap();
    fs::write(folder.join("README.md"), "not a record").unwrap();

    let records = Records::read(folder).unwrap();
    assert_eq!(records.machine, machine());
    assert_eq!(records.rows["great_circle"], [row(1), row(2)]);
    let read = &records.races["great_circle"];
    assert_eq!((read.variants.len(), &read.machine), (4, &machine()));
    let traced = &records.traces["great_circle"];
    assert_eq!((traced.elements(), traced.run("threads"), traced.run("serial")), (9, Some(&run), Some(&idle)));
    assert_eq!(records.facts["thread_spawn"], fact);
    assert_eq!(records.series["chunk_size"], series);
    assert_eq!(records.row("great_circle", "threads", 2), Some(&row(2)));
    assert_eq!(records.row("great_circle", "threads", 3), None);
    let left: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with("part")), "{left:?}");
}

#[test]
fn a_trace_is_what_chrome_s_viewer_reads() {
    let part = Part { first: 3, end: 7, from_s: 0.001, to_s: 0.0035 };
    let run = Run { variant: "rayon".into(), way: None, workers: 2, seconds: 0.01, lanes: vec![vec![part]] };
    let trace = Trace { kernel: "mandelbrot".into(), size: 8, machine: machine(), runs: vec![run] };
    let json: serde_json::Value = serde_json::from_str(&trace.to_json()).unwrap();
    let events = json["traceEvents"].as_array().unwrap();
    assert_eq!(events[0]["args"]["name"], "rayon (2 workers)");
    let event = &events[2];
    assert_eq!((&event["ph"], &event["name"]), (&"X".into(), &"3–6".into()));
    assert_eq!((event["ts"].as_f64(), event["dur"].as_f64()), (Some(1000.0), Some(2500.0)), "microseconds");
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let file = folder.join("a.trace.json");
    fs::write(&file, trace.to_json().replace("\"pid\":1", "\"pid\":9")).unwrap();
    assert!(Trace::read(&file).unwrap_err().to_string().contains("names process 9, which is none of the runs"));
}

#[test]
fn a_race_says_what_its_contract_says() {
    let json: serde_json::Value = serde_json::from_str(&race().to_json()).unwrap();
    for key in ["kernel", "size", "machine", "variants"] {
        assert!(!json[key].is_null(), "no {key}");
    }
    let variants = json["variants"].as_array().unwrap();
    for key in
        ["name", "way", "baseline", "workers", "median_s", "low_s", "high_s", "speedup", "efficiency", "unavailable"]
    {
        assert!(variants.iter().all(|variant| variant.get(key).is_some()), "no {key}");
    }
    assert!(variants[0]["unavailable"].is_null() && variants[3]["median_s"].is_null());
    assert_eq!(variants[3]["unavailable"], "no adapter");
}

#[test]
fn ratios_are_of_the_race() {
    let race = race();
    let ratio = race.ratio(("serial", 1), ("threads", 2)).unwrap();
    assert!((ratio.value - 1.95).abs() < 1e-12 && (ratio.low, ratio.high) == (1.95 * 0.99, 1.95 * 1.01), "{ratio:?}");
    let between = race.ratio(("rayon", 2), ("threads", 2)).unwrap();
    assert!((between.value - 1.95 / 1.9).abs() < 1e-12 && between.low < between.value && between.value < between.high);
    assert_eq!(race.ratio(("serial", 1), ("gpu", 1)), None);
    assert_eq!(race.ratio(("serial", 1), ("threads", 3)), None);
}

#[test]
fn efficiency_is_the_same_codes_time_on_one_worker_over_that_of_all_workers() {
    let own = |workers, speedup| Entry { baseline: Some("blas".into()), ..entry("blas", workers, speedup) };
    let mut race = race();
    race.variants.extend([own(1, 5.0), own(2, 9.0)]);
    let efficiency = |race: &Race, name, workers| race.efficiency(name, workers).map(|ratio| ratio.value);
    assert_eq!(efficiency(&race, "blas", 2), Some(0.9), "against itself, not against serial");
    assert_eq!(race.efficiency("blas", 1).unwrap(), record::Ratio { value: 1.0, low: 1.0, high: 1.0 });
    assert_eq!(efficiency(&race, "threads", 2), Some(1.95 / 2.0));
    assert_eq!(efficiency(&race, "serial", 1), None);
}

#[test]
fn a_race_that_names_no_baseline_has_no_efficiency_until_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut race = race();
    for entry in &mut race.variants {
        (entry.way, entry.baseline) = (None, None);
    }
    race.variants.push(Entry { way: None, baseline: None, ..entry("simd_threads", 2, 1.9) });
    // As it was written before there were ways and baselines.
    let text = race.to_json().replace("      \"way\": null,\n", "").replace("      \"baseline\": null,\n", "");
    let path = folder.path().join("great_circle.race.json");
    fs::write(&path, text).unwrap();
    let old = Race::read(&path).unwrap();
    assert_eq!((old.efficiency("threads", 2), old.efficiency("simd_threads", 2)), (None, None), "a name tells nothing");
    assert_eq!((old.way("threads"), old.way("simd_threads")), (Some(Way::Threads), None));
    assert!(old.entry("threads", 2).unwrap().scales());

    let median = old.entry("threads", 2).unwrap().median_s;
    let told = old.told(|name| (name == "threads").then(|| (Some(Way::Threads), Some("serial".into()))));
    assert_eq!(told.entry("threads", 2).unwrap().efficiency, Some(1.95 / 2.0));
    assert_eq!(told.entry("threads", 2).unwrap().median_s, median, "what was measured stays");
}

/// A file with this name and text, read as its name asks; the error in words.
fn refused(name: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    let error = match name {
        "machine.txt" => Machine::read(&path).unwrap_err(),
        "facts.csv" => Fact::read(&path).unwrap_err(),
        name if name.ends_with(".series.csv") => Series::read(&path).unwrap_err(),
        name if name.ends_with(".race.json") => Race::read(&path).unwrap_err(),
        _ => Row::read(&path).unwrap_err(),
    };
    assert!(matches!(error, Error::Unreadable { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn what_makes_no_sense_is_named_with_file_and_line() {
    let header = "variant,workers,size,samples,median_s,low_s,high_s\n";
    for (rows, line, says) in [
        ("threads,2,10,5,1,1,1\nthreads,4,10,5,1,1\n", 3, "6 values under 7 column names"),
        ("threads,two,10,5,1,1,1\n", 2, "invalid digit"),
        ("threads,0,10,5,1,1,1\n", 2, "zero workers"),
        ("threads,2,10,5,1,2,3\n", 2, "2 ≤ 1 ≤ 3"),
        ("threads,2,10,5,NaN,1,3\n", 2, "NaN"),
        ("threads,2,10,5,0,0,0\n", 2, "a time of 0 s"),
    ] {
        let told = refused("k.csv", &format!("{header}{rows}"));
        assert!(told.contains(&format!("k.csv:{line}: ")) && told.contains(says), "{told}");
    }
    assert!(refused("k.csv", "").contains("k.csv:1: the file is empty"));
    assert!(refused("k.csv", "variant,workers\nthreads,2\n").contains("k.csv:2: missing field `size`"));
    let series = "# x: rows\n# y: time (s)\nseries,x,median_s,low_s,high_s\nthreads,1,1,1,1\nthreads,inf,1,1,1\n";
    assert!(refused("a.series.csv", series).contains("a.series.csv:5: x = inf"));
    assert!(refused("facts.csv", "name,value,low,high,unit,how\na,1,0,x,s,b\n").contains("facts.csv:2: "));
}

#[test]
fn a_machine_or_a_race_that_makes_no_sense_is_named_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("machine.txt");
    machine().write(&path).unwrap();
    let good = fs::read_to_string(path).unwrap();
    let told = refused("machine.txt", &good.replace("cores = 2", "cores = 0"));
    assert!(told.contains("machine.txt:4: cores = 0"), "{told}");
    assert!(refused("machine.txt", &good.replace("cores = 2", "cores = many")).contains("machine.txt:4: "));
    assert!(refused("machine.txt", &good.replace("date", "day")).contains("unknown field `day`"));

    let good = race().to_json();
    assert!(refused("k.race.json", &good[..good.len() / 2]).contains("k.race.json:"));
    let line = 1 + good.lines().position(|line| line.contains("\"name\": \"threads\"")).unwrap();
    let told = refused("k.race.json", &good.replacen("\"workers\": 2", "\"workers\": 0", 1));
    assert!(told.contains(&format!("k.race.json:{line}: threads: zero workers")), "{told}");
}

#[test]
fn what_an_editor_hides_beside_a_record_is_no_record() {
    let folder = tempfile::tempdir().unwrap();
    machine().write(&folder.path().join("machine.txt")).unwrap();
    for name in [".#k.csv", ".k.race.json", ".k.series.csv", ".k.trace.json"] {
        fs::write(folder.path().join(name), "no record").unwrap();
    }
    assert!(Records::read(folder.path()).unwrap().rows.is_empty());
}

#[test]
fn a_missing_folder_is_an_error_that_names_it() {
    let told = Records::read(Path::new("no/such/record")).unwrap_err().to_string();
    assert!(told.contains("no/such/record/machine.txt"), "{told}");
}

#[test]
fn one_record_is_of_one_processor() {
    let known = machine();
    assert_eq!(known.differs_from(&known), None);
    let other = Machine { design: "Zen 4".into(), ..machine() };
    let said = known.differs_from(&other).unwrap();
    assert!(said.contains("(Zen 3)") && said.contains("(Zen 4)"), "{said}");
    // An old record doesn't tell its design, and its caches give it away all the same.
    let old = Machine { design: String::new(), ..machine() };
    assert_eq!((known.differs_from(&old), old.differs_from(&known)), (None, None));
    let larger = Machine { caches: "L1d 32 KiB, L2 1 MiB, L3 32 MiB".into(), ..other.clone() };
    assert!(old.differs_from(&larger).is_some());
    assert_eq!(old.processor(), "AMD \"EPYC\" 7B13 (L2 512 KiB, L3 32 MiB)");
    assert_eq!(other.processor(), "AMD \"EPYC\" 7B13 (Zen 4)");

    let folder = tempfile::tempdir().unwrap();
    other.write(&folder.path().join("machine.txt")).unwrap();
    race().write(&folder.path().join("great_circle.race.json")).unwrap();
    let error = Records::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("great_circle.race.json") && error.contains("one record, one processor"), "{error}");
}

//! What a reader types at the prompt.

#[test]
fn a_race_tells_its_table() {
    let told = notebook::race("great_circle", 2).size(2000).samples(3).of(["threads"]).to_string();
    assert!(told.contains("● serial/1") && told.contains("▲ threads/2") && !told.contains("rayon"), "{told}");
}

#[test]
fn a_slip_is_answered_in_words() {
    let told = |kernel, workers: usize| notebook::race(kernel, workers).size(10).samples(1).to_string();
    let unknown = told("sudoku", 1);
    assert!(unknown.contains("There are: ") && unknown.contains("great_circle, heat, mandelbrot"), "{unknown}");
    assert!(told("great_circle", 0).contains("give 1 or more"));
    let wrong = notebook::race("great_circle", 1).of(["treads"]).to_string();
    assert!(wrong.contains("no variant \"treads\" here. There are: serial, simd, threads, rayon"), "{wrong}");
}

#[test]
fn several_worker_counts_scale() {
    let race = notebook::race("mandelbrot", [1, 2]).size(32).samples(2).run().unwrap();
    assert!(race.entry("threads", 1).is_some() && race.entry("threads", 2).is_some());
}

#[test]
fn points_become_lines_and_a_table() {
    let chart =
        notebook::show("cores", "speedup (×)", [(1.0, 1.0), (2.0, 1.9), (4.0, f64::NAN)]).and("threads", [(2.0, 1.5)]);
    let svg = chart.svg().unwrap();
    assert!(svg.contains(">measured") && svg.contains("var(--way-threads"), "{svg}");
    assert_eq!(chart.to_string().lines().count(), 4, "{chart}");
    assert!(chart.to_string().contains("1.90×"), "{chart}");
    assert_eq!(notebook::show("x", "y", []).to_string(), "no points");
}

#[test]
fn a_stopwatch_measures_what_it_runs() {
    let nap = notebook::time(|| std::thread::sleep(std::time::Duration::from_millis(2)));
    assert!(nap.seconds >= 0.002 && nap.low <= nap.seconds && nap.seconds <= nap.high, "{nap}");
    assert!(nap.to_string().contains(" ms ("), "{nap}");
}

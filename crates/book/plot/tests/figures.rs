//! What must hold of every plot, whatever the measurements.

use plot::{Error, Figure, Kind, kernel, series, timeline};
use record::{Entry, Machine, Part, Point, Race, Records, Row, Run, Series, Trace};
use std::collections::BTreeMap;
use variant::Way;

/// A machine on which a share of 0.1 of the work is serial, so that Amdahl's law gives every number.
fn records(cores: usize, workers: &[usize]) -> Records {
    let machine = Machine {
        name: "test".into(),
        cpu: "A <fast> & small one".into(),
        design: String::new(),
        cores,
        logical: cores,
        threads_per_core: 1,
        caches: "L1d 32 KiB".into(),
        memory: "8 GiB".into(),
        os: "Debian 12".into(),
        rustc: "1.95.0".into(),
        date: "2026-01-31".into(),
        gpu: "none".into(),
        note: String::new(),
    };
    let (mut rows, mut variants) = (Vec::new(), Vec::new());
    for (name, one, scales) in [
        ("serial", 0.1, false),
        ("simd", 0.01, false),
        ("threads", 0.1, true),
        ("rayon", 0.1, true),
        ("simd_rayon", 0.01, true),
    ] {
        for &workers in if scales { workers } else { &[1] } {
            let time = one * (0.1 + 0.9 / workers.min(cores) as f64);
            let speedup = 0.1 / time;
            rows.push(Row {
                variant: name.into(),
                workers,
                size: 1000,
                samples: 20,
                median_s: time,
                low_s: 0.98 * time,
                high_s: 1.02 * time,
            });
            // Serial's speedup over itself is known without doubt.
            let doubt = if name == "serial" { 0.0 } else { 0.01 };
            variants.push(Entry {
                name: name.into(),
                way: Some(name.rsplit('_').next().unwrap().into()),
                baseline: scales.then(|| if one < 0.1 { "simd".into() } else { "serial".into() }),
                workers,
                samples: 20,
                median_s: Some(time),
                low_s: Some(0.98 * time),
                high_s: Some(1.02 * time),
                speedup: Some(speedup),
                speedup_low: Some(speedup * (1.0 - doubt)),
                speedup_high: Some(speedup * (1.0 + doubt)),
                efficiency: scales.then_some(speedup / workers as f64),
                noisy: false,
                call: None,
                start_s: None,
                kernel_s: None,
                unavailable: None,
            });
        }
    }
    let race = Race {
        kernel: "great_circle".into(),
        size: 1000,
        against: "serial".into(),
        cold: false,
        work: None,
        machine: machine.clone(),
        variants,
    };
    let sweep = |name: &str, c: f64| {
        (0..5)
            .map(move |i| {
                let x = 10_f64.powi(i);
                let y = c * x;
                Point { series: name.into(), x, median_s: y, low_s: 0.9 * y, high_s: 1.1 * y }
            })
            .collect::<Vec<_>>()
    };
    let chunk = Series {
        x: "rows in a chunk".into(),
        y: "time (s)".into(),
        how: String::new(),
        date: String::new(),
        rustc: String::new(),
        points: [sweep("threads", 1e-6), sweep("upload", 2e-6), sweep("download", 2e-6)].concat(),
    };
    let part = |first, end, from_s, to_s| Part { first, end, from_s, to_s };
    let lanes = vec![vec![part(0, 500, 0.0, 0.5), part(900, 1000, 0.7, 1.0)], vec![part(500, 900, 0.0, 1.0)]];
    let run = |variant: &str, lanes| Run { variant: variant.into(), way: None, workers: 2, seconds: 1.0, lanes };
    let trace = Trace {
        kernel: "great_circle".into(),
        size: 1000,
        machine: machine.clone(),
        runs: vec![run("threads", lanes), run("gpu", vec![])],
    };
    Records {
        machine,
        traces: BTreeMap::from([("great_circle".into(), trace)]),
        rows: BTreeMap::from([("great_circle".into(), rows)]),
        races: BTreeMap::from([("great_circle".into(), race)]),
        facts: BTreeMap::new(),
        series: BTreeMap::from([("chunk".into(), chunk)]),
    }
}

const KINDS: [Kind; 3] = [Kind::Time, Kind::Speedup, Kind::Efficiency];

/// The timeline first, then the charts.
fn every_figure() -> Vec<Figure> {
    let (ours, theirs) = (records(2, &[1, 2, 4]), records(8, &[1, 2, 4, 8, 16]));
    let mut figures = vec![timeline(&ours, "great_circle", &[], None).unwrap()];
    for yours in [None, Some(&theirs)] {
        figures.extend(KINDS.map(|kind| kernel(&ours, yours, "great_circle", kind, &[]).unwrap()));
        figures.push(series(&ours, yours, "chunk").unwrap());
    }
    figures
}

/// The texts of an SVG with where they begin.
fn texts(svg: &str) -> Vec<(f64, f64, &str)> {
    let number = |attributes: &str, name: &str| -> f64 {
        let (_, rest) = attributes.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    svg.split("<text")
        .skip(1)
        .map(|text| {
            let (attributes, rest) = text.split_once('>').unwrap();
            (number(attributes, "x"), number(attributes, "y"), rest.split('<').next().unwrap())
        })
        .collect()
}

#[test]
fn every_figure_can_be_read_without_eyes_and_recoloured_by_its_page() {
    for Figure { svg, narrow, summary, machine, columns, rows } in every_figure() {
        for svg in [svg, narrow] {
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>") && !svg.contains('\n'), "{svg}");
            assert!(svg.contains("role=\"img\"") && svg.contains("<title>") && svg.contains("<desc>"));
            assert!(svg.contains(&summary) && summary.len() > 40, "{summary}");
            // Every colour is one of the page's, with a fallback: `var(--name,#hex)`.
            assert_eq!(svg.matches('#').count(), svg.matches(",#").count(), "{svg}");
            assert_eq!(svg.matches("style=").count(), 0, "a strict content policy forbids inline styles");
        }
        assert!(machine.contains("2 cores") && machine.contains("2026-01-31"), "{machine}");
        assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns.len()));
    }
}

#[test]
fn names_at_the_ends_of_lines_do_not_lie_on_each_other() {
    for figure in every_figure().into_iter().skip(1) {
        let texts = texts(&figure.svg);
        let right = texts.iter().map(|(x, ..)| *x).fold(0.0, f64::max);
        let mut ends: Vec<_> = texts.iter().filter(|(x, ..)| *x == right).collect();
        assert!(ends.len() >= 3, "{texts:?}");
        ends.sort_by(|a, b| a.1.total_cmp(&b.1));
        for pair in ends.windows(2) {
            assert!(pair[1].1 - pair[0].1 >= 52.0, "{pair:?} are closer than their letters are high");
        }
    }
}

/// The committed record's plots, which the book prints.
fn committed() -> Vec<(String, Figure)> {
    let folder = std::path::Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap())
        .join("../../../benches/record/two-core-epyc");
    let ours = Records::read(&folder).unwrap();
    let mut figures = Vec::new();
    for name in ours.series.keys() {
        figures.push((name.clone(), series(&ours, None, name).unwrap()));
    }
    for name in ours.races.keys() {
        for kind in KINDS {
            figures.extend(kernel(&ours, None, name, kind, &[]).map(|figure| (format!("{name} {kind}"), figure)));
        }
    }
    figures
}

/// Where the marks of an SVG's measured points lie: the middles of its polygons in the plot's own colours.
fn heights(svg: &str) -> Vec<f64> {
    let polygons = svg.split("<polygon").skip(1).filter_map(|rest| rest.split("points=\"").nth(1)?.split('"').next());
    let middle = |points: &str| {
        let ys = points.split_whitespace().filter_map(|point| point.split_once(',')?.1.parse::<f64>().ok());
        let (low, high) = ys.fold((f64::INFINITY, 0.0_f64), |(low, high), y| (low.min(y), high.max(y)));
        (low + high) / 2.0
    };
    polygons.map(middle).collect()
}

#[test]
fn no_plot_of_the_book_is_pressed_flat() {
    for (name, figure) in committed() {
        let heights = heights(&figure.svg);
        // An axis by factors has no 0, and is the remedy.
        let linear = texts(&figure.svg).iter().any(|(x, _, text)| *text == "0" && *x < 4.0 * 62.0);
        if heights.len() < 8 || !linear || name.ends_with("speedup") || name.ends_with("efficiency") {
            continue;
        }
        // The axes take 270 of 340 units of four; the lowest quarter of them begins at 229.
        let low = heights.iter().filter(|y| **y > 4.0 * 229.0).count();
        assert!(4 * low <= 3 * heights.len(), "{name}: {low} of {} points lie at the bottom", heights.len());
    }
}

#[test]
fn no_interval_runs_over_the_words_above_and_below() {
    for (name, figure) in committed() {
        for rest in figure.svg.split("<rect").skip(1) {
            let of = |what: &str| -> f64 {
                let (_, rest) = rest.split_once(&format!(" {what}=\"")).unwrap();
                rest.split('"').next().unwrap().parse().unwrap()
            };
            let (top, bottom) = (of("y"), of("y") + of("height"));
            assert!(
                top >= 4.0 * 26.0 - 2.0 && bottom <= 4.0 * 297.0 + 6.0,
                "{name}: an interval from {top} to {bottom}"
            );
        }
    }
}

#[test]
fn every_line_of_the_book_has_a_colour_and_no_two_lines_look_alike() {
    for (name, figure) in committed() {
        let strokes: Vec<_> =
            figure.svg.split("<polyline").skip(1).filter_map(|rest| rest.split("/>").next()).collect();
        let look = |stroke: &&str| -> (String, String) {
            let of =
                |what: &str| stroke.split(&format!(" {what}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap());
            (of("stroke").unwrap_or("").into(), of("stroke-dasharray").unwrap_or("").into())
        };
        let coloured: Vec<_> = strokes
            .iter()
            .map(look)
            .filter(|(colour, _)| colour.contains("--way") || colour.contains("--line"))
            .collect();
        let lines: std::collections::BTreeSet<_> = figure.rows.iter().map(|row| row[0].clone()).collect();
        if !figure.svg.contains("<rect") || name != "noise" {
            assert!(coloured.len() >= lines.len(), "{name}: {} of {} lines have a colour", coloured.len(), lines.len());
        }
        // Of one way four lines can be told apart; no plot of the book has more.
        let looks = coloured.iter().collect::<std::collections::BTreeSet<_>>().len();
        assert!(
            lines.len() > 8 || looks >= lines.len().min(coloured.len()),
            "{name}: two lines look alike: {coloured:?}"
        );
    }
}

#[test]
fn a_narrow_plot_names_every_line_above_them_and_inside_it() {
    for (name, figure) in committed() {
        let width: f64 =
            figure.narrow.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert!(width <= 4.0 * 300.0, "{name} is {width} units of four wide");
        let texts = texts(&figure.narrow);
        let lines: std::collections::BTreeSet<_> = figure.rows.iter().map(|row| row[0].clone()).collect();
        let first_axis = texts.iter().position(|(.., text)| *text == "0").unwrap_or(texts.len());
        for line in lines.iter().filter(|_| name != "noise") {
            let at = texts.iter().position(|(.., text)| text.replace("&apos;", "'").starts_with(&**line));
            assert!(at.is_some_and(|at| at <= first_axis.max(at)), "{name} does not name {line}: {texts:?}");
            let (x, y, text) = texts[at.unwrap()];
            assert!(x + 0.56 * 52.0 * text.chars().count() as f64 <= width, "{name}: {text:?} runs out at the right");
            assert!(
                heights(&figure.narrow).iter().filter(|height| **height < y - 52.0).count() < lines.len(),
                "{name}"
            );
        }
    }
}

#[test]
fn a_histogram_is_bars_on_an_axis_that_shows_one_beside_thousands() {
    let noise = committed().into_iter().find(|(name, _)| name == "noise").unwrap().1;
    let counts = noise.rows.iter().filter(|row| row[2] != "0").count();
    let bars: Vec<f64> = noise
        .svg
        .split("<rect")
        .skip(1)
        .filter(|rest| rest.contains("--line-1"))
        .filter_map(|rest| rest.split(" height=\"").nth(1)?.split('"').next()?.parse().ok())
        .collect();
    assert_eq!(bars.len(), counts, "a bar for each number that isn't 0");
    let (least, most) =
        bars.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), bar| (least.min(*bar), most.max(*bar)));
    assert!(least > most / 15.0, "the lowest bar, {least}, can't be seen beside the highest, {most}");
}

#[test]
fn a_variant_that_gets_slower_is_not_given_a_serial_part() {
    let mut ours = records(2, &[1, 2]);
    for entry in &mut ours.races.get_mut("great_circle").unwrap().variants {
        if entry.name == "threads" && entry.workers == 2 {
            (entry.speedup, entry.speedup_low, entry.speedup_high) = (Some(0.9), Some(0.89), Some(0.91));
        }
    }
    let figure = kernel(&ours, None, "great_circle", Kind::Speedup, &["threads".into()]).unwrap();
    assert!(figure.svg.contains("threads: slower than alone") && !figure.svg.contains("% serial"), "{}", figure.svg);
    assert!(figure.summary.contains("can't describe"), "{}", figure.summary);
}

#[test]
fn the_fitted_serial_fraction_is_the_one_that_made_the_data() {
    let figure = kernel(&records(8, &[1, 2, 4, 8]), None, "great_circle", Kind::Speedup, &[]).unwrap();
    // Rayon with SIMD is measured against SIMD alone, so the same fraction comes out.
    for name in ["threads", "rayon", "simd_rayon"] {
        let label = format!("{name}: 10.0 % serial");
        assert!(texts(&figure.svg).iter().any(|(.., text)| *text == label), "no {label:?} in {:?}", texts(&figure.svg));
    }
    assert!(
        figure.rows.contains(&["threads", "2", "1.82×", "1.80× to 1.84×"].map(String::from).to_vec()),
        "{:?}",
        figure.rows
    );
}

#[test]
fn workers_beyond_the_cores_do_not_count_against_the_fit() {
    let figure = kernel(&records(2, &[1, 2, 16]), None, "great_circle", Kind::Speedup, &[]).unwrap();
    assert!(figure.svg.contains("threads: 10.0 % serial"));
}

#[test]
fn only_the_variants_asked_for_are_drawn() {
    let figure =
        kernel(&records(2, &[1, 2]), None, "great_circle", Kind::Time, &["simd".into(), "threads".into()]).unwrap();
    let names: Vec<_> = figure.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["simd", "threads", "threads"]);
}

#[test]
fn times_are_the_races_where_there_is_one() {
    // As in the text, so that a picture and the sentence beside it are of one run.
    let mut ours = records(2, &[1, 2]);
    let of_simd = |ours: &Records| kernel(ours, None, "great_circle", Kind::Time, &["simd".into()]).unwrap().rows;
    let raced = of_simd(&ours);
    ours.rows.get_mut("great_circle").unwrap().iter_mut().for_each(|row| {
        (row.low_s, row.median_s, row.high_s) = (7.0, 8.0, 9.0);
    });
    assert_eq!(of_simd(&ours), raced);
    // What could not run has no time, and no place in the picture.
    let entries = &mut ours.races.get_mut("great_circle").unwrap().variants;
    let entry = entries.iter_mut().find(|entry| entry.name == "simd").unwrap();
    (entry.median_s, entry.unavailable) = (None, Some("no such instruction".into()));
    assert!(kernel(&ours, None, "great_circle", Kind::Time, &["simd".into()]).is_err());
    // Where nobody has raced, benchmarks will do.
    ours.races.clear();
    assert_ne!(of_simd(&ours), raced);
    assert!(of_simd(&ours)[0].iter().any(|cell| cell.contains("8.00 s")), "{:?}", of_simd(&ours));
}

#[test]
fn the_readers_own_line_goes_over_the_reference() {
    let (ours, theirs) = (records(2, &[1, 2]), records(4, &[1, 4]));
    let figure = kernel(&ours, Some(&theirs), "great_circle", Kind::Efficiency, &[]).unwrap();
    assert!(figure.rows.iter().any(|row| row[0] == "threads, yours" && row[1] == "4"));
    assert!(figure.machine.contains("yours: A <fast> & small one, 4 cores"), "{}", figure.machine);
    // A reader who has measured nothing of this kernel sees the plain reference.
    let nothing = Records { races: BTreeMap::new(), ..theirs };
    let plain = kernel(&ours, Some(&nothing), "great_circle", Kind::Efficiency, &[]).unwrap();
    assert_eq!(plain, kernel(&ours, None, "great_circle", Kind::Efficiency, &[]).unwrap());
}

#[test]
fn what_is_not_recorded_is_an_error_that_says_so() {
    let ours = records(2, &[1, 2]);
    assert_eq!(kernel(&ours, None, "sudoku", Kind::Time, &[]), Err(Error::NoRecord("sudoku (time)".into())));
    let wrong = kernel(&ours, None, "great_circle", Kind::Time, &["treads".into()]).unwrap_err();
    assert!(
        wrong.to_string().ends_with("has no variant treads; it has serial, simd, threads, rayon, simd_rayon"),
        "{wrong}"
    );
    assert_eq!(series(&ours, None, "none"), Err(Error::NoRecord("the series none".into())));
    let one = kernel(&records(1, &[1]), None, "great_circle", Kind::Speedup, &[]);
    assert_eq!(one, Err(Error::NothingScales("great_circle".into())));
}

#[test]
fn every_way_has_its_own_colour_in_the_page() {
    let figure = kernel(&records(2, &[1, 2]), None, "great_circle", Kind::Time, &[]).unwrap();
    for way in [Way::Serial, Way::Simd, Way::Threads, Way::Rayon] {
        assert!(figure.svg.contains(&format!("var(--way-{},{})", way.shade(), way.light())));
    }
}

#[test]
fn a_timeline_shows_what_was_noted_and_refuses_what_was_not() {
    let ours = records(2, &[1, 2]);
    let figure = timeline(&ours, "great_circle", &["threads".into()], None).unwrap();
    assert!(
        figure.summary.contains("Threads took 1.00 s, of which its workers were busy 80 % and 100 %."),
        "{figure:?}"
    );
    assert_eq!(figure.rows[0], ["threads", "1", "2", "0.00 s", "1.00 s", "80 %"]);
    // Three parts in three tenths of the problem: three shades.
    assert_eq!(figure.svg.matches("fill-opacity").count(), 3);
    let beginning = timeline(&ours, "great_circle", &["threads".into()], Some(0.1)).unwrap();
    assert!(beginning.svg.contains(">100 ms</text>") && !figure.svg.contains(">100 ms</text>"), "{}", beginning.svg);
    assert_eq!(beginning.svg.matches("fill-opacity").count(), 2, "each worker's first part");
    assert_eq!((beginning.summary, beginning.rows), (figure.summary, figure.rows), "of the whole run");
    let of = |variant: &str| timeline(&ours, "great_circle", &[variant.into()], None).unwrap_err();
    let known = |variant: &str| Error::NoVariant {
        kernel: "great_circle".into(),
        variant: variant.into(),
        known: "threads".into(),
    };
    assert_eq!([of("gpu"), of("rayon")], ["gpu", "rayon"].map(known), "nothing is known of either");
    assert!(matches!(timeline(&ours, "sudoku", &[], None), Err(Error::NoRecord(_))));
}

/// The records of a machine with so many cores, with its limits: each core does 4·10¹⁰ operations a second, moves 10¹⁰
/// bytes, and all together move no more than 1.5·10¹⁰.
fn limited(cores: usize) -> Records {
    let mut records = records(cores, &[1, 2, 4, 8]);
    let line = |name: &str, of: fn(f64) -> f64| {
        let point = |n: u32| {
            let y = of(f64::from(n));
            Point { series: name.into(), x: f64::from(n), median_s: y, low_s: y, high_s: y }
        };
        [1, 2, 4, 8].map(point).to_vec()
    };
    let sweep = |points| Series {
        x: "threads".into(),
        y: "per second".into(),
        how: String::new(),
        date: String::new(),
        rustc: String::new(),
        points,
    };
    let peak = [line("f64", |n| 4e10 * n), line("f32", |n| 8e10 * n)].concat();
    records.series.insert("peak".into(), sweep(peak));
    records.series.insert("bandwidth".into(), sweep(line("triad", |n| (1e10 * n).min(1.5e10))));
    let race = records.races.get_mut("great_circle").unwrap();
    race.work = Some(record::Work { operations: 2e8, bytes: 1e8, bits: 64 });
    records
}

#[test]
fn a_kernel_lies_under_the_roof_that_its_intensity_and_its_cores_give_it() {
    let roofline = plot::roofline(&limited(2), None).unwrap();
    let spot = |variant: &str| roofline.spots.iter().find(|spot| spot.variant == variant).unwrap();
    // Two operations for each byte: one core may do 2·10¹⁰, both 3·10¹⁰, far below what they could compute.
    assert_eq!((spot("serial").intensity, spot("serial").roof), (2.0, 2e10));
    assert_eq!((spot("threads").workers, spot("threads").roof), (2, 3e10));
    // 0.1 seconds for 2·10⁸ operations; the lowest rate is the longest time's.
    let rate = spot("serial").rate;
    assert!((rate.value - 2e9).abs() < 1.0 && rate.low < rate.value && rate.value < rate.high, "{rate:?}");
    assert_eq!(roofline.roofs[1].over(100.0, 64), 8e10);
    assert_eq!(roofline.roofs[1].over(100.0, 32), 16e10);
}

#[test]
fn a_roofline_can_be_read_without_eyes_and_shows_the_readers_own() {
    let (ours, theirs) = (limited(2), limited(8));
    let alone = plot::roofline(&ours, None).unwrap();
    let both = plot::roofline(&ours, Some(&theirs)).unwrap();
    assert!(both.spots.len() > alone.spots.len() && both.roofs.len() == 2 * alone.roofs.len());
    for plot::Roofline { figure, frame, .. } in [alone, both] {
        let Figure { svg, summary, columns, rows, .. } = figure;
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>") && svg.contains(&summary));
        assert_eq!(svg.matches('#').count(), svg.matches(",#").count(), "{svg}");
        assert!(rows.iter().all(|row| row.len() == columns.len()));
        assert!(frame.across.start < frame.across.end && frame.down.start < frame.down.end, "{frame:?}");
    }
}

#[test]
fn a_record_without_limits_or_work_has_no_roofline() {
    let missing = plot::roofline(&records(2, &[1, 2]), None).unwrap_err();
    assert!(missing.to_string().contains("peak and bandwidth"), "{missing}");
    let mut uncounted = limited(2);
    uncounted.races.get_mut("great_circle").unwrap().work = None;
    assert!(plot::roofline(&uncounted, None).unwrap_err().to_string().contains("work"));
}

/// As [`limited`], with what it costs to start a worker: a tenth of a millisecond.
fn looking_ahead(cores: usize) -> Records {
    let mut records = limited(cores);
    for name in ["thread_scope", "rayon_install"] {
        let (value, low, high) = (1e-4, 0.9e-4, 1.1e-4);
        let (how, date, rustc) = (String::new(), String::new(), String::new());
        records.facts.insert(
            name.into(),
            record::Fact { name: name.into(), value, low, high, unit: "s".into(), how, date, rustc },
        );
    }
    records
}

#[test]
fn a_model_predicts_one_core_and_two_from_the_machines_own_limits() {
    let model = plot::Model::of(&looking_ahead(2), "great_circle", "threads").unwrap();
    let at = |cores| model.predicted(cores).unwrap();
    // The serial tenth isn't known to the model: all of the 0.1 s is shared out, and a start is added for each worker.
    for (cores, wanted) in [(1, 0.1 + 1e-4), (2, 0.05 + 2e-4)] {
        assert!((at(cores).best - wanted).abs() < 1e-12 && at(cores).best == at(cores).worst, "{:?}", at(cores));
    }
    // Where memory is the limit, 10⁸ bytes at 1.5·10¹⁰ a second.
    let model = plot::Model::of(&looking_ahead(2), "great_circle", "simd_rayon").unwrap();
    assert!((model.predicted(2).unwrap().best - (1e8 / 1.5e10 + 2e-4)).abs() < 1e-12);
    assert!(model.predicted(0).is_none() && model.predicted(1000).is_none());
}

#[test]
fn what_two_cores_leave_open_is_a_range_on_more() {
    let model = plot::Model::of(&looking_ahead(2), "great_circle", "threads").unwrap();
    let at = |cores| model.predicted(cores).unwrap();
    // At best everything is shared out, and starts double: 1 + log2(16) of them.
    assert!((at(16).best - (0.1 / 16.0 + 5e-4)).abs() < 1e-12);
    // At worst a tenth stays serial, and there are sixteen starts; slower clocks and the interval's end add to that.
    assert!(at(16).worst > 0.01 + 0.09 / 16.0 + 16e-4, "{:?}", at(16));
    let width = |cores| at(cores).worst / at(cores).best;
    assert!(1.5 < width(16) && width(16) < width(64) && width(64) < width(128));
}

#[test]
fn a_model_is_drawn_beside_what_was_measured() {
    let figure = plot::model(&looking_ahead(2), None, "great_circle", Some("threads")).unwrap();
    assert!(figure.rows.iter().all(|row| row.len() == figure.columns.len()));
    let cores: Vec<_> = figure.rows.iter().map(|row| row[1].as_str()).collect();
    // Four and eight workers ran on two cores: they say nothing of four cores or eight.
    assert_eq!(cores, ["1", "2", "16", "64", "128"]);
    assert_eq!(figure.rows[1][2..], ["50.2 ms", "1.99×", "55.0 ms", "1.10×"]);
    assert!(figure.rows[2][2].contains(" to ") && figure.rows[2][4..] == ["–", "–"], "{figure:?}");
    assert!(figure.svg.contains("worst case") && figure.svg.contains(&figure.summary) && !figure.narrow.is_empty());
    // On eight cores there is an outcome to hold beside the prediction; facts that a reader lacks are the reference's.
    let theirs = limited(8);
    let figure = plot::model(&looking_ahead(2), Some(&theirs), "great_circle", Some("threads")).unwrap();
    let eight = figure.rows.iter().find(|row| row[0] == "threads, yours" && row[1] == "8").unwrap();
    assert!(eight[2].contains(" to ") && eight[4] == "21.3 ms" && eight[5].contains(" to "), "{eight:?}");
}

#[test]
fn kernels_stand_in_one_table_by_their_fastest_variant_and_what_is_missing_is_named() {
    let (columns, rows) = plot::models(&looking_ahead(2)).unwrap();
    assert!(rows.len() == 1 && rows[0].len() == columns.len(), "{rows:?}");
    assert_eq!(rows[0][..2], ["great_circle", "simd_rayon"]);
    assert_eq!(plot::models(&limited(2)), Err(Error::NoRecord("a kernel on one core and two, with its work".into())));
    let of = |records: &Records, variant: &str| plot::Model::of(records, "great_circle", variant).unwrap_err();
    assert_eq!(of(&limited(2), "threads"), Error::NoRecord("the fact thread_scope".into()));
    assert_eq!(of(&looking_ahead(2), "simd"), Error::NothingScales("great_circle simd".into()));
    assert_eq!(of(&records(2, &[1, 2]), "threads"), Error::NoRecord("the work of great_circle".into()));
    let alone = of(&records(1, &[1]), "threads");
    assert!(matches!(alone, Error::NoRecord(_)), "{alone}");
}

#[test]
fn the_machine_looked_ahead_to_is_the_one_that_the_page_describes() {
    let page = include_str!("../../../../src/capstone/many-cores.md");
    let plot::Server { cores, channels, channel, clock } = plot::SERVER;
    assert_eq!((cores, channels, clock), (128, 12, 2.25 / 3.1));
    for said in
        [format!("{:.1} GB/s", 12.0 * channel / 1e9), "128 cores".into(), "2.25/3.1".into(), "twelve channels".into()]
    {
        assert!(page.contains(&said), "{said}");
    }
}

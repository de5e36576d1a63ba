//! Runs the shader in a simulator, which needs no graphics card, and counts what it asks of memory.

use gpu_great_circle::{SHADER, pack, workgroups};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Buffer, Dispatch, Error, Fault, Program, Shader, Verdict};
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const FILE: &str = "src/pairs.wgsl";
const ENTRY: &str = "distances";

/// The pairs for which is counted.
const MANY: u32 = 65_536;

/// The most transactions for them: two words are read and one is stored for each, 32 at a time, and a little more.
const TRANSACTIONS: u64 = 6400;

/// What any device takes in one dimension of a dispatch.
const DIMENSION: u32 = 65_535;

/// How far a distance may be off, km: half a step of 16 bits in both coordinates of both points, and `f32`.
const TOLERANCE: f64 = 0.75;

/// What `km` holds before the run.
const MARK: f32 = -1.0;

/// Elements of `km` past the first `n`: more than the largest workgroup.
const SPARE: usize = 300;

const LIMIT: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("the_shader_is_valid", || program().map(drop)),
        trial("no_dimension_is_too_long", no_dimension_is_too_long),
    ];
    for n in [1, 63, 64, 65, 1009] {
        trials.push(trial(&format!("computes_{n}_distances"), move || computes(n, DIMENSION)));
    }
    trials.push(trial("goes_into_a_second_dimension", goes_into_a_second_dimension));
    trials.push(trial("stores_nothing_past_the_end", stores_nothing_past_the_end));
    trials.push(trial("asks_for_few_transactions", asks_for_few_transactions));
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that is ended if a loop of the answer doesn't end.
fn trial(name: &str, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    let named = name.to_owned();
    Trial::test(name, move || deadline(&named, "what ends each loop in `pack` and `workgroups`", LIMIT, test))
}

/// The learner's shader, ready to run.
fn program() -> Result<Program, Failed> {
    let shader = Shader::parse(SHADER, FILE).map_err(|error| format!("{FILE} does not compile.\n{error}"))?;
    shader.program(ENTRY, &[]).map_err(|error| match error {
        Error::NoEntry(_) => {
            format!("{FILE} has no `@compute` function named `{ENTRY}`: the check looks for it by name").into()
        }
        error => format!("{FILE}: {error}").into(),
    })
}

/// From 0 to 1, without a pattern.
fn part(i: u32) -> f64 {
    f64::from((i ^ 0x5bd1).wrapping_mul(0x9e37_79b9) ^ i.wrapping_mul(0x85eb_ca6b)) / f64::from(u32::MAX)
}

/// The first are those at the ends of what longitude and latitude can be; all others lie anywhere.
fn pairs(n: u32) -> Vec<[f64; 4]> {
    let first =
        [[180.0, 90.0, -180.0, -90.0], [-180.0, 0.0, 180.0, 0.0], [0.0, 0.0, 180.0, 0.0], [7.0, 50.0, 7.0, 50.0]];
    let any = |i: u32| [0, 1, 2, 3].map(|k| (part(4 * i + k) * 2.0 - 1.0) * if k % 2 == 0 { 180.0 } else { 90.0 });
    (0..n).map(|i| if n > 60 && i < 4 { first[i as usize] } else { any(i) }).collect()
}

/// The distance in `f64`: the haversine, and near the antipode its complement.
fn distance([lon1, lat1, lon2, lat2]: [f64; 4]) -> f64 {
    let [lon1, lat1, lon2, lat2] = [lon1, lat1, lon2, lat2].map(f64::to_radians);
    let chord = |north: f64, east: f64| north.sin().powi(2) + lat1.cos() * lat2.cos() * east * east;
    let half_lon = (lon2 - lon1) / 2.0;
    let (a, b) = (chord((lat2 - lat1) / 2.0, half_lon.sin()), chord((lat2 + lat1) / 2.0, half_lon.cos()));
    let angle = a.min(b).sqrt().min(1.0).asin();
    2.0 * 6371.0 * if a < b { angle } else { std::f64::consts::FRAC_PI_2 - angle }
}

/// Runs the shader for `n` pairs on a device that takes `most` workgroups in a dimension: in several orders, if they
/// are few. What it is given to store is the first `n` elements of `km`, which is longer.
fn run(n: u32, most: u32) -> Result<(Verdict, Vec<f32>), Failed> {
    let groups = workgroups(n, most);
    short_enough(n, most, groups)?;
    let packed = pack(&pairs(n));
    let km = vec![MARK; n as usize + SPARE];
    let mut buffers = [Buffer::new(0, &packed), Buffer::new(1, &[n]), Buffer::new(2, &km).only(n)];
    let (program, dispatch) = (program()?, Dispatch::new(groups));
    let verdict = if n < 2000 {
        program.in_orders(&mut buffers, &dispatch)?
    } else {
        let report = program.run(&mut buffers, &dispatch)?;
        Verdict { findings: report.findings.clone(), report, difference: None }
    };
    Ok((verdict, buffers[2].to_vec()))
}

/// What the simulator found, if anything, of what isn't stored past the end.
fn broken(verdict: &Verdict, n: u32) -> Result<(), Failed> {
    match verdict.findings.iter().find(|finding| !matches!(finding.fault, Fault::NotYours { .. })) {
        Some(finding) => Err(format!("with {n} pairs: {FILE}, {finding}").into()),
        None => Ok(()),
    }
}

fn computes(n: u32, most: u32) -> Result<(), Failed> {
    let (verdict, km) = run(n, most)?;
    let pairs = pairs(n);
    for (i, (&pair, &km)) in pairs.iter().zip(&km).enumerate() {
        let want = distance(pair);
        if (f64::from(km) - want).abs() <= TOLERANCE {
            continue;
        }
        // What was found explains it better than a wrong distance.
        broken(&verdict, n)?;
        if km == MARK {
            return Err(format!(
                "pair {i} of {n} was never computed. workgroups({n}, {most}) is {:?}. Are there enough invocations, \
                 and does each take another pair?",
                workgroups(n, most)
            )
            .into());
        }
        return Err(format!(
            "pair {i} of {n}, {pair:?}: the distance is {want:.1} km, and the shader says {km:.1} km; it may be off by \
             {TOLERANCE} km. Which pair does the invocation read, which half of a word is the longitude, what are its \
             steps, and does `pack` round?"
        )
        .into());
    }
    broken(&verdict, n)?;
    match verdict.difference {
        Some(difference) => Err(format!("with {n} pairs: {difference}").into()),
        None => Ok(()),
    }
}

/// A device that takes few workgroups in a dimension: what doesn't fit into x goes into y.
fn goes_into_a_second_dimension() -> Result<(), Failed> {
    let size: u32 = program()?.workgroup_size().iter().product();
    for (most, n) in [(5, 5 * size), (5, 5 * size + 1), (7, 40 * size + 3), (16, 200 * size)] {
        computes(n, most)?;
    }
    Ok(())
}

fn no_dimension_is_too_long() -> Result<(), Failed> {
    for n in [1, 64 * DIMENSION, 64 * DIMENSION + 1, 100_000_000, 1_000_000_000] {
        short_enough(n, DIMENSION, workgroups(n, DIMENSION))?;
    }
    Ok(())
}

fn short_enough(n: u32, most: u32, groups: [u32; 3]) -> Result<(), Failed> {
    match groups.iter().all(|&groups| groups <= most) {
        true => Ok(()),
        false => Err(format!(
            "workgroups({n}, {most}) is {groups:?}; this device takes at most {most} in one dimension. What doesn't \
             fit in x goes into y; then the shader must find its pair from id.x and id.y."
        )
        .into()),
    }
}

fn stores_nothing_past_the_end() -> Result<(), Failed> {
    for (n, most) in [(1, DIMENSION), (65, DIMENSION), (1009, 5)] {
        let (verdict, _) = run(n, most)?;
        if let Some(finding) = verdict.findings.first() {
            return Err(format!(
                "with {n} pairs: {FILE}, {finding}. Workgroups come whole, and so do rows of them. Invocations without \
                 a pair must find that out; the end of the work is n, not the end of the buffer."
            )
            .into());
        }
    }
    Ok(())
}

fn asks_for_few_transactions() -> Result<(), Failed> {
    let (verdict, _) = run(MANY, DIMENSION)?;
    broken(&verdict, MANY)?;
    let program = program()?;
    let [read, stored] =
        [0, 2].map(|binding| verdict.report.transactions_of(program.name_at(binding).unwrap_or_default()));
    // A shader that stores little is cheap, too.
    let stores = verdict.report.stores_at(2).stores;
    if stores < u64::from(MANY) {
        return Err(format!("of {MANY} distances {stores} were stored").into());
    }
    match read + stored {
        ..=TRANSACTIONS => Ok(()),
        all => Err(format!(
            "{MANY} pairs take {read} transactions to read, and the distances {stored}, together {all}; {TRANSACTIONS} \
             are allowed. `pack` makes {:.1} words a pair. What 32 lanes ask for with one request should lie side by \
             side, without a gap: two words a pair, both read at once.",
            pack(&pairs(1000)).len() as f64 / 1000.0
        )
        .into()),
    }
}

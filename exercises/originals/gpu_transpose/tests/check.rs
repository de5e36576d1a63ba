//! Runs the shader in a simulator, which needs no graphics card, and counts what it asks of memory.

use gpu_transpose::{SHADER, workgroups};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Buffer, Dispatch, Error, Program, Shader, Verdict};
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const FILE: &str = "src/turn.wgsl";
const ENTRY: &str = "turn";

/// Pixels along an edge of the picture for which is counted.
const EDGE: u32 = 256;

/// The most transactions for it: each pixel is read and stored once, 32 at a time, and a tenth for what tiles may need.
const TRANSACTIONS: u64 = 4500;

const LIMIT: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        Trial::test("the_shader_is_valid", || program().map(drop)),
        trial("turns_pictures_of_all_sizes", turns_pictures_of_all_sizes),
        trial("the_order_of_invocations_doesnt_matter", the_order_of_invocations_doesnt_matter),
        trial("reads_and_stores_whole_segments", reads_and_stores_whole_segments),
        trial("has_no_bank_conflicts", has_no_bank_conflicts),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that is ended if a loop in `workgroups` doesn't end.
fn trial(name: &'static str, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::test(name, move || deadline(name, "what ends each loop in `workgroups`", LIMIT, test))
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

/// Turns a picture whose pixels are numbered, and says what was found and what came out.
fn turned(width: u32, height: u32) -> Result<(Verdict, Vec<u32>), Failed> {
    let picture: Vec<u32> = (1..=width * height).collect();
    let mut buffers =
        [Buffer::new(0, &picture), Buffer::new(1, &[width, height]), Buffer::new(2, &vec![0_u32; picture.len()])];
    let verdict = program()?.in_orders(&mut buffers, &Dispatch::new(workgroups(width, height)))?;
    Ok((verdict, buffers[2].to_vec()))
}

fn turns_pictures_of_all_sizes() -> Result<(), Failed> {
    for (width, height) in [(1, 1), (5, 3), (3, 70), (32, 32), (33, 70), (100, 31), (64, 96)] {
        let (verdict, pixels) = turned(width, height)?;
        for (place, &pixel) in (0..).zip(&pixels) {
            let (row, column) = (place / height, place % height);
            let (from_row, from_column) = (height - 1 - column, row);
            let want = from_row * width + from_column + 1;
            if pixel != want {
                let is = match pixel {
                    0 => "nothing was stored there".to_string(),
                    pixel if pixel > width * height => format!("there is {pixel}, which is no pixel of the picture"),
                    pixel => {
                        format!("there is the one of row {}, column {}", (pixel - 1) / width, (pixel - 1) % width)
                    }
                };
                // What was found explains it better than a wrong pixel.
                broken(&verdict, width, height)?;
                return Err(format!(
                    "a picture of {width} × {height}: in row {row}, column {column} of the turned one belongs the \
                     pixel of row {from_row}, column {from_column}, but {is}. Which tile goes where, and where in it \
                     does the pixel go? workgroups({width}, {height}) is {:?}.",
                    workgroups(width, height)
                )
                .into());
            }
        }
    }
    Ok(())
}

/// What the simulator found, if anything.
fn broken(verdict: &Verdict, width: u32, height: u32) -> Result<(), Failed> {
    match verdict.findings.first() {
        Some(finding) => Err(format!("a picture of {width} × {height}: {FILE}, {finding}").into()),
        None => Ok(()),
    }
}

/// No race, no barrier that somebody misses, nothing past the end.
fn the_order_of_invocations_doesnt_matter() -> Result<(), Failed> {
    for (width, height) in [(33, 70), (64, 64)] {
        let (verdict, _) = turned(width, height)?;
        broken(&verdict, width, height)?;
        if let Some(difference) = verdict.difference {
            return Err(format!("a picture of {width} × {height}: {difference}").into());
        }
    }
    Ok(())
}

fn reads_and_stores_whole_segments() -> Result<(), Failed> {
    let (verdict, _) = turned(EDGE, EDGE)?;
    broken(&verdict, EDGE, EDGE)?;
    let program = program()?;
    let [read, stored] =
        [0, 2].map(|binding| verdict.report.transactions_of(program.name_at(binding).unwrap_or_default()));
    let all = read + stored;
    if all > TRANSACTIONS {
        return Err(format!(
            "with {EDGE} × {EDGE} pixels, the picture takes {read} transactions and the turned one {stored}, together \
             {all}; {TRANSACTIONS} are allowed. 32 lanes take one where they ask for 32 neighbouring words. In which of \
             the two does the index not grow by one (or fall by one) from lane to lane?"
        )
        .into());
    }
    // A shader that stores little is cheap, too.
    if verdict.report.stores_at(2).stores < u64::from(EDGE * EDGE) {
        return Err(format!("{} of {} pixels were stored", verdict.report.stores_at(2).stores, EDGE * EDGE).into());
    }
    Ok(())
}

fn has_no_bank_conflicts() -> Result<(), Failed> {
    let (verdict, _) = turned(EDGE, EDGE)?;
    broken(&verdict, EDGE, EDGE)?;
    match verdict.report.conflicts() {
        0 => Ok(()),
        conflicts => Err(format!(
            "with {EDGE} × {EDGE} pixels, lanes that want different words of one bank cost {conflicts} extra turns. \
             Words whose numbers differ by a multiple of 32 share a bank. How far apart are the words of a column of \
             the tile, and how far should they be?"
        )
        .into()),
    }
}

//! Runs the steps in a simulator, which needs no graphics card, and counts what they ask of memory.

use gpu_heat::{SHADER, answer, plan, workgroups};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Buffer, Dispatch, Error, Program, Shader, Verdict};
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const FILE: &str = "src/heat.wgsl";
const ENTRY: &str = "advance";

/// The part of the way to its neighbours' mean, times four, that a point goes in a step.
const RATE: f32 = 0.2;

/// What plate 1 holds before: no temperature.
const MARK: f32 = -1e6;

/// How far two answers may lie apart, °C: sums of `f32` may be added up in any order.
const CLOSE: f32 = 1e-3;

/// Points along an edge of the plate for which is counted.
const EDGE: u32 = 128;

/// The most transactions for a step of it: six times as many as there are segments, and some that windows touch
/// besides.
const TRANSACTIONS: u64 = 6000;

const LIMIT: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        Trial::test("the_shader_is_valid", || program().map(drop)),
        trial("each_step_is_planned", each_step_is_planned),
        trial("one_step_of_every_point", one_step_of_every_point),
        trial("many_steps", many_steps),
        trial("knows_where_the_answer_is", knows_where_the_answer_is),
        trial("the_order_of_invocations_doesnt_matter", the_order_of_invocations_doesnt_matter),
        trial("lanes_go_along_a_row", lanes_go_along_a_row),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that is ended if a loop in the answer doesn't end.
fn trial(name: &'static str, test: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::test(name, move || deadline(name, "what ends each loop in `plan` and `workgroups`", LIMIT, test))
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

/// Temperatures at the start, °C, of which no two neighbours are alike.
fn start(edge: u32) -> Vec<f32> {
    (0..edge * edge).map(|i| ((i + 1).wrapping_mul(0x9e37_79b9) >> 20) as f32 * (100.0 / 4096.0)).collect()
}

/// The same a step later.
fn later(plate: &[f32], edge: u32) -> Vec<f32> {
    let n = edge as usize;
    let inside = |place: usize| (1..n - 1).contains(&place);
    let point = |(i, &here): (usize, &f32)| match inside(i / n) && inside(i % n) {
        true => here + RATE * (plate[i - n] + plate[i + n] + plate[i - 1] + plate[i + 1] - 4.0 * here),
        false => here,
    };
    plate.iter().enumerate().map(point).collect()
}

/// One step from `now`, in all orders.
fn step(now: &[f32], next: &[f32], edge: u32) -> Result<(Verdict, Vec<f32>), Failed> {
    let mut buffers = [Buffer::new(0, now), Buffer::new(1, &[edge]), Buffer::new(2, next)];
    let verdict = program()?.in_orders(&mut buffers, &Dispatch::new(workgroups(edge)))?;
    Ok((verdict, buffers[2].to_vec()))
}

/// What the simulator found, if anything.
fn broken(verdict: &Verdict, edge: u32) -> Result<(), Failed> {
    match verdict.findings.first() {
        Some(finding) => Err(format!("a plate of {edge} × {edge}: {FILE}, {finding}").into()),
        None => Ok(()),
    }
}

/// The first point at which the plates differ.
fn differs(have: &[f32], want: &[f32]) -> Option<usize> {
    let close = |i: &usize| (have[*i] - want[*i]).abs() <= CLOSE;
    (0..want.len()).find(|i| !close(i))
}

fn each_step_is_planned() -> Result<(), Failed> {
    for steps in [0, 1, 2, 7] {
        let plan = plan(steps);
        if plan.len() != steps {
            return Err(format!("plan({steps}) has {} steps: {plan:?}", plan.len()).into());
        }
        if let Some([from, to]) = plan.iter().find(|[from, to]| from == to || *from > 1 || *to > 1) {
            return Err(format!(
                "plan({steps}) has a step from plate {from} to plate {to}. There are plates 0 and 1, and a step reads one \
                 and stores in the other: its neighbours need a point as it was."
            )
            .into());
        }
    }
    Ok(())
}

fn one_step_of_every_point() -> Result<(), Failed> {
    for edge in [1, 2, 3, 31, 32, 33, 70] {
        let before = start(edge);
        let (verdict, have) = step(&before, &vec![MARK; before.len()], edge)?;
        let want = later(&before, edge);
        let Some(i) = differs(&have, &want) else { continue };
        broken(&verdict, edge)?;
        let (row, column) = (i / edge as usize, i % edge as usize);
        return Err(match have[i] {
            MARK => format!(
                "a plate of {edge} × {edge}: nothing was stored in row {row}, column {column}. The step after this one \
                 reads what this one stored, at the border, too. workgroups({edge}) is {:?}.",
                workgroups(edge)
            ),
            have => format!(
                "a plate of {edge} × {edge}: in row {row}, column {column} it should be {} °C a step later, but it is \
                 {have}. Which are its four neighbours?",
                want[i]
            ),
        }
        .into());
    }
    Ok(())
}

/// Runs the plan, and returns both plates.
fn run(steps: usize, edge: u32) -> Result<[Vec<f32>; 2], Failed> {
    let begin = start(edge);
    let mut plates = [begin.clone(), vec![MARK; begin.len()]];
    for [from, to] in plan(steps) {
        if from > 1 || to > 1 {
            return Err(format!("plan({steps}) names plates {from} and {to}; there are 0 and 1").into());
        }
        let (verdict, after) = step(&plates[from], &plates[to], edge)?;
        broken(&verdict, edge)?;
        plates[to] = after;
    }
    Ok(plates)
}

fn many_steps() -> Result<(), Failed> {
    let edge = 20;
    for steps in [2, 3, 6] {
        let plates = run(steps, edge)?;
        let want = (0..steps).fold(start(edge), |plate, _| later(&plate, edge));
        if plates.iter().all(|plate| differs(plate, &want).is_some()) {
            let few = (0..steps).find(|&few| {
                let want = (0..few).fold(start(edge), |plate, _| later(&plate, edge));
                plates.iter().any(|plate| differs(plate, &want).is_none()) && few > 0
            });
            let hint = match few {
                Some(few) => format!("One holds what is right after {few}."),
                None => "Does each step read what the one before has stored?".into(),
            };
            return Err(format!(
                "after {steps} steps, neither plate holds the right temperatures. {hint} The plan was {:?}.",
                plan(steps)
            )
            .into());
        }
    }
    Ok(())
}

fn knows_where_the_answer_is() -> Result<(), Failed> {
    let edge = 20;
    for steps in [0, 1, 2, 5] {
        let plates = run(steps, edge)?;
        let want = (0..steps).fold(start(edge), |plate, _| later(&plate, edge));
        let answer = answer(steps);
        match plates.get(answer) {
            Some(plate) if differs(plate, &want).is_none() => {}
            Some(_) => {
                return Err(format!(
                    "after {steps} steps, the answer isn't in plate {answer}, as answer({steps}) says"
                )
                .into());
            }
            None => return Err(format!("answer({steps}) is {answer}; there are plates 0 and 1").into()),
        }
    }
    Ok(())
}

/// No race, nothing past the end.
fn the_order_of_invocations_doesnt_matter() -> Result<(), Failed> {
    for edge in [1, 33, 64] {
        let before = start(edge);
        let (verdict, _) = step(&before, &vec![MARK; before.len()], edge)?;
        broken(&verdict, edge)?;
        if let Some(difference) = verdict.difference {
            return Err(format!("a plate of {edge} × {edge}: {difference}").into());
        }
    }
    Ok(())
}

fn lanes_go_along_a_row() -> Result<(), Failed> {
    let before = start(EDGE);
    let (verdict, _) = step(&before, &before, EDGE)?;
    broken(&verdict, EDGE)?;
    let program = program()?;
    let [read, stored] =
        [0, 2].map(|binding| verdict.report.transactions_of(program.name_at(binding).unwrap_or_default()));
    if read + stored > TRANSACTIONS {
        return Err(format!(
            "a step of {EDGE} × {EDGE} points takes {read} transactions to read and {stored} to store, together {}; \
             {TRANSACTIONS} are allowed. From lane to lane id.x grows by one. By how much does the point's number grow?",
            read + stored
        )
        .into());
    }
    Ok(())
}

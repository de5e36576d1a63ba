//! Runs the shader in a simulator, which needs no graphics card, and counts what it asks of memory.

use gpu_histogram::{SHADER, workgroups};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Buffer, Dispatch, Error, Program, Shader, Verdict};
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const FILE: &str = "src/letters.wgsl";
const ENTRY: &str = "count";

/// Bytes of the text for which is counted.
const MANY: u32 = 262_144;

/// The most updates of global memory for it: one for 16 bytes.
const UPDATES: u64 = 16_384;

/// The most transactions for reading it.
const TRANSACTIONS: u64 = 2500;

/// The fewest workgroups for it.
const WORKGROUPS: u32 = 8;

/// What was counted before.
const BEFORE: u32 = 1000;

const LIMIT: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        Trial::test("the_shader_is_valid", || program().map(drop)),
        trial("counts_texts_of_all_lengths", counts_texts_of_all_lengths),
        trial("counts_one_letter_only", || counts(&vec![b'e'; 5000])),
        trial("the_order_of_invocations_doesnt_matter", the_order_of_invocations_doesnt_matter),
        trial("shares_the_work", shares_the_work),
        trial("counts_in_workgroup_memory", counts_in_workgroup_memory),
        trial("reads_whole_segments", reads_whole_segments),
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

/// Bytes of which some are frequent and some are rare, and all occur.
fn text(bytes: u32) -> Vec<u8> {
    (0..bytes).map(|i| (i ^ 0x5bd1).wrapping_mul(0x9e37_79b9)).map(|hash| (hash >> 24 & hash >> 15) as u8).collect()
}

/// Four bytes to a word, and behind the last one what is no text.
fn words(text: &[u8]) -> Vec<u32> {
    let word = |bytes: &[u8]| {
        let mut word = [b'#'; 4];
        word[..bytes.len()].copy_from_slice(bytes);
        u32::from_le_bytes(word)
    };
    text.chunks(4).map(word).chain([u32::from_le_bytes(*b"####"); 3]).collect()
}

/// Counts the bytes of `text`, in all orders.
fn run(text: &[u8]) -> Result<(Verdict, Vec<u32>), Failed> {
    let bytes = text.len() as u32;
    let mut buffers = [Buffer::new(0, &words(text)), Buffer::new(1, &[bytes]), Buffer::new(2, &[BEFORE; 256])];
    let verdict = program()?.in_orders(&mut buffers, &Dispatch::new([workgroups(bytes), 1, 1]))?;
    Ok((verdict, buffers[2].to_vec()))
}

/// What the simulator found, if anything, or what depends on the order.
fn broken(verdict: &Verdict, bytes: usize) -> Result<(), Failed> {
    if let Some(finding) = verdict.findings.first() {
        return Err(format!("{}: {FILE}, {finding}", of_bytes(bytes)).into());
    }
    if let Some(difference) = &verdict.difference {
        return Err(format!(
            "{}: {difference}. An atomic operation orders nothing but itself: who needs what all \
             the others have counted waits for them at a barrier, and who adds to what others have stored adds \
             atomically.",
            of_bytes(bytes)
        )
        .into());
    }
    Ok(())
}

fn of_bytes(bytes: usize) -> String {
    format!("a text of {bytes} byte{}", if bytes == 1 { "" } else { "s" })
}

fn counts(text: &[u8]) -> Result<(), Failed> {
    let (verdict, counts) = run(text)?;
    let mut want = [0; 256];
    text.iter().for_each(|&byte| want[usize::from(byte)] += 1);
    for (byte, (&count, &want)) in counts.iter().zip(&want).enumerate() {
        if count != BEFORE + want {
            broken(&verdict, text.len())?;
            return Err(format!(
                "{} has byte {byte} {want} times. Its count was {BEFORE}, so it should be {}, but it is \
                 {count}. workgroups({}) is {}. Is each word somebody's, and no word two's? Are the bytes behind the \
                 last left out?",
                of_bytes(text.len()),
                BEFORE + want,
                text.len(),
                workgroups(text.len() as u32)
            )
            .into());
        }
    }
    Ok(())
}

fn counts_texts_of_all_lengths() -> Result<(), Failed> {
    [1, 2, 3, 4, 5, 255, 1024, 1025, 4096, 16_381, 65_539].into_iter().try_for_each(|bytes| counts(&text(bytes)))
}

/// No race, no barrier that somebody misses, nothing past the end.
fn the_order_of_invocations_doesnt_matter() -> Result<(), Failed> {
    for bytes in [1000, 16_381] {
        broken(&run(&text(bytes))?.0, bytes as usize)?;
    }
    Ok(())
}

/// The long text, of which the counts are right.
fn long() -> Result<Verdict, Failed> {
    let (verdict, counts) = run(&text(MANY))?;
    broken(&verdict, MANY as usize)?;
    let counted: u32 = counts.iter().map(|count| count - BEFORE).sum();
    match counted {
        MANY => Ok(verdict),
        _ => Err(format!("of {MANY} bytes {counted} were counted").into()),
    }
}

fn shares_the_work() -> Result<(), Failed> {
    match workgroups(MANY) {
        WORKGROUPS.. => Ok(()),
        few => Err(format!(
            "workgroups({MANY}) is {few}; there should be {WORKGROUPS} at least. A card runs each workgroup on one of \
             its multiprocessors, and the others have nothing to do."
        )
        .into()),
    }
}

fn counts_in_workgroup_memory() -> Result<(), Failed> {
    let updates = long()?.report.stores_at(2).stores;
    match updates {
        ..=UPDATES => Ok(()),
        _ => Err(format!(
            "{MANY} bytes took {updates} updates of the counts in global memory; {UPDATES} are allowed. Each workgroup \
             may count in 256 words of its own and add these up at its end. That pays if it has counted many more than \
             256 bytes by then."
        )
        .into()),
    }
}

fn reads_whole_segments() -> Result<(), Failed> {
    let verdict = long()?;
    let transactions = verdict.report.transactions_of(program()?.name_at(0).unwrap_or_default());
    match transactions {
        ..=TRANSACTIONS => Ok(()),
        _ => Err(format!(
            "reading {MANY} bytes took {transactions} transactions; {TRANSACTIONS} are allowed. Do neighbouring lanes \
             read neighbouring words, and is each word read once, for all its four bytes?"
        )
        .into()),
    }
}

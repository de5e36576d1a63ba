//! Does the peer answer, with one process, whatever becomes of that?
//!
//! The program that answers is this same one, started again with [`FOLDER`] set, where it signs; and a real Python.

use json_peer::{Error, Peer, TRIES};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::{self, Command, ExitCode};
use std::time::Duration;
use std::{env, fs};
use tempfile::TempDir;
use witness::{Roster, deadline, harness};

const LIMIT: Duration = Duration::from_secs(25);

/// Tells the program where to sign.
const FOLDER: &str = "JSON_PEER_CHECK_FOLDER";

/// A peer in Python, which adds up.
const PYTHON: &str = r#"
import json, os, sys
for line in sys.stdin:
    message = json.loads(line)
    question = message["question"]
    if question == "crash":
        os._exit(1)
    try:
        reply = {"id": message["id"], "answer": sum(question)}
    except TypeError as wrong:
        reply = {"id": message["id"], "error": str(wrong)}
    print(json.dumps(reply), flush=True)
"#;

fn main() -> ExitCode {
    if let Some(folder) = env::var_os(FOLDER) {
        answer(Path::new(&folder)).expect("nothing fails in here that the check can't explain");
        return ExitCode::SUCCESS;
    }
    let mut arguments = Arguments::from_args();
    // One after another: each looks at this process's children.
    arguments.test_threads = Some(1);
    let trials = vec![
        trial("answers_are_those_to_the_questions", answers),
        trial("one_process_answers_all", one_process),
        trial("a_megabyte_each_way", large),
        trial("a_crash_is_survived", || once("crash_once")),
        trial("half_an_answer_is_a_crash", || once("half_once")),
        trial("a_question_that_always_crashes_is_given_up", crashes),
        trial("a_program_that_ends_between_two_questions", ends_between),
        trial("a_refusal_is_no_crash", refuses),
        trial("what_is_no_json_is_garbled", || garbled("garbage")),
        trial("an_answer_to_another_question_is_garbled", || garbled("wrong_id")),
        trial("neither_answer_nor_error_is_garbled", || garbled("neither")),
        trial("what_is_no_utf8_is_garbled", || garbled("no_utf8")),
        trial("a_program_that_cannot_be_started_is_an_error", no_such_program),
        trials::with_tool("a_real_python", "python", tools::python, |python| {
            let python = python.to_owned();
            deadline("a_real_python", IDEA, LIMIT, move || real_python(&python))
        }),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

const IDEA: &str = "who waits for what: a line has to be whole to be answered, and its writer may be dead";

fn trial(name: &'static str, test: fn() -> Result<(), Failed>) -> Trial {
    Trial::test(name, move || deadline(name, IDEA, LIMIT, test))
}

// --------------------------------------------------------------------------------------------- the program's side

fn answer(folder: &Path) -> io::Result<()> {
    let roster = Roster::at(folder);
    // Born.
    roster.sign(0);
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let message: Value = serde_json::from_str(&line?).expect("each line is JSON");
        let (id, question) = (&message["id"], &message["question"]);
        let mut reply = json!({ "id": id, "answer": question["value"] });
        match question["do"].as_str().expect("it says what to do") {
            "echo" => {}
            "pid" => reply["answer"] = process::id().into(),
            "refuse" => reply = json!({ "id": id, "error": "not\ntoday" }),
            // Asked without end, it relents: then the check can say so instead of running out of time.
            "crash" if roster.processes().len() <= 5 * TRIES => process::exit(1),
            "crash_once" if first(folder)? => process::exit(1),
            "half_once" if first(folder)? => {
                let reply = reply.to_string();
                output.write_all(&reply.as_bytes()[..reply.len() / 2])?;
                return output.flush();
            }
            // What comes after it would fit.
            "garbage" => writeln!(output, "Traceback (most recent call last):")?,
            "no_utf8" => output.write_all(b"{\"answer\": \"\xff\"}\n")?,
            "wrong_id" => {
                writeln!(output, "{}", json!({ "id": id.as_u64().map_or(1, |id| id + 1_000_000), "answer": 1 }))?
            }
            "neither" => writeln!(output, "{}", json!({ "id": id, "answers": 1 }))?,
            _ => {}
        }
        writeln!(output, "{reply}")?;
        output.flush()?;
        if question["do"] == "answer_and_end" {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether nobody has asked before.
fn first(folder: &Path) -> io::Result<bool> {
    match fs::OpenOptions::new().write(true).create_new(true).open(folder.join("once")) {
        Ok(_) => Ok(true),
        Err(there) if there.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

// ------------------------------------------------------------------------------------------------- the check's side

/// Gives `test` a peer, and looks for what is left when that is dropped.
fn with_peer(
    test: impl FnOnce(&mut Peer<Box<dyn Fn() -> Command>>, &Roster) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let (program, path) = (env::current_exe()?, folder.path().to_owned());
    let mut peer = Peer::new(Box::new(move || {
        let mut command = Command::new(&program);
        command.env(FOLDER, &path);
        command
    }) as Box<dyn Fn() -> Command>)
    .map_err(|error| format!("`Peer::new` returned the error {error:?}"))?;
    let outcome = test(&mut peer, &Roster::at(folder.path()));
    drop(peer);
    outcome?;
    nobody_left()
}

fn nobody_left() -> Result<(), Failed> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    match lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).next() {
        None => Ok(()),
        Some(child) => Err(format!(
            "the `Peer` is dropped, and its process {child} is still there, at work or as a zombie.\n\
             Dropping a `Child` neither ends it nor waits for it: who does?"
        )
        .into()),
    }
}

fn echo(value: &Value) -> Value {
    json!({ "do": "echo", "value": value })
}

/// Whether `question` is answered by `want`.
fn answered(peer: &mut Peer<Box<dyn Fn() -> Command>>, question: &Value, want: &Value) -> Result<(), Failed> {
    let short = |text: String| {
        if text.len() > 80 {
            format!("{} … ({} bytes)", text.chars().take(60).collect::<String>(), text.len())
        } else {
            text
        }
    };
    match peer.ask(question) {
        Ok(got) if got == *want => Ok(()),
        Ok(got) => Err(format!(
            "asked {}: expected {}, got {}",
            short(question.to_string()),
            short(want.to_string()),
            short(got.to_string())
        )
        .into()),
        Err(error) => Err(format!(
            "asked {}: expected {}, got the error {}",
            short(question.to_string()),
            short(want.to_string()),
            short(format!("{error:?}"))
        )
        .into()),
    }
}

fn born(roster: &Roster, want: usize, what: &str) -> Result<(), Failed> {
    match roster.processes().len() {
        got if got == want => Ok(()),
        got => Err(format!("{what}: {got} processes were started in all, expected {want}").into()),
    }
}

fn answers() -> Result<(), Failed> {
    with_peer(|peer, _| {
        for value in [
            json!(null),
            json!(true),
            json!(42),
            json!(-0.125),
            json!(""),
            json!("two\nlines\r\nand \"quotes\" \\ \u{0} \u{2028}"),
            json!("Grüße, 世界"),
            json!([1, [2, [3, []]], {}]),
            json!({ "id": 7, "error": "a question may look like a reply" }),
        ] {
            answered(peer, &echo(&value), &value)?;
        }
        Ok(())
    })
}

fn one_process() -> Result<(), Failed> {
    with_peer(|peer, roster| {
        let first = peer.ask(&json!({ "do": "pid" }))?;
        for _ in 0..20 {
            answered(peer, &json!({ "do": "pid" }), &first)?;
        }
        born(roster, 1, "21 questions, and nothing went wrong")
    })
}

fn large() -> Result<(), Failed> {
    with_peer(|peer, roster| {
        for length in [1, 8191, 8192, 65_536, 1 << 20] {
            let value = json!("x".repeat(length));
            answered(peer, &echo(&value), &value)?;
        }
        born(roster, 1, "long questions and answers")
    })
}

fn once(what: &str) -> Result<(), Failed> {
    with_peer(|peer, roster| {
        answered(peer, &echo(&json!("before")), &json!("before"))?;
        answered(peer, &json!({ "do": what, "value": "again" }), &json!("again"))?;
        answered(peer, &echo(&json!("after")), &json!("after"))?;
        born(roster, 2, &format!("the program did {what}"))
    })
}

fn crashes() -> Result<(), Failed> {
    with_peer(|peer, roster| {
        match peer.ask(&json!({ "do": "crash" })) {
            Err(Error::Crashed) => {}
            other => {
                let born = roster.processes().len();
                return Err(format!(
                    "the question crashes every program: expected the error `Crashed` after {TRIES} of them, got {other:?} after {born}"
                )
                .into());
            }
        }
        born(roster, TRIES, "the question crashes every program")?;
        answered(peer, &echo(&json!("after")), &json!("after"))?;
        born(roster, TRIES + 1, "after that a question that does no harm")
    })
}

fn ends_between() -> Result<(), Failed> {
    with_peer(|peer, _| {
        for _ in 0..3 {
            answered(peer, &json!({ "do": "answer_and_end", "value": 1 }), &json!(1))?;
            // More than a pipe holds: it can't be written to a program that doesn't read.
            let value = json!("x".repeat(300_000));
            answered(peer, &echo(&value), &value)?;
        }
        Ok(())
    })
}

fn refuses() -> Result<(), Failed> {
    with_peer(|peer, roster| {
        match peer.ask(&json!({ "do": "refuse" })) {
            Err(Error::Refused(why)) if why == "not\ntoday" => {}
            other => {
                return Err(format!(
                    "the program answered with an error: expected Refused(\"not\\ntoday\"), got {other:?}"
                )
                .into());
            }
        }
        answered(peer, &echo(&json!("after")), &json!("after"))?;
        born(roster, 1, "the program refused a question, which is no reason to replace it")
    })
}

fn garbled(what: &str) -> Result<(), Failed> {
    with_peer(|peer, roster| {
        answered(peer, &echo(&json!("before")), &json!("before"))?;
        match peer.ask(&json!({ "do": what, "value": "late" })) {
            Err(Error::Garbled(_)) => {}
            other => return Err(format!("the program did {what}: expected Garbled, got {other:?}").into()),
        }
        answered(peer, &echo(&json!("after")), &json!("after"))?;
        born(roster, 2, &format!("the program did {what}, and was to be replaced for the next question"))
    })
}

fn no_such_program() -> Result<(), Failed> {
    match Peer::new(|| Command::new("/there/is/no/such/program")) {
        Err(Error::Start(_)) => Ok(()),
        Err(other) => Err(format!("the program isn't there: expected the error `Start`, got {other:?}").into()),
        Ok(_) => Err("the program isn't there, and `Peer::new` returned no error".into()),
    }
}

fn real_python(python: &Path) -> Result<(), Failed> {
    let python = python.to_owned();
    let mut peer = Peer::new(Box::new(move || {
        let mut command = Command::new(&python);
        command.args(["-c", PYTHON]);
        command
    }) as Box<dyn Fn() -> Command>)?;
    for n in 0..50 {
        let got = peer.ask(&json!((0..n).collect::<Vec<_>>()))?;
        assert_eq!(got, json!((0..n).sum::<i32>()), "Python's sum of the numbers below {n}");
    }
    match peer.ask(&json!(["a", "b"])) {
        Err(Error::Refused(_)) => {}
        other => return Err(format!("Python can't add up letters: expected Refused, got {other:?}").into()),
    }
    match peer.ask(&json!("crash")) {
        Err(Error::Crashed) => {}
        other => return Err(format!("Python ended without an answer: expected Crashed, got {other:?}").into()),
    }
    assert_eq!(peer.ask(&json!([1, 2]))?, json!(3), "a new Python's sum of 1 and 2");
    drop(peer);
    nobody_left()
}

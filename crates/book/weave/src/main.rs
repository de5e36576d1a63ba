//! The program that `mdbook build` calls; the workbook's own server calls the library.

use mdbook_preprocessor::{Preprocessor, parse_input};
use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};
use weave::{Weave, ways};

const USAGE: &str = "usage: weave < BOOK    what mdBook sends to a preprocessor, woven\n\
                     \u{20}      weave supports RENDERER\n\
                     \u{20}      weave ways      the style sheet theme/ways.css";

fn main() -> ExitCode {
    let args: Vec<_> = env::args().skip(1).collect();
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        [] => weave(),
        // Whatever shows the book shows it woven.
        ["supports", _] => Ok(()),
        ["ways"] => io::stdout().write_all(ways::css().as_bytes()).map_err(|e| e.to_string()),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("weave: {what}");
            ExitCode::FAILURE
        }
    }
}

fn weave() -> Result<(), String> {
    let (context, book) = parse_input(io::stdin()).map_err(|e| format!("{e:#}"))?;
    let book = Weave.run(&context, book).map_err(|e| format!("{e:#}"))?;
    serde_json::to_writer(io::stdout().lock(), &book).map_err(|e| e.to_string())
}

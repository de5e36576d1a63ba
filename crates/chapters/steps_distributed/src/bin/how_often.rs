//! Says how often words stand in a text, to whoever asks over TCP:
//! `how_often framed serve ADDRESS WORDS`, and in another terminal `how_often framed ask ADDRESS WORD …`.
//! With `collected` instead, a frame is sent as one piece.

use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::{env, io};
use steps_distributed::{collected, count, framed, text};

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let usage = "how_often framed|collected serve ADDRESS WORDS, or … ask ADDRESS WORD …";
    let [way, what, address, rest @ ..] = arguments else { return Err(usage.into()) };
    let in_one = match way.as_str() {
        "collected" => true,
        "framed" => false,
        _ => return Err(usage.into()),
    };
    let failed = |error: io::Error| format!("{address}: {error}");
    match (what.as_str(), rest) {
        ("serve", [words]) => {
            let words = words.parse().map_err(|_| format!("{words:?} is no number"))?;
            let listener = TcpListener::bind(address).map_err(failed)?;
            println!("listening on {}", listener.local_addr().map_err(failed)?);
            serve(&listener, in_one, words).map_err(failed)
        }
        ("ask", words @ [_, ..]) => {
            let connection = TcpStream::connect(address).map_err(failed)?;
            let ask = if in_one { collected::ask } else { framed::ask };
            for word in words {
                println!("{word} {}", String::from_utf8_lossy(&ask(&connection, word.as_bytes()).map_err(failed)?));
            }
            Ok(())
        }
        _ => Err(usage.into()),
    }
}

/// One client after another, for ever.
fn serve(listener: &TcpListener, in_one: bool, words: u64) -> io::Result<()> {
    let text = text::text(0..words);
    let counts = count::count(&text);
    let find = |word: &[u8]| {
        let times = str::from_utf8(word).ok().and_then(|word| counts.get(word));
        times.unwrap_or(&0).to_string().into_bytes()
    };
    for client in listener.incoming() {
        let client = client?;
        let ended = if in_one { collected::answer(&client, find) } else { framed::answer(&client, find) };
        if let Err(lost) = ended {
            eprintln!("a client is lost: {lost}");
        }
    }
    Ok(())
}

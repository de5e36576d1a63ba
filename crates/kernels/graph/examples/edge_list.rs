//! Writes the uneven graph of the races, an edge on a line, for programs that read such lists:
//! `cargo run --release -p graph --example edge_list -- 262144 > edges.el`

use std::{
    env,
    io::{self, BufWriter, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    let Some(vertices) =
        env::args().nth(1).and_then(|number| number.parse().ok())
    else {
        eprintln!("usage: edge_list VERTICES");
        return ExitCode::from(2);
    };
    let graph = graph::generate::r_mat(vertices, 8, 7);
    let mut out = BufWriter::new(io::stdout().lock());
    let written = graph
        .edges()
        .try_for_each(|(from, to)| writeln!(out, "{from} {to}"))
        .and_then(|()| out.flush());
    let source =
        (0..vertices).max_by_key(|&v| graph.degree(v)).unwrap_or(0);
    eprintln!("the search begins at vertex {source}");
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

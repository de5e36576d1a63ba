//! Saves the next steps of a run, to be watched meanwhile:
//! `strace -c … target/debug/examples/steps first_free FOLDER 100`, or `counted_on`.

use saving::{Error, Results, counted_on, first_free};
use std::{env, error, path::PathBuf};

fn main() -> Result<(), Box<dyn error::Error>> {
    let words: Vec<_> = env::args().skip(1).collect();
    let [way, folder, count] = &words[..] else { return Err("usage: steps first_free|counted_on FOLDER COUNT".into()) };
    let (folder, count) = (PathBuf::from(folder), count.parse()?);
    match way.as_str() {
        "first_free" => {
            let mut steps = first_free::Steps::open(folder)?;
            run(count, |results| steps.save(results))?;
        }
        "counted_on" => {
            let mut steps = counted_on::Steps::open(folder)?;
            run(count, |results| steps.save(results))?;
        }
        _ => return Err(format!("there is no way {way:?}").into()),
    }
    Ok(())
}

fn run(count: u64, mut save: impl FnMut(&Results) -> Result<(), Error>) -> Result<(), Error> {
    (0..count).try_for_each(|seed| save(&Results { seed, km: vec![seed as f64; 100] }))
}

//! Runs `panics` on six jobs, of which one can't be done.

use steps_threads::panics;

fn main() {
    let answers = panics::run(6, |job| 60 / (job as i32 - 3));
    for (job, answer) in answers.iter().enumerate() {
        println!("job {job}: {answer:?}");
    }
}

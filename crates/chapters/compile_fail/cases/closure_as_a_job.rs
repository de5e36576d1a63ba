fn map(jobs: Vec<u64>, job: fn(u64) -> u64) -> Vec<u64> {
    jobs.into_iter().map(job).collect()
}

fn main() {
    let factor = 3;
    let answers = map(vec![1, 2], |n| n * factor);
    println!("{answers:?}");
}

//! Copied or shared, the answers are the same.

use great_circle::Pairs;
use libtest_mimic::{Arguments, Failed, Trial};
use mandelbrot::View;
use shared::Shared;
use std::process::{Command, Stdio};
use steps_processes::{copied, mapped, prices, sent, steps};
use variant::{Precision, Workers};

fn main() {
    pools::processes::init();
    let trials = vec![
        Trial::test("the_steps_of_a_picture_are_those_of_its_pixels", same_steps),
        Trial::test("sent_and_mapped_numbers_have_the_same_sum", same_sum),
        Trial::test("copied_distances_are_those_of_serial", same_distances),
        Trial::test("what_is_paid_for_is_delivered", delivered),
    ];
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    pools::processes::shutdown();
    conclusion.exit();
}

fn same_steps() -> Result<(), Failed> {
    for view in [View::whole(0), View::whole(40), View::skewed(41)] {
        let mut counts = Shared::zeroed(view.pixels());
        mandelbrot::serial::run(&view, Workers::ONE, &mut counts)?;
        let want = counts.iter().map(|&count| u64::from(count)).sum::<u64>();
        for size in [1, 4, 1000] {
            assert_eq!(steps::run(&view, Workers::new(2).expect("not zero"), size)?, want, "{size} rows to a job");
        }
    }
    Ok(())
}

fn same_sum() -> Result<(), Failed> {
    for n in [0, 1, 3, 100_000] {
        let mut numbers = Shared::<f64>::zeroed(n);
        for (i, number) in numbers.iter_mut().enumerate() {
            *number = i as f64;
        }
        let want = (n * n.saturating_sub(1) / 2) as f64;
        assert_eq!((sent::run(&numbers)?, mapped::run(&numbers)?), (want, want), "{n} numbers");
    }
    Ok(())
}

fn same_distances() -> Result<(), Failed> {
    for n in [0, 1, 7, 10_007] {
        let pairs = Pairs::random(n, 14);
        let (mut want, mut got) = (Shared::zeroed(n), Shared::zeroed(n));
        great_circle::serial::run(&pairs, Workers::ONE, &mut want)?;
        for workers in [1, 2, 3].map(|n| Workers::new(n).expect("not zero")) {
            copied::run(&pairs, workers, &mut got)?;
            great_circle::agree(&pairs, &want, &got, Precision::Double)?;
        }
    }
    Ok(())
}

fn delivered() -> Result<(), Failed> {
    prices::by_a_process()?;
    prices::by_a_thread();
    if cfg!(unix) {
        let mut cat = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        for word in [[0; 8], *b"8 bytes\n"] {
            assert_eq!(prices::through_a_pipe(&mut cat, word)?, word);
        }
        drop(cat.stdin.take());
        assert!(cat.wait()?.success());
    }
    Ok(())
}

//! What the two clients of the chapter report, printed there as `omission.txt`.

use steps_measure::{from_schedule, from_sending, service};

#[test]
fn the_printed_table_is_the_true_one() {
    let mut table = "milliseconds          median   99th percentile   longest   above 10\n".to_owned();
    for (name, waits) in [
        ("since it was sent", from_sending::waits(&service::schedule())),
        ("since it was asked", from_schedule::waits(&service::schedule())),
    ] {
        let mut sorted = waits;
        sorted.sort_unstable();
        let (n, slow) = (sorted.len(), sorted.iter().filter(|&&wait| wait > 10).count());
        let (median, high, longest) = (sorted[n / 2], sorted[99 * n / 100], sorted[n - 1]);
        table += &format!("{name:20} {median:>7} {high:>17} {longest:>9} {slow:>10}\n");
    }
    assert_eq!(table, include_str!("omission.txt"), "the table should be:\n{table}");
}

#[test]
fn without_a_pause_both_say_the_same() {
    let calm: Vec<_> = service::schedule().into_iter().filter(|&asked| asked < 5_000).collect();
    assert_eq!(from_sending::waits(&calm), from_schedule::waits(&calm));
}

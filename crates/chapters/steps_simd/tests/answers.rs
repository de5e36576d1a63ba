//! Does every step give the right answer? And what happens to a sum that is regrouped?

use steps_simd::*;

/// Whole numbers: every order of additions gives the same sum, to the last bit.
fn whole(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1009) as f64 - 500.0).collect()
}

const LENGTHS: [usize; 12] = [0, 1, 2, 3, 4, 5, 15, 16, 17, 63, 1000, 1023];

#[test]
fn every_sum_adds_everything_once() {
    for n in LENGTHS {
        let numbers = whole(n);
        let want: f64 = numbers.iter().sum();
        let sums = [
            one_chain::sum(&numbers),
            four_chains::sum(&numbers),
            many_chains::sum::<1>(&numbers),
            many_chains::sum::<3>(&numbers),
            many_chains::sum::<16>(&numbers),
            dispatched::sum::<1>(&numbers),
            dispatched::sum::<16>(&numbers),
        ];
        assert_eq!(sums, [want; 7], "{n} numbers");
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor was just asked for AVX2.
            assert_eq!(unsafe { by_hand::sum(&numbers) }, want, "{n} numbers");
        }
        let integers: Vec<i64> = numbers.iter().map(|&x| x as i64).collect();
        assert_eq!(integers::sum(&integers), want as i64, "{n} numbers");
    }
    assert_eq!(integers::sum(&[i64::MAX, 1]), i64::MIN);
}

/// The chapter's example of why the compiler leaves the order alone.
#[test]
fn four_chains_may_give_another_sum() {
    let numbers = [1e16, 1.0, -1e16, 1.0];
    assert_eq!(one_chain::sum(&numbers), 1.0);
    assert_eq!((1e16 + -1e16) + (1.0 + 1.0), 2.0);
    let tenths = [0.1; 10];
    assert_eq!(one_chain::sum(&tenths), 0.999_999_999_999_999_9);
    assert_eq!(four_chains::sum(&tenths), 1.0);
}

#[test]
fn loops_and_their_cures_agree() {
    for n in LENGTHS {
        let (x, y) = (whole(n), whole(n + 3));
        let mut answers = [y.clone(), y.clone()];
        scale_add::run(3.0, &x, &mut answers[0]);
        indexed::run(3.0, &x, &mut answers[1], n);
        let want: Vec<_> = (0..n + 3).map(|i| if i < n { y[i] + 3.0 * x[i] } else { y[i] }).collect();
        assert_eq!(answers, [want.clone(), want], "{n} numbers");

        let mut answers = [y.clone(), y.clone()];
        bounds::run(&x, &mut answers[0], n);
        cut_first::run(&x, &mut answers[1], n);
        let want: Vec<_> = (0..n + 3).map(|i| if i < n { y[i] + x[n - 1 - i] } else { y[i] }).collect();
        assert_eq!(answers, [want.clone(), want], "{n} numbers");

        for limit in [-501.0, 0.0, 499.0, 508.0] {
            let want = x.iter().position(|&x| x > limit);
            assert_eq!(early_exit::first_above(&x, limit), want, "{n} numbers above {limit}");
            assert_eq!(in_blocks::first_above(&x, limit), want, "{n} numbers above {limit}");
        }

        let mut sums = x.clone();
        carried::run(&mut sums);
        assert_eq!(sums.last().copied().unwrap_or(0.0), one_chain::sum(&x));
    }
}

#[test]
#[should_panic(expected = "out of bounds")]
fn an_index_is_checked() {
    indexed::run(1.0, &[1.0], &mut [1.0, 1.0], 2);
}

#[test]
#[should_panic(expected = "out of bounds")]
fn bounds_are_checked() {
    bounds::run(&[1.0], &mut [1.0, 1.0], 2);
}

#[test]
#[should_panic(expected = "out of range")]
fn slices_are_checked_too() {
    cut_first::run(&[1.0], &mut [1.0, 1.0], 2);
}

#[test]
fn sines_of_a_slice() {
    let angles: Vec<f64> = (0..101).map(|i| f64::from(i) * 0.25 - 12.0).collect();
    let (mut ours, mut theirs) = (angles.clone(), angles);
    sine::run(&mut ours);
    library_call::run(&mut theirs);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert!((ours - theirs).abs() < 1e-15, "{ours} and {theirs}");
    }
}

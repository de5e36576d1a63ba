//! Medians and how far to trust them.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// How often samples are drawn again to see how the median scatters. 2,000 place the ends of a 95 % interval to about a
/// tenth of its width.
const RESAMPLES: usize = 2000;

/// A number and the interval that holds it with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The median.
    pub value: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

impl Estimate {
    /// The same in another unit: every number times `factor`, which must be positive.
    pub fn scaled(self, factor: f64) -> Self {
        Self { value: self.value * factor, low: self.low * factor, high: self.high * factor }
    }
}

/// The middle value; the mean of the two middle ones where their number is even. NaN for none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    match n {
        0 => f64::NAN,
        _ if n % 2 == 1 => sorted[n / 2],
        _ => (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0,
    }
}

/// The ends between which the middle 95 % of `values` lie (the percentile interval of a bootstrap, Efron 1979).
pub fn middle(values: &[f64]) -> (f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |part: f64| sorted[(part * (sorted.len() - 1) as f64).round() as usize];
    (at(0.025), at(0.975))
}

/// The median of some samples with its interval.
///
/// # Panics
/// When there are none.
pub fn estimate(samples: &[f64]) -> Estimate {
    assert!(!samples.is_empty(), "the median of nothing");
    let mut rng = Pcg64Mcg::seed_from_u64(0);
    let mut drawn = vec![0.0; samples.len()];
    let medians: Vec<_> = (0..RESAMPLES)
        .map(|_| {
            drawn.fill_with(|| samples[rng.random_range(0..samples.len())]);
            median(&drawn)
        })
        .collect();
    let (low, high) = middle(&medians);
    Estimate { value: median(samples), low, high }
}

/// Times of several runners taken in rounds: `times[round][runner]`, where not every runner ran in every round.
pub struct Rounds(pub Vec<Vec<Option<f64>>>);

impl Rounds {
    /// Each runner's median time, and its speed as a multiple of the first runner's.
    ///
    /// Whole rounds are drawn again, so that a round in which the machine was slow counts for or against everyone in
    /// it, and the interval of the ratio is narrower than that of either time. A round is only replaced by one in which
    /// the same runners ran. `None` for a runner that never ran.
    pub fn estimates(&self) -> Vec<Option<(Estimate, Estimate)>> {
        let rounds = &self.0;
        let all: Vec<_> = (0..rounds.len()).collect();
        let points = self.medians(&all);
        let who = |r: usize| rounds[r].iter().map(Option::is_some);
        let alike: Vec<Vec<_>> =
            all.iter().map(|&r| all.iter().copied().filter(|&s| who(s).eq(who(r))).collect()).collect();
        let mut rng = Pcg64Mcg::seed_from_u64(0);
        let drawn: Vec<Vec<_>> = (0..RESAMPLES)
            .map(|_| {
                let picks: Vec<_> = alike.iter().map(|rounds| rounds[rng.random_range(0..rounds.len())]).collect();
                self.medians(&picks)
            })
            .collect();
        points
            .iter()
            .enumerate()
            .map(|(i, point)| {
                let value = (*point)?;
                let times: Vec<_> = drawn.iter().filter_map(|medians| medians[i]).collect();
                let ratios: Vec<_> = drawn.iter().filter_map(|medians| Some(medians[0]? / medians[i]?)).collect();
                let ((low, high), (less, more)) = (middle(&times), middle(&ratios));
                let ratio = Estimate { value: points[0]? / value, low: less, high: more };
                Some((Estimate { value, low, high }, ratio))
            })
            .collect()
    }

    /// Each runner's median over the picked rounds.
    fn medians(&self, picks: &[usize]) -> Vec<Option<f64>> {
        let runners = self.0.first().map_or(0, Vec::len);
        (0..runners)
            .map(|i| {
                let times: Vec<_> = picks.iter().filter_map(|&r| self.0[r][i]).collect();
                (!times.is_empty()).then(|| median(&times))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan());
    }

    /// Of 200 batches of 25 samples from a skewed distribution with median ln 2, the interval must hold ln 2 about 95
    /// times in a hundred.
    #[test]
    fn the_interval_holds_the_truth_as_often_as_it_says() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let hits = (0..200).filter(|_| {
            let samples: Vec<f64> = (0..25).map(|_| -f64::ln(1.0 - rng.random_range(0.0..1.0))).collect();
            let found = estimate(&samples);
            found.low <= 2_f64.ln() && 2_f64.ln() <= found.high
        });
        let hits = hits.count();
        assert!((180..=198).contains(&hits), "{hits} of 200");
    }

    /// The second runner takes exactly half as long as the first, on a machine whose speed swings by a factor of three
    /// between rounds: the times are uncertain, their ratio is not.
    #[test]
    fn what_slows_a_whole_round_does_not_blur_the_ratio() {
        let mut rng = Pcg64Mcg::seed_from_u64(2);
        let rounds = (0..31).map(|_| {
            let slow = rng.random_range(1.0..3.0);
            vec![Some(slow), Some(slow / 2.0)]
        });
        let estimates = Rounds(rounds.collect()).estimates();
        let (time, ratio) = estimates[1].unwrap();
        assert!(time.high - time.low > 0.1);
        assert_eq!([ratio.low, ratio.value, ratio.high].map(|r| (r * 1e9).round() / 1e9), [2.0; 3]);
    }

    #[test]
    fn a_runner_may_sit_rounds_out_or_never_run() {
        let rounds = (0..8).map(|r| vec![Some(4.0), (r % 4 == 0).then_some(1.0), None]).collect();
        let estimates = Rounds(rounds).estimates();
        assert_eq!(estimates[1].unwrap().1, Estimate { value: 4.0, low: 4.0, high: 4.0 });
        assert_eq!(estimates[2], None);
    }
}

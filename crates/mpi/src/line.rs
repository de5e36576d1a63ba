//! A straight line through measured times: what a message costs, α + n/β.

/// What a message of `n` bytes costs: `latency` + `n` / `bandwidth`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// α: of the smallest message, seconds.
    pub latency: f64,
    /// β: bytes a second, of large ones.
    pub bandwidth: f64,
}

/// The line that lies nearest to the points (bytes, seconds), by least squares of the relative error: a microsecond too
/// much matters for a small message and not for a large one. None for fewer than two sizes.
pub fn fit(points: &[(usize, f64)]) -> Option<Line> {
    // Minimises Σ w·(α + n·b − t)², with w = 1/t² and b = 1/β.
    let [mut w, mut wn, mut wnn, mut wt, mut wnt] = [0.0; 5];
    for &(bytes, t) in points {
        let (n, weight) = (bytes as f64, 1.0 / (t * t));
        w += weight;
        wn += weight * n;
        wnn += weight * n * n;
        wt += weight * t;
        wnt += weight * n * t;
    }
    let determinant = w * wnn - wn * wn;
    if points.iter().all(|(bytes, _)| *bytes == points[0].0) || determinant <= 0.0 {
        return None;
    }
    let latency = (wt * wnn - wn * wnt) / determinant;
    let seconds_a_byte = (w * wnt - wn * wt) / determinant;
    Some(Line { latency, bandwidth: 1.0 / seconds_a_byte })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes() -> impl Iterator<Item = usize> {
        (0..=22).map(|k| 1 << k)
    }

    #[test]
    fn what_was_put_in_comes_out() {
        let points: Vec<_> = sizes().map(|n| (n, 2e-6 + n as f64 / 5e9)).collect();
        let line = fit(&points).unwrap();
        assert!((line.latency / 2e-6 - 1.0).abs() < 1e-9 && (line.bandwidth / 5e9 - 1.0).abs() < 1e-9, "{line:?}");
    }

    #[test]
    fn errors_of_ten_per_cent_move_both_by_no_more() {
        // Up and down in turns.
        let off = |k: usize| if k.is_multiple_of(2) { 1.1 } else { 0.9 };
        let points: Vec<_> = sizes().enumerate().map(|(k, n)| (n, off(k) * (2e-6 + n as f64 / 5e9))).collect();
        let line = fit(&points).unwrap();
        assert!((line.latency / 2e-6 - 1.0).abs() < 0.1 && (line.bandwidth / 5e9 - 1.0).abs() < 0.1, "{line:?}");
    }

    #[test]
    fn one_size_makes_no_line() {
        assert_eq!(fit(&[]), None);
        assert_eq!(fit(&[(8, 1.0), (8, 2.0)]), None);
    }
}

//! Is every pixel the mean of what it should be, whatever the picture, the radius and the workers?

use capstone::blur;
use std::time::Duration;
use witness::{deadline, for_all, generate::any};

/// Long: the plainest program is right, too, and the machine may be busy.
const LIMIT: Duration = Duration::from_secs(280);
const IDEA: &str = "what ends your loop, and what each worker waits for";

/// The right answer, by sums over all that lies above and to the left.
fn blurred(source: &[u8], width: usize, radius: usize) -> Vec<u8> {
    let height = source.len() / width;
    let mut sums = vec![0_u64; (width + 1) * (height + 1)];
    for y in 0..height {
        for x in 0..width {
            let above = sums[y * (width + 1) + x + 1] - sums[y * (width + 1) + x];
            let here = sums[(y + 1) * (width + 1) + x] + above + u64::from(source[y * width + x]);
            sums[(y + 1) * (width + 1) + x + 1] = here;
        }
    }
    let seen =
        |at: usize, all: usize| (at.saturating_sub(radius), all.min(at.saturating_add(radius).saturating_add(1)));
    let mut target = Vec::with_capacity(source.len());
    for y in 0..height {
        let (top, bottom) = seen(y, height);
        for x in 0..width {
            let (left, right) = seen(x, width);
            let at = |y: usize, x: usize| sums[y * (width + 1) + x];
            let sum = at(bottom, right) + at(top, left) - at(top, right) - at(bottom, left);
            let count = ((bottom - top) * (right - left)) as u64;
            target.push(((2 * sum + count) / (2 * count)) as u8);
        }
    }
    target
}

/// Pixels in no order, the same for the same `seed`.
fn noise(pixels: usize, seed: u64) -> Vec<u8> {
    let stir = |i: u64| {
        let bits = (i + seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits >> 56) as u8
    };
    (0..pixels as u64).map(stir).collect()
}

/// A radius in words.
fn said(radius: usize) -> String {
    if radius == usize::MAX { "usize::MAX".into() } else { radius.to_string() }
}

/// What is wrong with the answer, if something is: told with `idea`.
fn judge(source: &[u8], width: usize, radius: usize, workers: usize, idea: &str) -> Result<(), String> {
    let height = source.len() / width;
    let case = format!("{height} rows of {width} pixels, radius {}, {workers} workers", said(radius));
    let want = blurred(source, width, radius);
    // Once over zeros, once over something else; of a picture that takes the plainest program seconds, once.
    let long = source.len() > 60_000 && radius > 500;
    for &before in if long { &[0xa5][..] } else { &[0, 0xa5] } {
        let mut got = vec![before; source.len()];
        blur(source, width, radius, workers, &mut got);
        if let Some(i) = (0..got.len()).find(|&i| got[i] != want[i]) {
            let (wrong, row, column) = ((0..got.len()).filter(|&i| got[i] != want[i]).count(), i / width, i % width);
            return Err(format!(
                "{case}: {wrong} of {} pixels are wrong. The first lies in row {row}, column {column}: expected {}, got {}.\n{idea}",
                got.len(),
                want[i],
                got[i]
            ));
        }
    }
    Ok(())
}

#[track_caller]
fn expect(source: &[u8], width: usize, radius: usize, workers: usize, idea: &str) {
    if let Err(wrong) = judge(source, width, radius, workers, idea) {
        panic!("{wrong}");
    }
}

#[test]
fn a_picture_of_nine_pixels() {
    deadline("a picture of nine pixels", IDEA, LIMIT, || {
        let source = [10, 20, 30, 40, 50, 60, 70, 80, 90];
        for (radius, want) in
            [(0, [10, 20, 30, 40, 50, 60, 70, 80, 90]), (1, [30, 35, 40, 45, 50, 55, 60, 65, 70]), (2, [50; 9])]
        {
            let mut got = [0; 9];
            blur(&source, 3, radius, 1, &mut got);
            assert_eq!(
                got, want,
                "the picture of the task, with radius {radius}. At its edge fewer pixels are seen, and the sum is divided by fewer."
            );
        }
    });
}

#[test]
fn the_square_ends_at_the_pictures_edge() {
    deadline("white pictures", IDEA, LIMIT, || {
        // The mean of white is white, at the edge as well.
        for (height, width, radius) in [(5, 5, 1), (9, 4, 3), (3, 11, 2), (1, 8, 2), (8, 1, 2), (6, 6, 40)] {
            let idea = "White stays white: at the edge fewer pixels are seen, and divided by.";
            expect(&vec![255; height * width], width, radius, 1, idea);
        }
        // Bright at the rim: an answer that repeats it beyond the edge counts it more than once.
        let rim = |i: usize| if !(7..42).contains(&i) || i.is_multiple_of(7) || i % 7 == 6 { 200 } else { 0 };
        let rim: Vec<u8> = (0..49).map(rim).collect();
        expect(&rim, 7, 2, 1, "Beyond the edge there is nothing: no pixel counts twice.");
    });
}

#[test]
fn a_half_is_rounded_up() {
    deadline("sums that end in a half", IDEA, LIMIT, || {
        let idea = "The nearest whole number, and a half is rounded up: 0.5 becomes 1, and 2.5 becomes 3.";
        for pair in [[0, 1], [2, 3], [254, 255], [0, 255], [7, 8]] {
            expect(&pair, 2, 1, 1, idea);
            expect(&pair, 1, 1, 1, idea);
        }
        // 1 ÷ 6 isn't exact as a floating-point number, nor are many others.
        for length in (2..200_usize).step_by(2) {
            for whole in [0, 1, 8, 100] {
                // Half of the pixels are larger by one.
                let source: Vec<u8> = (0..length).map(|i| whole + u8::from(i < length / 2)).collect();
                expect(&source, length, length, 1, idea);
            }
        }
    });
}

#[test]
fn all_is_added_before_it_is_rounded() {
    deadline("a picture whose rows each end in a fraction", IDEA, LIMIT, || {
        // Of three rows, two have a mean of 1/3, and one of 1: together 5/9. Rounded row by row, that is 0, 0 and 1.
        let source: Vec<u8> = (0..81).map(|i| u8::from(i / 9 % 3 == 2 || i % 3 == 0)).collect();
        expect(&source, 9, 1, 1, "If rows are rounded, and then columns once more, a pixel is rounded twice.");
        expect(&noise(30 * 30, 3), 30, 4, 1, "Add up the whole square, and divide once.");
    });
}

#[test]
fn large_sums_are_exact() {
    deadline("tall and wide white pictures", IDEA, LIMIT, || {
        let idea = "How large can a sum get, of a column, and of the whole square?";
        for (height, width) in [(300, 4), (4, 300)] {
            expect(&vec![255; height * width], width, 400, 1, idea);
        }
        // A mean closer to a half than a float of 32 bits can tell.
        let mut source = vec![255; 257 * 257];
        source[..257 * 257 / 2 + 1].fill(254);
        expect(&source, 257, 1000, 1, "Whole numbers divide without an error. A float of 32 bits doesn't.");
    });
}

#[test]
fn the_workers_change_nothing() {
    deadline("the same picture by more and more workers", IDEA, LIMIT, || {
        let source = noise(101 * 37, 17);
        for workers in 1..=20 {
            for radius in [0, 1, 4, 20, 60] {
                let idea = "A worker's first row needs the rows above it, which belong to another worker.";
                expect(&source, 37, radius, workers, idea);
            }
        }
    });
}

#[test]
fn a_radius_beyond_everything() {
    deadline("radii that are larger than the picture", IDEA, LIMIT, || {
        for (height, width) in [(1, 1), (2, 3), (1, 40), (40, 1), (16, 16), (31, 8)] {
            for radius in [height, width, height + width, 1000, usize::MAX / 2, usize::MAX - 1, usize::MAX] {
                for workers in [1, 3] {
                    let idea = "What becomes of `y + radius + 1` when the radius is usize::MAX?";
                    expect(&noise(height * width, 5), width, radius, workers, idea);
                }
            }
        }
    });
}

#[test]
fn more_workers_than_rows() {
    deadline("more workers than rows", IDEA, LIMIT, || {
        for (height, width) in [(0, 1), (0, 5), (1, 1), (1, 9), (2, 7), (5, 3), (7, 2)] {
            for workers in [1, 2, 3, 4, 8, 64] {
                for radius in [0, 1, 3] {
                    let idea = "Some workers have nothing to do; there may even be no row at all.";
                    expect(&noise(height * width, 11), width, radius, workers, idea);
                }
            }
        }
    });
}

#[test]
fn any_picture() {
    deadline("pictures at random", IDEA, LIMIT, || {
        for_all(
            150,
            (0..70_usize, 1..70_usize, 0..80_usize, 1..9_usize, any::<u32>()),
            |&(height, width, radius, workers, seed)| {
                let source = noise(height * width, u64::from(seed));
                judge(
                    &source,
                    width,
                    radius,
                    workers,
                    "Which pixels does this one's square hold, and how many are they?",
                )
            },
        );
        // Wide enough for whole vectors, tiles and chunks, and for a rest.
        for (height, width, radius) in [(67, 1025, 7), (1025, 67, 7), (130, 515, 33)] {
            let source = noise(height * width, 23);
            expect(&source, width, radius, 4, "Is there a rest that no vector, tile or chunk holds?");
        }
    });
}

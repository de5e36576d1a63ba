//! The tiles cover the picture, and what is computed tile by tile, in whatever order, is what `mandelbrot::serial`
//! computes row by row.

use browser::{Board, Picture, TILE};
use mandelbrot::View;
use shared::Shared;
use std::sync::atomic::Ordering::Relaxed;
use variant::Workers;

/// Widths that a tile's side divides, that it doesn't, and that are smaller than one tile.
const WIDTHS: [usize; 6] = [1, 2, 63, 64, 65, 200];

fn serial(view: &View) -> Shared<u32> {
    let mut counts = Shared::zeroed(view.pixels());
    mandelbrot::serial::run(view, Workers::ONE, &mut counts).expect("serial always runs");
    counts
}

/// Puts tiles back where they belong; every pixel must be written exactly once.
fn assemble(picture: &Picture, mut tile: impl FnMut(usize) -> Vec<u32>) -> Vec<u32> {
    let mut whole = vec![None; picture.view.pixels()];
    for k in 0..picture.tiles() {
        let (place, counts) = (picture.tile(k), tile(k));
        for (i, count) in counts[..place.width * place.height].iter().enumerate() {
            let (column, row) = (place.left + i % place.width, place.top + i / place.width);
            let pixel = &mut whole[row * picture.view.columns + column];
            assert_eq!(pixel.replace(*count), None, "tile {k} writes over column {column}, row {row}");
        }
    }
    whole.into_iter().map(|pixel| pixel.expect("a tile covers each pixel")).collect()
}

#[test]
fn tiles_make_the_serial_picture() {
    for columns in WIDTHS {
        for simd in [false, true] {
            let picture = Picture::valley(columns, simd);
            let got = assemble(&picture, |k| {
                let mut counts = vec![0; TILE * TILE];
                picture.fill(k, &mut counts);
                counts
            });
            assert_eq!(got, *serial(&picture.view), "{columns} columns, simd: {simd}");
        }
    }
}

#[test]
fn bands_make_the_serial_picture() {
    for columns in WIDTHS {
        for rows in [1, 4, 7, 1000] {
            let picture = Picture::bands(columns, rows, 60);
            let got = assemble(&picture, |k| {
                let mut counts = vec![0; columns * rows];
                picture.fill(k, &mut counts);
                counts
            });
            assert_eq!(got, *serial(&picture.view), "{columns} columns, bands of {rows} rows");
        }
    }
    assert_eq!(Picture::bands(64, 4, u32::MAX).view.limit, browser::MOST_STEPS);
}

#[test]
fn threads_in_one_memory_make_the_serial_picture() {
    for columns in WIDTHS {
        for workers in [1, 2, 3, 7] {
            let picture = Picture::valley(columns, true);
            let mut board = Board::new(picture);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
            pool.install(|| board.run());
            let makers: Vec<_> = board.makers.iter().map(|maker| maker.load(Relaxed)).collect();
            assert!(makers.iter().all(|maker| (1..=workers as u32).contains(maker)), "{makers:?}");
            let got = assemble(&picture, |k| board.counts[k * TILE * TILE..][..TILE * TILE].to_vec());
            assert_eq!(got, *serial(&picture.view), "{columns} columns, {workers} workers");
        }
    }
}

#[test]
fn a_stopped_board_leaves_its_tiles_undone() {
    let mut board = Board::new(Picture::valley(200, true));
    board.stop.store(1, Relaxed);
    board.run();
    assert!(board.makers.iter().all(|maker| maker.load(Relaxed) == 0));
    assert!(board.counts.iter().all(|count| *count == 0));
}

#[test]
fn a_board_can_be_stopped_while_it_is_computed() {
    // Far more tiles than are done before the first is seen.
    let mut board = Board::new(Picture::valley(6400, true));
    let (makers, stop) = (board.makers.clone(), board.stop.clone());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while makers.iter().all(|maker| maker.load(Relaxed) == 0) {
                std::thread::yield_now();
            }
            stop.store(1, Relaxed);
        });
        board.run();
    });
    assert!(board.makers.iter().any(|maker| maker.load(Relaxed) == 0), "nobody looked at the stop flag");
}

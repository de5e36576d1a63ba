//! The module's side of a page with many workers: a band of the picture in this instance's own memory.

use std::cell::RefCell;

/// What the page is told the addresses of.
struct Ours {
    palette: Vec<u32>,
    pixels: Vec<u32>,
}

thread_local! {
    static OURS: RefCell<Ours> = const { RefCell::new(Ours { palette: Vec::new(), pixels: Vec::new() }) };
}

/// How many steps the point below a pixel of a picture `width` pixels wide takes to leave the circle of radius 2; at
/// most `limit`.
pub fn steps(width: u32, column: u32, row: u32, limit: u32) -> u32 {
    let pixel = 3.0 / f64::from(width);
    let (re, im) = (-2.25 + pixel * f64::from(column), 1.125 - pixel * f64::from(row));
    let (mut x, mut y) = (0.0, 0.0);
    for step in 0..limit {
        let (xx, yy) = (x * x, y * y);
        if xx + yy > 4.0 {
            return step;
        }
        y = 2.0 * x * y + im;
        x = xx - yy + re;
    }
    limit
}

/// Makes room for a palette of `colours` colours. Returns the room's address.
#[unsafe(no_mangle)]
pub extern "C" fn palette(colours: u32) -> *mut u32 {
    OURS.with_borrow_mut(|Ours { palette, .. }| {
        palette.resize(colours as usize, 0);
        palette.as_mut_ptr()
    })
}

/// Draws band number `band` of the `bands` bands of a picture of `width` times `height` pixels. Returns the address of
/// its first pixel.
#[unsafe(no_mangle)]
pub extern "C" fn draw(width: u32, height: u32, band: u32, bands: u32) -> *const u32 {
    // In 64 bits: the product has up to twice as many as its factors.
    let first_row = |band: u32| (u64::from(band) * u64::from(height) / u64::from(bands)) as u32;
    // `band + 1` is at most `bands`, so it fits.
    let rows = first_row(band)..first_row(band + 1);
    OURS.with_borrow_mut(|Ours { palette, pixels }| {
        let limit = palette.len() as u32 - 1;
        // The last band's memory is used again.
        pixels.clear();
        pixels.reserve_exact(rows.len() * width as usize);
        for row in rows {
            pixels.extend((0..width).map(|column| palette[steps(width, column, row, limit) as usize]));
        }
        pixels.as_ptr()
    })
}

/// How many pixels `draw` has drawn, the last time that it was called.
#[unsafe(no_mangle)]
pub extern "C" fn drawn() -> u32 {
    OURS.with_borrow(|ours| ours.pixels.len() as u32)
}

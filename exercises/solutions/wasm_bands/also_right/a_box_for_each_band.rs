//! A new box for each band and each palette; the one before is given back. The first bands get the rows that are left over.

use std::cell::{Cell, RefCell};

thread_local! {
    static PALETTE: RefCell<Box<[u32]>> = RefCell::default();
    static PIXELS: Cell<Box<[u32]>> = Cell::default();
    static DRAWN: Cell<u32> = const { Cell::new(0) };
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
    PALETTE.replace(vec![0; colours as usize].into());
    PALETTE.with_borrow_mut(|palette| palette.as_mut_ptr())
}

/// Draws band number `band` of `bands`. Returns the address of its first pixel.
#[unsafe(no_mangle)]
pub extern "C" fn draw(width: u32, height: u32, band: u32, bands: u32) -> *const u32 {
    // Before the new one is made, so that there is never room for two.
    PIXELS.take();
    let (rows, more) = (height / bands, height % bands);
    let first = band * rows + band.min(more);
    let rows = first..first + rows + u32::from(band < more);
    let pixels: Box<[u32]> = PALETTE.with_borrow(|palette| {
        let limit = palette.len() as u32 - 1;
        let row = |row| (0..width).map(move |column| palette[steps(width, column, row, limit) as usize]);
        rows.flat_map(row).collect()
    });
    DRAWN.set(pixels.len() as u32);
    let address = pixels.as_ptr();
    PIXELS.set(pixels);
    address
}

/// How many pixels `draw` has drawn.
#[unsafe(no_mangle)]
pub extern "C" fn drawn() -> u32 {
    DRAWN.get()
}

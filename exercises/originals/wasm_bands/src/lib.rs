//! Several instances of one WebAssembly module draw a picture, band by band, and share no memory.
//!
//! You write the module's side, without wasm-bindgen: three functions that a page can call. Only numbers cross the
//! border. All else lies in the instance's linear memory, and the other side is told where. With each of its instances
//! the page does this:
//!
//! 1. It calls [`palette`] with a number of colours, and writes them to the address that comes back, four bytes each.
//! 2. It calls [`draw`] for one band, then [`drawn`], and copies that many pixels from the address that `draw` gave. It
//!    does this for as many bands as it likes, in any order. Another instance draws the other bands.
//! 3. It may hand over another palette at any time, larger or smaller.
//!
//! Band 0 has the topmost rows, band 1 those below, and so on: one after another, all bands make the picture. Every
//! band has whole rows, and no two differ by more than one row. If there are more bands than rows, some are empty. The
//! colour of a pixel is the one whose number is the pixel's [`steps`], with the palette's last number as the limit.
//!
//! The check compiles your file for wasm32, where an address and a `usize` have 32 bits, and runs it in an interpreter,
//! in several instances. It compares every pixel, counts how many instructions an instance executes, and watches how
//! far its memory grows. An instance draws no more than the band, keeps no more than one band and one palette, and
//! doesn't grow with every call. The file may use nothing but the standard library. About 40 minutes.
//!
//! You need only: `#[unsafe(no_mangle)]`, which keeps a function's name for the page; a `thread_local!` with a
//! `RefCell`, for what lasts from call to call; `Vec::as_ptr` and `as_mut_ptr`.

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

/// Makes room for a palette of `colours` colours, at least one, which takes the place of the one before. Returns the
/// room's address: the page writes the colours there before it asks for anything else, and never later.
#[unsafe(no_mangle)]
pub extern "C" fn palette(colours: u32) -> *mut u32 {
    todo!("make room for {colours} colours, and say where")
}

/// Draws band number `band`, counted from 0, of the `bands` bands of a picture of `width` times `height` pixels, row by
/// row in the colours of the palette.
///
/// Returns the address of its first pixel. The pixels stay there until the next call of `draw`. There may be fewer rows
/// than bands, and none; there is at least one band.
#[unsafe(no_mangle)]
pub extern "C" fn draw(width: u32, height: u32, band: u32, bands: u32) -> *const u32 {
    todo!("draw band {band} of {bands} of a picture of {width} by {height} pixels, and say where it lies")
}

/// How many pixels `draw` has drawn, the last time that it was called.
#[unsafe(no_mangle)]
pub extern "C" fn drawn() -> u32 {
    todo!("count the pixels of the band that was drawn last")
}

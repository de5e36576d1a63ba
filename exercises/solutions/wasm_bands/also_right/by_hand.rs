//! Memory by hand: the allocator is asked for as much as is needed, and given back what it gave.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::sync::Mutex;

/// Room for numbers: its address and their number.
#[derive(Clone, Copy)]
struct Room(usize, u32);

static PALETTE: Mutex<Room> = Mutex::new(Room(0, 0));
static PIXELS: Mutex<Room> = Mutex::new(Room(0, 0));

impl Room {
    fn layout(numbers: u32) -> Layout {
        Layout::array::<u32>(numbers as usize).expect("it fits into memory")
    }

    /// In place of the room before.
    fn anew(self, numbers: u32) -> Self {
        // SAFETY: `self` came from here, with the same layout, and is forgotten; no layout is empty.
        unsafe {
            if self.1 > 0 {
                dealloc(self.0 as *mut u8, Self::layout(self.1));
            }
            if numbers == 0 { Self(4, 0) } else { Self(alloc_zeroed(Self::layout(numbers)) as usize, numbers) }
        }
    }
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
    let mut palette = PALETTE.lock().unwrap();
    *palette = palette.anew(colours);
    palette.0 as *mut u32
}

/// Draws band number `band` of `bands`. Returns the address of its first pixel.
#[unsafe(no_mangle)]
pub extern "C" fn draw(width: u32, height: u32, band: u32, bands: u32) -> *const u32 {
    let at = |band: u32| (u128::from(band) * u128::from(height)).div_ceil(u128::from(bands)) as u32;
    let (first, last) = (at(band), at(band + 1));
    let mut pixels = PIXELS.lock().unwrap();
    *pixels = pixels.anew((last - first) * width);
    let palette = *PALETTE.lock().unwrap();
    for i in 0..pixels.1 {
        let steps = steps(width, i % width, first + i / width, palette.1 - 1);
        // SAFETY: both rooms hold what is asked for, and nobody else uses them.
        unsafe {
            let colour = *(palette.0 as *const u32).add(steps as usize);
            *(pixels.0 as *mut u32).add(i as usize) = colour;
        }
    }
    pixels.0 as *const u32
}

/// How many pixels `draw` has drawn.
#[unsafe(no_mangle)]
pub extern "C" fn drawn() -> u32 {
    PIXELS.lock().unwrap().1
}

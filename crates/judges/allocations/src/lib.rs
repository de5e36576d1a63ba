//! Counts how often each thread asks for memory, for how much at once, and how much it holds.
//!
//! A compiler may leave out memory that is asked for and given back without being looked at. So a count of what was
//! really asked for tells whether work was left out, and it tells so without a clock. A program that links this crate
//! uses its allocator, the system's with a counter before it.
//!
//! It must be a crate of its own: where the compiler sees the counter, it leaves nothing out.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering::Relaxed};

static HELD_BY_ALL: AtomicIsize = AtomicIsize::new(0);
static ASKED_BY_ALL: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static SO_FAR: Cell<usize> = const { Cell::new(0) };
    static LARGEST: Cell<usize> = const { Cell::new(0) };
    /// Bytes asked for and not given back. Less than nothing where memory came from another thread.
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

/// How many blocks of memory the calling thread has asked for since it began.
#[inline(never)]
pub fn so_far() -> usize {
    SO_FAR.get()
}

/// The size of the largest block, in bytes, that the calling thread has asked for since it last called this function.
#[inline(never)]
pub fn largest() -> usize {
    LARGEST.replace(0)
}

/// What comes of a call, and how many bytes the calling thread held at once while it ran, beyond what it held before.
#[inline(never)]
pub fn most_held<T>(call: impl FnOnce() -> T) -> (T, usize) {
    let before = HELD.get();
    MOST.set(before);
    let answer = call();
    (answer, MOST.get().saturating_sub(before).max(0) as usize)
}

/// How many bytes the calling thread has asked for and not given back. Less than nothing where it gave back what
/// another thread had asked for.
#[inline(never)]
pub fn held() -> isize {
    HELD.get()
}

/// The same of all threads together. Others may be at work meanwhile: look for what grows far beyond them.
#[inline(never)]
pub fn held_by_all() -> isize {
    HELD_BY_ALL.load(Relaxed)
}

/// How many bytes all threads have asked for since the program began, given back or not.
#[inline(never)]
pub fn asked_by_all() -> usize {
    ASKED_BY_ALL.load(Relaxed)
}

fn hold(bytes: isize) {
    HELD_BY_ALL.fetch_add(bytes, Relaxed);
    let _ = HELD.try_with(|held| {
        held.set(held.get() + bytes);
        let _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
    });
}

struct Counting;

// SAFETY: everything is passed on to the system's allocator; the counter itself needs no memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is ending may have no counter any more.
        let _ = SO_FAR.try_with(|count| count.set(count.get() + 1));
        let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(layout.size())));
        ASKED_BY_ALL.fetch_add(layout.size(), Relaxed);
        hold(layout.size() as isize);
        // SAFETY: the caller keeps the contract of `alloc`, which is the same one.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        hold(-(layout.size() as isize));
        // SAFETY: the pointer came from `alloc` above, hence from the system, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static MEMORY: Counting = Counting;

#[cfg(test)]
mod tests {
    use super::*;
    use std::hint::black_box;

    #[test]
    fn the_most_held_at_once_is_not_the_sum() {
        let (_, most) = most_held(|| {
            for _ in 0..10 {
                black_box(vec![1_u8; 1000]);
            }
        });
        assert_eq!(most, 1000);
        let (kept, most) = most_held(|| [black_box(vec![1_u8; 1000]), black_box(vec![2_u8; 500])]);
        assert_eq!(most, 1500);
        // What was held before doesn't count, nor what is given back.
        assert_eq!(most_held(|| drop(kept)).1, 0);
        let before = held();
        let kept = black_box(vec![1_u8; 10]);
        assert_eq!(held() - before, 10);
        drop(kept);
        assert_eq!(held(), before);
        let before = so_far();
        black_box(vec![1_u8; 10]);
        assert_eq!(so_far() - before, 1);
    }

    #[test]
    fn what_another_thread_holds_is_held_by_all() {
        const LARGE: usize = 1 << 30;
        let before = held_by_all();
        let asked = asked_by_all();
        let of_another = std::thread::spawn(|| black_box(Vec::<u8>::with_capacity(LARGE))).join().unwrap();
        assert!(held_by_all() - before > LARGE as isize / 2);
        assert!(held() < LARGE as isize / 2);
        drop(of_another);
        assert!(held_by_all() - before < LARGE as isize / 2);
        assert!(asked_by_all() - asked >= LARGE, "given back, it was asked for all the same");
    }
}

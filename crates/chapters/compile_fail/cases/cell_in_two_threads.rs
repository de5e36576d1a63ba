use std::{cell::Cell, thread};

fn main() {
    let done = Cell::new(0);
    thread::scope(|scope| {
        scope.spawn(|| done.set(done.get() + 1));
        scope.spawn(|| done.set(done.get() + 1));
    });
    println!("{} jobs are done", done.get());
}

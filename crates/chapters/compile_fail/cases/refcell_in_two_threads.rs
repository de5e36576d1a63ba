use std::{cell::RefCell, thread};

fn main() {
    let words = RefCell::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| words.borrow_mut().push("land"));
        scope.spawn(|| words.borrow_mut().push("sea"));
    });
    println!("{words:?}");
}

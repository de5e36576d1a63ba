use std::thread;

fn main() {
    let mut km = vec![0.0; 1000];
    thread::scope(|scope| {
        scope.spawn(|| km[..500].fill(1.0));
        scope.spawn(|| km[500..].fill(2.0));
    });
}

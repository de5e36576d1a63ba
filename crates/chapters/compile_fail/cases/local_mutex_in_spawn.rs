use std::{sync::Mutex, thread};

fn main() {
    let done = Mutex::new(0);
    let worker = thread::spawn(|| *done.lock().unwrap() += 1);
    worker.join().unwrap();
    println!("{} jobs are done", done.lock().unwrap());
}

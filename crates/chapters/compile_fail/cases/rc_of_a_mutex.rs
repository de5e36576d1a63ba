use std::{rc::Rc, sync::Mutex, thread};

fn main() {
    let done = Rc::new(Mutex::new(0));
    let theirs = Rc::clone(&done);
    let worker = thread::spawn(move || *theirs.lock().unwrap() += 1);
    worker.join().unwrap();
    println!("{} jobs are done", done.lock().unwrap());
}

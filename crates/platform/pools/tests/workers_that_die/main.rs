//! What the parent sees when a worker process dies, and that it can go on.

#[cfg(target_os = "linux")]
mod linux;

fn main() {
    // The tests look for children in /proc and send signals. Elsewhere the parity test is what there is.
    #[cfg(target_os = "linux")]
    linux::main();
}

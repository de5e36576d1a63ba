//! Compiles the C beside it, before cargo compiles the Rust.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(c)");
    println!("cargo::rerun-if-changed=c");
    let files = ["c/hello.c", "c/fib.c", "c/step.c"];
    match cc::Build::new().files(files).warnings_into_errors(true).opt_level(2).try_compile("steps_c") {
        Ok(()) => println!("cargo::rustc-cfg=c"),
        // Everything else still builds; the tests say what they leave out.
        Err(missing) => println!("cargo::warning=the chapter's C is left out: {missing}"),
    }
}

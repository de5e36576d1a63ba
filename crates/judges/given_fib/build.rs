//! Compiles the C library, where there is a C compiler.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(c)");
    println!("cargo::rerun-if-changed=c");
    match cc::Build::new().file("c/fib.c").warnings_into_errors(true).opt_level(2).try_compile("given_fib_c") {
        Ok(()) => println!("cargo::rustc-cfg=c"),
        Err(missing) => println!("cargo::warning=the exercise fib_ffi can't be checked: {missing}"),
    }
}

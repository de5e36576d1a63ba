//! What NVRTC makes of the kernels, for three generations of cards, and what the book says of it.

use crate::{common::needs, nvrtc};
use devices::{
    cuda::{MultiplyAdd, ptx},
    saxpy,
};
use libtest_mimic::{Failed, Trial};
use std::{env, fs};

/// Turing, Ampere, Hopper.
const CARDS: [&str; 3] = ["75", "80", "90"];

const FILES: [(&str, &str); 9] = [
    ("saxpy/plain.cu", saxpy::PLAIN),
    ("saxpy/vectors.cu", saxpy::VECTORS),
    ("great_circle.cu", include_str!("../../src/cuda/great_circle.cu")),
    ("matmul.cu", MATMUL),
    ("mandelbrot.cu", MANDELBROT),
    ("scan.cu", include_str!("../../src/cuda/scan.cu")),
    // Answers to exercises; their checks play them on the host.
    ("cuda_saxpy", include_str!("../../../../exercises/solutions/cuda_saxpy/src/saxpy.cu")),
    ("cuda_matmul", include_str!("../../../../exercises/solutions/cuda_matmul/src/matmul.cu")),
    ("wrong_by_one_warp", include_str!("../../../../exercises/solutions/wrong_by_one_warp/src/sums.cu")),
];
const MATMUL: &str = include_str!("../../src/cuda/matmul.cu");
const MANDELBROT: &str = include_str!("../../src/cuda/mandelbrot.cu");

type Test = fn() -> Result<(), Failed>;

pub fn trials() -> Vec<Trial> {
    let trial =
        |name: String, test: Box<dyn FnOnce() -> Result<(), Failed> + Send>| needs("nvrtc", nvrtc(), name, test);
    let mut trials = Vec::new();
    for (name, source) in FILES {
        for card in CARDS {
            trials.push(trial(format!("{name} for sm_{card}"), Box::new(move || for_card(name, source, card))));
        }
    }
    let claims: [(&str, Test); 5] = [
        ("four floats are one load and one store", fours_are_one_load),
        ("a product and a sum become one fma, unless told otherwise", fma_unless_told_otherwise),
        ("a tile waits at two barriers", a_tile_waits_at_two_barriers),
        ("what the book shows of saxpy", shown),
        ("what does not compile is told with its line", told_with_its_line),
    ];
    trials.extend(claims.map(|(name, test)| trial(name.into(), Box::new(test))));
    trials
}

fn compiled(source: &str, card: &str, sums: MultiplyAdd) -> Result<String, Failed> {
    Ok(ptx("kernel.cu", source, &format!("compute_{card}"), sums)?.to_src())
}

fn expect(right: bool, told: &str) -> Result<(), Failed> {
    if right { Ok(()) } else { Err(told.into()) }
}

fn for_card(name: &str, source: &str, card: &str) -> Result<(), Failed> {
    let text = ptx(name, source, &format!("compute_{card}"), MultiplyAdd::Fused)?.to_src();
    expect(text.contains(&format!(".target sm_{card}")) && text.contains(".visible .entry"), &text)
}

fn fours_are_one_load() -> Result<(), Failed> {
    for card in CARDS {
        let [plain, vectors] = [saxpy::PLAIN, saxpy::VECTORS];
        let [plain, vectors] =
            [compiled(plain, card, MultiplyAdd::Fused)?, compiled(vectors, card, MultiplyAdd::Fused)?];
        expect(vectors.matches("ld.global.v4.f32").count() == 2, &vectors)?;
        expect(vectors.matches("st.global.v4.f32").count() == 1, &vectors)?;
        expect(!plain.contains(".v4.") && plain.matches("ld.global.f32").count() == 2, &plain)?;
    }
    Ok(())
}

fn fma_unless_told_otherwise() -> Result<(), Failed> {
    for card in CARDS {
        let fused = compiled(MANDELBROT, card, MultiplyAdd::Fused)?;
        // `tests/on_host/fused.rs` plays these two.
        expect(fused.matches("fma.rn.f64").count() == 2, &fused)?;
        let separate = compiled(MANDELBROT, card, MultiplyAdd::Separate)?;
        expect(
            !separate.contains("fma.rn") && separate.contains("mul.rn.f64") && separate.contains("add.rn.f64"),
            &separate,
        )?;
    }
    Ok(())
}

fn a_tile_waits_at_two_barriers() -> Result<(), Failed> {
    for card in CARDS {
        let text = compiled(MATMUL, card, MultiplyAdd::Fused)?;
        expect(text.matches("bar.sync").count() == 2, &text)?;
        // The inner loop is gone: there are as many multiply-adds as steps, and two words for each from shared memory.
        expect(text.matches("fma.rn.f64").count() == 16, &text)?;
        expect(text.contains("ld.shared.f64") && text.matches("st.shared.f64").count() == 2, &text)?;
    }
    Ok(())
}

/// The compiler's comments on top name its build.
fn shown() -> Result<(), Failed> {
    let text = compiled(saxpy::PLAIN, "80", MultiplyAdd::Fused)?;
    let from = text.find(".version").ok_or("no version")?;
    let lines: Vec<&str> = text[from..].trim_end_matches('\0').lines().map(str::trim_end).collect();
    let mut text = lines.join("\n").replace("\t", "    ");
    while text.contains("\n\n") {
        text = text.replace("\n\n", "\n");
    }
    let (file, text) = ("tests/ptx/saxpy.ptx", text.trim().to_owned() + "\n");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(file, &text)?;
    }
    expect(fs::read_to_string(file)? == text, &format!("{file} is another; UPDATE_EXPECT=1 writes this there:\n{text}"))
}

fn told_with_its_line() -> Result<(), Failed> {
    let source = "extern \"C\" __global__ void f(float *x)\n{\n    x[0] = y;\n}\n";
    let refused = ptx("wrong.cu", source, "compute_80", MultiplyAdd::Fused);
    let told = refused.err().ok_or("it compiled")?.to_string();
    expect(told.contains("wrong.cu(3)") && told.contains("\"y\" is undefined"), &told)
}

//! The simulator beside a real device, or one that a program plays: the same shaders, the same data, the same answers.
//! Without an adapter these tests are ignored, with the reason; `LAB_REQUIRE=gpu` makes that a failure.
//!
//! Integers must agree to the bit. So must `f32` where nothing is rounded: WGSL lets a device reorder and fuse sums and
//! products, and llvmpipe takes `(a - b) - a` for `-b`, but what is exact is exact in every order. Functions agree as
//! closely as WGSL promises.

use gpu::Gpu;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use shader_sim::{Buffer, Dispatch, Shader};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Shaders made at random.
const GENERATED: u64 = 24;

/// The shaders of the page on a GPU's own memory.
const CHAPTER: &str = "crates/chapters/steps_gpu/src";

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("every_shader_of_the_workbook_has_a_row", every_shader_of_the_workbook_has_a_row),
        on_gpu("functions_agree_as_closely_as_wgsl_promises", functions_agree),
        on_gpu("shaders_that_share_memory_agree", sharing_agrees),
        on_gpu("layouts_agree", layouts_agree),
    ];
    for case in workbook() {
        trials.push(on_gpu(&format!("agrees_on_{}", case.file.replace(['/', '.'], "_")), move |gpu| case.agrees(gpu)));
    }
    for seed in 0..GENERATED {
        trials.push(on_gpu(&format!("agrees_on_generated_{seed}"), move |gpu| generated(gpu, seed)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn on_gpu(name: &str, test: impl Fn(&'static Gpu) -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::ignorable_test(name, move || match gpu::open_for_checks() {
        Ok(gpu) => test(gpu).map(|()| Completion::Completed),
        Err(missing) if variant::required("gpu") => Err(format!("LAB_REQUIRE names gpu, but {missing}").into()),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    })
}

/// A shader, what goes in at bindings 0, 1, …, and how long what comes out at the next one is.
struct Case {
    file: String,
    wgsl: String,
    entry: &'static str,
    inputs: Vec<Vec<u32>>,
    output: usize,
    groups: [u32; 3],
    close: fn(u32, u32) -> bool,
    /// Whether the first word that comes out is a counter, which starts at zero and hands out places in any order.
    counted: bool,
}

fn same(one: u32, two: u32) -> bool {
    one == two
}

impl Case {
    fn agrees(&self, gpu: &'static Gpu) -> Result<(), Failed> {
        let mut simulated = self.simulated()?;
        let kernel = gpu.kernel(&self.wgsl, self.entry, self.inputs.len() as u32)?;
        let mut output = self.before();
        let inputs: Vec<&[u8]> = self.inputs.iter().map(|input| bytemuck::cast_slice(input)).collect();
        kernel.run_over(&inputs, bytemuck::cast_slice_mut(&mut output), self.groups)?;
        if self.counted {
            simulated.sort_unstable();
            output.sort_unstable();
        }
        for (n, (&simulated, &real)) in simulated.iter().zip(&output).enumerate() {
            if !(self.close)(simulated, real) {
                return Err(format!(
                    "word {n}: the simulator has {simulated} ({}), {} has {real} ({})\n{}",
                    f32::from_bits(simulated),
                    gpu.adapter_name(),
                    f32::from_bits(real),
                    self.wgsl
                )
                .into());
            }
        }
        Ok(())
    }

    fn before(&self) -> Vec<u32> {
        let mut words = vec![0xaaaa_5555; self.output];
        if self.counted {
            words[0] = 0;
        }
        words
    }

    fn simulated(&self) -> Result<Vec<u32>, Failed> {
        let program = Shader::parse(&self.wgsl, &self.file)?.program(self.entry, &[])?;
        let mut buffers: Vec<Buffer> =
            self.inputs.iter().zip(0..).map(|(input, binding)| Buffer::new(binding, input)).collect();
        buffers.push(Buffer::new(self.inputs.len() as u32, &self.before()));
        let verdict = program.in_orders(&mut buffers, &Dispatch::new(self.groups))?;
        if let Some(finding) = verdict.findings.first() {
            return Err(format!("{}: {finding}", self.file).into());
        }
        if let Some(difference) = verdict.difference.filter(|_| !self.counted) {
            return Err(format!("{}: {difference}", self.file).into());
        }
        Ok(buffers.last().expect("just pushed").to_vec())
    }
}

fn root() -> PathBuf {
    workbook::of_package().expect("the test runs in the workbook")
}

/// Every shader of the workbook, with something to do. What is handed out unsolved is run where it is right.
fn workbook() -> Vec<Case> {
    let mut random = Pcg64Mcg::seed_from_u64(5);
    let mut floats = |n: usize, from: f32, to: f32| -> Vec<u32> {
        (0..n).map(|_| random.random_range(from..to).to_bits()).collect()
    };
    let pairs = {
        let (lon, lat) = (floats(2000, -180.0, 180.0), floats(2000, -90.0, 90.0));
        lon.into_iter().zip(lat).flat_map(|(lon, lat)| [lon, lat]).collect::<Vec<u32>>()
    };
    // Few steps: each makes the difference of the one before larger.
    let degrees = pairs[..1000].to_vec();
    let view = vec![(-2.0_f32).to_bits(), 1.25_f32.to_bits(), 0.05_f32.to_bits(), 50, 8];
    let readings = floats(128, -40.0, 120.0);
    let numbers: Vec<u32> = (0..320).map(|n| ((n * 37 % 4096) as f32).to_bits()).collect();
    let mut cases = Vec::new();
    let mut case = |file: &str, entry, inputs: Vec<Vec<u32>>, output, groups, close| {
        let wgsl = std::fs::read_to_string(root().join(file)).expect("the shader is there");
        let counted = file.ends_with("append.wgsl");
        cases.push(Case { file: file.into(), wgsl, entry, inputs, output, groups, close, counted });
    };
    // Kilometres: a device may round sums and square roots otherwise.
    let close = |one, two| (f32::from_bits(one) - f32::from_bits(two)).abs() < 0.01;
    case("crates/kernels/great_circle/src/gpu.wgsl", "distances", vec![pairs], 1000, [16, 1, 1], close);
    case("crates/kernels/mandelbrot/src/gpu.wgsl", "escape_times", vec![view], 50 * 45, [7, 6, 1], same);
    // Sums and products of these are exact.
    let floats: Vec<u32> = (0..1200_u32).map(|n| ((n * 37 % 16) as f32 - 7.0).to_bits()).collect();
    let whole: Vec<u32> = (0..1000_u32).map(|n| n.wrapping_mul(2_654_435_761)).collect();
    case(&format!("{CHAPTER}/map/guarded.wgsl"), "square", vec![whole.clone()], 1000, [125, 1, 1], same);
    for transpose in ["naive", "tiled", "padded"] {
        let file = format!("{CHAPTER}/transpose/{transpose}.wgsl");
        let groups = if transpose == "naive" { [2, 4, 1] } else { [2, 1, 1] };
        case(&file, "transpose", vec![floats.clone(), vec![40, 30]], 1200, groups, same);
    }
    for reduce in ["neighbours", "tree"] {
        case(&format!("{CHAPTER}/reduce/{reduce}.wgsl"), "reduce", vec![whole.clone()], 4, [4, 1, 1], same);
    }
    let scan = format!("{CHAPTER}/scan/block.wgsl");
    case(&scan, "scan", vec![whole.clone(), vec![5, 70, 900, 0]], 1000, [4, 1, 1], same);
    case(&format!("{CHAPTER}/histogram/global.wgsl"), "count", vec![whole.clone()], 256, [4, 1, 1], same);
    case(&format!("{CHAPTER}/histogram/workgroup.wgsl"), "count", vec![whole.clone()], 256, [1, 1, 1], same);
    for matmul in ["naive", "tiled"] {
        let inputs = vec![floats.clone(), floats[7..].to_vec(), vec![33]];
        case(&format!("{CHAPTER}/matmul/{matmul}.wgsl"), "multiply", inputs, 33 * 33, [3, 3, 1], same);
    }
    // A device may fuse the product and the sum.
    let close = |one, two| (f32::from_bits(one) - f32::from_bits(two)).abs() < 1e-5;
    let heat = "crates/kernels/heat/src/gpu.wgsl";
    case(heat, "advance", vec![floats.clone(), vec![34]], 34 * 34, [2, 5, 1], close);
    // A teacher may hand out the workbook without the answers.
    let there = |folder: &&str| root().join(folder).is_dir();
    for folder in ["exercises", "exercises/originals", "exercises/solutions"].into_iter().filter(there) {
        let map = format!("{folder}/gpu_map/src/map.wgsl");
        let close = |one, two| (f32::from_bits(one) - f32::from_bits(two)).abs() < 1e-4;
        case(&map, "convert", vec![readings.clone()], 128, [2, 1, 1], close);
        // Points of anywhere: what is handed out reads degrees, the answer halves of words.
        let pairs = format!("{folder}/gpu_great_circle/src/pairs.wgsl");
        let kilometres = |one, two| (f32::from_bits(one) - f32::from_bits(two)).abs() < 0.05;
        case(&pairs, "distances", vec![degrees.clone(), vec![250]], 250, [4, 1, 1], kilometres);
        // Unsolved, they store nothing.
        let ladder: [(&str, &[u32], usize, u32); 6] = [
            ("map", &[32], 32, 1),
            ("zip", &[50, 50], 50, 2),
            ("table", &[5, 12], 60, 1),
            ("window", &[32], 32, 1),
            ("dot", &[64, 64], 1, 1),
            ("tile", &[256, 256], 256, 1),
        ];
        for (rung, lengths, output, groups) in ladder {
            let inputs = lengths.iter().map(|&n| (1..=n).collect()).collect();
            let file = format!("{folder}/gpu_ladder/src/{rung}.wgsl");
            case(&file, "main", inputs, output, [groups, 1, 1], same);
        }
        let puzzle = |name: &str| format!("{folder}/gpu_puzzles/src/{name}.wgsl");
        case(&puzzle("stride"), "main", vec![whole.clone()], 1000, [2, 1, 1], same);
        let indices = (0..50).map(|i| i * 13 % 47).collect();
        case(&puzzle("gather"), "main", vec![indices, whole[..40].to_vec()], 50, [2, 1, 1], same);
        case(&puzzle("append"), "main", vec![whole[..100].to_vec()], 101, [4, 1, 1], same);
        case(&puzzle("rows"), "main", vec![whole[..300].to_vec()], 6, [6, 1, 1], same);
        case(&puzzle("softmax"), "main", vec![floats[..200].to_vec()], 200, [4, 1, 1], close);
        let matrices = vec![whole[..800].to_vec(), [&whole[..], &whole[..120]].concat()];
        case(&puzzle("scores"), "main", matrices, 560, [2, 2, 1], same);
        let guard = format!("{folder}/gpu_guard/src/guard.wgsl");
        case(&guard, "square", vec![numbers.clone(), vec![320]], 320, [5, 1, 1], same);
        let heat = format!("{folder}/gpu_heat/src/heat.wgsl");
        case(&heat, "advance", vec![floats.clone(), vec![34]], 34 * 34, [2, 5, 1], close);
        // As many workgroups as what is handed out needs; the answers need fewer.
        let turn = format!("{folder}/gpu_transpose/src/turn.wgsl");
        case(&turn, "turn", vec![floats.clone(), vec![40, 30]], 1200, [2, 4, 1], same);
        let letters = format!("{folder}/gpu_histogram/src/letters.wgsl");
        case(&letters, "count", vec![whole.clone(), vec![3999]], 256, [4, 1, 1], same);
        // The first of its three dispatches; unsolved, it stores nothing.
        let keep = format!("{folder}/gpu_scan/src/keep.wgsl");
        case(&keep, "count", vec![whole.clone()], 4, [4, 1, 1], same);
        let window = format!("{folder}/gpu_tile/src/window.wgsl");
        case(&window, "sum", vec![whole.clone()], 1000, [4, 1, 1], same);
    }
    cases
}

fn every_shader_of_the_workbook_has_a_row() -> Result<(), Failed> {
    fn shaders(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
            let path = entry.path();
            // Nobody wrote what CubeCL has made of a kernel; there, a test of its own asks an adapter.
            if path.is_dir() && entry.file_name() != "target" && !path.ends_with("devices/tests/cubecl") {
                shaders(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "wgsl") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    shaders(&root().join("crates"), &mut found);
    shaders(&root().join("exercises"), &mut found);
    let known: Vec<PathBuf> = workbook().iter().map(|case| root().join(&case.file)).collect();
    match found.iter().find(|path| !known.contains(path)) {
        None if found.len() == known.len() => Ok(()),
        None => Err(format!("{} shaders were found, {} have a row", found.len(), known.len()).into()),
        Some(path) => Err(format!("{} has no row in {}", path.display(), file!()).into()),
    }
}

/// A compute shader that reads four words an invocation, `a` to `d`, and stores `body`'s `out` words.
fn shader(functions: &str, body: &str, outs: usize) -> String {
    format!(
        "@group(0) @binding(0) var<storage, read> x: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
{functions}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
    let at = id.x * {outs}u;
    let in = x[id.x];
{body}}}
"
    )
}

/// One row for each built-in function: an expression of `p` in 0 to 1, `q` in -8 to 8 and `u`, `i`, and how far the
/// device may be off: relative, and absolute.
const FUNCTIONS: &[(&str, f32, f32)] = &[
    ("sin(q)", 0.0, 5e-4),
    ("cos(q)", 0.0, 5e-4),
    ("tan(p)", 1e-3, 1e-3),
    ("asin(p)", 1e-3, 1e-3),
    ("acos(p)", 1e-3, 1e-3),
    ("atan(q)", 1e-3, 1e-3),
    ("atan2(q, p + 0.5)", 1e-3, 1e-3),
    ("sinh(p)", 1e-4, 1e-4),
    ("cosh(p)", 1e-4, 1e-4),
    ("tanh(p)", 1e-4, 1e-4),
    ("asinh(q)", 1e-3, 1e-3),
    ("acosh(1.0 + p)", 1e-3, 1e-3),
    ("atanh(0.9 * p)", 1e-3, 1e-3),
    ("exp(q)", 1e-4, 1e-6),
    ("exp2(q)", 1e-4, 1e-6),
    ("log(p + 0.5)", 1e-4, 1e-5),
    ("log2(p + 0.5)", 1e-4, 1e-5),
    ("pow(p + 0.1, q)", 1e-3, 1e-5),
    ("sqrt(p)", 1e-6, 1e-7),
    ("inverseSqrt(p + 0.1)", 1e-5, 1e-6),
    ("q / (p + 0.1)", 1e-6, 1e-6),
    ("q % (p + 0.1)", 1e-4, 1e-5),
    ("fract(q)", 1e-6, 1e-6),
    ("radians(q)", 1e-6, 1e-7),
    ("degrees(q)", 1e-6, 1e-5),
    ("mix(q, p, 0.25)", 1e-6, 1e-6),
    ("smoothstep(-2.0, 3.0, q)", 1e-5, 1e-6),
    ("step(p, q)", 0.0, 0.0),
    ("fma(p, q, p)", 1e-6, 1e-6),
    ("saturate(q)", 0.0, 0.0),
    ("sign(q)", 0.0, 0.0),
    ("round(q)", 0.0, 0.0),
    ("floor(q)", 0.0, 0.0),
    ("ceil(q)", 0.0, 0.0),
    ("trunc(q)", 0.0, 0.0),
    ("modf(q).fract", 1e-6, 1e-6),
    ("modf(q).whole", 0.0, 0.0),
    ("frexp(q).fract", 0.0, 0.0),
    ("f32(frexp(q).exp)", 0.0, 0.0),
    ("ldexp(q, i % 20)", 1e-6, 0.0),
    ("quantizeToF16(q)", 1e-3, 0.0),
    ("length(vec3(p, q, 1.0))", 1e-5, 1e-6),
    ("distance(vec2(p, q), vec2(q, p))", 1e-5, 1e-6),
    ("normalize(vec3(p, q, 1.0)).y", 1e-5, 1e-6),
    ("dot(vec4(p, q, 1.0, p), vec4(q, p, p, q))", 1e-5, 1e-5),
    ("cross(vec3(p, q, 1.0), vec3(q, 1.0, p)).x", 1e-4, 1e-4),
    ("reflect(vec3(p, q, 1.0), vec3(0.6, 0.8, 0.0)).y", 1e-4, 1e-4),
    ("faceForward(vec2(p, q), vec2(q, p), vec2(p, 1.0)).x", 1e-6, 1e-6),
    ("determinant(mat3x3(p, q, 1.0, q, p, 2.0, 3.0, 1.0, q))", 1e-3, 1e-3),
    ("(mat2x3(p, q, 1.0, q, p, 2.0) * vec2(q, p)).z", 1e-5, 1e-5),
    ("(vec3(p, q, 1.0) * mat2x3(p, q, 1.0, q, p, 2.0)).y", 1e-5, 1e-5),
    ("(mat2x2(p, q, 1.0, q) * mat3x2(p, q, 1.0, q, p, 2.0))[2].y", 1e-4, 1e-4),
    ("transpose(mat2x3(p, q, 1.0, q, p, 2.0))[2].y", 0.0, 0.0),
    ("(3.0 * mat2x2(p, q, 1.0, q) - mat2x2(q, p, q, p))[1].x", 1e-5, 1e-5),
    ("f32(unpack4x8unorm(pack4x8unorm(vec4(p, q, 0.3, 1.0))).x)", 0.0, 5e-3),
    ("unpack2x16snorm(pack2x16snorm(vec2(p, q))).y", 0.0, 1e-4),
    ("unpack2x16float(pack2x16float(vec2(p, q))).y", 1e-3, 0.0),
    ("unpack4x8snorm(u).z", 0.0, 1e-6),
    ("unpack2x16unorm(u).x", 1e-6, 0.0),
];

/// Expressions of whole numbers that must agree to the bit.
const EXACT: &[&str] = &[
    "dot4U8Packed(u, ~u)",
    "bitcast<u32>(dot4I8Packed(u, ~u))",
    "pack4xU8(unpack4xU8(u) + vec4(1u))",
    "pack4xI8(unpack4xI8(u) - vec4(3))",
    "u32(dot(vec3(i, 3, i), vec3(7, i, 1)))",
    "countLeadingZeros(u)",
    "countTrailingZeros(u)",
    "firstLeadingBit(u)",
    "bitcast<u32>(firstLeadingBit(i))",
    "firstTrailingBit(u)",
    "extractBits(u, u & 31u, 9u)",
    "bitcast<u32>(extractBits(i, u & 31u, 9u))",
    "insertBits(u, ~u, u & 31u, 9u)",
    "u32(any(vec3(u) == vec3(1u, 2u, u)))",
    "u32(all(vec3(u) >= vec3(0u, 2u, u)))",
    "u32(1e10 * f32(i % 3))",
    "bitcast<u32>(i32(1e10 * f32(i % 3)))",
    "bitcast<u32>(i / (i - i))",
    "u % (u - u)",
    "bitcast<u32>(i % (i - i))",
    "bitcast<u32>(-i)",
    "bitcast<u32>(abs(i))",
    "u << (u & 63u)",
    "bitcast<u32>(i >> (u & 63u))",
    "vec4(u, 1u, 2u, 3u)[u & 3u]",
];

fn functions_agree(gpu: &'static Gpu) -> Result<(), Failed> {
    let mut body = String::from(
        "    let p = f32(in.x % 65536u) / 65536.0;\n    let q = (f32(in.y % 65536u) - 32767.5) / 4096.0;
    let u = in.z;\n    let i = bitcast<i32>(in.w);\n",
    );
    for (n, (expression, ..)) in FUNCTIONS.iter().enumerate() {
        writeln!(body, "    y[at + {n}u] = bitcast<u32>({expression});")?;
    }
    for (n, expression) in (FUNCTIONS.len()..).zip(EXACT) {
        writeln!(body, "    y[at + {n}u] = {expression};")?;
    }
    let outs = FUNCTIONS.len() + EXACT.len();
    let mut random = Pcg64Mcg::seed_from_u64(1);
    let input: Vec<u32> = (0..4 * 128).map(|_| random.next_u32()).collect();
    let case = Case {
        file: "functions".into(),
        wgsl: shader("", &body, outs),
        entry: "main",
        inputs: vec![input],
        output: 128 * outs,
        groups: [2, 1, 1],
        close: same,
        counted: false,
    };
    let simulated = case.simulated()?;
    let kernel = gpu.kernel(&case.wgsl, "main", 1)?;
    let mut real = vec![0_u32; case.output];
    kernel.run_over(&[bytemuck::cast_slice(&case.inputs[0])], bytemuck::cast_slice_mut(&mut real), case.groups)?;
    let mut wrong = String::new();
    for n in 0..outs {
        for (invocation, (ours, theirs)) in simulated.chunks(outs).zip(real.chunks(outs)).enumerate() {
            let (ours, theirs) = (ours[n], theirs[n]);
            let (a, b) = (f32::from_bits(ours), f32::from_bits(theirs));
            let (expression, agree) = match FUNCTIONS.get(n) {
                Some(&(expression, relative, absolute)) => {
                    (expression, ours == theirs || (a - b).abs() <= absolute + relative * a.abs())
                }
                None => (EXACT[n - FUNCTIONS.len()], ours == theirs),
            };
            if !agree {
                let x = &case.inputs[0][4 * invocation..][..4];
                writeln!(wrong, "{expression} of {x:?}: {ours} ({a}), the device {theirs} ({b})")?;
                break;
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

/// Barriers, workgroup memory and atomics, as tutorials use them.
fn sharing_agrees(gpu: &'static Gpu) -> Result<(), Failed> {
    let head = "@group(0) @binding(0) var<storage, read> x: array<u32>;";
    let plain = "@group(0) @binding(1) var<storage, read_write> y: array<u32>;";
    let atomic = "@group(0) @binding(1) var<storage, read_write> y: array<atomic<u32>>;";
    let cases = [
        (
            "scan",
            format!(
                "{head}{plain}var<workgroup> t: array<u32, 64>;
                @compute @workgroup_size(64)
                fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3<u32>) {{
                    let at = group.x * 64u + i;
                    t[i] = x[at];
                    workgroupBarrier();
                    for (var by = 1u; by < 64u; by <<= 1u) {{
                        var sum = t[i];
                        if i >= by {{ sum += t[i - by]; }}
                        workgroupBarrier();
                        t[i] = sum;
                        workgroupBarrier();
                    }}
                    y[at] = t[i];
                }}"
            ),
        ),
        (
            "transpose",
            format!(
                "{head}{plain}var<workgroup> t: array<array<u32, 9>, 8>;
                @compute @workgroup_size(8, 8)
                fn main(@builtin(local_invocation_id) i: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {{
                    t[i.y][i.x] = x[(8u * group.x + i.y) * 8u + i.x];
                    workgroupBarrier();
                    y[(8u * group.x + i.y) * 8u + i.x] = t[i.x][i.y];
                }}"
            ),
        ),
        (
            "histogram",
            format!(
                "{head}{atomic}var<workgroup> t: array<atomic<u32>, 16>;
                @compute @workgroup_size(64)
                fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) i: u32) {{
                    atomicAdd(&t[x[id.x] % 16u], 1u);
                    atomicMax(&y[16], x[id.x]);
                    atomicXor(&y[17], x[id.x]);
                    workgroupBarrier();
                    if i < 16u {{ atomicAdd(&y[i], atomicLoad(&t[i])); }}
                }}"
            ),
        ),
        (
            "swap",
            format!(
                "{head}{atomic}@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
                    loop {{
                        let old = atomicLoad(&y[3]);
                        let swapped = atomicCompareExchangeWeak(&y[3], old, old * 1u + x[id.x]);
                        if swapped.exchanged {{ break; }}
                    }}
                }}"
            ),
        ),
    ];
    let mut random = Pcg64Mcg::seed_from_u64(2);
    let input: Vec<u32> = (0..256).map(|_| random.next_u32()).collect();
    for (name, wgsl) in cases {
        let (file, inputs) = (name.to_string(), vec![input.clone()]);
        Case { file, wgsl, entry: "main", inputs, output: 256, groups: [4, 1, 1], close: same, counted: false }
            .agrees(gpu)?;
    }
    Ok(())
}

/// Structs, arrays and matrices, whose parts lie where WGSL says; and what a shader declares of its own.
fn layouts_agree(gpu: &'static Gpu) -> Result<(), Failed> {
    let wgsl = "struct Part { a: u32, v: vec3<u32>, b: u32, m: mat3x3<f32>, w: array<vec3<u32>, 2>, @size(32) c: u32 }
        struct Own { flag: bool, part: Part, flags: array<vec2<bool>, 3>, last: vec3<u32> }
        @group(0) @binding(0) var<storage, read> x: array<Part>;
        @group(0) @binding(1) var<storage, read_write> y: array<Part>;
        var<private> calls: u32 = 7u;
        const table = array(3u, 1u, 2u);
        fn turned(own: ptr<function, Own>, by: u32) -> vec3<u32> {
            calls += by;
            (*own).last = (*own).part.v.zxy;
            (*own).flags[by % 3u].y = true;
            return (*own).last + vec3(calls, table[by % 3u], u32((*own).flags[1].y));
        }
        @compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
            let part = x[id.x];
            var own = Own(part.a == 1u, part, array<vec2<bool>, 3>(), vec3(0u));
            own.part.m[1] = part.m[0] + vec3(1.0);
            own.part.m[2][id.x % 3u] = 5.0;
            own.part.w[id.x % 2u].y = part.w[1].z;
            own.part.c = select(9u, 4u, own.flag);
            own.part.v = turned(&own, id.x) + turned(&own, 1u);
            switch id.x {
                case 0u, 2u: { own.part.b = 100u; }
                case 3u: { own.part.b = 300u; }
                default: { own.part.b += 1u; }
            }
            y[id.x] = own.part;
        }";
    // 112 bytes of parts, and 32 for the last: 144.
    let words = 144 / 4;
    let input: Vec<u32> = (0..4 * words as u32).map(|n| ((n + 1) as f32).to_bits()).collect();
    let case = Case {
        file: "layouts".into(),
        wgsl: wgsl.into(),
        entry: "main",
        inputs: vec![input],
        output: 4 * words,
        groups: [1, 1, 1],
        close: same,
        counted: false,
    };
    case.agrees(gpu)
}

/// Writes shaders at random: every operation has operands that are known only when it runs, for naga refuses constants
/// that overflow.
struct Writer {
    random: Pcg64Mcg,
    /// Blocks within blocks.
    depth: u32,
}

impl Writer {
    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.random.random_range(0..of.len())]
    }

    fn whole(&mut self, signed: bool, depth: u32) -> String {
        let (ty, suffix) = if signed { ("i32", "i") } else { ("u32", "u") };
        if depth == 0 {
            let variable = format!("{suffix}{}", self.random.random_range(0..3));
            return match self.random.random_range(0..3) {
                0 => format!("({variable} ^ {}{suffix})", self.random.random_range(0..100)),
                _ => variable,
            };
        }
        let depth = depth - 1;
        match self.random.random_range(0..12) {
            0..=3 => {
                let op = self.pick(&["+", "-", "*", "/", "%", "&", "|", "^"]);
                format!("({} {op} {})", self.whole(signed, depth), self.whole(signed, depth))
            }
            4 => {
                let op = self.pick(&["<<", ">>"]);
                format!("({} {op} {})", self.whole(signed, depth), self.whole(false, depth))
            }
            5 => {
                let function = self.pick(&["min", "max"]);
                format!("{function}({}, {})", self.whole(signed, depth), self.whole(signed, depth))
            }
            6 => {
                let function =
                    self.pick(&["countOneBits", "reverseBits", "firstLeadingBit", "firstTrailingBit", "abs"]);
                format!("{function}({})", self.whole(signed, depth))
            }
            7 => format!("select({}, {}, {})", self.whole(signed, depth), self.whole(signed, depth), self.truth(depth)),
            8 => format!("{ty}({})", self.whole(!signed, depth)),
            9 => format!("{}({})", if signed { "-" } else { "~" }, self.whole(signed, depth)),
            10 => format!("{suffix}a[{} & 3u]", self.whole(false, depth)),
            _ => {
                let component = self.pick(&["x", "y", "zyx.z", "yz.x"]);
                let (a, b, c) = (self.whole(signed, depth), self.whole(signed, depth), self.whole(signed, depth));
                format!("(vec3({a}, {b}, {c}) + vec3({suffix}0)).{component}")
            }
        }
    }

    /// Of values that are multiples of a half and below 1024, only sums, and products of two that aren't products:
    /// these fit into the 24 bits of an `f32`, so that nothing is rounded.
    fn float(&mut self, depth: u32) -> String {
        if depth == 0 {
            return match self.random.random_range(0..2) {
                0 => format!("f{}", self.random.random_range(0..3)),
                _ => format!("(f{} - {}.5)", self.random.random_range(0..3), self.random.random_range(0..100)),
            };
        }
        let depth = depth - 1;
        match self.random.random_range(0..10) {
            0 | 1 => {
                let op = self.pick(&["+", "-"]);
                format!("({} {op} {})", self.float(depth), self.float(depth))
            }
            2 => format!("({} * {})", self.float(0), self.float(0)),
            3 => format!("(vec2({}, {}) * f2).{}", self.float(0), self.float(0), self.pick(&["x", "y"])),
            4 => {
                let function = self.pick(&["min", "max"]);
                format!("{function}({}, {})", self.float(depth), self.float(depth))
            }
            5 | 6 => {
                let function = self.pick(&["floor", "ceil", "trunc", "round", "abs", "sign"]);
                format!("{function}({})", self.float(depth))
            }
            7 => format!("f32({} % 1000u)", self.whole(false, depth)),
            8 => format!("f32({} % 1000)", self.whole(true, depth)),
            _ => format!("select({}, {}, {})", self.float(depth), self.float(depth), self.truth(depth)),
        }
    }

    fn truth(&mut self, depth: u32) -> String {
        let depth = depth.saturating_sub(1);
        let compare = self.pick(&["<", "<=", ">", ">=", "==", "!="]);
        match self.random.random_range(0..6) {
            0 | 1 => format!("({} {compare} {})", self.whole(false, depth), self.whole(false, depth)),
            2 => format!("({} {compare} {})", self.whole(true, depth), self.whole(true, depth)),
            3 => format!("({} {compare} {})", self.float(depth), self.float(depth)),
            4 if depth > 0 => {
                let op = self.pick(&["&&", "||"]);
                format!("({} {op} {})", self.truth(depth), self.truth(depth))
            }
            _ => format!("!({} {compare} u32({}))", self.whole(false, depth), self.whole(true, depth)),
        }
    }

    fn assignment(&mut self) -> String {
        let n = self.random.random_range(0..3);
        match self.random.random_range(0..4) {
            0 => format!("u{n} = {};", self.whole(false, 3)),
            1 => format!("i{n} = {};", self.whole(true, 3)),
            2 => format!("f{n} = small({});", self.float(3)),
            _ => format!("ua[{} & 3u] = {};", self.whole(false, 1), self.whole(false, 2)),
        }
    }

    fn block(&mut self, statements: usize) -> String {
        (0..statements).map(|_| self.statement()).collect::<Vec<_>>().join("\n")
    }

    fn statement(&mut self) -> String {
        if self.depth == 2 {
            return self.assignment();
        }
        self.depth += 1;
        let statement = match self.random.random_range(0..8) {
            0 => format!("if {} {{ {} }} else {{ {} }}", self.truth(2), self.block(2), self.block(1)),
            1 => {
                let k = format!("k{}", self.depth);
                format!(
                    "for (var {k} = 0u; {k} < 3u + (u0 & 3u); {k} += 1u) {{ if {} {{ continue; }} {} if {} {{ break; }} }}",
                    self.truth(1),
                    self.block(2),
                    self.truth(1)
                )
            }
            2 => format!(
                "switch {} & 3u {{ case 0u: {{ {} }} case 1u, 2u: {{ {} }} default: {{ {} }} }}",
                self.whole(false, 1),
                self.block(1),
                self.block(1),
                self.block(2)
            ),
            3 => format!(
                "u{} = mixed({}, {}, {});",
                self.random.random_range(0..3),
                self.whole(false, 2),
                self.whole(true, 2),
                self.float(1)
            ),
            _ => self.assignment(),
        };
        self.depth -= 1;
        statement
    }
}

/// What a block starts with: three variables of each kind, and arrays.
const VARIABLES: &str = "var u0 = a; var u1 = b; var u2 = a ^ b;
    var i0 = c; var i1 = -c; var i2 = c / 3;
    var f0 = d; var f1 = d * 0.5; var f2 = f32(c % 100);
    var ua = array(a, b, 5u, 6u); let ia = array(c, 3, -7, -c);\n";

fn generated(gpu: &'static Gpu, seed: u64) -> Result<(), Failed> {
    let mut writer = Writer { random: Pcg64Mcg::seed_from_u64(seed), depth: 0 };
    let early = format!("if {} {{ return {}; }}", writer.truth(2), writer.whole(false, 2));
    let function = format!(
        "fn small(f: f32) -> f32 {{
    return f32(i32(f * 2.0) % 1000) * 0.5;
}}
fn mixed(a: u32, c: i32, d: f32) -> u32 {{\n    let b = a * 3u;\n    {VARIABLES}    {early}\n    {}\n    return {};\n}}",
        writer.assignment(),
        writer.whole(false, 2)
    );
    let statements = writer.block(8);
    let mut body = format!(
        "    let a = in.x; let b = in.y; let c = bitcast<i32>(in.z); let d = f32(in.w % 2048u) - 1024.0;\n    {VARIABLES}{statements}\n"
    );
    for (n, value) in
        ["u0", "u1", "u2", "bitcast<u32>(i0)", "bitcast<u32>(i1)", "bitcast<u32>(f0)", "bitcast<u32>(f1)", "ua[2]"]
            .into_iter()
            .enumerate()
    {
        writeln!(body, "    y[at + {n}u] = {value};")?;
    }
    // Small numbers and large ones; what is 0 or -1 is the interesting divisor.
    let mut word = || match writer.random.random_range(0..4) {
        0 => writer.random.random_range(0..4_u32).wrapping_sub(2),
        1 => writer.random.random_range(0..100),
        _ => writer.random.next_u32(),
    };
    let input: Vec<u32> = (0..4 * 128).map(|_| word()).collect();
    // Zero may lose its sign.
    let close = |one: u32, two: u32| one == two || [one, two].iter().all(|bits| bits & 0x7fff_ffff == 0);
    let case = Case {
        file: format!("generated {seed}"),
        wgsl: shader(&function, &body, 8),
        entry: "main",
        inputs: vec![input],
        output: 128 * 8,
        groups: [2, 1, 1],
        close,
        counted: false,
    };
    case.agrees(gpu)
}

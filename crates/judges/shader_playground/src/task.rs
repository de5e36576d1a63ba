//! What each shader of the pages is given, and what it should store.

use serde::Serialize;

/// The tasks, by the names that pages use.
pub const NAMES: [&str; 6] = ["map", "transpose", "transpose_tiled", "reduce", "scan", "matmul"];

/// How words are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Whole numbers from zero.
    U32,
    /// Floating-point numbers.
    F32,
}

impl Kind {
    /// A word's value in digits.
    pub fn digits(self, word: u32) -> String {
        match self {
            Self::U32 => word.to_string(),
            Self::F32 => f32::from_bits(word).to_string(),
        }
    }
}

/// A buffer of group 0.
#[derive(Clone, Debug, Serialize)]
pub struct Given {
    /// Its binding.
    pub binding: u32,
    /// What the page's shader calls it.
    pub name: &'static str,
    /// What its words are.
    pub kind: Kind,
    /// What it holds before the dispatch.
    pub words: Vec<u32>,
}

/// A dispatch. The last buffer is the one for the answer.
#[derive(Clone, Debug, Serialize)]
pub struct Task {
    /// The entry point.
    pub entry: &'static str,
    /// Workgroups in x, y and z.
    pub groups: [u32; 3],
    /// All buffers, in the order of their bindings.
    pub buffers: Vec<Given>,
    /// What the last one should hold afterwards. Right to the last bit: all sums and products are exact.
    pub want: Vec<u32>,
}

impl Task {
    /// The task with this name, one of [`NAMES`].
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "map" => Some(map()),
            "transpose" => Some(transpose([2, 5, 1])),
            "transpose_tiled" => Some(transpose([2, 1, 1])),
            "reduce" => Some(reduce()),
            "scan" => Some(scan()),
            "matmul" => Some(matmul()),
            _ => None,
        }
    }

    fn new(
        entry: &'static str,
        groups: [u32; 3],
        inputs: Vec<(&'static str, Numbers)>,
        out: (&'static str, Numbers),
    ) -> Self {
        let want = out.1.words();
        let mut buffers = Vec::new();
        for (binding, (name, numbers)) in (0..).zip(inputs) {
            buffers.push(Given { binding, name, kind: numbers.kind(), words: numbers.words() });
        }
        let words = vec![0; want.len()];
        buffers.push(Given { binding: buffers.len() as u32, name: out.0, kind: out.1.kind(), words });
        Self { entry, groups, buffers, want }
    }

    /// The buffer for the answer.
    pub fn answer(&self) -> &Given {
        self.buffers.last().expect("every task has one")
    }
}

enum Numbers {
    U32(Vec<u32>),
    F32(Vec<f32>),
}

impl Numbers {
    fn kind(&self) -> Kind {
        match self {
            Self::U32(_) => Kind::U32,
            Self::F32(_) => Kind::F32,
        }
    }

    fn words(&self) -> Vec<u32> {
        match self {
            Self::U32(numbers) => numbers.clone(),
            Self::F32(numbers) => numbers.iter().map(|number| number.to_bits()).collect(),
        }
    }
}

/// Whole numbers from 1 to 97 without a pattern that one sees.
fn numbers(n: u32) -> Vec<u32> {
    (0..n).map(|i| (i * 37 + 11) % 97 + 1).collect()
}

/// The squares of 20 numbers, in workgroups of 8: four invocations are spare.
fn map() -> Task {
    let x: Vec<u32> = (1..=20).collect();
    let y = x.iter().map(|x| x * x).collect();
    Task::new("square", [3, 1, 1], vec![("x", Numbers::U32(x))], ("y", Numbers::U32(y)))
}

/// A matrix of 32 rows and 40 columns: a row of the result is a segment. With 40 invocations in y, x and y may change
/// their roles.
fn transpose(groups: [u32; 3]) -> Task {
    let [columns, rows] = [40, 32_u32];
    let a = (0..columns * rows).map(|i| i as f32).collect();
    let b = (0..columns).flat_map(|column| (0..rows).map(move |row| (row * columns + column) as f32)).collect();
    let inputs = vec![("a", Numbers::F32(a)), ("size", Numbers::U32(vec![columns, rows]))];
    Task::new("transpose", groups, inputs, ("b", Numbers::F32(b)))
}

/// The sums of two blocks, of which the second isn't full.
fn reduce() -> Task {
    let x = numbers(400);
    let sums = x.chunks(256).map(|block| block.iter().sum()).collect();
    Task::new("reduce", [2, 1, 1], vec![("x", Numbers::U32(x))], ("sums", Numbers::U32(sums)))
}

/// Running totals of two blocks; those before each are given.
fn scan() -> Task {
    let x = numbers(400);
    let running = |x: &[u32]| -> Vec<u32> {
        x.iter()
            .scan(0, |total, x| {
                *total += x;
                Some(*total)
            })
            .collect()
    };
    let y = running(&x);
    let before = running(&x.chunks(256).map(|block| block.iter().sum()).collect::<Vec<u32>>());
    let inputs = vec![("x", Numbers::U32(x)), ("before", Numbers::U32(before))];
    Task::new("scan", [2, 1, 1], inputs, ("y", Numbers::U32(y)))
}

/// Two square matrices of 24 rows, which no tile of 16 × 16 divides.
fn matmul() -> Task {
    const N: usize = 24;
    let small = |seed: u32| -> Vec<f32> { (0..(N * N) as u32).map(|i| ((i * 37 + seed) % 11) as f32 - 5.0).collect() };
    let (a, b) = (small(1), small(7));
    let place = |i: usize| (0..N).map(|k| a[i / N * N + k] * b[k * N + i % N]).sum();
    let c = (0..N * N).map(place).collect();
    let inputs = vec![("a", Numbers::F32(a)), ("b", Numbers::F32(b)), ("size", Numbers::U32(vec![N as u32]))];
    Task::new("multiply", [2, 2, 1], inputs, ("c", Numbers::F32(c)))
}

//! Runs each shader in a simulator, which needs no graphics card, and draws what its invocations touch where it isn't
//! right.

use gpu_ladder::{DOT, MAP, TABLE, TILE, WINDOW, ZIP};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Buffer, Dispatch, Program, Report, Requests, Shader, Verdict};
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

/// Words of a buffer that are drawn.
const DRAWN: usize = 64;

const LIMIT: Duration = Duration::from_secs(60);

/// A shader, what it is given at bindings 0, 1, … and what it should store at the next one.
struct Rung {
    name: &'static str,
    wgsl: &'static str,
    inputs: Vec<Vec<u32>>,
    want: Vec<u32>,
    groups: u32,
    /// Whether each word of the inputs may be read once only.
    once: bool,
    /// The most words of the inputs that an invocation may read.
    most: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = rungs().into_iter().map(|rung| {
        Trial::test(rung.name, move || {
            deadline(rung.name, "what ends each loop of the shader", LIMIT, move || rung.judge())
        })
    });
    let trials = trials.collect();
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

fn rungs() -> Vec<Rung> {
    let numbers = |n: u32, seed: u32| (0..n).map(|i| (i * 37 + seed * 11) % 97 + 1).collect::<Vec<u32>>();
    let (x, a, b) = (numbers(32, 1), numbers(50, 2), numbers(50, 3));
    let (rows, columns) = (numbers(5, 4), numbers(12, 5));
    let (left, right) = (numbers(64, 6), numbers(64, 7));
    let (one, two) = (numbers(256, 8), numbers(256, 9));
    let rung =
        |name, wgsl, inputs, want, groups| Rung { name, wgsl, inputs, want, groups, once: false, most: u64::MAX };
    let sum = |a: &[u32], b: &[u32]| a.iter().zip(b).map(|(a, b)| a + b).collect();
    let place = |i: usize| (0..16).map(|k| one[i / 16 * 16 + k] * two[k * 16 + i % 16]).sum();
    vec![
        rung("map", MAP, vec![x.clone()], x.iter().map(|x| 2 * x + 1).collect(), 1),
        rung("zip", ZIP, vec![a.clone(), b.clone()], sum(&a, &b), 2),
        rung(
            "table",
            TABLE,
            vec![rows.clone(), columns.clone()],
            rows.iter().flat_map(|row| columns.iter().map(move |column| row * column)).collect(),
            1,
        ),
        Rung {
            once: true,
            ..rung(
                "window",
                WINDOW,
                vec![x.clone()],
                (0..32_usize).map(|i| x[i.saturating_sub(2)..=i].iter().sum()).collect(),
                1,
            )
        },
        Rung {
            most: 2,
            ..rung(
                "dot",
                DOT,
                vec![left.clone(), right.clone()],
                vec![left.iter().zip(&right).map(|(a, b)| a * b).sum()],
                1,
            )
        },
        Rung { once: true, ..rung("tile", TILE, vec![one.clone(), two.clone()], (0..256).map(place).collect(), 1) },
    ]
}

impl Rung {
    fn judge(&self) -> Result<(), Failed> {
        let (name, file) = (self.name, format!("src/{}.wgsl", self.name));
        let shader = Shader::parse(self.wgsl, &file).map_err(|error| format!("{file} does not compile.\n{error}"))?;
        let program = shader.program("main", &[]).map_err(|error| format!("{file}: {error}"))?;
        let output = self.inputs.len() as u32;
        let mut buffers: Vec<Buffer> =
            (0..).zip(&self.inputs).map(|(binding, input)| Buffer::new(binding, input)).collect();
        buffers.push(Buffer::new(output, &vec![0_u32; self.want.len()]));
        let dispatch = Dispatch { record: 100_000, ..Dispatch::new([self.groups, 1, 1]) };
        let Verdict { report, findings, difference } = program.in_orders(&mut buffers, &dispatch)?;
        let got = buffers[output as usize].to_vec::<u32>();
        // As it is called in the file that was handed out: an empty body uses no buffer.
        let stored = program.name_at(output).unwrap_or(match name {
            "map" | "window" => "y",
            "zip" | "tile" => "c",
            name => name,
        });

        let drawing = self.drawing(&program, &report, stored);
        let wrong = |words: String| Err(Failed::from(format!("{name}.wgsl: {words}\n\n{drawing}")));
        if let Some(finding) = findings.first() {
            return wrong(finding.to_string());
        }
        if let Some(difference) = difference {
            return wrong(difference.to_string());
        }
        if report.stores_at(output).stores == 0 {
            return wrong(format!("nothing is stored in {stored} yet"));
        }
        if let Some(i) = (0..got.len()).find(|&i| got[i] != self.want[i]) {
            return wrong(format!("{stored}[{i}] is {}, and should be {}", got[i], self.want[i]));
        }
        for (binding, input) in (0..).zip(&self.inputs) {
            let Some(input_name) = program.name_at(binding) else { continue };
            let reads = report.accesses.iter().filter(|drawn| drawn.variable == input_name);
            let (read, there) = (reads.map(|drawn| u64::from(drawn.words)).sum::<u64>(), input.len() as u64);
            if self.once && read > there {
                return wrong(format!(
                    "{read} words of {input_name} are read, and there are {there}. Let each be read once, by one \
                     invocation, which puts it where the others can see it: in workgroup memory"
                ));
            }
        }
        match self.busiest(&program, &report) {
            Some((invocation, words)) if words > self.most => wrong(format!(
                "invocation {invocation} reads {words} words, and {} is the most. The others wait: let each bring its \
                 part",
                self.most
            )),
            _ => Ok(()),
        }
    }

    /// The invocation that reads most words of the inputs, and how many.
    fn busiest(&self, program: &Program, report: &Report) -> Option<(u32, u64)> {
        let inputs: Vec<&str> = (0..self.inputs.len() as u32).filter_map(|binding| program.name_at(binding)).collect();
        let reads = report.accesses.iter().filter(|drawn| inputs.contains(&drawn.variable.as_str()));
        let mut words = std::collections::BTreeMap::new();
        reads.for_each(|drawn| *words.entry(drawn.invocation.local).or_default() += u64::from(drawn.words));
        words.into_iter().max_by_key(|&(_, words)| words)
    }

    /// A line for each place in the text that touches a buffer, a column for each word: how many invocations touch it.
    fn drawing(&self, program: &Program, report: &Report, stored: &str) -> String {
        let mut lengths: Vec<(&str, usize)> = vec![(stored, self.want.len())];
        lengths.extend((0..).zip(&self.inputs).filter_map(|(at, input)| Some((program.name_at(at)?, input.len()))));
        let drawing = report.drawing(&lengths, 0, Requests::All);
        drawing + &format!("{:<24}{}", "belongs in", "1".repeat(self.want.len().min(DRAWN)))
    }
}

//! Runs each shader in a simulator, which needs no graphics card, in several orders, and draws what its invocations
//! touch where it isn't right.

use gpu_puzzles::{APPEND, GATHER, ROWS, SCORES, SOFTMAX, STRIDE};
use libtest_mimic::{Arguments, Failed, Trial};
use shader_sim::{Access, Buffer, Dispatch, Drawn, Fault, Finding, Order, Program, Report, Requests, Shader, Traffic};
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::time::Duration;
use witness::{deadline, harness};

const LIMIT: Duration = Duration::from_secs(60);

/// What lies in a buffer before a shader stores there.
const BEFORE: u32 = 7777;

/// A shader, what it is given at bindings 0, 1, …, and what it should leave at the next one.
struct Rung {
    name: &'static str,
    wgsl: &'static str,
    inputs: Vec<Vec<u32>>,
    output: Output,
    groups: [u32; 3],
    /// The most words of the inputs that an invocation may read.
    most: u64,
    /// The most transactions of 128 bytes.
    transactions: u64,
    /// The most turns beyond the first that bank conflicts may take.
    conflicts: u64,
}

struct Output {
    /// As it is called in the file that was handed out: an empty body uses no buffer.
    name: &'static str,
    before: Vec<u32>,
    want: Vec<u32>,
    kind: Kind,
}

enum Kind {
    /// Whole numbers.
    Whole,
    /// `f32`, within a hundred-thousandth.
    Float,
    /// A count, and so many whole numbers in any order. What follows them stays as it was.
    Counted,
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
    vec![stride(), gather(), append(), rows(), softmax(), scores()]
}

/// Numbers from 1 to 101; up to 101 of them are all different.
fn numbers(n: u32, seed: u32) -> Vec<u32> {
    (0..n).map(|i| (i * 37 + seed * 11) % 101 + 1).collect()
}

/// With no limits but the right answer.
fn rung(name: &'static str, wgsl: &'static str, inputs: Vec<Vec<u32>>, output: Output, groups: [u32; 3]) -> Rung {
    Rung { name, wgsl, inputs, output, groups, most: u64::MAX, transactions: u64::MAX, conflicts: u64::MAX }
}

fn output(name: &'static str, want: Vec<u32>) -> Output {
    Output { name, before: vec![BEFORE; want.len()], want, kind: Kind::Whole }
}

fn stride() -> Rung {
    let x = numbers(1000, 1);
    let want = x.iter().map(|x| 3 * x).collect();
    Rung { transactions: 100, ..rung("stride", STRIDE, vec![x], output("y", want), [2, 1, 1]) }
}

fn gather() -> Rung {
    let x = numbers(40, 2);
    let mut at: Vec<u32> = (0..50).map(|i| i * 13 % 40).collect();
    for (i, past) in [(3, 40), (17, u32::MAX), (33, 41), (42, 1 << 31)] {
        at[i] = past;
    }
    let want = at.iter().map(|&at| x.get(at as usize).copied().unwrap_or(0)).collect();
    rung("gather", GATHER, vec![at, x], output("y", want), [2, 1, 1])
}

fn append() -> Rung {
    let x = numbers(100, 3);
    let odd: Vec<u32> = x.iter().copied().filter(|x| x % 2 == 1).collect();
    let (count, rest) = (odd.len() as u32, vec![BEFORE; x.len() - odd.len()]);
    let mut before = vec![BEFORE; 1 + x.len()];
    before[0] = 0;
    let want = [vec![count], odd, rest].concat();
    let kept = Output { name: "kept", before, want, kind: Kind::Counted };
    rung("append", APPEND, vec![x], kept, [4, 1, 1])
}

fn rows() -> Rung {
    let table = numbers(300, 4);
    let want = table.chunks(50).map(|row| row.iter().sum()).collect();
    Rung { most: 2, ..rung("rows", ROWS, vec![table], output("sums", want), [6, 1, 1]) }
}

fn softmax() -> Rung {
    // Rows whose largest numbers are too large for exp, whose numbers are too small for it, and one of whose numbers is
    // all that counts.
    let row = |from: f32, step: f32| (0..50_u32).map(move |i| from + step * (i * 37 % 50) as f32);
    let mut x: Vec<f32> =
        row(90.0, 0.25).chain(row(-212.0, 0.125)).chain(row(-3.0, 0.125)).chain(row(0.5, 0.0)).collect();
    x[149] = 60.0;
    let softmax = |row: &[f32]| -> Vec<u32> {
        let largest = row.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f64> = row.iter().map(|x| f64::from(x - largest).exp()).collect();
        let sum: f64 = powers.iter().sum();
        powers.iter().map(|power| ((power / sum) as f32).to_bits()).collect()
    };
    let want = x.chunks(50).flat_map(softmax).collect();
    let y = Output { kind: Kind::Float, ..output("y", want) };
    let x = x.iter().map(|x| x.to_bits()).collect();
    Rung { most: 2, ..rung("softmax", SOFTMAX, vec![x], y, [4, 1, 1]) }
}

fn scores() -> Rung {
    let (q, k) = (numbers(20 * 40, 5), numbers(28 * 40, 6));
    let product = |q: &[u32], k: &[u32]| q.iter().zip(k).map(|(q, k)| q * k).sum();
    let want = q.chunks(40).flat_map(|row| k.chunks(40).map(move |column| product(row, column))).collect();
    Rung { transactions: 450, conflicts: 1000, ..rung("scores", SCORES, vec![q, k], output("scores", want), [2, 2, 1]) }
}

impl Rung {
    fn judge(&self) -> Result<(), Failed> {
        let (name, file) = (self.name, format!("src/{}.wgsl", self.name));
        let shader = Shader::parse(self.wgsl, &file).map_err(|error| format!("{file} does not compile.\n{error}"))?;
        let program = shader.program("main", &[]).map_err(|error| format!("{file}: {error}"))?;

        let in_step = Dispatch { record: 200_000, ..Dispatch::new(self.groups) };
        let (report, difference) = self.run(&program, &in_step)?;
        let wrong = |words: String, at: usize, requests| {
            let drawing = self.drawing(&program, &report, at, requests);
            Err(Failed::from(format!("{name}.wgsl: {words}\n\n{drawing}")))
        };
        if let Some(finding) = report.findings.first() {
            return wrong(self.explained(finding), 0, Requests::All);
        }
        if report.stores.iter().all(|stores| stores.stores == 0) {
            return Err(format!("{name}.wgsl: nothing is stored in {} yet", self.output.name).into());
        }
        if let Some((at, words)) = difference {
            return wrong(words, at, Requests::All);
        }

        let orders = [Order::Forward, Order::Backward, Order::LateStores, Order::Shuffled(1), Order::Shuffled(2)];
        let mut others: Vec<(Dispatch, String)> = orders
            .map(|order| (Dispatch::new(self.groups).order(order), format!("when invocations run {order}")))
            .into();
        if program.uses_subgroups() {
            let small = Dispatch { subgroup_size: 8, ..Dispatch::new(self.groups) };
            others.push((small, "in subgroups of 8 instead of 32".into()));
        }
        for (other, when) in others {
            let (report, difference) = self.run(&program, &other)?;
            if let Some(finding) = report.findings.first() {
                return wrong(self.explained(finding), 0, Requests::All);
            }
            if let Some((at, words)) = difference {
                return wrong(format!("{words} {when}"), at, Requests::All);
            }
        }

        match self.beyond(&program, &report) {
            Some(words) => Err(format!("{name}.wgsl: {words}").into()),
            None => Ok(()),
        }
    }

    /// Which limit a right answer exceeds, in words and with what shows it.
    fn beyond(&self, program: &Program, report: &Report) -> Option<String> {
        let &Self { most, transactions, conflicts, .. } = self;
        if let Some((invocation, words)) = self.busiest(program, report).filter(|&(_, words)| words > most) {
            let drawing = self.drawing(program, report, 0, Requests::All);
            return Some(format!(
                "invocation {invocation} reads {words} words, and {most} is the most. The others wait: let each bring \
                 its part\n\n{drawing}"
            ));
        }
        let takes = report.transactions();
        if takes > transactions {
            let drawing = self.drawing(program, report, 0, Requests::First);
            return Some(format!(
                "this takes {takes} transactions, and {transactions} is the most. Neighbouring lanes, neighbouring \
                 words\n\n{drawing}"
            ));
        }
        let takes = report.conflicts();
        let worst = report.traffic.iter().max_by_key(|traffic| traffic.conflicts).filter(|_| takes > conflicts)?;
        Some(format!(
            "bank conflicts take {takes} turns more, and {conflicts} is the most. {} of them come from {} in line {}\n\n\
             What the lanes of one subgroup ask together of the 32 banks there, with how many different words of each:\
             \n{}",
            worst.conflicts,
            worst.variable,
            worst.line,
            banks(report, worst)
        ))
    }

    /// A finding, with what a reader of its line may not know.
    fn explained(&self, finding: &Finding) -> String {
        let line = self.wgsl.lines().nth(finding.line as usize - 1).unwrap_or_default();
        match finding.fault {
            Fault::PastTheEnd { access: Access::Read, .. } if line.contains("select(") => {
                format!("{finding}. select is a function: both of its values are computed before it chooses")
            }
            _ => finding.to_string(),
        }
    }

    /// A run, and the first word that isn't what it should be.
    fn run(&self, program: &Program, dispatch: &Dispatch) -> Result<(Report, Option<(usize, String)>), Failed> {
        let given = self.inputs.iter().chain([&self.output.before]);
        let mut buffers: Vec<Buffer> = (0..).zip(given).map(|(binding, words)| Buffer::new(binding, words)).collect();
        let report = program.run(&mut buffers, dispatch)?;
        let difference = self.output.difference(&buffers[self.inputs.len()].to_vec::<u32>());
        Ok((report, difference))
    }

    /// The first of the invocations that read most words of the inputs, by its number in x, and how many.
    fn busiest(&self, program: &Program, report: &Report) -> Option<(u32, u64)> {
        let inputs: Vec<&str> = (0..self.inputs.len() as u32).filter_map(|binding| program.name_at(binding)).collect();
        let mut words = BTreeMap::new();
        for drawn in report.accesses.iter().filter(|drawn| inputs.contains(&drawn.variable.as_str())) {
            *words.entry(drawn.invocation.global).or_insert(0) += u64::from(drawn.words);
        }
        words.into_iter().rev().map(|([x, ..], words)| (x, words)).max_by_key(|&(_, words)| words)
    }

    /// With `at` among the words that are drawn.
    fn drawing(&self, program: &Program, report: &Report, at: usize, requests: Requests) -> String {
        let Output { name, want, .. } = &self.output;
        let stored = program.name_at(self.inputs.len() as u32).unwrap_or(name);
        let mut buffers = vec![(stored, want.len())];
        buffers.extend((0..).zip(&self.inputs).filter_map(|(at, input)| Some((program.name_at(at)?, input.len()))));
        report.drawing(&buffers, at / 64 * 64, requests)
    }
}

impl Output {
    /// The first word that isn't what it should be, and that in a sentence.
    fn difference(&self, got: &[u32]) -> Option<(usize, String)> {
        let Self { name, want, kind, .. } = self;
        let differs = |mut places: std::ops::Range<usize>| places.find(|&i| got[i] != want[i]);
        match kind {
            Kind::Whole => {
                let i = differs(0..want.len())?;
                Some((i, format!("{name}[{i}] is {}, and should be {}", got[i], want[i])))
            }
            Kind::Float => {
                let float = |words: &[u32], i: usize| f32::from_bits(words[i]);
                let i = (0..want.len()).find(|&i| !close(float(got, i), float(want, i)))?;
                Some((i, format!("{name}[{i}] is {:?}, and should be {:?}", float(got, i), float(want, i))))
            }
            Kind::Counted if got[0] != want[0] => {
                Some((0, format!("{name}.count is {}, and should be {}", got[0], want[0])))
            }
            Kind::Counted => {
                let n = want[0] as usize;
                if let Some(missing) = want[1..=n].iter().find(|number| !got[1..=n].contains(number)) {
                    return Some((0, format!("{missing} isn't among the first {n} of {name}.numbers")));
                }
                let i = differs(n + 1..want.len())?;
                Some((i, format!("{name}.numbers[{}] is {}, and should be {} as before", i - 1, got[i], want[i])))
            }
        }
    }
}

/// A letter for each bank of workgroup memory: how many different words of it the worst request at one place asks for.
fn banks(report: &Report, place: &Traffic) -> String {
    let there =
        |drawn: &&Drawn| (drawn.line, drawn.access, &drawn.variable) == (place.line, place.access, &place.variable);
    let mut requests: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
    for drawn in report.accesses.iter().filter(there) {
        requests.entry(drawn.request).or_default().insert(drawn.word);
    }
    let of_banks = |words: BTreeSet<u32>| {
        let mut counts = [0; 32];
        words.into_iter().for_each(|word| counts[word as usize % 32] += 1);
        counts
    };
    let worst = requests.into_values().rev().map(of_banks).max_by_key(|counts| counts.iter().max().copied());
    let letter = |count: u32| match count {
        0 => '·',
        10.. => '+',
        count => char::from_digit(count, 10).expect("below ten"),
    };
    worst.unwrap_or_default().map(letter).iter().collect()
}

/// What is smaller than a tenth of a millionth may be zero.
fn close(got: f32, want: f32) -> bool {
    (got - want).abs() <= 1e-5 * want.abs() + 1e-7
}

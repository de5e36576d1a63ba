//! Races at the prompt.

use crate::shown;
use plot::Kind;
use race::{
    Plan,
    table::{self, Look},
};
use record::{Race, Records};
use std::{collections::BTreeMap, fmt, time::Duration};
use variant::Workers;

/// A race of one kernel: said with [`race`], run when it is shown or asked for.
#[derive(Clone, Debug)]
pub struct Heat {
    kernel: String,
    workers: Vec<usize>,
    variants: Vec<String>,
    size: Option<usize>,
    samples: usize,
}

/// One worker count or several.
pub trait Counts {
    /// All of them.
    fn counts(self) -> Vec<usize>;
}

impl Counts for usize {
    fn counts(self) -> Vec<usize> {
        vec![self]
    }
}

impl<const N: usize> Counts for [usize; N] {
    fn counts(self) -> Vec<usize> {
        self.to_vec()
    }
}

impl Counts for Vec<usize> {
    fn counts(self) -> Vec<usize> {
        self
    }
}

/// Every variant of `kernel` side by side: `race("great_circle", 2)`, or `race("mandelbrot", [1, 2, 4])` for a picture
/// of how they scale.
pub fn race(kernel: &str, workers: impl Counts) -> Heat {
    Heat { kernel: kernel.into(), workers: workers.counts(), variants: Vec::new(), size: None, samples: 15 }
}

impl Heat {
    /// Only these variants, and `serial`.
    #[must_use]
    pub fn of<const N: usize>(mut self, variants: [&str; N]) -> Self {
        self.variants = variants.map(String::from).to_vec();
        self
    }

    /// Another size than the kernel's usual one.
    #[must_use]
    pub fn size(mut self, size: usize) -> Self {
        self.size = Some(size);
        self
    }

    /// Another number of rounds than 15.
    #[must_use]
    pub fn samples(mut self, samples: usize) -> Self {
        self.samples = samples;
        self
    }

    /// Runs the race.
    ///
    /// # Errors
    /// A sentence that says what is wrong with what was asked for: no such kernel or variant, nothing to do, nobody to
    /// do it; or which variant gave a wrong answer.
    pub fn run(&self) -> Result<Race, String> {
        let known = lineup::KERNELS.iter().map(|kernel| kernel.name);
        let kernel = lineup::kernel(&self.kernel)
            .ok_or_else(|| format!("there is no kernel {:?}. There are: {}", self.kernel, list(known)))?;
        let infos = kernel.variants();
        if let Some(name) = self.variants.iter().find(|name| !infos.iter().any(|info| info.name == **name)) {
            return Err(format!(
                "there is no variant {name:?} here. There are: {}",
                list(infos.iter().map(|i| i.name))
            ));
        }
        let workers: Option<Vec<_>> = self.workers.iter().map(|&n| Workers::new(n)).collect();
        let workers = workers
            .filter(|workers| !workers.is_empty())
            .ok_or("without workers nothing is ever done; give 1 or more")?;
        let size = self.size.unwrap_or(kernel.default_size);
        if size == 0 || self.samples == 0 {
            return Err("there is nothing to race over; give a size and a number of rounds of 1 or more".into());
        }
        let variants = self.variants.clone();
        let (samples, budget) = (self.samples, Duration::from_secs(2));
        let plan = Plan { kernel, size, variants, against: None, workers, samples, budget, cold: false };
        race::run(&plan, record::describe("here", "none"), |_| ()).map_err(|failed| failed.to_string())
    }

    /// What the prompt calls to show a result: the table, and where several worker counts raced, the speedups drawn.
    pub fn evcxr_display(&self) {
        match self.run() {
            Ok(race) => shown::show(&table_of(&race), picture(race).as_deref()),
            Err(message) => shown::show(&message, None),
        }
    }
}

/// Runs the race, and says how it went.
impl fmt::Display for Heat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.run() {
            Ok(race) => f.write_str(&table_of(&race)),
            Err(message) => f.write_str(&message),
        }
    }
}

fn table_of(race: &Race) -> String {
    let size_is = lineup::kernel(&race.kernel).map_or("", |kernel| kernel.size_is);
    table::render(race, size_is, Look { width: 80, colour: None })
}

fn picture(race: Race) -> Option<String> {
    let kernel = race.kernel.clone();
    let records = Records {
        machine: race.machine.clone(),
        rows: BTreeMap::new(),
        races: BTreeMap::from([(kernel.clone(), race)]),
        traces: BTreeMap::new(),
        facts: BTreeMap::new(),
        series: BTreeMap::new(),
    };
    plot::kernel(&records, None, &kernel, Kind::Speedup, &[]).ok().map(|figure| figure.svg)
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

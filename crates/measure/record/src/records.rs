//! A folder of records, read as a whole.

use crate::{Error, Fact, Machine, Race, Row, Series, Trace};
use std::{collections::BTreeMap, path::Path};
use variant::Way;

/// A whole folder of records.
#[derive(Clone, Debug, PartialEq)]
pub struct Records {
    /// The machine they were made on.
    pub machine: Machine,
    /// Absolute times, by kernel.
    pub rows: BTreeMap<String, Vec<Row>>,
    /// Races, by kernel.
    pub races: BTreeMap<String, Race>,
    /// Who did what and when, by kernel.
    pub traces: BTreeMap<String, Trace>,
    /// Single facts, by name.
    pub facts: BTreeMap<String, Fact>,
    /// Sweeps, by name.
    pub series: BTreeMap<String, Series>,
}

impl Records {
    /// Reads every record in the folder. Files of other kinds are left alone.
    ///
    /// # Errors
    /// When there is no `machine.txt`, any record makes no sense, or a race was run on another processor.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let machine = Machine::read(&folder.join("machine.txt"))?;
        let mut records = Self {
            machine,
            rows: BTreeMap::new(),
            races: BTreeMap::new(),
            traces: BTreeMap::new(),
            facts: BTreeMap::new(),
            series: BTreeMap::new(),
        };
        for file in std::fs::read_dir(folder).map_err(Error::io(folder))? {
            let path = file.map_err(Error::io(folder))?.path();
            // Hidden files are an editor's: `.#k.csv` even leads nowhere.
            let name = path.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.'));
            let Some(name) = name else { continue };
            if name == "facts.csv" {
                records.facts = Fact::read(&path)?.into_iter().map(|fact| (fact.name.clone(), fact)).collect();
            } else if let Some(name) = name.strip_suffix(".series.csv") {
                records.series.insert(name.to_owned(), Series::read(&path)?);
            } else if let Some(kernel) = name.strip_suffix(".csv") {
                records.rows.insert(kernel.to_owned(), Row::read(&path)?);
            } else if let Some(kernel) = name.strip_suffix(".race.json") {
                let race = Race::read(&path)?;
                if let Some(how) = race.machine.differs_from(&records.machine) {
                    return Err(Error::unreadable(
                        &path,
                        1,
                        format!("{how}, which machine.txt names: one record, one processor"),
                    ));
                }
                records.races.insert(kernel.to_owned(), race);
            } else if let Some(kernel) = name.strip_suffix(".trace.json") {
                records.traces.insert(kernel.to_owned(), Trace::read(&path)?);
            }
        }
        Ok(records)
    }

    /// A variant's way of working: what the kernel's race says, or, where there is none, the way that it is named
    /// after.
    pub fn way(&self, kernel: &str, variant: &str) -> Option<Way> {
        self.races.get(kernel).map_or_else(|| Way::named(variant), |race| race.way(variant))
    }

    /// These records with the ways and baselines that `newer` gives for the same variants, where theirs are missing.
    pub fn told_by(mut self, newer: &Records) -> Self {
        for (kernel, race) in &mut self.races {
            let Some(known) = newer.races.get(kernel) else { continue };
            let old: Vec<_> = race.variants.iter().filter(|e| e.way.is_none()).map(|e| e.name.clone()).collect();
            if old.is_empty() {
                continue;
            }
            let tell = |name: &str| {
                let entry = known.variants.iter().find(|entry| entry.name == name)?;
                old.iter().any(|old| old == name).then(|| (known.way(name), entry.baseline.clone()))
            };
            *race = race.clone().told(tell);
        }
        self
    }

    /// The time of a kernel's variant with so many workers; of the largest problem where several sizes are recorded.
    pub fn row(&self, kernel: &str, variant: &str, workers: usize) -> Option<&Row> {
        let rows = self.rows.get(kernel)?;
        rows.iter().filter(|row| row.variant == variant && row.workers == workers).max_by_key(|row| row.size)
    }
}

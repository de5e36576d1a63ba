//! The records that a book may quote: the reference, and those of other machines, by name.

use crate::args::did_you_mean;
use record::Records;
use std::{collections::BTreeMap, fs, path::Path};

/// What lies in `benches/record`, but for the reader's own.
pub struct Shelf {
    reference: Records,
    others: BTreeMap<String, Records>,
}

impl Shelf {
    /// Reads every record of `folder`; `reference` names the one that stands for the book's machine.
    ///
    /// # Errors
    /// When one can't be read.
    pub fn read(folder: &Path, reference: &str) -> Result<Self, String> {
        let read = |name: &str| Records::read(&folder.join(name)).map_err(|e| e.to_string());
        let reference_read = read(reference)?;
        let names =
            fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|it| it.file_name().into_string().ok());
        let others = names
            .filter(|name| name != reference && name != "yours" && folder.join(name).join("machine.txt").is_file());
        let others: Result<_, _> = others.map(|name| Ok::<_, String>((name.clone(), read(&name)?))).collect();
        Ok(Self { reference: reference_read, others: others? })
    }

    /// The book's machine.
    pub fn reference(&self) -> &Records {
        &self.reference
    }

    /// The record that `on=NAME` asks for; the reference where nothing is asked for.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn on(&self, name: Option<&str>) -> Result<&Records, String> {
        let Some(name) = name else { return Ok(&self.reference) };
        self.others.get(name).ok_or_else(|| {
            let known = self.others.keys().map(String::as_str);
            let close = did_you_mean(name, known.clone());
            let known = known.collect::<Vec<_>>().join(", ");
            format!("benches/record has no \"{name}\" beside the reference{close}; known: {known}")
        })
    }
}

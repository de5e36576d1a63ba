//! What can be done with a listing besides reading it: its program run, its variant raced.
//!
//! A page that `lab` serves has buttons for both, which a script makes of the figure's attributes. Any other page has
//! the command.

use crate::{
    house::House,
    html::{escape, unsearched},
};
use std::path::Path;
use workbook::{Main, Program, Row, program_of, variants};

/// What can be done with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runs {
    program: Option<Program>,
    race: Option<Race>,
}

/// A variant and those that it races against, beside `serial`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Race {
    kernel: String,
    variants: Vec<String>,
}

impl Runs {
    /// What can be done with `file`, a path from the root; `None` for nothing.
    pub fn of(house: &House, file: &Path) -> Option<Self> {
        let root = house.at(Path::new(""));
        let program = program_of(&root, house.crates(), file);
        let race = house.crate_of(file).and_then(|(home, rest)| {
            let name = rest.strip_prefix("src").ok()?.to_str()?.strip_suffix(".rs")?;
            let variants = neighbours(&variants(&root, home), name)?;
            Some(Race { kernel: home.name.clone(), variants })
        });
        (program.is_some() || race.is_some()).then_some(Self { program, race })
    }

    /// The attributes of its figure, each with a blank before it.
    pub fn attributes(&self) -> String {
        let mut attributes = String::new();
        if let Some(program) = &self.program {
            attributes += &format!(" data-run=\"{}\"", escape(&program.id()));
        }
        if let Some(Race { kernel, variants }) = &self.race {
            attributes += &format!(" data-race=\"{}\" data-variants=\"{}\"", escape(kernel), variants.join(","));
        }
        attributes
    }

    /// The command, for whoever has no buttons.
    pub fn by_hand(&self) -> String {
        let (what, command) = match self {
            Self { race: Some(Race { kernel, variants }), .. } => {
                ("Race it", format!("cargo lab race {kernel} --variants {}", variants.join(",")))
            }
            Self { program: Some(program), .. } if program.main == Main::Own => ("Try it", program.command()),
            Self { program: Some(program), .. } => ("Run it", program.command()),
            _ => return String::new(),
        };
        unsearched(&format!("<p class=\"by-hand\">{what}: <code>{}</code></p>", escape(&command)))
    }
}

/// A variant between the one before it and the one after it, as far as those run without more than this machine's
/// cores; `None` where there is no such variant.
fn neighbours(rows: &[Row], name: &str) -> Option<Vec<String>> {
    let rows: Vec<_> = rows.iter().filter(|row| row.name == name || row.is_plain()).collect();
    let at = rows.iter().position(|row| row.name == name)?;
    let near = rows.iter().enumerate().filter(|(i, _)| i.abs_diff(at) <= 1);
    Some(near.map(|(_, row)| row.name.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_races_against_those_beside_it() {
        let rows = [("serial", "Serial"), ("simd", "Simd"), ("mpi", "Mpi"), ("rayon", "Rayon"), ("gpu", "Gpu")];
        let rows = rows.map(|(name, way)| Row { name: name.into(), way: way.into() });
        let near = |name: &str| neighbours(&rows, name).map(|names| names.join(","));
        assert_eq!(near("serial").as_deref(), Some("serial,simd"));
        assert_eq!(near("simd").as_deref(), Some("serial,simd,rayon"));
        assert_eq!(near("rayon").as_deref(), Some("simd,rayon"));
        assert_eq!(near("gpu").as_deref(), Some("rayon,gpu"));
        assert_eq!(near("lib"), None);
    }
}

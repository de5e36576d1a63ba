//! The processor's model and cores, as Linux tells them in `/proc/cpuinfo`.

use std::collections::HashSet;

/// What `/proc/cpuinfo` says.
#[derive(Debug, Default, PartialEq)]
pub struct Info {
    /// The processor's name for itself.
    pub model: Option<String>,
    /// Physical cores, counted as distinct pairs of package and core. ARM kernels don't name them.
    pub cores: Option<usize>,
    /// Entries, one per hardware thread.
    pub logical: usize,
    /// Whether the `hypervisor` flag is set: this is a virtual processor.
    pub hypervisor: bool,
}

// ANCHOR: parse
/// Reads the whole file. Lines it doesn't know are skipped.
pub fn parse(text: &str) -> Info {
    let mut info = Info::default();
    let mut cores = HashSet::new();
    for block in text.split("\n\n") {
        let field = |name: &str| {
            block
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(key, _)| key.trim() == name)
                .map(|(_, v)| v.trim())
        };
        if field("processor").is_none_or(|n| n.parse::<usize>().is_err()) {
            continue;
        }
        info.logical += 1;
        let model = field("model name").filter(|model| !model.is_empty());
        info.model = info.model.or(model.map(Into::into));
        info.hypervisor |= field("flags").is_some_and(|flags| flags.split(' ').any(|flag| flag == "hypervisor"));
        if let (Some(package), Some(core)) = (field("physical id"), field("core id")) {
            cores.insert((package.to_owned(), core.to_owned()));
        }
    }
    info.cores = (!cores.is_empty()).then_some(cores.len());
    info
}
// ANCHOR_END: parse

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smt_siblings_are_one_core() {
        let thread = |n, package, core| {
            format!("processor\t: {n}\nmodel name\t: EPYC\nphysical id\t: {package}\ncore id\t\t: {core}\n\n")
        };
        let text = [thread(0, 0, 0), thread(1, 0, 1), thread(2, 0, 0), thread(3, 1, 0)].concat();
        let info = parse(&text);
        assert_eq!((info.logical, info.cores), (4, Some(3)));
        assert_eq!(info.model.as_deref(), Some("EPYC"));
        assert!(!info.hypervisor);
    }

    #[test]
    fn arm_names_no_cores() {
        let info =
            parse("processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\n\nprocessor\t: 1\n\nHardware\t: x\n");
        assert_eq!((info.logical, info.cores, info.model), (2, None, None));
    }

    #[test]
    fn an_empty_file_has_nothing() {
        assert_eq!(parse(""), Info::default());
    }
}

//! A real graph: English words, and those that define them.

use crate::Csr;

/// English words; an edge leads from each word to those that define it.
pub struct Words {
    /// The edges. Neighbours stand in rising order.
    pub graph: Csr,
    /// What the vertices are called, in alphabetical order.
    pub names: Vec<&'static str>,
}

impl Words {
    /// The vertex called `name`.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.binary_search(&name).ok()
    }
}

/// The words of WordNet that occur in its marked texts, with an edge from each word to the words of its first
/// definitions. `data/README.md` says how this was made, and `data/LICENSE` who may use it how.
///
/// # Panics
/// Never, with the files that stand in the repository: a test reads them.
pub fn words() -> Words {
    let graph = Csr::read(include_bytes!("../data/words.csr"))
        .expect("the file is a graph");
    let names: Vec<_> = include_str!("../data/words.txt").lines().collect();
    assert_eq!(names.len(), graph.len(), "each vertex has a name");
    Words { graph, names }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_a_fine_cord() {
        let words = words();
        let thread = words.find("thread").expect("it is a word");
        let defined_by: Vec<_> = words
            .graph
            .neighbours(thread)
            .iter()
            .map(|&v| words.names[v as usize])
            .collect();
        assert!(
            defined_by.contains(&"fine") && defined_by.contains(&"cord"),
            "{defined_by:?}"
        );
        assert_eq!(words.find("xyzzy"), None);
    }

    #[test]
    fn names_are_in_order_and_edges_too() {
        let words = words();
        assert!(words.names.is_sorted_by(|a, b| a < b));
        for v in 0..words.graph.len() {
            let row = words.graph.neighbours(v);
            assert!(
                row.is_sorted_by(|a, b| a < b),
                "no edge twice from {}",
                words.names[v]
            );
            assert!(
                !row.contains(&(v as u32)),
                "{} isn't defined by itself",
                words.names[v]
            );
        }
    }
}

//! What can be wrong with a graph.

/// What is wrong with something that was to be a graph.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The first offset isn't 0, or the last isn't the number of edges.
    #[error("{}", ends(*first, *last, *edges))]
    Ends {
        /// The first offset, if there is any.
        first: Option<usize>,
        /// The last one.
        last: Option<usize>,
        /// How many edges there are.
        edges: usize,
    },
    /// A vertex's edges end before they begin.
    #[error("offset {vertex} is {to}, below the one before it, {from}")]
    Falling {
        /// Which offset falls.
        vertex: usize,
        /// The one before it.
        from: usize,
        /// What it is.
        to: usize,
    },
    /// An edge begins or ends where there is no vertex.
    #[error(
        "edge {edge} is at vertex {target}, but there are only {vertices} vertices"
    )]
    Target {
        /// Which edge.
        edge: usize,
        /// Where it begins or ends.
        target: u32,
        /// How many vertices there are.
        vertices: usize,
    },
    /// The file ends too early.
    #[error("the file ends after {length} bytes, in the middle of {what}")]
    Truncated {
        /// How long the file is.
        length: usize,
        /// What stood at its end.
        what: &'static str,
    },
    /// A number in the file is larger than any vertex or count may be.
    #[error(
        "at byte {at} of the file stands a number of more than 32 bits"
    )]
    Number {
        /// Where it begins.
        at: usize,
    },
    /// The vertices' edges are not as many as the file's head says.
    #[error(
        "the file's head promises {promised} edges, but its vertices have {found}"
    )]
    Edges {
        /// By the head.
        promised: usize,
        /// By the vertices.
        found: usize,
    },
    /// The file goes on behind the last vertex.
    #[error("{0} bytes stand behind the last vertex")]
    Behind(usize),
}

fn ends(first: Option<usize>, last: Option<usize>, edges: usize) -> String {
    match (first, last) {
        (Some(first), Some(last)) => {
            format!(
                "the offsets begin with {first} and end with {last}; with {edges} edges it must be 0 and {edges}"
            )
        }
        _ => {
            "there are no offsets; even a graph without vertices has one, 0"
                .into()
        }
    }
}

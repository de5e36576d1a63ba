//! Two sorted lists and a binary search; fractions of the sum of the parts instead of a difference from the whole.

/// What a core did between two looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// The fraction of the time in which it worked, 0 to 1.
    pub busy: f64,
    /// The fraction that its host gave to somebody else, 0 to 1.
    pub stolen: f64,
}

/// One core in the later text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Core {
    /// Its number: 3 for `cpu3`.
    pub number: u32,
    /// What it did; `None` if that can't be known.
    pub load: Option<Load>,
}

/// Why a text can't be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// It has no line of any core.
    NoCores,
    /// The line of this core has too few counters, or one that is no number.
    Counters(u32),
}

/// Searches the earlier list for each core of the later one.
pub fn utilisation(before: &str, after: &str) -> Result<Vec<Core>, Malformed> {
    let before = looks(before)?;
    let mut cores = Vec::new();
    for (number, now) in looks(after)? {
        let load = before.binary_search_by_key(&number, |look| look.0).ok().and_then(|at| {
            let then = &before[at].1;
            let advance = |i: usize| if now[i] > then[i] { (now[i] - then[i]) as f64 } else { 0.0 };
            let [work, rest, stolen] =
                [&[0, 1, 2, 5, 6][..], &[3, 4], &[7]].map(|places| places.iter().map(|&i| advance(i)).sum::<f64>());
            let whole = work + rest + stolen;
            if whole == 0.0 { None } else { Some(Load { busy: work / whole, stolen: stolen / whole }) }
        });
        cores.push(Core { number, load });
    }
    Ok(cores)
}

/// Number and counters of each core, sorted.
fn looks(text: &str) -> Result<Vec<(u32, Vec<u64>)>, Malformed> {
    let mut looks = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("cpu")) {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let Ok(number) = name[3..].parse::<u32>() else { continue };
        let counters: Result<Vec<u64>, _> = rest.split_whitespace().take(10).map(str::parse).collect();
        let mut counters = counters.map_err(|_| Malformed::Counters(number))?;
        if counters.len() < 4 {
            return Err(Malformed::Counters(number));
        }
        counters.resize(10, 0);
        looks.push((number, counters));
    }
    looks.sort();
    if looks.is_empty() { Err(Malformed::NoCores) } else { Ok(looks) }
}

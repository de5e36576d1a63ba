//! One dispatch in several orders, to see whether the answer depends on it.

use crate::{Buffer, Dispatch, Error, Finding, Order, Program, Report};
use std::fmt;

/// A word that came out otherwise in another order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The element, by name: `sums[3]`.
    pub variable: String,
    /// What it was in step, as bits, and with subgroups of which size.
    pub first: (u32, u32),
    /// What it was in another order or with other subgroups.
    pub other: (u32, u32),
    /// That order.
    pub order: Order,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { variable, first, other, order } = self;
        let value = |bits: u32| match f32::from_bits(bits) {
            // Small whole numbers have no bits that a sensible `f32` would have.
            float if float.is_normal() && (1 << 23..u32::MAX - (1 << 20)).contains(&bits) => format!("{float:?}"),
            _ => bits.to_string(),
        };
        write!(
            f,
            "{variable} is {} when invocations run in step, and {} when they run ",
            value(first.0),
            value(other.0)
        )?;
        match first.1 == other.1 {
            true => write!(f, "{order}"),
            false => write!(f, "{order} in subgroups of {} instead of {}", other.1, first.1),
        }
    }
}

/// What all the runs say.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Of the run in step: its counts are the ones to read.
    pub report: Report,
    /// Of all runs, each once.
    pub findings: Vec<Finding>,
    /// The first word that depends on the order. Not necessarily wrong: the order in which an atomic counter hands out
    /// places, for instance, is anyone's guess, and a program may be right with each.
    pub difference: Option<Difference>,
}

impl Program {
    /// Runs it in step, and then in every other order, and compares. `buffers` hold what the run in step stored.
    ///
    /// # Errors
    /// As [`Program::run`].
    pub fn in_orders(&self, buffers: &mut [Buffer], dispatch: &Dispatch) -> Result<Verdict, Error> {
        let before = buffers.to_vec();
        let first = Dispatch { order: Order::Lockstep, ..dispatch.clone() };
        let report = self.run(buffers, &first)?;
        let mut verdict = Verdict { findings: report.findings.clone(), report, difference: None };
        let mut others: Vec<Dispatch> =
            [Order::Forward, Order::Backward, Order::LateStores, Order::Shuffled(1), Order::Shuffled(2)]
                .map(|order| Dispatch { order, record: 0, ..dispatch.clone() })
                .into();
        if self.uses_subgroups() {
            let size = if dispatch.subgroup_size == 8 { 32 } else { 8 };
            others.push(Dispatch { order: Order::Lockstep, subgroup_size: size, record: 0, ..dispatch.clone() });
        }
        for other in others {
            // What a faulty run stores means nothing, and it may take as long as the first.
            if !verdict.findings.is_empty() {
                break;
            }
            let mut buffers_then = before.clone();
            let report = self.run(&mut buffers_then, &other)?;
            verdict.findings.extend(report.findings);
            if verdict.difference.is_none() && verdict.findings.is_empty() {
                verdict.difference = self.difference(buffers, &buffers_then, &first, &other);
            }
        }
        Ok(verdict)
    }

    fn difference(&self, one: &[Buffer], two: &[Buffer], first: &Dispatch, other: &Dispatch) -> Option<Difference> {
        one.iter().zip(two).find_map(|(one, two)| {
            let word = one.words.iter().zip(&two.words).position(|(one, two)| one != two)?;
            Some(Difference {
                variable: self.element(one.group, one.binding, word as u32),
                first: (one.words[word], first.subgroup_size),
                other: (two.words[word], other.subgroup_size),
                order: other.order,
            })
        })
    }
}

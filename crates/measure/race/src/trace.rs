//! Who did which part, and when: each variant run with notes being taken.

use crate::{Failed, Plan, run::line_up};
use lineup::Load;
use record::{Machine, Part, Run, Trace};

/// Runs of which the one that took the middle time is kept.
const RUNS: usize = 5;

/// Runs every wanted variant that is available here. Each runs a few times; the one of middling length is told.
///
/// `trace::start` must have been called when the program began.
///
/// # Errors
/// When a variant's answer is wrong.
pub fn trace(plan: &Plan, machine: Machine, mut progress: impl FnMut(usize, usize)) -> Result<Trace, Failed> {
    let mut problem = plan.kernel.prepare(plan.size, Load::Usual);
    let mut runners = line_up(plan, plan.kernel.variants());
    let count = runners.len();
    let mut runs = Vec::new();
    for (i, runner) in runners.iter_mut().enumerate() {
        progress(i, count);
        runner.warm_up(problem.as_mut(), plan, i == 0)?;
        let mut taken = Vec::new();
        for _ in 0..RUNS {
            trace::clear();
            let begin = trace::now();
            if let Some(seconds) = runner.time(problem.as_mut()) {
                let workers = trace::collect();
                // What starting a program took is no part of the run: then it begins with the first part.
                let first = workers.iter().flat_map(|worker| worker.parts.first()).map(|part| part.from_ns).min();
                let begin = first.filter(|_| runner.launched()).unwrap_or(begin);
                let since = |at: u64| at.saturating_sub(begin) as f64 / 1e9;
                let part = |p: trace::Part| Part {
                    first: p.first,
                    end: p.end,
                    from_s: since(p.from_ns),
                    to_s: since(p.to_ns),
                };
                let lanes = workers.into_iter().map(|worker| worker.parts.into_iter().map(part).collect());
                let (variant, way, workers) = runner.who();
                taken.push(Run { variant, way: Some(way.name().into()), workers, seconds, lanes: lanes.collect() });
            }
        }
        taken.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
        if !taken.is_empty() {
            runs.push(taken.swap_remove(taken.len() / 2));
        }
    }
    progress(count, count);
    Ok(Trace { kernel: plan.kernel.name.into(), size: plan.size, machine, runs })
}

//! One variant, run once and looked at: what the copy of a kernel's crate is compiled with, so that its variants run by
//! themselves. Here it is compiled for its test alone.

use std::{
    ops::DerefMut,
    process::ExitCode,
    time::{Duration, Instant},
};
use variant::{Kernel, Load, Variant, Workers};

/// Runs are repeated for so long, and then the middle one counts.
const LONG: Duration = Duration::from_millis(80);
/// And no more often than this.
const OFTEN: usize = 9;
/// A problem of more operations is made smaller: a reader waits for `serial`, too.
const MANY: f64 = 3e8;

/// The whole of a program that shows the variant `name`: prints what [`show`] says, and fails where it does.
pub fn main<P, A, T>(kernel: &Kernel<P, A, T>, name: &str) -> ExitCode
where
    A: DerefMut<Target = [T]>,
    T: Copy,
{
    match show(kernel, name) {
        Ok(words) => {
            println!("{words}");
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the variant `name` and `serial` on the usual problem, or a smaller one, and says how long each took and that
/// their answers agree. That is a look and no measurement: a race takes turns, and tells how sure it is.
///
/// # Errors
/// A sentence: there is no such variant, it can't run here, or its answer is another than that of `serial`.
fn show<P, A, T>(kernel: &Kernel<P, A, T>, name: &str) -> Result<String, String>
where
    A: DerefMut<Target = [T]>,
    T: Copy,
{
    let find = |name: &str| kernel.variants.iter().find(|variant| variant.name == name);
    let shown = find(name).ok_or_else(|| format!("{} has no variant {name}", kernel.name))?;
    let mut size = kernel.default_size;
    while size > 1 && kernel.work.is_some_and(|work| work(size).operations > MANY) {
        size /= 2;
    }
    let problem = (kernel.problem)(size, Load::Usual);
    let mut got = (kernel.answer)(&problem);
    got.fill(kernel.spoilt);
    let workers = if shown.baseline.is_some() { Workers::available() } else { Workers::ONE };
    let took = middle(shown, &problem, workers, &mut got)?.as_secs_f64();
    let mut words = format!("{}: {size} {}\n", kernel.name, kernel.size_is);
    let mut line = |name: &str, workers: Workers, seconds: f64| {
        words += &format!("{:24}{:>10.2} ms\n", format!("{name}/{workers}"), seconds * 1e3);
    };
    let Some(serial) = find("serial").filter(|serial| serial.name != name) else {
        line(name, workers, took);
        return Ok(words.trim_end().to_owned());
    };
    let mut want = (kernel.answer)(&problem);
    let alone = middle(serial, &problem, Workers::ONE, &mut want)?.as_secs_f64();
    line(serial.name, Workers::ONE, alone);
    line(name, workers, took);
    (kernel.agree)(&problem, &want, &got, shown.precision)
        .map_err(|difference| format!("{words}{name} gives a wrong answer: {difference}"))?;
    let times = alone / took.max(f64::MIN_POSITIVE);
    Ok(format!("{words}The answers agree. One look says {times:.2}×; a race says how sure that is."))
}

/// The middle one of several runs, or of the one that takes long.
fn middle<P, A>(variant: &Variant<P, A>, problem: &P, workers: Workers, answer: &mut A) -> Result<Duration, String> {
    let (start, mut times) = (Instant::now(), Vec::new());
    while times.is_empty() || times.len() < OFTEN && start.elapsed() < LONG {
        let took = variant.run(problem, workers, answer);
        times.push(took.map_err(|missing| format!("{} can't run here: {missing}", variant.name))?.work);
    }
    times.sort();
    Ok(times[times.len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use variant::{Precision, Unavailable, Way};

    /// Doubles each number.
    const KERNEL: Kernel<Vec<u32>, Vec<u32>, u32> = Kernel {
        name: "twice",
        size_is: "numbers",
        default_size: 1000,
        test_sizes: &[],
        bytes: |size| 12 * size,
        work: None,
        problem: |size, _| (0..size as u32).collect(),
        answer: |problem| vec![0; problem.len()],
        spoilt: u32::MAX,
        agree: |_, want, got, _: Precision| {
            let at = want.iter().zip(got).position(|(want, got)| want != got);
            at.map_or(Ok(()), |at| Err(format!("at {at}")))
        },
        variants: &[
            Variant::new("serial", Way::Serial, None, |problem, _, twice| {
                twice.iter_mut().zip(problem).for_each(|(twice, n)| *twice = n + n);
                Ok(())
            }),
            Variant::new("threads", Way::Threads, Some("serial"), |problem, _, twice| {
                twice.iter_mut().zip(problem).for_each(|(twice, n)| *twice = 2 * n);
                Ok(())
            }),
            Variant::new("lazy", Way::Threads, None, |_, _, _| Ok(())),
            Variant::new("absent", Way::Gpu, None, |_, _, _| Err(Unavailable::new("no such card"))),
        ],
    };

    #[test]
    fn what_is_shown_is_checked() {
        let shown = show(&KERNEL, "threads").unwrap();
        assert!(shown.starts_with("twice: 1000 numbers\nserial/1 ") && shown.contains("\nthreads/"), "{shown}");
        assert!(shown.contains("The answers agree."), "{shown}");
        assert_eq!(show(&KERNEL, "serial").unwrap().lines().count(), 2);
        assert!(show(&KERNEL, "lazy").unwrap_err().ends_with("lazy gives a wrong answer: at 0"));
        assert_eq!(show(&KERNEL, "absent").unwrap_err(), "absent can't run here: no such card");
        assert_eq!(show(&KERNEL, "none").unwrap_err(), "twice has no variant none");
        assert_eq!(format!("{:?}", main(&KERNEL, "none")), format!("{:?}", ExitCode::FAILURE));
    }
}

//! Find the grain: tasks so large that they pay for themselves, and so small that nobody waits long for the last.
//!
//! The function below adds up what `part` returns for parts of a slice. It is right, it uses all threads, and it cuts
//! the slice down to single items: a million tasks for a million items. Each `join` takes some tens of nanoseconds, and
//! adding two numbers less than one. Cut into one part for each thread instead, and as soon as one part takes longer
//! than the others, all threads wait for the one that has it. The size at which you stop cutting is the *grain*.
//!
//! Change [`total`]. The caller says how many items make a task worth its price, `least`; how many threads there are
//! you ask rayon. With `w` threads:
//!
//! 1. no part is shorter than `least`, unless it is the last one, or everything;
//! 2. no part is longer than a quarter of a thread's fair share, that is `n / (4 * w)` rounded up, unless 2 × `least`
//!    is more: a part shorter than that can't be halved;
//! 3. there are at most 16 × `w` parts, or one for an empty slice: more would balance no better.
//!
//! For example, 1,000 items for 2 threads, none under 10: parts of 62 and 63 are fine, and so are parts of 100. The
//! check sees each part, for many lengths and numbers of threads, also where rules 1 and 2 leave little room. It wants
//! each item in exactly one part. In slow motion it gives you items of which a few are heavy, and wants all threads at
//! work at the same time and nobody idle while parts are left. It pauses a thread at each lock or atomic, to expose
//! races. About 25 minutes.
//!
//! You will need: `rayon::current_num_threads()`, `rayon::join`, `split_at`, and `wrapping_add` for every sum of sums.

/// The sum of what `part` returns for parts of `items` (wrapping around if it has to), computed by the threads of the
/// rayon pool that this is called in.
///
/// `part` is given each part, a slice of neighbours. It returns 0 for an empty one. `least`, at least 1, is how many
/// items make a task worth its price.
pub fn total<T: Sync>(items: &[T], least: usize, part: &(impl Fn(&[T]) -> u64 + Sync)) -> u64 {
    let _ = least; // Nobody has asked for it yet.
    if items.len() <= 1 {
        return part(items);
    }
    let (left, right) = items.split_at(items.len() / 2);
    let (left, right) = rayon::join(|| total(left, least, part), || total(right, least, part));
    left.wrapping_add(right)
}

//! Properties: something holds for every input, and the smallest one that it doesn't hold for is shown.

use proptest::strategy::{BoxedStrategy, Strategy};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use std::any::Any;
use std::env;
use std::fmt::{self, Debug};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

/// The seed unless `LAB_SEED` says otherwise. The same for everybody and every time: an answer that passed once doesn't
/// fail tomorrow.
const SEED: u64 = 20_261_122;

/// Checks that `holds` accepts `cases` inputs drawn from `strategy`; panics with the smallest input it finds that is
/// not accepted, the reason given, and the seed.
///
/// `holds` returns its reason as words for the learner. It may panic too (the code under test may, at least): then that
/// input is reported as it is, without a search for a smaller one, which would print each panic on the way.
///
/// The environment variable `LAB_SEED` (a whole number) draws other inputs.
///
/// ```
/// use witness::for_all;
/// for_all(50, 0..1000_u32, |&n| {
///     if n + n == 2 * n { Ok(()) } else { Err(format!("expected {}, got {}", 2 * n, n + n)) }
/// });
/// ```
#[track_caller]
pub fn for_all<S>(cases: u32, strategy: S, holds: impl Fn(&S::Value) -> Result<(), String>)
where
    S: Strategy + 'static,
    S::Value: 'static,
{
    // The search itself is compiled once, here, and not again in every check for every type of input.
    let inputs = strategy.prop_map(|input| Input(Box::new(input))).boxed();
    search(cases, &inputs, &|input| {
        let input: &dyn Any = &*input.0;
        holds(input.downcast_ref().expect("it was made from this type"))
    });
}

/// An input of any type.
struct Input(Box<dyn AnyInput>);

trait AnyInput: Any + Debug {}
impl<T: Any + Debug> AnyInput for T {}

impl Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[track_caller]
fn search(cases: u32, inputs: &BoxedStrategy<Input>, holds: &dyn Fn(&Input) -> Result<(), String>) {
    let seed = env::var("LAB_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    let config = Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() };
    let panicked: Mutex<Option<Box<dyn Any + Send>>> = Mutex::new(None);
    let outcome = TestRunner::new(config).run(inputs, |input| {
        let mut panicked = panicked.lock().expect("nobody panics while holding it");
        if panicked.is_some() {
            return Ok(()); // Nothing smaller fails: the search ends.
        }
        match panic::catch_unwind(AssertUnwindSafe(|| holds(&input))) {
            Ok(verdict) => verdict.map_err(TestCaseError::fail),
            Err(panic) => {
                *panicked = Some(panic);
                Err(TestCaseError::fail("a panic"))
            }
        }
    });
    match (outcome, panicked.into_inner().expect("nobody panics while holding it")) {
        (Ok(()), _) => {}
        (Err(TestError::Fail(_, input)), Some(panic)) => {
            eprintln!("This happened for {input:?} (LAB_SEED={seed}).");
            panic::resume_unwind(panic);
        }
        (Err(TestError::Fail(reason, input)), None) => {
            panic!("for {input:?}: {reason}\n(The smallest failing input found; inputs drawn with LAB_SEED={seed}.)")
        }
        (Err(TestError::Abort(reason)), _) => panic!("no inputs could be drawn: {reason}"),
    }
}

//! What travels to a worker process: which function to call, where its argument comes from and where its answer goes.

use ipc_channel::ipc::{IpcReceiver, IpcSender, OpaqueIpcReceiver, OpaqueIpcSender};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    process,
};

/// What comes back for a job: its answer, or the message with which it panicked.
pub type Outcome<R> = Result<R, String>;

/// A program's exit code after a panic that nobody caught.
const PANICKED: i32 = 101;

/// One job. The worker is the same executable, where each function lies as far from [`serve`] as here.
#[derive(Serialize, Deserialize)]
pub struct Call {
    /// Where [`answer`] of the job's types lies.
    answer: isize,
    job: isize,
    args: OpaqueIpcReceiver,
    answers: OpaqueIpcSender,
}

impl Call {
    /// Asks for `job` of what comes from `args`; [`Outcome`] goes to `answers`.
    pub fn new<A, R>(job: fn(A) -> R, args: IpcReceiver<A>, answers: IpcSender<Outcome<R>>) -> Self
    where
        A: Serialize + DeserializeOwned,
        R: Serialize + DeserializeOwned,
    {
        let answer = (answer::<A, R> as *const ()).expose_provenance().wrapping_sub(base()) as isize;
        let job = (job as *const ()).expose_provenance().wrapping_sub(base()) as isize;
        Self { answer, job, args: args.to_opaque(), answers: answers.to_opaque() }
    }
}

/// The place from which functions are counted.
fn base() -> usize {
    (serve as fn(IpcReceiver<Call>) as *const ()).expose_provenance()
}

/// Runs in the worker process: answers calls until nobody can send any more.
pub fn serve(calls: IpcReceiver<Call>) {
    while let Ok(Call { answer, job, args, answers }) = calls.recv() {
        let place = |offset: isize| std::ptr::with_exposed_provenance::<()>(base().wrapping_add_signed(offset));
        // SAFETY: `Call::new` of the same executable counted from the same place to a function of this type.
        let answer: unsafe fn(*const (), OpaqueIpcReceiver, OpaqueIpcSender) =
            unsafe { std::mem::transmute(place(answer)) };
        // SAFETY: it also chose `answer` for the types of `job` and of both channels.
        unsafe { answer(place(job), args, answers) };
    }
}

/// Answers one job.
///
/// # Safety
/// `job` must be an `fn(A) -> R`.
unsafe fn answer<A, R>(job: *const (), args: OpaqueIpcReceiver, answers: OpaqueIpcSender)
where
    A: Serialize + DeserializeOwned,
    R: Serialize + DeserializeOwned,
{
    // SAFETY: the caller promises it.
    let job: fn(A) -> R = unsafe { std::mem::transmute(job) };
    let answers: IpcSender<Outcome<R>> = answers.to();
    // Nothing that the job may have left half done is seen afterwards: the process ends.
    let outcome = catch_unwind(AssertUnwindSafe(|| job(args.to().recv().expect("the parent sends the argument"))));
    let outcome = outcome.map_err(|payload| message(payload.as_ref()));
    let panicked = outcome.is_err();
    // A parent that is gone wants no answer.
    let _ = answers.send(outcome);
    if panicked {
        process::exit(PANICKED);
    }
}

fn message(payload: &(dyn Any + Send)) -> String {
    let message = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    message.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

//! Operations that have begun, and are waited for later.

use crate::{
    point_to_point::Status,
    world::{Message, World},
};
use std::{cell::Cell, marker::PhantomData, thread};

/// How long the buffers of requests are lent.
pub trait Scope<'a> {
    #[doc(hidden)]
    fn register(&self);
    #[doc(hidden)]
    fn unregister(&self);
}

/// For buffers that live as long as the program.
#[derive(Clone, Copy, Debug, Default)]
pub struct StaticScope;

impl Scope<'static> for StaticScope {
    fn register(&self) {}
    fn unregister(&self) {}
}

/// For buffers that live longer than a call of [`scope`].
pub struct LocalScope<'a> {
    requests: Cell<usize>,
    phantom: PhantomData<Cell<&'a ()>>,
}

impl<'a> Scope<'a> for &LocalScope<'a> {
    fn register(&self) {
        self.requests.set(self.requests.get() + 1);
    }

    fn unregister(&self) {
        self.requests.set(self.requests.get() - 1);
    }
}

impl Drop for LocalScope<'_> {
    fn drop(&mut self) {
        if self.requests.get() != 0 && !thread::panicking() {
            panic!("at least one request was dropped without being completed");
        }
    }
}

/// Lends buffers for as long as `f` runs: all requests must have been waited for by then.
pub fn scope<'a, F, R>(f: F) -> R
where
    F: FnOnce(&LocalScope<'a>) -> R,
{
    f(&LocalScope { requests: Cell::new(0), phantom: PhantomData })
}

/// What to do with the message once it is there; in words what is wrong with it.
type Finish<'a> = Box<dyn FnOnce(&Message) -> Result<(), String> + 'a>;

/// Something that has begun. It must be waited for.
#[must_use]
pub struct Request<'a, D: ?Sized, S: Scope<'a> = StaticScope> {
    world: World,
    rank: usize,
    id: u64,
    scope: S,
    finish: Option<Finish<'a>>,
    data: PhantomData<&'a D>,
}

impl<'a, D: ?Sized, S: Scope<'a>> Request<'a, D, S> {
    pub(crate) fn new(world: &World, rank: usize, id: u64, scope: S, finish: Finish<'a>) -> Self {
        scope.register();
        Self { world: world.clone(), rank, id, scope, finish: Some(finish), data: PhantomData }
    }

    /// Waits until it is done.
    #[track_caller]
    pub fn wait(mut self) -> Status {
        let finish = self.finish.take().expect("it is waited for once");
        let message = self.world.finish(self.rank, self.id);
        self.scope.unregister();
        if let Err(words) = finish(&message) {
            panic!("{words}");
        }
        message.status()
    }

    /// Waits until it is done.
    #[track_caller]
    pub fn wait_without_status(self) {
        self.wait();
    }
}

impl<'a, D: ?Sized, S: Scope<'a>> Drop for Request<'a, D, S> {
    fn drop(&mut self) {
        if self.finish.is_some() && !thread::panicking() {
            panic!("request was dropped without being completed");
        }
    }
}

/// Waits for a request when it is dropped.
pub struct WaitGuard<'a, D: ?Sized, S: Scope<'a> = StaticScope>(Option<Request<'a, D, S>>);

impl<'a, D: ?Sized, S: Scope<'a>> From<Request<'a, D, S>> for WaitGuard<'a, D, S> {
    fn from(request: Request<'a, D, S>) -> Self {
        Self(Some(request))
    }
}

impl<'a, D: ?Sized, S: Scope<'a>> Drop for WaitGuard<'a, D, S> {
    fn drop(&mut self) {
        // A rank that panics waits for nobody: what it waits for may never come.
        if let Some(request) = self.0.take().filter(|_| !thread::panicking()) {
            request.wait();
        }
    }
}

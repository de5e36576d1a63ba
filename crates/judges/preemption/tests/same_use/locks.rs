//! Everything that locks can do (but for being constant, and poisoned); also played by loom.

use super::sync::{
    Arc, Condvar, LockResult, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError,
    TryLockResult, Weak,
};
use std::time::Duration;

fn send<T: Send>() {}
fn shared<T: Send + Sync>() {}

pub fn all() {
    shared::<Mutex<u8>>();
    shared::<RwLock<u8>>();
    shared::<Condvar>();
    send::<Mutex<std::cell::Cell<u8>>>();

    #[derive(Debug, Default)]
    struct Held {
        numbers: Mutex<Vec<u8>>,
        words: RwLock<String>,
        bell: Condvar,
    }
    let held = Held::default();
    assert!(format!("{held:?}").contains("Mutex"));
    held.bell.notify_one();
    held.bell.notify_all();
    held.numbers.lock().unwrap().push(3);
    held.words.write().unwrap().push('w');
    assert_eq!(Mutex::into_inner(held.numbers).unwrap(), [3]);
    assert_eq!(RwLock::into_inner(held.words).unwrap(), "w");

    let mut lock: Mutex<u32> = 5.into();
    *lock.get_mut().unwrap() += 1;
    {
        let guard: MutexGuard<'_, u32> = lock.lock().unwrap();
        assert_eq!((guard.to_string(), format!("{guard:?}"), *guard), ("6".into(), "6".into(), 6));
        assert!(matches!(lock.try_lock(), Err(TryLockError::WouldBlock)));
    }
    let attempt: TryLockResult<MutexGuard<'_, u32>> = lock.try_lock();
    *attempt.unwrap() = 7;
    assert!(!lock.is_poisoned());
    lock.clear_poison();
    let value: LockResult<u32> = lock.into_inner();
    assert_eq!(value.unwrap(), 7);

    let mut both = RwLock::from(1);
    *RwLock::get_mut(&mut both).unwrap() += 1;
    {
        let reader: RwLockReadGuard<'_, i32> = both.read().unwrap();
        assert_eq!(
            (*reader, *both.try_read().unwrap(), reader.to_string(), format!("{reader:?}")),
            (2, 2, "2".into(), "2".into())
        );
        assert!(both.try_write().is_err());
    }
    {
        let mut writer: RwLockWriteGuard<'_, i32> = both.write().unwrap();
        *writer += 1;
        assert_eq!((writer.to_string(), format!("{writer:?}")), ("3".into(), "3".into()));
        assert!(both.try_read().is_err());
    }
    *both.try_write().unwrap() += 1;
    assert!(!RwLock::is_poisoned(&both));
    both.clear_poison();
    assert_eq!(both.into_inner().unwrap(), 4);

    // What is locked may be unsized.
    let any: Arc<Mutex<dyn Iterator<Item = u8> + Send>> = Arc::new(Mutex::new(1..3));
    assert_eq!(any.lock().unwrap().next(), Some(1));
    let slice: Box<RwLock<[u8]>> = Box::new(RwLock::new([1, 2, 3]));
    assert_eq!(slice.read().unwrap().len(), 3);
    let weak: Weak<Mutex<u8>> = Arc::downgrade(&Arc::new(Mutex::new(1)));
    assert!(weak.upgrade().is_none());

    // Nobody has to be woken here: what is waited for is there.
    let (lock, bell) = (Mutex::new(1), Condvar::new());
    let guard = bell.wait_while(lock.lock().unwrap(), |one| *one != 1).unwrap();
    let (guard, result) = bell.wait_timeout_while(guard, Duration::from_secs(1), |one| *one != 1).unwrap();
    assert!(!result.timed_out() && result == { result } && *guard == 1);
}

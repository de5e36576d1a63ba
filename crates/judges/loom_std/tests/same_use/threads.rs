//! Everything that threads and channels can do, but for `thread::scope`.

use super::sync::mpsc::{
    IntoIter, Iter, Receiver, RecvError, RecvTimeoutError, SendError, Sender, SyncSender, TryIter, TryRecvError,
    TrySendError, channel, sync_channel,
};
use super::thread::{self, Builder, JoinHandle, Thread, ThreadId};
use std::time::Duration;

fn send<T: Send>() {}

pub fn all() {
    send::<(Sender<u8>, SyncSender<u8>, Receiver<u8>, JoinHandle<u8>)>();

    let named: JoinHandle<u8> = Builder::new().name("sorter".into()).stack_size(1 << 20).spawn(|| 7).unwrap();
    assert_eq!(named.thread().name(), Some("sorter"));
    while !named.is_finished() {}
    assert!(format!("{named:?}").contains("JoinHandle"));
    let result: thread::Result<u8> = named.join();
    assert_eq!(result.unwrap(), 7);
    let me: Thread = thread::current();
    let here: ThreadId = me.id();
    let other = thread::spawn(move || {
        me.unpark();
        thread::current().id()
    });
    thread::park();
    assert_ne!(other.join().unwrap(), here);
    thread::sleep(Duration::from_millis(1));
    thread::yield_now();
    assert!(!thread::panicking() && thread::available_parallelism().is_ok());

    let (sender, receiver): (Sender<u8>, Receiver<u8>) = channel();
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    (0..8).for_each(|item| sender.clone().send(item).unwrap());
    assert_eq!((receiver.recv(), receiver.recv_timeout(Duration::from_secs(9))), (Ok(0), Ok(1)));
    let mut now: TryIter<'_, u8> = receiver.try_iter();
    assert_eq!((now.next(), receiver.try_recv()), (Some(2), Ok(3)));
    drop(sender);
    let mut all: Iter<'_, u8> = receiver.iter();
    assert_eq!(all.next(), Some(4));
    assert_eq!(IntoIterator::into_iter(&receiver).next(), Some(5));
    let rest: IntoIter<u8> = receiver.into_iter();
    assert_eq!(rest.collect::<Vec<_>>(), [6, 7]);

    let (sender, receiver) = channel::<u8>();
    drop(sender);
    assert_eq!(receiver.recv(), Err(RecvError));
    assert_eq!(receiver.recv_timeout(Duration::from_secs(9)), Err(RecvTimeoutError::Disconnected));
    let (sender, receiver): (SyncSender<&str>, Receiver<&str>) = sync_channel(1);
    assert_eq!(sender.send("a"), Ok(()));
    assert_eq!(sender.try_send("b"), Err(TrySendError::Full("b")));
    drop(receiver);
    assert_eq!(sender.send("c"), Err(SendError("c")));
    assert_eq!(sender.try_send("d"), Err(TrySendError::Disconnected("d")));
    assert!(format!("{sender:?}").contains("SyncSender"));
}

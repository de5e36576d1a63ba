//! Messages from one rank to another.

use crate::{
    Rank, Tag,
    datatype::{Buffer, BufferMut, Equivalence},
    request::{Request, Scope},
    topology::Process,
    world::{Message, Mode},
};

/// What is known of a message that was received, or sent.
#[derive(Clone, Copy, Debug)]
pub struct Status {
    pub(crate) source: Rank,
    pub(crate) tag: Tag,
}

impl Status {
    /// Who sent it.
    pub fn source_rank(&self) -> Rank {
        self.source
    }

    /// With which tag.
    pub fn tag(&self) -> Tag {
        self.tag
    }
}

/// Who can be sent to.
pub trait Destination {
    #[doc(hidden)]
    fn to(&self) -> Process<'_>;

    /// Sends, and returns when the buffer may be used again. Whether that is before anybody receives it is MPI's to
    /// choose.
    fn send_with_tag<Buf: ?Sized + Buffer>(&self, buf: &Buf, tag: Tag) {
        let to = self.to();
        to.world.finish(to.own, to.post_send(buf, tag, Mode::Standard));
    }

    /// As `send_with_tag`, with the tag 0.
    fn send<Buf: ?Sized + Buffer>(&self, buf: &Buf) {
        self.send_with_tag(buf, 0);
    }

    /// Sends, and returns when the receiver has begun to receive.
    fn synchronous_send_with_tag<Buf: ?Sized + Buffer>(&self, buf: &Buf, tag: Tag) {
        let to = self.to();
        to.world.finish(to.own, to.post_send(buf, tag, Mode::Synchronous));
    }

    /// As `synchronous_send_with_tag`, with the tag 0.
    fn synchronous_send<Buf: ?Sized + Buffer>(&self, buf: &Buf) {
        self.synchronous_send_with_tag(buf, 0);
    }

    /// Begins to send, and returns at once. The buffer is lent until somebody has waited for the request.
    fn immediate_send_with_tag<'a, Sc: Scope<'a>, Buf: 'a + ?Sized + Buffer>(
        &self,
        scope: Sc,
        buf: &'a Buf,
        tag: Tag,
    ) -> Request<'a, Buf, Sc> {
        let to = self.to();
        let id = to.post_send(buf, tag, Mode::Standard);
        Request::new(to.world, to.own, id, scope, Box::new(|_| Ok(())))
    }

    /// As `immediate_send_with_tag`, with the tag 0.
    fn immediate_send<'a, Sc: Scope<'a>, Buf: 'a + ?Sized + Buffer>(
        &self,
        scope: Sc,
        buf: &'a Buf,
    ) -> Request<'a, Buf, Sc> {
        self.immediate_send_with_tag(scope, buf, 0)
    }
}

/// Who can be received from.
pub trait Source {
    #[doc(hidden)]
    fn from(&self) -> Process<'_>;

    /// Waits for a message with this tag of a single value.
    #[track_caller]
    fn receive_with_tag<Msg: Equivalence>(&self, tag: Tag) -> (Msg, Status) {
        let mut value = Msg::default();
        let status = receive_into(self.from(), &mut value, Some(tag));
        (value, status)
    }

    /// Waits for a message of a single value, with any tag.
    #[track_caller]
    fn receive<Msg: Equivalence>(&self) -> (Msg, Status) {
        let mut value = Msg::default();
        let status = receive_into(self.from(), &mut value, None);
        (value, status)
    }

    /// Waits for a message with this tag, and puts it into `buf`, which must have room for it.
    #[track_caller]
    fn receive_into_with_tag<Buf: ?Sized + BufferMut>(&self, buf: &mut Buf, tag: Tag) -> Status {
        receive_into(self.from(), buf, Some(tag))
    }

    /// Waits for a message with any tag, and puts it into `buf`, which must have room for it.
    #[track_caller]
    fn receive_into<Buf: ?Sized + BufferMut>(&self, buf: &mut Buf) -> Status {
        receive_into(self.from(), buf, None)
    }

    /// Waits for a message with this tag, of any length.
    #[track_caller]
    fn receive_vec_with_tag<Msg: Equivalence>(&self, tag: Tag) -> (Vec<Msg>, Status) {
        receive_vec(self.from(), Some(tag))
    }

    /// Waits for a message with any tag, of any length.
    #[track_caller]
    fn receive_vec<Msg: Equivalence>(&self) -> (Vec<Msg>, Status) {
        receive_vec(self.from(), None)
    }

    /// Begins to receive a message with this tag, and returns at once. It is in the buffer when somebody has waited for
    /// the request.
    fn immediate_receive_into_with_tag<'a, Sc: Scope<'a>, Buf: 'a + ?Sized + BufferMut>(
        &self,
        scope: Sc,
        buf: &'a mut Buf,
        tag: Tag,
    ) -> Request<'a, Buf, Sc> {
        immediate(self.from(), scope, buf, Some(tag))
    }

    /// As `immediate_receive_into_with_tag`, with any tag.
    fn immediate_receive_into<'a, Sc: Scope<'a>, Buf: 'a + ?Sized + BufferMut>(
        &self,
        scope: Sc,
        buf: &'a mut Buf,
    ) -> Request<'a, Buf, Sc> {
        immediate(self.from(), scope, buf, None)
    }
}

impl Destination for Process<'_> {
    fn to(&self) -> Process<'_> {
        *self
    }
}

impl Source for Process<'_> {
    fn from(&self) -> Process<'_> {
        *self
    }
}

impl Process<'_> {
    fn post_send<Buf: ?Sized + Buffer>(&self, buf: &Buf, tag: Tag, mode: Mode) -> u64 {
        self.world.post_send(self.own, self.other, Message::new(buf.elements()), tag, mode)
    }
}

#[track_caller]
fn receive_into<Buf: ?Sized + BufferMut>(from: Process, buf: &mut Buf, tag: Option<Tag>) -> Status {
    let id = from.world.post_receive(from.own, from.other, tag);
    let message = from.world.finish(from.own, id);
    if let Err(words) = message.put_into(buf.elements_mut()) {
        panic!("{words}");
    }
    message.status()
}

#[track_caller]
fn receive_vec<Msg: Equivalence>(from: Process, tag: Option<Tag>) -> (Vec<Msg>, Status) {
    let id = from.world.post_receive(from.own, from.other, tag);
    let message = from.world.finish(from.own, id);
    match message.elements::<Msg>() {
        Ok(values) => (values.to_vec(), message.status()),
        Err(words) => panic!("{words}"),
    }
}

fn immediate<'a, Sc: Scope<'a>, Buf: 'a + ?Sized + BufferMut>(
    from: Process,
    scope: Sc,
    buf: &'a mut Buf,
    tag: Option<Tag>,
) -> Request<'a, Buf, Sc> {
    let id = from.world.post_receive(from.own, from.other, tag);
    Request::new(from.world, from.own, id, scope, Box::new(|message| message.put_into(buf.elements_mut())))
}

/// Sends to one and receives from another, both at the same time.
#[track_caller]
pub fn send_receive_into<M: ?Sized + Buffer, D: Destination, B: ?Sized + BufferMut, S: Source>(
    msg: &M,
    destination: &D,
    buf: &mut B,
    source: &S,
) -> Status {
    let (to, from) = (destination.to(), source.from());
    let receive = from.world.post_receive(from.own, from.other, None);
    let send = to.post_send(msg, 0, Mode::Standard);
    let message = from.world.finish(from.own, receive);
    to.world.finish(to.own, send);
    if let Err(words) = message.put_into(buf.elements_mut()) {
        panic!("{words}");
    }
    message.status()
}

/// As [`send_receive_into`], for single values.
#[track_caller]
pub fn send_receive<R: Equivalence, M: Equivalence, D: Destination, S: Source>(
    msg: &M,
    destination: &D,
    source: &S,
) -> (R, Status) {
    let mut received = R::default();
    let status = send_receive_into(msg, destination, &mut received, source);
    (received, status)
}

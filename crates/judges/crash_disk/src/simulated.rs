//! A folder that is played in memory, crashes included.

use crate::Disk;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    io::{Error, ErrorKind, Result},
    panic::{self, AssertUnwindSafe},
};

/// What a folder holds: names and contents.
pub type Image = BTreeMap<String, Vec<u8>>;

/// A folder that is played in memory.
#[derive(Default)]
pub struct Simulated(RefCell<State>);

/// Which file a name means, by its place in [`State::files`].
type Names = BTreeMap<String, usize>;

#[derive(Default)]
struct State {
    files: Vec<Changing<Vec<u8>>>,
    names: Changing<Names>,
    /// Changes so far: each is a moment at which a crash may come.
    moments: usize,
    stop_at: Option<usize>,
    full_at: Option<usize>,
    broken_at: Option<usize>,
    stopped: bool,
    refused: bool,
    /// What the program did, in words.
    story: Vec<String>,
}

/// Something that is safe on the disk, and what it has been since, as the system knows it.
#[derive(Default)]
struct Changing<T> {
    safe: T,
    since: Vec<T>,
}

impl<T: Clone> Changing<T> {
    fn now(&self) -> &T {
        self.since.last().unwrap_or(&self.safe)
    }

    fn sync(&mut self) {
        self.safe = self.now().clone();
        self.since.clear();
    }
}

/// What the program is stopped with.
struct Stopped;

impl Simulated {
    /// A folder that holds `image`, all of it safe on the disk.
    pub fn holding(image: &Image) -> Self {
        let mut state = State::default();
        for (name, content) in image {
            state.names.safe.insert(name.clone(), state.files.len());
            state.files.push(Changing { safe: content.clone(), since: Vec::new() });
        }
        Self(RefCell::new(state))
    }

    /// Stops the program that uses the disk after so many moments: never to go on, as a kill or a power cut would.
    /// Writing a file has three: it is there and empty, half is written, all is.
    pub fn stop_at(self, moment: usize) -> Self {
        self.0.borrow_mut().stop_at = Some(moment);
        self
    }

    /// The folder as the next program finds it when this one was killed, or has ended: the system goes on, and knows
    /// more than the disk has. Moments and story go on, too.
    pub fn restart(self) -> Self {
        let mut state = self.0.borrow_mut();
        (state.stopped, state.stop_at) = (false, None);
        drop(state);
        self
    }

    /// Has no room left after so many moments: then writing fails, half-way.
    pub fn full_at(self, moment: usize) -> Self {
        self.0.borrow_mut().full_at = Some(moment);
        self
    }

    /// Breaks after so many moments: then nothing more reaches the disk, and `sync` and `sync_folder` say so.
    pub fn broken_at(self, moment: usize) -> Self {
        self.0.borrow_mut().broken_at = Some(moment);
        self
    }

    /// Runs a program that uses this disk; `None` if it was stopped.
    pub fn run<T>(&self, program: impl FnOnce(&Self) -> T) -> Option<T> {
        match panic::catch_unwind(AssertUnwindSafe(|| program(self))) {
            Ok(done) => Some(done),
            Err(stopped) if stopped.is::<Stopped>() => None,
            Err(panic) => panic::resume_unwind(panic),
        }
    }

    /// How many moments there have been.
    pub fn moments(&self) -> usize {
        self.0.borrow().moments
    }

    /// What the program did, in order: the last of it may have been cut short.
    pub fn story(&self) -> Vec<String> {
        self.0.borrow().story.clone()
    }

    /// Whether the disk has said no, because it was full or broken.
    pub fn refused(&self) -> bool {
        self.0.borrow().refused
    }

    /// What the folder holds when the program was killed, and the system goes on: everything.
    pub fn after_kill(&self) -> Image {
        let state = self.0.borrow();
        let content = |&file: &usize| state.files[file].now().clone();
        state.names.now().iter().map(|(name, file)| (name.clone(), content(file))).collect()
    }

    /// Everything that the folder may hold when the power has failed.
    pub fn after_power_loss(&self) -> BTreeSet<Image> {
        let state = self.0.borrow();
        let names = [&state.names.safe].into_iter().chain(&state.names.since);
        names.flat_map(|names| state.images(names)).collect()
    }
}

impl State {
    /// What the folder may hold if these are its names: each file in each of its possible states.
    fn images(&self, names: &Names) -> Vec<Image> {
        names.iter().fold(vec![Image::new()], |images, (name, &file)| {
            let contents = self.contents(file);
            let with = |image: &Image, content: &Vec<u8>| {
                let mut image = image.clone();
                image.insert(name.clone(), content.clone());
                image
            };
            images.iter().flat_map(|image| contents.iter().map(move |content| with(image, content))).collect()
        })
    }

    /// What a file may hold when the power has failed.
    fn contents(&self, file: usize) -> BTreeSet<Vec<u8>> {
        let Changing { safe, since } = &self.files[file];
        // The length may reach the disk before the data do.
        let zeros = since.iter().map(|new| {
            let kept = safe.iter().zip(new).take_while(|(a, b)| a == b).count();
            [&new[..kept], &vec![0; new.len() - kept]].concat()
        });
        [safe.clone()].into_iter().chain(since.iter().cloned()).chain(zeros).collect()
    }

    /// One change has been made. Does the program live to see the next?
    fn moment(&mut self) {
        self.moments += 1;
        if self.stop_at == Some(self.moments) {
            self.stopped = true;
            // Not a panic of the program's own: nothing is printed.
            panic::resume_unwind(Box::new(Stopped));
        }
    }

    /// Whatever a stopped program still does on its way out hasn't happened.
    fn alive(&self) -> Result<()> {
        if self.stopped { Err(Error::other("the program was stopped")) } else { Ok(()) }
    }

    fn does(&mut self, what: String) -> Result<()> {
        self.alive()?;
        self.story.push(what);
        Ok(())
    }

    fn file(&self, name: &str) -> Result<usize> {
        self.names.now().get(name).copied().ok_or_else(|| Error::new(ErrorKind::NotFound, format!("no file {name:?}")))
    }

    fn change_names(&mut self, change: impl FnOnce(&mut Names)) {
        let mut names = self.names.now().clone();
        change(&mut names);
        self.names.since.push(names);
        self.moment();
    }

    fn change_file(&mut self, file: usize, content: Vec<u8>) {
        self.files[file].since.push(content);
        self.moment();
    }

    /// The file called `name`, which is created if there is none.
    fn opened(&mut self, name: &str) -> usize {
        self.file(name).unwrap_or_else(|_| {
            let file = self.files.len();
            self.files.push(Changing::default());
            self.change_names(|names| {
                names.insert(name.into(), file);
            });
            file
        })
    }

    fn add(&mut self, file: usize, bytes: &[u8]) -> Result<()> {
        let before = self.files[file].now().clone();
        let (half, _) = bytes.split_at(bytes.len() / 2);
        self.change_file(file, [&before, half].concat());
        if self.full_at.is_some_and(|moment| self.moments >= moment) {
            self.refused = true;
            return Err(Error::new(ErrorKind::StorageFull, "no space left on device"));
        }
        self.change_file(file, [&before, bytes].concat());
        Ok(())
    }

    fn synced(&mut self) -> Result<()> {
        if self.broken_at.is_some_and(|moment| self.moments >= moment) {
            self.refused = true;
            return Err(Error::other("input/output error"));
        }
        Ok(())
    }
}

impl Disk for Simulated {
    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut state = self.0.borrow_mut();
        state.does(format!("write {name:?}, {} bytes", bytes.len()))?;
        let file = state.opened(name);
        if !state.files[file].now().is_empty() {
            state.change_file(file, Vec::new());
        }
        state.add(file, bytes)
    }

    fn append(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut state = self.0.borrow_mut();
        state.does(format!("append {} bytes to {name:?}", bytes.len()))?;
        let file = state.opened(name);
        state.add(file, bytes)
    }

    fn sync(&self, name: &str) -> Result<()> {
        let mut state = self.0.borrow_mut();
        state.does(format!("sync {name:?}"))?;
        let file = state.file(name)?;
        state.synced()?;
        state.files[file].sync();
        state.moment();
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        let mut state = self.0.borrow_mut();
        state.does(format!("rename {from:?} to {to:?}"))?;
        let file = state.file(from)?;
        if elsewhere(from) != elsewhere(to) {
            return Err(Error::new(ErrorKind::CrossesDevices, format!("{from:?} and {to:?} are on different disks")));
        }
        state.change_names(|names| {
            names.remove(from);
            names.insert(to.into(), file);
        });
        Ok(())
    }

    fn sync_folder(&self) -> Result<()> {
        let mut state = self.0.borrow_mut();
        state.does("sync the folder".into())?;
        state.synced()?;
        state.names.sync();
        state.moment();
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<()> {
        let mut state = self.0.borrow_mut();
        state.does(format!("remove {name:?}"))?;
        state.file(name)?;
        state.change_names(|names| {
            names.remove(name);
        });
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Vec<u8>> {
        let state = self.0.borrow();
        state.alive()?;
        Ok(state.files[state.file(name)?].now().clone())
    }

    fn names(&self) -> Result<Vec<String>> {
        let state = self.0.borrow();
        state.alive()?;
        Ok(state.names.now().keys().filter(|name| !elsewhere(name)).cloned().collect())
    }
}

fn elsewhere(name: &str) -> bool {
    name.contains('/')
}

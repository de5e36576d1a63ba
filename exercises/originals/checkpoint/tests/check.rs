//! Does the computation survive every crash there can be?
//!
//! Twice over. On a disk played in memory the answer is stopped at every moment, and everything that a real disk might
//! hold after that is tried, crashes during the recovery included: this proves the answer right or wrong, and depends
//! on no luck. And on a real disk, as a process of its own (this same program with [`FOLDER`] set), it is killed by the
//! system, 200 times or as often as `SPEEDUP_KILLS` says.

use checkpoint::{Error, Progress, run};
use crash_disk::{Disk, Folder, Image, Simulated};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    env,
    fs::{self, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::{self, Command, ExitCode, ExitStatus, Stdio},
    thread,
    time::Duration,
};
use tempfile::TempDir;
use witness::{deadline, harness};

const LIMIT: Duration = Duration::from_secs(60);

/// Steps of the computation that is played.
const FEW: usize = 3;

/// Steps of the computation that is killed.
const MANY: usize = 12;

/// More would be litter.
const FILES: usize = 4;

fn main() -> ExitCode {
    if let Some(folder) = env::var_os(FOLDER) {
        child(Path::new(&folder));
    }
    let arguments = Arguments::from_args();
    let trials = vec![
        trial("it_comes_to_its_end_undisturbed", undisturbed),
        trial("it_goes_on_when_more_steps_are_wanted", more_steps),
        trial("it_goes_on_after_a_kill_at_any_moment", || survives(Crash::Kill)),
        trial("it_goes_on_after_a_power_failure_at_any_moment", || survives(Crash::Power)),
        trial("it_goes_on_after_a_kill_and_then_a_power_failure", killed_then_power),
        trial("a_full_disk_is_an_error_and_nothing_is_lost", || hindered(Hindrance::Full)),
        trial("a_disk_that_does_not_sync_is_an_error_and_nothing_is_lost", || hindered(Hindrance::Broken)),
        trial("what_is_no_checkpoint_is_an_error_and_stays", a_letter),
        trial("what_cannot_be_read_now_is_an_error_and_stays", unreadable_now),
        trial("killed_by_the_system_again_and_again", killed),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

fn trial(name: &'static str, test: fn() -> Result<(), Failed>) -> Trial {
    Trial::test(name, move || deadline(name, "what ends the loop in `run`", LIMIT + kills() * LIMIT / 1000, test))
}

// ------------------------------------------------------------------------------------------------- the computation

const START: u64 = 0x5eed;

/// One step: a random walk's, as good as any.
fn step(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 40
}

/// The states in which the steps begin, and the last one's end.
fn states() -> Vec<u64> {
    let mut state = START;
    let mut states = vec![START];
    for _ in 0..2 * MANY {
        step(&mut state);
        states.push(state);
    }
    states
}

fn right(steps: usize) -> Progress {
    let mut state = START;
    let found = (0..steps).map(|_| step(&mut state)).collect();
    Progress { step: steps as u64, state, found }
}

/// Which step begins in this state.
fn which(state: u64) -> Option<usize> {
    states().iter().position(|&known| known == state)
}

// ---------------------------------------------------------------------------------------------------- played crashes

/// One run of the learner's function on a played disk.
struct Attempt {
    /// What it returned, if it wasn't stopped.
    outcome: Option<Result<Progress, Error>>,
    /// The steps that were begun, or the state that no step begins in.
    begun: Vec<Result<usize, u64>>,
}

fn attempt(disk: &Simulated, steps: usize) -> Attempt {
    let begun = RefCell::new(Vec::new());
    let outcome = disk.run(|disk| {
        run(disk, START, steps as u64, &mut |state| {
            begun.borrow_mut().push(which(*state).ok_or(*state));
            step(state)
        })
    });
    Attempt { outcome, begun: begun.into_inner() }
}

impl Attempt {
    /// How many steps must be safe now: all before the last that was begun.
    fn safe(&self, before: usize) -> usize {
        self.begun.iter().flatten().copied().max().map_or(before, |last| last.max(before))
    }

    /// Whether it came to the right end, and did again only what it had to. `safe` steps had been promised.
    fn went_on(&self, steps: usize, safe: usize) -> Result<(), String> {
        if let Some(state) = self.begun.iter().find_map(|step| step.err()) {
            return Err(format!(
                "`work` was called with the state {state:#x}, in which no step begins.\n\
                 State and number of steps belong together: are they always saved together?"
            ));
        }
        let begun: Vec<usize> = self.begun.iter().flatten().copied().collect();
        if let Some(&first) = begun.first()
            && first < safe
        {
            let was = match first {
                0 => "it began from the beginning".to_owned(),
                first => format!("it went on with step {first}"),
            };
            let done = match safe {
                1 => "Step 0 had been done".to_owned(),
                safe => format!("Steps 0 to {} had been done", safe - 1),
            };
            return Err(format!(
                "{done}, and the next begun or all of them finished; then {was}.\n\
                 A step may begin only when those before it are safe on the disk: contents *and* names, also what a killed run left \
                 behind."
            ));
        }
        match self.outcome.as_ref().expect("nobody stopped it") {
            Err(wrong) => Err(format!(
                "`run` returned an error: {wrong}.\n\
                 What a crash leaves behind must be something that `run` can go on from."
            )),
            Ok(got) if *got != right(steps) => {
                Err(format!("it came to {}, expected {}.", words(got), words(&right(steps))))
            }
            Ok(_)
                if begun.windows(2).any(|pair| pair[1] != pair[0] + 1)
                    || begun.last().is_some_and(|&l| l + 1 != steps) =>
            {
                Err(format!("the right answer, but the steps done were {begun:?}: each is done once, in order."))
            }
            Ok(_) => Ok(()),
        }
    }
}

fn words(progress: &Progress) -> String {
    let found = progress.found.len();
    format!("step {} with the state {:#x} and {found} numbers found", progress.step, progress.state)
}

fn undisturbed() -> Result<(), Failed> {
    for steps in [0, 1, 2, FEW, MANY] {
        let disk = Simulated::default();
        attempt(&disk, steps)
            .went_on(steps, 0)
            .map_err(|wrong| format!("{steps} steps in an empty folder: {wrong}"))?;
        if steps > 0 && disk.after_kill().is_empty() {
            return Err("the folder is empty when `run` is done: what would a second run go on from?".into());
        }
        tidy(&disk.after_kill())?;
        let again = attempt(&Simulated::holding(&disk.after_kill()), steps);
        again
            .went_on(steps, steps)
            .map_err(|wrong| format!("{steps} steps, all of them done; started again: {wrong}"))?;
    }
    Ok(())
}

fn more_steps() -> Result<(), Failed> {
    let disk = Simulated::default();
    attempt(&disk, 2).went_on(2, 0)?;
    Ok(attempt(&disk, 5).went_on(5, 2).map_err(|wrong| format!("2 steps, and later 5 on the same folder: {wrong}"))?)
}

fn tidy(image: &Image) -> Result<(), String> {
    let here: Vec<_> = image.keys().filter(|name| !name.contains('/')).collect();
    if here.len() <= FILES {
        return Ok(());
    }
    Err(format!(
        "{} files lie in the folder now: {here:?}.\nWhoever makes a new name each time leaves one behind at each kill.",
        here.len()
    ))
}

#[derive(Clone, Copy, PartialEq)]
enum Crash {
    Kill,
    Power,
}

/// Every crash, and every crash of the run that goes on after it.
fn survives(crash: Crash) -> Result<(), Failed> {
    // One crash first: what goes wrong with one needs no longer story.
    for crashes in [1, 2] {
        Search { crash, seen: BTreeSet::new() }.from(&Image::new(), 0, crashes, &[])?;
    }
    Ok(())
}

/// Killed, started again, and then the power fails. After a kill the system goes on: the next run reads what the system
/// knows, and the disk need not have that yet.
fn killed_then_power() -> Result<(), Failed> {
    let whole = Simulated::default();
    attempt(&whole, FEW);
    let mut search = Search { crash: Crash::Power, seen: BTreeSet::new() };
    for moment in 1..=whole.moments() {
        for more in 1.. {
            let disk = Simulated::default().stop_at(moment);
            let safe = attempt(&disk, FEW).safe(0);
            let killed = format!("It was killed. The last it had begun to do: {}.", last_of(&disk.story()));
            let disk = disk.restart().stop_at(moment + more);
            let again = attempt(&disk, FEW);
            let done = again.outcome.is_some();
            let (safe, when) = if done { (FEW, ", and `run` had returned") } else { (again.safe(safe), "") };
            let began = match again.begun.first() {
                Some(Ok(step)) => format!("It was started again at once, and went on with step {step}."),
                _ => "It was started again at once.".into(),
            };
            search.all(&disk, safe, 0, &[killed, began], when)?;
            if done {
                break;
            }
        }
    }
    Ok(())
}

fn last_of(story: &[String]) -> String {
    story[story.len().saturating_sub(5)..].join(", ")
}

struct Search {
    crash: Crash,
    /// What was on the disk, and how many steps of it were promised: once is enough.
    seen: BTreeSet<(Image, usize, usize)>,
}

impl Search {
    /// Runs on from `image`, where `safe` steps are promised; then again, stopped at every moment.
    fn from(&mut self, image: &Image, safe: usize, crashes: usize, before: &[String]) -> Result<(), String> {
        if !self.seen.insert((image.clone(), safe, crashes)) {
            return Ok(());
        }
        let told = |wrong| format!("{}\nThen it was started again: {wrong}", before.join("\n"));
        let disk = Simulated::holding(image);
        attempt(&disk, FEW).went_on(FEW, safe).map_err(|wrong| if before.is_empty() { wrong } else { told(wrong) })?;
        tidy(&disk.after_kill()).map_err(told)?;
        if crashes == 0 {
            return Ok(());
        }
        for moment in 1..=disk.moments() {
            let disk = Simulated::holding(image).stop_at(moment);
            let stopped = attempt(&disk, FEW);
            self.all(&disk, stopped.safe(safe), crashes - 1, before, "")?;
        }
        self.all(&disk, FEW, crashes - 1, before, ", and `run` had returned")
    }

    /// Tries everything that the disk may hold after a crash now.
    fn all(&mut self, disk: &Simulated, safe: usize, left: usize, before: &[String], when: &str) -> Result<(), String> {
        let images = match self.crash {
            Crash::Kill => BTreeSet::from([disk.after_kill()]),
            Crash::Power => disk.after_power_loss(),
        };
        // Whoever never syncs leaves more possibilities than anybody can try; the first of them fail already.
        for image in images.iter().take(5000) {
            let event = match self.crash {
                Crash::Kill => "It was killed",
                Crash::Power => "The power failed",
            };
            let last = last_of(&disk.story());
            let now =
                format!("{event}{when}. The last it had begun to do: {last}. The disk then held {}.", listed(image));
            self.from(image, safe, left, &[before, &[now]].concat())?;
        }
        Ok(())
    }
}

fn listed(image: &Image) -> String {
    let file = |(name, content): (&String, &Vec<u8>)| match content.len() {
        length if length > 0 && content.iter().all(|&byte| byte == 0) => format!("{name:?} ({length} bytes, all zero)"),
        length => format!("{name:?} ({length} bytes)"),
    };
    if image.is_empty() { "no file".into() } else { image.iter().map(file).collect::<Vec<_>>().join(", ") }
}

#[derive(Clone, Copy)]
enum Hindrance {
    Full,
    Broken,
}

fn hindered(by: Hindrance) -> Result<(), Failed> {
    let undisturbed = Simulated::default();
    attempt(&undisturbed, FEW);
    for moment in 0..undisturbed.moments() {
        let (disk, what) = match by {
            Hindrance::Full => (Simulated::default().full_at(moment), "The disk was full"),
            Hindrance::Broken => (Simulated::default().broken_at(moment), "The disk didn't sync any more"),
        };
        let first = attempt(&disk, FEW);
        let last = last_of(&disk.story());
        if disk.refused() && matches!(first.outcome, Some(Ok(_))) {
            return Err(format!(
                "{what} after moment {moment}, and `run` returned Ok as if nothing had happened. It did: {last}.\n\
                 What is promised to be safe must be safe. Does every call have its `?`?"
            )
            .into());
        }
        let safe = first.safe(0);
        let image = disk.after_kill();
        attempt(&Simulated::holding(&image), FEW).went_on(FEW, safe).map_err(|wrong| {
            format!("{what} after moment {moment}; it did: {last}. The folder then held {}.\nRepaired and started again: {wrong}", listed(&image))
        })?;
    }
    Ok(())
}

fn a_letter() -> Result<(), Failed> {
    // One step may leave other files than two.
    [1, 2].into_iter().try_for_each(a_letter_after)
}

fn a_letter_after(steps: usize) -> Result<(), Failed> {
    let disk = Simulated::default();
    attempt(&disk, steps);
    let saved = disk.after_kill();
    // Bytes of which the first few make sense are no checkpoint either.
    let lines = "\n".repeat(40);
    for letter in
        ["Dear reader, this is no checkpoint, but it is all that is left of me.\n", "{\"step\": \"many\"}\n", &lines]
    {
        let image: Image = saved.keys().map(|name| (name.clone(), letter.into())).collect();
        let disk = Simulated::holding(&image);
        let Attempt { outcome, begun } = attempt(&disk, FEW);
        let told = format!(
            "{steps} steps were done, and now every file in the folder ({}) holds the text {letter:?}.",
            listed(&image)
        );
        match outcome {
            Some(Err(Error::Unreadable(_))) if begun.is_empty() && disk.after_kill() == image => {}
            Some(Err(Error::Unreadable(_))) => {
                return Err(format!("{told} `run` said so, but not before it had changed something.").into());
            }
            Some(Err(wrong)) => return Err(format!("{told} Expected Error::Unreadable, got {wrong:?}.").into()),
            _ => {
                return Err(format!(
                    "{told} `run` started anew, and wrote over it.\n\
                     Nothing there is one thing, something you can't read another: it may be worth a week of computing."
                )
                .into());
            }
        }
    }
    Ok(())
}

/// A disk that does everything but read, as for one who has no permission to.
struct Closed<'a>(&'a Simulated);

impl Disk for Closed<'_> {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.write(name, bytes)
    }
    fn append(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.append(name, bytes)
    }
    fn sync(&self, name: &str) -> io::Result<()> {
        self.0.sync(name)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.0.rename(from, to)
    }
    fn sync_folder(&self) -> io::Result<()> {
        self.0.sync_folder()
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.0.remove(name)
    }
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.0.read(name).and(Err(io::ErrorKind::PermissionDenied.into()))
    }
    fn names(&self) -> io::Result<Vec<String>> {
        self.0.names()
    }
}

fn unreadable_now() -> Result<(), Failed> {
    let disk = Simulated::default();
    attempt(&disk, 2);
    let (before, mut begun) = (disk.after_kill(), 0);
    let got = run(&Closed(&disk), START, FEW as u64, &mut |state| {
        begun += 1;
        step(state)
    });
    if got.is_err() && begun == 0 && disk.after_kill() == before {
        return Ok(());
    }
    let got = got.map(|progress| words(&progress));
    Err(format!(
        "Two steps were saved ({}), and then `read` said \"permission denied\": expected an error, and that nothing changes. \
         `run` returned {got:?}, began {begun} steps, and the folder holds {}.\n\
         Only `NotFound` says that there is nothing. After any other error there may be a week of computing.",
        listed(&before),
        listed(&disk.after_kill())
    )
    .into())
}

// ------------------------------------------------------------------------------------------------------- real kills

/// Tells a child where to compute.
const FOLDER: &str = "CHECKPOINT_CHECK_FOLDER";
/// Tells a child after how many moments to wait for its end.
const STOP: &str = "CHECKPOINT_CHECK_STOP";

/// The exit code of a child that came to the right result: not 0, with which an answer may end the child itself.
const RIGHT: i32 = 42;

fn kills() -> u32 {
    env::var("SPEEDUP_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(200)
}

/// The child's side: computes, and signs for each step it begins.
fn child(folder: &Path) -> ! {
    let stop_at = env::var(STOP).ok().and_then(|stop| stop.parse().ok());
    let disk = Watched { folder: Folder::at(folder.join("job")), moments: Cell::new(0), stop_at };
    let mut journal = OpenOptions::new().append(true).open(folder.join("journal")).expect("the parent made it");
    let outcome = run(&disk, START, MANY as u64, &mut |state| {
        let begun = which(*state).map_or("?".into(), |step| step.to_string());
        // One call, one line: a kill can't tear it.
        journal.write_all(format!("{begun}\n").as_bytes()).expect("the journal can be written");
        thread::sleep(Duration::from_micros(100));
        step(state)
    });
    match outcome {
        Ok(got) if got == right(MANY) => process::exit(RIGHT),
        Ok(got) => eprintln!("it came to {}, expected {}", words(&got), words(&right(MANY))),
        Err(wrong) => eprintln!("`run` returned an error: {wrong}"),
    }
    process::exit(1)
}

/// A real folder whose user can be stopped between two changes, or in the middle of one.
struct Watched {
    folder: Folder,
    moments: Cell<usize>,
    stop_at: Option<usize>,
}

impl Watched {
    fn moment(&self) {
        self.moments.set(self.moments.get() + 1);
        if self.stop_at == Some(self.moments.get()) {
            // Says that it is there, and waits for its end; or for that of its parent, which ends the input.
            println!(".");
            let _ = io::stdin().read(&mut [0]);
            process::exit(2);
        }
    }

    fn then<T>(&self, done: io::Result<T>) -> io::Result<T> {
        self.moment();
        done
    }

    fn halves(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        self.then(self.folder.append(name, first))?;
        self.then(self.folder.append(name, second))
    }
}

impl Disk for Watched {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.then(self.folder.write(name, &[]))?;
        self.halves(name, bytes)
    }
    fn append(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.halves(name, bytes)
    }
    fn sync(&self, name: &str) -> io::Result<()> {
        self.then(self.folder.sync(name))
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.then(self.folder.rename(from, to))
    }
    fn sync_folder(&self) -> io::Result<()> {
        self.then(self.folder.sync_folder())
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.then(self.folder.remove(name))
    }
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.folder.read(name)
    }
    fn names(&self) -> io::Result<Vec<String>> {
        self.folder.names()
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        step(&mut self.0) % n
    }
}

fn killed() -> Result<(), Failed> {
    let (mut dice, mut so_far) = (Dice(42), 0);
    let mut jobs = 0;
    while so_far < kills() {
        let job = Job::new()?;
        jobs += 1;
        loop {
            // Every other child is stopped at a certain moment of its life, the others wherever they are.
            let end = if so_far >= kills() {
                job.child(None)?
            } else if dice.below(2) == 0 {
                job.child(Some(1 + dice.below(24) as usize))?
            } else {
                job.child_killed_after(Duration::from_micros(dice.below(6000)))?
            };
            tidy(&job.names()?)?;
            match end {
                End::Killed => so_far += 1,
                End::Done => break,
                End::Failed(said) => {
                    return Err(format!(
                        "Job {jobs}, after {so_far} kills: {said}\nThe folder held {}.",
                        listed(&job.names()?)
                    )
                    .into());
                }
            }
        }
        job.journal_is_sound().map_err(|wrong| format!("Job {jobs}, after {so_far} kills: {wrong}"))?;
    }
    Ok(())
}

/// One computation, and what its processes sign.
struct Job(TempDir);

enum End {
    Killed,
    Done,
    Failed(String),
}

impl Job {
    fn new() -> io::Result<Self> {
        // A kill loses nothing that the system has, so memory will do for a disk, where there is such a thing.
        let memory = PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { env::temp_dir() };
        let folder = TempDir::new_in(parent)?;
        fs::create_dir(folder.path().join("job"))?;
        fs::write(folder.path().join("journal"), "")?;
        Ok(Self(folder))
    }

    fn start(&self, stop: Option<usize>) -> io::Result<process::Child> {
        let mut command = Command::new(env::current_exe()?);
        command.env(FOLDER, self.0.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(stop) = stop {
            command.env(STOP, stop.to_string());
        }
        command.spawn()
    }

    /// A child that is killed when it has come to the moment `stop`, if it does.
    fn child(&self, stop: Option<usize>) -> io::Result<End> {
        let mut child = self.start(stop)?;
        // Nothing comes from a child that ends by itself.
        let there = child.stdout.as_mut().expect("it is piped").read(&mut [0])? == 1;
        if there {
            child.kill()?;
        }
        self.end(child, there)
    }

    fn child_killed_after(&self, time: Duration) -> io::Result<End> {
        let mut child = self.start(None)?;
        thread::sleep(time);
        let ended = child.try_wait()?.is_some();
        if !ended {
            child.kill()?;
        }
        self.end(child, !ended)
    }

    fn end(&self, child: process::Child, killed: bool) -> io::Result<End> {
        let output = child.wait_with_output()?;
        Ok(match output.status {
            status if status.code() == Some(RIGHT) => End::Done,
            status if killed && by_us(status) => End::Killed,
            status => End::Failed(format!("{}({status})", String::from_utf8_lossy(&output.stderr))),
        })
    }

    /// The files of the job, as an image without contents.
    fn names(&self) -> io::Result<Image> {
        let folder = self.0.path().join("job");
        let names = Folder::at(&folder).names()?;
        names
            .into_iter()
            .map(|name| Ok((name.clone(), fs::read(folder.join(name))?)))
            .collect::<io::Result<BTreeMap<_, _>>>()
    }

    /// Whether every step was begun, in order, and none again once the next had begun.
    fn journal_is_sound(&self) -> Result<(), String> {
        let journal = fs::read_to_string(self.0.path().join("journal")).map_err(|wrong| wrong.to_string())?;
        let begun: Vec<Option<usize>> = journal.lines().map(|line| line.parse().ok()).collect();
        let sound = begun.first() == Some(&Some(0))
            && begun.last() == Some(&Some(MANY - 1))
            && begun.windows(2).all(|pair| match (pair[0], pair[1]) {
                (Some(a), Some(b)) => b == a || b == a + 1,
                _ => false,
            });
        if sound {
            return Ok(());
        }
        let begun: Vec<_> = journal.split_whitespace().collect();
        Err(format!(
            "the steps were begun in this order: {}.\nOnly the one that was interrupted may be done again.",
            begun.join(" ")
        ))
    }
}

/// Whether this is how a process ends that `kill` has ended.
#[cfg(unix)]
fn by_us(status: ExitStatus) -> bool {
    std::os::unix::process::ExitStatusExt::signal(&status) == Some(9)
}

/// Elsewhere a killed process has an exit code of its own.
#[cfg(not(unix))]
fn by_us(status: ExitStatus) -> bool {
    !status.success()
}

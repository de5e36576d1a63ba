//! Who has which memory: a forked child's, and a block's with a name whose maker was killed.

fn main() {
    #[cfg(target_os = "linux")]
    linux::main();
}

#[cfg(target_os = "linux")]
mod linux {
    use libtest_mimic::{Arguments, Failed, Trial};
    use memmap2::Mmap;
    use shared::Shared;
    use std::{
        env, fs,
        io::{BufRead, BufReader},
        path::Path,
        process::{Child, Command, Stdio},
        thread,
        time::Duration,
    };
    use steps_processes::{copy_on_write, named};

    /// Names the block that this program is to make when it plays the maker.
    const PREFIX: &str = "STEPS_PROCESSES_PREFIX";

    pub fn main() {
        if let Ok(prefix) = env::var(PREFIX) {
            return make(&prefix);
        }
        let trials = vec![
            Trial::test("a_forked_child_owns_what_it_writes_and_nothing_else", a_forked_child),
            Trial::test("a_named_block_outlives_its_maker_until_it_is_unlinked", a_killed_maker),
            Trial::test("a_block_of_the_living_is_not_abandoned", a_living_maker),
        ];
        libtest_mimic::run(&Arguments::from_args(), trials).exit();
    }

    fn a_forked_child() -> Result<(), Failed> {
        const BYTES: u64 = 64 << 20;
        // What else the child writes: its stack, some of the C library.
        const FEW: u64 = 4 << 20;
        let mut bytes = vec![1_u8; BYTES as usize];
        let [before, after] = copy_on_write::of_a_child(&mut bytes)?;
        let seen = format!("before {before:?}, after {after:?}");
        assert!(before.rss >= BYTES && after.rss >= BYTES, "it sees everything at once: {seen}");
        assert!(before.own <= FEW, "and owns next to nothing: {seen}");
        // Half of each shared page, and perhaps the share of a library.
        assert!((BYTES / 2..=BYTES / 2 + FEW).contains(&before.pss), "{seen}");
        assert!((BYTES / 2..=BYTES / 2 + FEW).contains(&after.own), "it owns the half that it wrote: {seen}");
        assert!((BYTES * 3 / 4..=BYTES * 3 / 4 + FEW).contains(&after.pss), "{seen}");
        assert!(bytes.iter().all(|&byte| byte == 1), "the parent's bytes are as they were");
        Ok(())
    }

    /// Plays the maker: makes a block with a name and one without, says both, and waits to be killed.
    fn make(prefix: &str) {
        let (name, mut block) = named::create(prefix, 1000).expect("there is memory");
        block.fill(7);
        let nameless = Shared::<u8>::zeroed(1000);
        println!("{name}");
        println!("{}", serde_json::to_string(&nameless.handle()).expect("a path and numbers"));
        thread::sleep(Duration::from_secs(600));
    }

    fn maker(prefix: &str) -> (Child, String, shared::Handle) {
        let mut maker = Command::new(env::current_exe().expect("it is running"));
        let mut maker = maker.env(PREFIX, prefix).stdout(Stdio::piped()).spawn().expect("it starts once more");
        let mut lines = BufReader::new(maker.stdout.take().expect("it is piped")).lines();
        let mut line = || lines.next().expect("it says two lines").expect("in UTF-8");
        let (name, nameless) = (line(), serde_json::from_str(&line()).expect("a handle"));
        (maker, name, nameless)
    }

    fn a_killed_maker() -> Result<(), Failed> {
        // A name that no other run of this test has.
        let prefix = format!("speedup-killed-{}", std::process::id());
        let (mut maker, name, nameless) = maker(&prefix);
        assert!(nameless.open::<u8>().is_ok());
        maker.kill()?;
        maker.wait()?;
        let file = Path::new("/dev/shm").join(&name);
        assert_eq!(fs::read(&file)?, [7; 1000], "what it wrote is still there");
        assert!(nameless.open::<u8>().is_err(), "the block without a name is gone");
        assert_eq!(named::abandoned(&prefix)?, [name.as_str()]);
        // SAFETY: nobody writes to it any more.
        let mapped = unsafe { Mmap::map(&fs::File::open(&file)?)? };
        named::unlink(&name)?;
        assert!(!file.exists() && named::unlink(&name).is_err());
        assert_eq!(mapped[..], [7; 1000], "who has it mapped keeps it");
        assert!(named::abandoned(&prefix)?.is_empty());
        Ok(())
    }

    fn a_living_maker() -> Result<(), Failed> {
        let prefix = format!("speedup-living-{}", std::process::id());
        let (mut maker, name, _) = maker(&prefix);
        let abandoned = named::abandoned(&prefix)?;
        maker.kill()?;
        maker.wait()?;
        named::unlink(&name)?;
        assert!(abandoned.is_empty(), "{abandoned:?}");
        Ok(())
    }
}

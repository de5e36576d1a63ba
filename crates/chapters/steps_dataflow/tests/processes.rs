//! The programs as real processes: on this machine, on the hosts of a make-believe cluster where there can be one, with
//! one of them killed, and with less memory than one of them would need.

use cluster::{Cluster, Link};
use libtest_mimic::{Arguments, Failed, Trial};
use pagerank::{Web, serial};
use shared::Shared;
use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{self, Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};
use steps_distributed::{count, text};
use trials::HostFile;
use variant::{Unavailable, Workers};

fn main() {
    let trials = vec![
        Trial::test("processes_on_this_machine_count_together", words_here),
        Trial::test("processes_on_this_machine_rank_together", ranks_here),
        Trial::test("when_one_is_killed_all_end", killed),
        Trial::test("wrong_arguments_are_refused_in_words", refused),
        trials::with_tool("four_processes_rank_what_one_cannot_hold", "ulimit", limited, |_| too_large_for_one()),
        trials::with_tool("hosts_of_a_cluster_count_and_rank_together", "cluster", cluster::found, |_| on_a_cluster()),
    ];
    // One after another: each has several processes, and a machine may have two cores.
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(1);
    libtest_mimic::run(&arguments, trials).exit();
}

fn program(name: &str) -> PathBuf {
    env::var_os(format!("CARGO_BIN_EXE_{name}")).expect("cargo says where it is").into()
}

/// What timely is told: there are `n` processes, and this is `p`.
fn arguments(hosts: &HostFile, n: usize, p: usize) -> Vec<String> {
    let file = hosts.path().to_str().expect("its path is text").to_owned();
    ["-n".into(), n.to_string(), "-p".into(), p.to_string(), "-h".into(), file].to_vec()
}

fn folder(hosts: &HostFile) -> &str {
    hosts.folder().to_str().expect("its path is text")
}

/// The ranks that the processes wrote.
fn ranks(hosts: &HostFile, workers: usize) -> Vec<u64> {
    let files = (0..workers).map(|me| fs::read(hosts.folder().join(format!("ranks-{me}"))).unwrap());
    let bytes = files.collect::<Vec<_>>().concat();
    bytes.chunks(8).map(|rank| u64::from_le_bytes(rank.try_into().unwrap())).collect()
}

/// Processes that don't outlive their test.
struct Children(Vec<Child>);

impl Drop for Children {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Children {
    fn start(commands: impl IntoIterator<Item = Command>) -> Self {
        let piped = |mut command: Command| command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        Self(commands.into_iter().map(piped).collect())
    }

    /// How each ended, which must be within five minutes: a busy machine is slow.
    fn ends(mut self) -> Vec<Output> {
        let begun = Instant::now();
        let readers: Vec<_> = std::mem::take(&mut self.0)
            .into_iter()
            .map(|child| {
                let pid = child.id();
                (pid, thread::spawn(move || child.wait_with_output().unwrap()))
            })
            .collect();
        while !readers.iter().all(|(_, reader)| reader.is_finished()) {
            if begun.elapsed() > Duration::from_secs(300) {
                for (pid, _) in &readers {
                    let _ = Command::new("kill").args(["-9", &pid.to_string()]).status();
                }
                let said = readers.into_iter().map(|(_, reader)| reader.join().unwrap());
                panic!("they don't end: {:?}", said.collect::<Vec<_>>());
            }
            thread::sleep(Duration::from_millis(10));
        }
        readers.into_iter().map(|(_, reader)| reader.join().unwrap()).collect()
    }
}

fn succeeded(ends: &[Output]) {
    for (p, end) in ends.iter().enumerate() {
        assert!(end.status.success(), "process {p}: {end:?}");
    }
}

/// What worker 0 says of a text of `words` words.
fn counted(words: u64, said: &Output) {
    let want = format!("{words} words, {} different\n", count::count(&text::text(0..words)).len());
    let said = String::from_utf8_lossy(&said.stdout);
    assert!(said.contains(&want), "{said}");
}

/// The kernel's ranks, as bits.
fn kernel(vertices: usize) -> Vec<u64> {
    let mut ranks = Shared::zeroed(vertices);
    serial::run(&Web::uneven(vertices, 7), Workers::ONE, &mut ranks).unwrap();
    ranks.iter().map(|rank| rank.to_bits()).collect()
}

fn word_count(words: u64, arguments: &[String]) -> Command {
    let mut command = Command::new(program("word_count"));
    command.arg(words.to_string()).args(arguments);
    command
}

fn words_here() -> Result<(), Failed> {
    // Three processes with two threads each.
    let hosts = HostFile::here(3);
    let threads = ["-w".to_owned(), "2".to_owned()];
    let start = |p| word_count(200_000, &[&threads[..], &arguments(&hosts, 3, p)].concat());
    let ends = Children::start((0..3).map(start)).ends();
    succeeded(&ends);
    counted(200_000, &ends[0]);
    Ok(())
}

fn ranks_here() -> Result<(), Failed> {
    let hosts = HostFile::here(2);
    let start = |p| {
        let mut command = Command::new(program("page_rank"));
        command.args(["5000", folder(&hosts)]).args(arguments(&hosts, 2, p));
        command
    };
    succeeded(&Children::start((0..2).map(start)).ends());
    assert!(ranks(&hosts, 2) == kernel(5000), "the kernel's ranks, to the last bit");
    Ok(())
}

fn killed() -> Result<(), Failed> {
    let hosts = HostFile::here(3);
    // Days of work: none of them ends because it is done.
    let start = |p| word_count(1 << 40, &[&["-r".to_owned()][..], &arguments(&hosts, 3, p)].concat());
    let mut children = Children::start((0..3).map(start));
    for child in &mut children.0 {
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("initialization complete") {
            line.clear();
            assert!(out.read_line(&mut line)? > 0, "it ended before all had met");
        }
        // Else the next line that it prints would end it.
        thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
    }
    let mut victim = children.0.remove(1);
    victim.kill().and_then(|()| victim.wait().map(drop)).expect("it can be killed");
    for end in children.ends() {
        let said = String::from_utf8_lossy(&end.stderr);
        assert_eq!(end.status.code(), Some(1), "{said}");
        assert!(said.starts_with("a worker failed: timely communication error"), "{said}");
    }
    Ok(())
}

fn refused() -> Result<(), Failed> {
    for (name, arguments, words) in [
        ("word_count", &["many"][..], "word_count WORDS"),
        ("word_count", &["1", "-n", "2", "-p", "0", "-h", "/there/is/none"], "No such file"),
        ("page_rank", &["5"], "page_rank VERTICES FOLDER"),
        ("page_rank", &["5", "/there/is/none"], "the ranks can't be written"),
    ] {
        let output = Command::new(program(name)).args(arguments).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(words), "{name} {arguments:?}: {said}");
    }
    Ok(())
}

/// Whether a shell here can forbid a process more than so many KiB of addresses.
fn limited() -> Result<PathBuf, Unavailable> {
    let missing =
        || Unavailable::new("no shell here limits how much memory a program may have (ulimit -v; Linux has it)");
    // macOS takes the command and limits nothing.
    let trial = Command::new("sh").args(["-c", "ulimit -v 1000000 && exec true"]).status();
    if cfg!(target_os = "linux") && trial.is_ok_and(|status| status.success()) {
        Ok("sh".into())
    } else {
        Err(missing())
    }
}

/// Enough for a quarter of the graph below and for timely itself, and too little for the graph.
const LIMIT_KIB: usize = 80_000;
const VERTICES: usize = 600_000;

fn too_large_for_one() -> Result<(), Failed> {
    let hosts = HostFile::here(4);
    let start = |arguments: &[String]| {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -v {LIMIT_KIB}; exec \"$0\" \"$@\"")]).arg(program("page_rank"));
        // The C library reserves 64 MB of addresses for every thread that allocates, and uses few of them.
        command.args([&VERTICES.to_string(), folder(&hosts)]).args(arguments).env("MALLOC_ARENA_MAX", "1");
        command
    };
    let alone = &Children::start([start(&[])]).ends()[0];
    assert!(!alone.status.success(), "one process has room for all: {alone:?}");
    let said = String::from_utf8_lossy(&alone.stderr);
    assert!(said.contains("memory allocation"), "{said}");
    succeeded(&Children::start((0..4).map(|p| start(&arguments(&hosts, 4, p)))).ends());
    assert!(ranks(&hosts, 4) == kernel(VERTICES), "the kernel's ranks, to the last bit");
    Ok(())
}

fn on_a_cluster() -> Result<(), Failed> {
    struct Down(Cluster);
    impl Drop for Down {
        fn drop(&mut self) {
            let _ = self.0.down();
        }
    }
    let down = Down(Cluster::named(&format!("flow{}", process::id())));
    let cluster = &down.0;
    cluster.up(4, Link::default())?;
    let addresses: Vec<String> = cluster.hosts()?.iter().map(|host| format!("{}:2101", host.address)).collect();
    let hosts = HostFile::new(&addresses);
    let on = |name: &str, first: &[&str], p: usize| {
        let mut command = cluster.command(p, program(name).to_str().expect("its path is text"));
        command.args(first).args(arguments(&hosts, 4, p));
        command
    };
    let ends = Children::start((0..4).map(|p| on("word_count", &["200000"], p))).ends();
    succeeded(&ends);
    counted(200_000, &ends[0]);
    succeeded(&Children::start((0..4).map(|p| on("page_rank", &["5000", folder(&hosts)], p))).ends());
    assert!(ranks(&hosts, 4) == kernel(5000), "the kernel's ranks, to the last bit");
    Ok(())
}

//! The program as real processes: on this machine, and on the hosts of a make-believe cluster where there can be one.

use cluster::{Cluster, Link};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env, fs,
    path::PathBuf,
    process::{self, Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};
use steps_distributed::{count, text};
use trials::HostFile;

fn main() {
    let trials = vec![
        Trial::test("processes_on_this_machine_count_together", || here(3)),
        Trial::test("one_process_counts_alone", || here(1)),
        Trial::test("when_one_is_killed_the_others_say_so_and_end", killed),
        Trial::test("when_one_stands_still_the_others_give_up", stopped),
        Trial::test("wrong_arguments_are_refused_in_words", refused),
        trials::with_tool("hosts_of_a_cluster_count_together", "cluster", cluster::found, |_| on_a_cluster()),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn program() -> PathBuf {
    env::var_os("CARGO_BIN_EXE_word_count_tcp").expect("cargo says where it is").into()
}

/// Process `me`, which is to count its share of `words` words.
fn start(hosts: &HostFile, me: usize, words: u64, seconds: u64) -> Child {
    let mut command = Command::new(program());
    command.arg(hosts.path()).args([me as u64, words, seconds].map(|number| number.to_string()));
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// How a process ended, which must be soon.
fn end(mut child: Child) -> Output {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            let said = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
            panic!("it doesn't end; it said {said:?}");
        }
        thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().unwrap()
}

/// What process 0 has to print first.
fn want(words: u64) -> String {
    format!("{words} words, {} different\n", count::count(&text::text(0..words)).len())
}

fn here(processes: usize) -> Result<(), Failed> {
    let hosts = HostFile::here(processes);
    let children: Vec<_> = (0..processes).map(|me| start(&hosts, me, 100_000, 30)).collect();
    let outputs: Vec<_> = children.into_iter().map(end).collect();
    let said = String::from_utf8(outputs[0].stdout.clone())?;
    assert!(outputs.iter().all(|output| output.status.success()), "{outputs:?}");
    assert!(said.starts_with(&want(100_000)), "{said}");
    Ok(())
}

/// Three processes, the last of which never comes to count: it is only a listener, which the others meet.
fn with_a_fake(seconds: u64, fake: impl FnOnce(&[String])) -> Vec<String> {
    let hosts = HostFile::here(3);
    let file = fs::read_to_string(hosts.path()).unwrap();
    let addresses: Vec<String> = file.lines().map(str::to_owned).collect();
    let children: Vec<_> = (0..2).map(|me| start(&hosts, me, 1000, seconds)).collect();
    fake(&addresses);
    let ends = children.into_iter().map(end);
    let said = ends.map(|output| {
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    });
    said.collect()
}

/// Calls the first two as the third process would.
fn join(addresses: &[String]) -> Vec<std::net::TcpStream> {
    let call = |address: &String| {
        loop {
            if let Ok(mut peer) = std::net::TcpStream::connect(address) {
                steps_distributed::frame::send(&mut peer, &2_u32.to_le_bytes()).unwrap();
                return peer;
            }
            thread::sleep(Duration::from_millis(5));
        }
    };
    addresses[..2].iter().map(call).collect()
}

fn killed() -> Result<(), Failed> {
    // What the system does with the connections of a process that is killed: it closes them.
    for said in with_a_fake(30, |addresses| drop(join(addresses))) {
        assert!(said.contains("its process has ended"), "{said}");
    }
    Ok(())
}

fn stopped() -> Result<(), Failed> {
    let mut silent = Vec::new();
    let said = with_a_fake(1, |addresses| silent = join(addresses));
    // One gives up first. To the other it is then the one that has ended.
    assert!(said.iter().any(|said| said.contains("it is silent: dead, cut off, or slow")), "{said:?}");
    Ok(())
}

fn refused() -> Result<(), Failed> {
    let hosts = HostFile::here(1);
    let file = hosts.path();
    let file = file.to_str().unwrap();
    for (arguments, words) in [
        (&["x"][..], "HOSTFILE ME WORDS"),
        (&["/there/is/none", "0", "1"], "/there/is/none: "),
        (&[file, "1", "1"], "has no line 1"),
        (&[file, "0", "many"], "\"many\" is no number"),
    ] {
        let output = Command::new(program()).args(arguments).output()?;
        let said = String::from_utf8(output.stderr)?;
        assert!(output.status.code() == Some(1) && said.contains(words), "{arguments:?}: {said}");
    }
    Ok(())
}

fn on_a_cluster() -> Result<(), Failed> {
    struct Down(Cluster);
    impl Drop for Down {
        fn drop(&mut self) {
            let _ = self.0.down();
        }
    }
    let down = Down(Cluster::named(&format!("steps{}", process::id())));
    let cluster = &down.0;
    cluster.up(4, Link::default())?;
    let addresses: Vec<String> = cluster.hosts()?.iter().map(|host| format!("{}:7000", host.address)).collect();
    let hosts = HostFile::new(&addresses);
    let start = |me: usize| {
        let mut command = cluster.command(me, program().to_str().expect("its path is text"));
        command.arg(hosts.path()).args([&me.to_string(), "100000", "30"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<_> = (0..4).map(start).collect();
    let outputs: Vec<_> = children.into_iter().map(end).collect();
    assert!(outputs.iter().all(|output| output.status.success()), "{outputs:?}");
    assert!(String::from_utf8(outputs[0].stdout.clone())?.starts_with(&want(100_000)));
    Ok(())
}

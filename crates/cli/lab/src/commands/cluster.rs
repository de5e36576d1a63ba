//! `lab cluster`: make-believe hosts on this machine, and commands on them.

use crate::{
    checkout::Checkout,
    cli::{Cluster as Args, OnHosts, Up},
    outcome::{Outcome, WrongUsage},
    say,
};
use anyhow::{Context, Result, bail};
use cluster::{Cluster, Error, Host, Link};
use std::{
    ffi::OsStr,
    io::{self, BufRead, BufReader, Read},
    process::{Child, ExitStatus, Stdio},
    thread,
};

/// Does with the cluster what was asked for. There is one on a machine, whatever workbooks lie on it.
///
/// # Errors
/// When this system or this user can't have one, with what to do; when what was asked for needs one that isn't up.
pub fn run(checkout: &Checkout, args: &Args) -> Result<Outcome> {
    let words = [OsStr::new("--root"), checkout.root().as_os_str(), OsStr::new("cluster"), OsStr::new("switch")];
    let cluster = Cluster::named("lab").switched_by(words);
    match args {
        Args::Up(up) => self::up(&cluster, up),
        Args::Down => down(&cluster),
        Args::Status => status(&cluster),
        Args::Hosts { port } => hosts(&cluster, *port),
        Args::Run(on) => on_hosts(&cluster, on),
        Args::Switch { hosts, delay, .. } => {
            cluster::play_switch(*hosts, *delay)?;
            Ok(Outcome::Done)
        }
    }
}

fn up(cluster: &Cluster, up: &Up) -> Result<Outcome> {
    cluster.up(up.hosts, Link { delay: up.delay, rate: up.rate }).map_err(usage)?;
    status(cluster)
}

/// What was asked for makes no sense, or it went wrong.
fn usage(error: Error) -> anyhow::Error {
    match error {
        Error::Hosts(_) => WrongUsage(error.to_string()).into(),
        other => other.into(),
    }
}

fn down(cluster: &Cluster) -> Result<Outcome> {
    cluster::found()?;
    cluster.down()?;
    say!("There is no cluster (any more).");
    Ok(Outcome::Done)
}

fn status(cluster: &Cluster) -> Result<Outcome> {
    cluster::found()?;
    let hosts = cluster.hosts()?;
    if hosts.is_empty() {
        say!("There is no cluster; `cargo lab cluster up 4` makes one.");
    }
    let cut_off = hosts.iter().any(|host| host.link.is_none());
    let delayed = hosts.iter().any(|host| host.link.as_ref().is_some_and(|link| link.contains("delay")));
    for Host { number, address, processes, link } in hosts {
        let link = match link.as_deref() {
            None => "cut off",
            Some("") => "as fast as the machine",
            Some(link) => link,
        };
        let running = match processes.len() {
            0 => "nothing runs".to_owned(),
            1 => "1 process".to_owned(),
            several => format!("{several} processes"),
        };
        say!("host {number:<3} {address:<12} {link}; {running}");
    }
    match cluster.switch_process()? {
        _ if cut_off => say!("{CUT_OFF}."),
        Some((pid, _)) => {
            say!("Packets are delayed by process {pid}, for this kernel has no netem. It takes time on a core.")
        }
        None if delayed => say!("Packets are delayed by the kernel, by netem."),
        None => {}
    }
    Ok(Outcome::Done)
}

/// What has become of a host that nothing joins to the others, and what to do.
const CUT_OFF: &str = "What joined the hosts has ended. `cargo lab cluster up 4` makes a new cluster";

/// The hosts of a cluster that is up.
fn present(cluster: &Cluster) -> Result<Vec<Host>> {
    cluster::found()?;
    let hosts = cluster.hosts()?;
    if hosts.is_empty() {
        bail!("there is no cluster; `cargo lab cluster up 4` makes one");
    }
    if let Some(host) = hosts.iter().find(|host| host.link.is_none()) {
        bail!("host {} is cut off. {CUT_OFF}", host.number);
    }
    Ok(hosts)
}

fn hosts(cluster: &Cluster, port: Option<u16>) -> Result<Outcome> {
    for host in present(cluster)? {
        match port {
            Some(port) => say!("{}:{port}", host.address),
            None => say!("{}", host.address),
        }
    }
    Ok(Outcome::Done)
}

fn on_hosts(cluster: &Cluster, on: &OnHosts) -> Result<Outcome> {
    let hosts = present(cluster)?;
    let chosen: Vec<&Host> = match &on.on {
        None => hosts.iter().collect(),
        Some(name) => {
            let named = |host: &&Host| host.number.to_string() == *name || host.address.to_string() == *name;
            let host = hosts.iter().find(named).ok_or_else(|| {
                WrongUsage(format!("there is no host {name}; the hosts are 0 to {}", hosts.len() - 1))
            })?;
            vec![host]
        }
    };
    let mut children = Vec::new();
    for host in &chosen {
        match start(cluster, host, hosts.len(), on, chosen.len() > 1) {
            Ok(child) => children.push(child),
            Err(error) => {
                for mut child in children {
                    child.kill().and_then(|()| child.wait()).context("what was started already can't be ended")?;
                }
                return Err(error);
            }
        }
    }
    // Each prints when it likes: whole lines, with the host's number before them.
    let mut readers = Vec::new();
    if let [_, _, ..] = chosen[..] {
        for (host, child) in chosen.iter().zip(&mut children) {
            let number = host.number;
            let (out, err) = (child.stdout.take(), child.stderr.take());
            readers.push(thread::spawn(move || copy(out, |line| say!("{number} | {line}"))));
            readers.push(thread::spawn(move || copy(err, |line| anstream::eprintln!("{number} | {line}"))));
        }
    }
    let ends: Vec<io::Result<ExitStatus>> = children.iter_mut().map(Child::wait).collect();
    for reader in readers {
        // What it prints to may be gone; that is no failure of the command.
        let _ = reader.join();
    }
    for (host, end) in chosen.iter().zip(ends) {
        let end = end?;
        if !end.success() {
            anstream::eprintln!("host {}: {end}", host.number);
            return Ok(Outcome::Child(end.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)));
        }
    }
    Ok(Outcome::Done)
}

/// Starts the command on one host.
fn start(cluster: &Cluster, host: &Host, hosts: usize, on: &OnHosts, piped: bool) -> Result<Child> {
    let told = |word: &String| {
        let word = word.replace("{host}", &host.number.to_string()).replace("{hosts}", &hosts.to_string());
        word.replace("{address}", &host.address.to_string())
    };
    let words: Vec<String> = on.command.iter().map(told).collect();
    let mut command = cluster.command(host.number, &words[0]);
    command.args(&words[1..]);
    if piped {
        // Nobody can type to several at once.
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    }
    command.spawn().with_context(|| format!("nothing can be started on host {}", host.number))
}

/// Hands each line on, whatever bytes are in it, until the end.
fn copy(from: Option<impl Read>, to: impl Fn(&str)) {
    let Some(from) = from else { return };
    for line in BufReader::new(from).split(b'\n') {
        // A pipe that can't be read has ended.
        let Ok(line) = line else { return };
        to(&String::from_utf8_lossy(&line));
    }
}

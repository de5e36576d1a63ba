//! A make-believe cluster on one machine: hosts that are Linux *network namespaces*, each with an address of its own,
//! joined by a switch that may be slow.
//!
//! ```text
//! lab-0   10.77.0.1 ─┐
//! lab-1   10.77.0.2 ─┤ in lab-switch: a bridge, or a process
//! lab-2   10.77.0.3 ─┘
//! ```
//!
//! Only the network is make-believe: the hosts share cores, memory and files. The switch stands in a namespace of its
//! own. So the machine's own network isn't touched, nothing reaches the hosts from outside, and a cluster is gone when
//! its namespaces are. Nothing of it is noted anywhere: the kernel is asked.
//!
//! Where the kernel can delay packets, it does, and its bridge is the switch. Else a process is, by [`play_switch`].

mod error;
mod link;
mod switch;
mod system;

pub use error::Error;
pub use link::{Delay, Link, Rate};
pub use switch::play_switch;
pub use system::found;

use std::{
    env,
    ffi::OsString,
    fs,
    io::{self, BufRead, BufReader},
    net::Ipv4Addr,
    process::{Command, Stdio},
    thread,
    time::Duration,
};
use switch::port;
use system::{ip, tc};

/// The most hosts that a cluster may have.
pub const MOST: usize = 100;

/// A cluster, or the place where one may be: a name.
#[derive(Clone, Debug)]
pub struct Cluster {
    name: String,
    /// What this program has to be told to become a switch.
    to_switch: Vec<OsString>,
    netem: bool,
}

impl Cluster {
    /// The cluster of this name, which begins the names of its namespaces.
    ///
    /// # Panics
    /// When the name has anything but letters and digits in it.
    pub fn named(name: &str) -> Self {
        assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()), "{name:?} names no namespace");
        Self { name: name.to_owned(), to_switch: Vec::new(), netem: true }
    }

    /// The same, which may have a delay on a kernel without netem. Started with these words, the cluster's name, a
    /// number of hosts and a delay, this very program must call [`play_switch`].
    pub fn switched_by(self, words: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        Self { to_switch: words.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same, but where the kernel could delay packets a process does it all the same. For tests.
    pub fn without_netem(self) -> Self {
        Self { netem: false, ..self }
    }

    /// Makes `hosts` hosts (1 to [`MOST`]). Whatever there was of this cluster before, whole or half, is removed first.
    ///
    /// # Errors
    /// When the system has no namespaces, or something is missing in it; then nothing is left of the cluster. When
    /// processes run on the hosts that are there; then they are left alone.
    pub fn up(&self, hosts: usize, link: Link) -> Result<(), Error> {
        if !(1..=MOST).contains(&hosts) {
            return Err(Error::Hosts(hosts));
        }
        found()?;
        let on_hosts = |(namespace, _): &(String, _)| *namespace != self.switch();
        let running: usize = self.processes()?.iter().filter(|one| on_hosts(one)).map(|(_, pids)| pids.len()).sum();
        if running > 0 {
            return Err(Error::Busy(running));
        }
        self.down()?;
        self.make(hosts, link).inspect_err(|_| {
            // The error tells what went wrong; that this went wrong too would say less.
            let _ = self.down();
        })
    }

    fn make(&self, hosts: usize, link: Link) -> Result<(), Error> {
        let switch = self.switch();
        ip(&["netns", "add", &switch])?;
        let by_process = match link.delay {
            Some(delay) if !(self.netem && self.has_netem()) => Some(delay),
            _ => None,
        };
        match by_process {
            None => {
                ip(&["-n", &switch, "link", "add", "switch", "type", "bridge"])?;
                ip(&["-n", &switch, "link", "set", "switch", "up"])?;
            }
            Some(delay) => self.start_switch(hosts, delay)?,
        }
        for host in 0..hosts {
            let (name, port) = (self.host(host), port(host));
            ip(&["netns", "add", &name])?;
            if by_process.is_none() {
                ip(&["-n", &switch, "link", "add", &port, "type", "veth", "peer", "name", "eth0", "netns", &name])?;
                ip(&["-n", &switch, "link", "set", &port, "master", "switch", "up"])?;
            } else {
                ip(&["-n", &switch, "link", "set", &port, "name", "eth0", "netns", &name])?;
            }
            ip(&["-n", &name, "address", "add", &format!("{}/24", address(host)), "dev", "eth0"])?;
            ip(&["-n", &name, "link", "set", "lo", "up"])?;
            ip(&["-n", &name, "link", "set", "eth0", "up"])?;
            let by_kernel = if by_process.is_none() { link } else { Link { delay: None, ..link } };
            let discipline = by_kernel.discipline();
            if !discipline.is_empty() {
                let words: Vec<&str> = discipline.iter().map(String::as_str).collect();
                tc(&[&["-n", &name, "qdisc", "add", "dev", "eth0", "root"], &words[..]].concat())?;
            }
        }
        Ok(())
    }

    /// Whether the kernel can delay packets: it is tried, in the switch's namespace, where nobody sends any.
    fn has_netem(&self) -> bool {
        tc(&["-n", &self.switch(), "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"]).is_ok()
    }

    /// Starts the process that is the switch, in the switch's namespace, and waits until it has all cables.
    fn start_switch(&self, hosts: usize, delay: Delay) -> Result<(), Error> {
        let cannot = |error: io::Error| Error::NoDelay(error.to_string());
        if self.to_switch.is_empty() {
            return Err(Error::NoDelay("this program doesn't know how".into()));
        }
        let this = env::current_exe().map_err(cannot)?;
        let mut command = Command::new(system::program("ip"));
        command.args(["netns", "exec", &self.switch()]).arg(this).args(&self.to_switch);
        command.args([&self.name, &hosts.to_string(), &delay.to_string()]);
        // It outlives us, and must not keep a folder from being removed, or somebody waiting for what we print.
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(cannot)?;
        let mut said = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut said).map_err(cannot)?;
        }
        // Whoever started a process is told that it has ended, and should listen.
        thread::spawn(move || child.wait());
        match said.trim() {
            switch::READY => Ok(()),
            "" => Err(Error::NoDelay("it ended at once".into())),
            why => Err(Error::NoDelay(why.to_owned())),
        }
    }

    /// Ends every process that runs in the cluster, and removes it. Does nothing where there is none.
    ///
    /// # Errors
    /// When a process can't be ended, or a namespace can't be removed.
    pub fn down(&self) -> Result<(), Error> {
        // What is killed is gone a moment later, and may have started another just before.
        for _ in 0..500 {
            let running: Vec<u32> = self.processes()?.into_iter().flat_map(|(_, pids)| pids).collect();
            if running.is_empty() {
                for namespace in self.namespaces()? {
                    ip(&["netns", "delete", &namespace])?;
                }
                return Ok(());
            }
            running.into_iter().for_each(system::kill);
            thread::sleep(Duration::from_millis(10));
        }
        Err(Error::Immortal)
    }

    /// The hosts, by number, each with its processes. Empty where there is no cluster.
    ///
    /// # Errors
    /// When the system can't be asked.
    pub fn hosts(&self) -> Result<Vec<Host>, Error> {
        let mut hosts = Vec::new();
        let delay = self.switch_process()?.map(|(_, delay)| delay);
        for (namespace, processes) in self.processes()? {
            if let Some(number) = self.number(&namespace) {
                // It is asked what there is: in half a cluster a host has no cable, nor when its switch has ended.
                let shown = tc(&["-n", &namespace, "qdisc", "show", "dev", "eth0"]).ok();
                let link = shown.map(|shown| link::words(delay, &shown));
                hosts.push(Host { number, address: address(number), processes, link });
            }
        }
        hosts.sort_by_key(|host| host.number);
        Ok(hosts)
    }

    /// The process that passes packets on, and the delay after which it does, if it isn't the kernel that does so.
    ///
    /// # Errors
    /// When the system can't be asked.
    pub fn switch_process(&self) -> Result<Option<(u32, Delay)>, Error> {
        let of = |pid: u32| {
            let words = fs::read_to_string(format!("/proc/{pid}/cmdline")).ok()?;
            // The last of the words that it was started with. Each ends in a zero byte.
            Some((pid, words.trim_end_matches('\0').rsplit('\0').next()?.parse().ok()?))
        };
        let processes = self.processes()?;
        let on_switch = processes.into_iter().find(|(namespace, _)| *namespace == self.switch());
        Ok(on_switch.and_then(|(_, pids)| pids.into_iter().find_map(of)))
    }

    /// A command that runs `program` on a host: add its arguments, and start it like any other.
    pub fn command(&self, host: usize, program: &str) -> Command {
        let mut command = Command::new(system::program("ip"));
        command.args(["netns", "exec", &self.host(host), program]);
        command
    }

    fn host(&self, host: usize) -> String {
        format!("{}-{host}", self.name)
    }

    fn switch(&self) -> String {
        format!("{}-switch", self.name)
    }

    /// Which host a namespace is, if it is one of ours.
    fn number(&self, namespace: &str) -> Option<usize> {
        namespace.strip_prefix(&self.name)?.strip_prefix('-')?.parse().ok()
    }

    /// Our namespaces, hosts and switch, as far as they are there.
    fn namespaces(&self) -> Result<Vec<String>, Error> {
        // A line is a name, or `name (id: 3)`.
        let all = ip(&["netns", "list"])?;
        let names = all.lines().filter_map(|line| line.split_whitespace().next());
        let ours = names.filter(|name| self.number(name).is_some() || **name == self.switch());
        Ok(ours.map(str::to_owned).collect())
    }

    /// What runs in each of our namespaces.
    fn processes(&self) -> Result<Vec<(String, Vec<u32>)>, Error> {
        let of = |namespace: String| {
            let pids = ip(&["netns", "pids", &namespace])?;
            Ok((namespace, pids.lines().filter_map(|pid| pid.trim().parse().ok()).collect()))
        };
        self.namespaces()?.into_iter().map(of).collect()
    }
}

/// A host of a cluster that is up.
#[derive(Clone, Debug)]
pub struct Host {
    /// 0, 1, and so on.
    pub number: usize,
    /// Where the others reach it.
    pub address: Ipv4Addr,
    /// What runs on it.
    pub processes: Vec<u32>,
    /// What slows it down; empty where nothing does, `None` where nothing joins it to the others.
    pub link: Option<String>,
}

/// The address of a host.
fn address(host: usize) -> Ipv4Addr {
    let last = u8::try_from(host + 1).expect("there are fewer than 255 hosts");
    Ipv4Addr::new(10, 77, 0, last)
}

/// The host that has this address, if it is one that a host may have.
#[cfg(any(target_os = "linux", test))]
fn host_at(address: Ipv4Addr) -> Option<usize> {
    let [10, 77, 0, last] = address.octets() else { return None };
    usize::from(last).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_namespaces_of_this_name_are_ours() {
        let cluster = Cluster::named("lab");
        assert_eq!(cluster.number("lab-12"), Some(12));
        for other in ["lab-switch", "lab-", "lab2-1", "mylab-1", "lab-1x", "docker"] {
            assert_eq!(cluster.number(other), None, "{other}");
        }
    }

    #[test]
    fn an_address_leads_to_its_host() {
        for host in 0..MOST {
            assert_eq!(host_at(address(host)), Some(host));
        }
        for other in [Ipv4Addr::new(10, 77, 0, 0), Ipv4Addr::new(10, 77, 1, 1), Ipv4Addr::LOCALHOST] {
            assert_eq!(host_at(other), None, "{other}");
        }
    }

    #[test]
    fn too_many_hosts_are_refused_before_anything_is_made() {
        for hosts in [0, MOST + 1] {
            assert!(matches!(Cluster::named("none").up(hosts, Link::default()), Err(Error::Hosts(n)) if n == hosts));
        }
    }
}

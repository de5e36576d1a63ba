//! A make-believe cluster on one machine: hosts that are Linux *network namespaces*, each with an address of its own,
//! joined by a switch that may be slow.
//!
//! ```text
//! lab-0   10.77.0.1 ─┐
//! lab-1   10.77.0.2 ─┤ bridge, in lab-switch
//! lab-2   10.77.0.3 ─┘
//! ```
//!
//! Only the network is make-believe: the hosts share cores, memory and files. The switch stands in a namespace of its
//! own. So the machine's own network isn't touched, nothing reaches the hosts from outside, and a cluster is gone when
//! its namespaces are. Nothing of it is noted anywhere: the kernel is asked.

mod error;
mod link;
mod system;

pub use error::Error;
pub use link::{Delay, Link, Rate};
pub use system::found;

use std::{
    net::{IpAddr, Ipv4Addr},
    process::Command,
    thread,
    time::Duration,
};
use system::{ip, tc};

/// The most hosts that a cluster may have.
pub const MOST: usize = 100;

/// A cluster, or the place where one may be: a name.
#[derive(Clone, Debug)]
pub struct Cluster {
    name: String,
}

impl Cluster {
    /// The cluster of this name, which begins the names of its namespaces.
    ///
    /// # Panics
    /// When the name has anything but letters and digits in it.
    pub fn named(name: &str) -> Self {
        assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()), "{name:?} names no namespace");
        Self { name: name.to_owned() }
    }

    /// Makes `hosts` hosts (1 to [`MOST`]). Whatever there was of this cluster before, whole or half, is removed first.
    ///
    /// # Errors
    /// When the system has no namespaces, or something is missing in it; then nothing is left of the cluster. When
    /// processes run in the cluster that is there; then that is left alone.
    pub fn up(&self, hosts: usize, link: Link) -> Result<(), Error> {
        if !(1..=MOST).contains(&hosts) {
            return Err(Error::Hosts(hosts));
        }
        found()?;
        let running: usize = self.processes()?.iter().map(|(_, pids)| pids.len()).sum();
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
        ip(&["-n", &switch, "link", "add", "switch", "type", "bridge"])?;
        ip(&["-n", &switch, "link", "set", "switch", "up"])?;
        for host in 0..hosts {
            let (name, port) = (self.host(host), format!("port{host}"));
            ip(&["netns", "add", &name])?;
            ip(&["-n", &switch, "link", "add", &port, "type", "veth", "peer", "name", "eth0", "netns", &name])?;
            ip(&["-n", &switch, "link", "set", &port, "master", "switch", "up"])?;
            ip(&["-n", &name, "address", "add", &format!("{}/24", address(host)), "dev", "eth0"])?;
            ip(&["-n", &name, "link", "set", "lo", "up"])?;
            ip(&["-n", &name, "link", "set", "eth0", "up"])?;
            let discipline = link.discipline();
            if !discipline.is_empty() {
                let words: Vec<&str> = discipline.iter().map(String::as_str).collect();
                let done = tc(&[&["-n", &name, "qdisc", "add", "dev", "eth0", "root"], &words[..]].concat());
                done.map_err(|error| match error {
                    Error::Refused { said, .. } if words[0] == "netem" && said.contains("qdisc kind is unknown") => {
                        Error::NoDelay
                    }
                    other => other,
                })?;
            }
        }
        Ok(())
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
        for (namespace, processes) in self.processes()? {
            if let Some(number) = self.number(&namespace) {
                // In half a cluster it may have no cable.
                let link = tc(&["-n", &namespace, "qdisc", "show", "dev", "eth0"]).unwrap_or_default();
                let link = link::read(&link);
                hosts.push(Host { number, address: address(number), processes, link });
            }
        }
        hosts.sort_by_key(|host| host.number);
        Ok(hosts)
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
    pub address: IpAddr,
    /// What runs on it.
    pub processes: Vec<u32>,
    /// How the kernel describes what slows it down; empty where nothing does.
    pub link: String,
}

/// The address of a host.
fn address(host: usize) -> IpAddr {
    let last = u8::try_from(host + 1).expect("there are fewer than 255 hosts");
    Ipv4Addr::new(10, 77, 0, last).into()
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
    fn too_many_hosts_are_refused_before_anything_is_made() {
        for hosts in [0, MOST + 1] {
            assert!(matches!(Cluster::named("none").up(hosts, Link::default()), Err(Error::Hosts(n)) if n == hosts));
        }
    }
}

//! A cluster is made, used and removed, and nothing is left of it. Needs root on Linux.

use cluster::{Cluster, Error, Link, found};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    path::Path,
    process::{self, Command, Stdio},
    time::{Duration, Instant},
};

fn main() {
    let trials: Vec<Trial> = vec![
        trial("twenty_clusters_leave_nothing_behind", twenty),
        trial("up_twice_is_up_once", twice),
        trial("half_a_cluster_is_cleaned_up", half),
        trial("a_busy_cluster_is_left_alone_until_it_is_taken_down", busy),
        trial("hosts_reach_each_other_and_nobody_else", reach),
        trial("a_delay_delays_or_the_kernel_has_none", delay),
        trial("a_slow_link_is_slow", rate),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// A test with a cluster of its own, which is removed whatever happens.
fn trial(name: &'static str, test: fn(&Cluster, &str) -> Result<(), Failed>) -> Trial {
    trials::with_tool(name, "cluster", found, move |_: &Path| {
        struct Down(Cluster);
        impl Drop for Down {
            fn drop(&mut self) {
                let _ = self.0.down();
            }
        }
        // Tests run at the same time, and a name belongs to the whole machine.
        let initials: String = name.split('_').filter_map(|word| word.chars().next()).collect();
        let own = format!("t{}{initials}", process::id());
        test(&Down(Cluster::named(&own)).0, &own)
    })
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Our namespaces, as `ip` lists them.
fn namespaces(name: &str) -> Vec<String> {
    said("ip", &["netns", "list"]).lines().filter(|line| line.starts_with(name)).map(str::to_owned).collect()
}

fn twenty(cluster: &Cluster, name: &str) -> Result<(), Failed> {
    let links = || said("ip", &["-brief", "link"]);
    let before = links();
    for _ in 0..20 {
        cluster.up(4, Link::default())?;
        let mut children: Vec<_> =
            (0..4).map(|host| cluster.command(host, "sleep").arg("1000").spawn().unwrap()).collect();
        // A child of a child: nobody but the cluster knows it.
        let mut parent =
            cluster.command(0, "sh").args(["-c", "sleep 1000 & echo $!; wait"]).stdout(Stdio::piped()).spawn()?;
        let mut grandchild = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(parent.stdout.take().unwrap()), &mut grandchild)?;
        cluster.down()?;
        children.push(parent);
        for mut child in children {
            assert!(!child.wait()?.success(), "it was killed");
        }
        let grandchild = format!("/proc/{}/cmdline", grandchild.trim());
        let left = std::fs::read(&grandchild).unwrap_or_default();
        assert!(!left.starts_with(b"sleep"), "{grandchild} is still there");
        assert_eq!(namespaces(name), Vec::<String>::new());
    }
    assert_eq!(links(), before, "the machine's own network was touched");
    Ok(())
}

fn twice(cluster: &Cluster, _: &str) -> Result<(), Failed> {
    cluster.up(3, Link::default())?;
    cluster.up(3, Link::default())?;
    assert_eq!(cluster.hosts()?.len(), 3);
    // Fewer hosts: the third is gone.
    cluster.up(2, Link::default())?;
    assert_eq!(cluster.hosts()?.len(), 2);
    cluster.down()?;
    cluster.down()?;
    assert!(cluster.hosts()?.is_empty());
    Ok(())
}

fn half(cluster: &Cluster, name: &str) -> Result<(), Failed> {
    // As it is left when the machine loses patience in the middle: a host without a switch.
    said("ip", &["netns", "add", &format!("{name}-5")]);
    assert_eq!(cluster.hosts()?.len(), 1);
    cluster.up(2, Link::default())?;
    assert_eq!(cluster.hosts()?.iter().map(|host| host.number).collect::<Vec<_>>(), [0, 1]);
    cluster.down()?;
    assert_eq!(namespaces(name), Vec::<String>::new());
    Ok(())
}

fn busy(cluster: &Cluster, _: &str) -> Result<(), Failed> {
    cluster.up(2, Link::default())?;
    let mut child = cluster.command(1, "sleep").arg("1000").spawn()?;
    let started = Instant::now();
    while cluster.hosts()?[1].processes.is_empty() {
        assert!(started.elapsed() < Duration::from_secs(10), "the process is on no host");
    }
    assert!(matches!(cluster.up(2, Link::default()), Err(Error::Busy(1))));
    assert_eq!(child.try_wait()?, None, "it runs on");
    cluster.down()?;
    assert!(!child.wait()?.success());
    Ok(())
}

/// Whether a TCP connection from one host to an address comes about: nobody listens there, so a host that is reached
/// refuses at once.
fn refuses(cluster: &Cluster, from: usize, to: &str) -> bool {
    let script = format!("exec 3<>/dev/tcp/{to}/9");
    let output = cluster.command(from, "timeout").args(["5", "bash", "-c", &script]).output().unwrap();
    String::from_utf8_lossy(&output.stderr).contains("refused")
}

fn reach(cluster: &Cluster, _: &str) -> Result<(), Failed> {
    cluster.up(3, Link::default())?;
    for host in cluster.hosts()? {
        for from in 0..3 {
            assert!(refuses(cluster, from, &host.address.to_string()), "{from} doesn't reach {}", host.address);
        }
    }
    assert!(!refuses(cluster, 0, "10.77.0.4"), "there is no fourth host");
    assert!(!refuses(cluster, 0, "192.0.2.1"), "nothing leads out");
    Ok(())
}

fn delay(cluster: &Cluster, _: &str) -> Result<(), Failed> {
    let link = Link { delay: Some("20ms".parse()?), rate: None };
    match cluster.up(2, link) {
        Ok(()) => {
            assert_eq!(cluster.hosts()?[0].link, "delay 20ms");
            let asked = Instant::now();
            assert!(refuses(cluster, 0, "10.77.0.2"));
            assert!(asked.elapsed() >= Duration::from_millis(40), "there and back in {:?}", asked.elapsed());
        }
        Err(Error::NoDelay) => assert!(cluster.hosts()?.is_empty(), "nothing is left of it"),
        Err(other) => return Err(other.into()),
    }
    Ok(())
}

fn rate(cluster: &Cluster, _: &str) -> Result<(), Failed> {
    let link = Link { delay: None, rate: Some("8mbit".parse()?) };
    cluster.up(2, link)?;
    assert_eq!(cluster.hosts()?[1].link, "rate 8Mbit");
    // A megabyte is eight million bits: the part that the bucket holds at the beginning goes at once.
    let server = "import socket\nserver = socket.create_server(('', 7777))\nprint('up', flush=True)\n\
                  peer = server.accept()[0]\nwhile peer.recv(65536): pass\n";
    let client = "import socket\npeer = socket.create_connection(('10.77.0.1', 7777))\npeer.sendall(bytes(1000000))\n\
                  peer.shutdown(1)\npeer.recv(1)\n";
    let Ok(mut listening) = cluster.command(0, "python3").args(["-c", server]).stdout(Stdio::piped()).spawn() else {
        return Ok(());
    };
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(listening.stdout.take().unwrap()), &mut line)?;
    let started = Instant::now();
    assert!(cluster.command(1, "python3").args(["-c", client]).status()?.success());
    assert!(started.elapsed() > Duration::from_millis(500), "a megabyte in {:?}", started.elapsed());
    assert!(listening.wait()?.success());
    Ok(())
}

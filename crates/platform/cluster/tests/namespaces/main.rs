//! A cluster is made, used and removed, and nothing is left of it. Needs root on Linux.

mod peers;

use cluster::{Cluster, Error, Link, found, play_switch};
use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
    time::{Duration, Instant},
};
use variant::Unavailable;

type Test = fn(&Cluster, &str) -> Result<(), Failed>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["switch", _, hosts, delay] => play_switch(hosts.parse()?, delay.parse()?)?,
        ["echo"] => peers::echo()?,
        ["ask", address, times] => peers::ask(address, times.parse()?)?,
        ["sink"] => peers::sink()?,
        ["pour", address, bytes] => peers::pour(address, bytes.parse()?)?,
        ["count"] => peers::count()?,
        ["number", address, datagrams] => peers::number(address, datagrams.parse()?)?,
        _ => libtest_mimic::run(&Arguments::from_args(), trials()).exit(),
    }
    Ok(())
}

fn trials() -> Vec<Trial> {
    let plain: [(_, Test); 6] = [
        ("twenty_clusters_leave_nothing_behind", |cluster, name| twenty(cluster, name, Link::default(), 0)),
        ("up_twice_is_up_once", twice),
        ("half_a_cluster_is_cleaned_up", half),
        ("a_busy_cluster_is_left_alone_until_it_is_taken_down", busy),
        ("hosts_reach_each_other_and_nobody_else", |cluster, _| reach(cluster, Link::default())),
        ("a_slow_link_is_slow", |cluster, _| rate(cluster, None, "rate 8Mbit")),
    ];
    // By netem, where there is one.
    let delayed: [(_, Test); 2] = [
        ("a_delay_delays", delay),
        ("a_link_may_be_far_and_slow", |cluster, _| rate(cluster, Some("5ms"), "delay 5.0ms, rate 8Mbit")),
    ];
    // By a process, even where there is a netem.
    let by_process: [(_, Test); 7] = [
        ("twenty_clusters_with_a_process_leave_none_behind", |cluster, name| {
            twenty(cluster, name, delayed_by("1ms"), 1)
        }),
        ("hosts_joined_by_a_process_reach_each_other_and_nobody_else", |cluster, _| reach(cluster, delayed_by("1ms"))),
        ("a_process_delays", delay),
        ("a_link_by_a_process_may_be_far_and_slow", |cluster, _| rate(cluster, Some("5ms"), "delay 5ms, rate 8Mbit")),
        ("what_a_process_passes_on_arrives_whole", whole),
        ("when_the_process_has_ended_hosts_are_cut_off", cut_off),
        ("a_host_that_is_gone_takes_no_other_along", one_gone),
    ];
    let plain = plain.map(|(name, test)| trial(name, "cluster", found, test, |cluster| cluster));
    let delayed = delayed.map(|(name, test)| trial(name, "tun", tun, test, |cluster| cluster));
    let by_process = by_process.map(|(name, test)| trial(name, "tun", tun, test, Cluster::without_netem));
    plain.into_iter().chain(delayed).chain(by_process).collect()
}

/// What a process needs to be a switch.
fn tun() -> Result<PathBuf, Unavailable> {
    found()?;
    let device = PathBuf::from("/dev/net/tun");
    if device.exists() { Ok(device) } else { Err(Unavailable::new("this system has no /dev/net/tun")) }
}

/// A test with a cluster of its own, which is removed whatever happens.
fn trial(
    name: &'static str,
    what: &'static str,
    find: fn() -> Result<PathBuf, Unavailable>,
    test: Test,
    made: fn(Cluster) -> Cluster,
) -> Trial {
    trials::with_tool(name, what, find, move |_: &Path| {
        struct Down(Cluster);
        impl Drop for Down {
            fn drop(&mut self) {
                let _ = self.0.down();
            }
        }
        // Tests run at the same time, and a name belongs to the whole machine.
        let initials: String = name.split('_').filter_map(|word| word.chars().next()).collect();
        let own = format!("t{}{initials}", process::id());
        test(&Down(made(Cluster::named(&own).switched_by(["switch"]))).0, &own)
    })
}

fn delayed_by(delay: &str) -> Link {
    Link { delay: Some(delay.parse().expect("it is a delay")), rate: None }
}

/// The processes that have this word among theirs.
fn processes(word: &str) -> Vec<String> {
    let folders = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let lines = folders.filter_map(|folder| fs::read_to_string(folder.path().join("cmdline")).ok());
    lines.filter(|line| line.split('\0').any(|other| other == word)).collect()
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

fn twenty(cluster: &Cluster, name: &str, link: Link, switches: usize) -> Result<(), Failed> {
    let links = || said("ip", &["-brief", "link"]);
    let before = links();
    for _ in 0..20 {
        cluster.up(4, link)?;
        assert_eq!(processes(name).len(), switches, "{:?}", processes(name));
        let mut children: Vec<_> =
            (0..4).map(|host| cluster.command(host, "sleep").arg("1000").spawn().unwrap()).collect();
        // A child of a child: nobody but the cluster knows it.
        let mut parent =
            cluster.command(0, "sh").args(["-c", "sleep 1000 & echo $!; wait"]).stdout(Stdio::piped()).spawn()?;
        let mut grandchild = String::new();
        BufReader::new(parent.stdout.take().unwrap()).read_line(&mut grandchild)?;
        cluster.down()?;
        children.push(parent);
        for mut child in children {
            assert!(!child.wait()?.success(), "it was killed");
        }
        let grandchild = format!("/proc/{}/cmdline", grandchild.trim());
        let left = std::fs::read(&grandchild).unwrap_or_default();
        assert!(!left.starts_with(b"sleep"), "{grandchild} is still there");
        assert_eq!(namespaces(name), Vec::<String>::new());
        assert_eq!(processes(name), Vec::<String>::new());
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

fn reach(cluster: &Cluster, link: Link) -> Result<(), Failed> {
    cluster.up(3, link)?;
    for host in cluster.hosts()? {
        for from in 0..3 {
            assert!(refuses(cluster, from, &host.address.to_string()), "{from} doesn't reach {}", host.address);
        }
    }
    assert!(!refuses(cluster, 0, "10.77.0.4"), "there is no fourth host");
    assert!(!refuses(cluster, 0, "192.0.2.1"), "nothing leads out");
    Ok(())
}

/// What one peer prints while another, on host 0, waits for it.
fn between(cluster: &Cluster, waiting: &str, words: [&str; 3]) -> Result<(Vec<u64>, Option<String>), Failed> {
    let this = env::current_exe()?;
    let this = this.to_str().ok_or("this program lies where no text leads")?;
    let mut waits = cluster.command(0, this).arg(waiting).stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(waits.stdout.take().ok_or("it prints")?).lines();
    assert_eq!(lines.next().transpose()?.as_deref(), Some("up"));
    let output = cluster.command(1, this).args(words).output()?;
    if !output.status.success() {
        waits.kill()?;
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let last = lines.next().transpose()?;
    assert!(waits.wait()?.success(), "{waiting}");
    let numbers = String::from_utf8(output.stdout)?;
    Ok((numbers.split_whitespace().map(str::parse).collect::<Result<_, _>>()?, last))
}

fn delay(cluster: &Cluster, _: &str) -> Result<(), Failed> {
    cluster.up(2, delayed_by("20ms"))?;
    // What joins the hosts doesn't keep them busy.
    cluster.up(2, delayed_by("20ms"))?;
    let (links, process) = (cluster.hosts()?, cluster.switch_process()?);
    for host in links {
        // The kernel writes another decimal than we.
        assert!(["delay 20ms", "delay 20.0ms"].contains(&host.link.as_deref().unwrap_or("none")), "{host:?}");
    }
    let (times, _) = between(cluster, "echo", ["ask", "10.77.0.1", "21"])?;
    let [shortest, median] = times[..] else { return Err(format!("{times:?}").into()) };
    assert!(shortest >= 40_000, "there and back in {shortest} µs, by {process:?}");
    assert!(median < 120_000, "there and back in {median} µs, by {process:?}");
    Ok(())
}

fn rate(cluster: &Cluster, delay: Option<&str>, link: &str) -> Result<(), Failed> {
    let delay = delay.map(str::parse).transpose()?;
    cluster.up(2, Link { delay, rate: Some("8mbit".parse()?) })?;
    let shown = cluster.hosts()?[1].link.clone();
    assert_eq!(shown.as_deref().map(|link| link.replace(".0", "")), Some(link.replace(".0", "")));
    // A megabyte is eight million bits: the part that the bucket holds at the beginning goes at once.
    let (numbers, _) = between(cluster, "sink", ["pour", "10.77.0.1", "1000000"])?;
    assert!(numbers[0] == 1_000_000 && numbers[1] > 500, "bytes, ms: {numbers:?}");
    Ok(())
}

fn whole(cluster: &Cluster, _: &str) -> Result<(), Failed> {
    cluster.up(2, delayed_by("1ms"))?;
    // No multiple of what is sent at once, and more than may be under way.
    let (numbers, _) = between(cluster, "sink", ["pour", "10.77.0.1", "200000003"])?;
    assert_eq!(numbers[0], 200_000_003);
    // Some may get lost, where more come than a cable holds.
    let (_, counted) = between(cluster, "count", ["number", "10.77.0.1", "2000"])?;
    let counted = counted.ok_or("nothing was counted")?;
    let (came, late) = counted.split_once(' ').ok_or("two numbers")?;
    assert!(came.parse::<u32>()? >= 100 && late == "0", "came, and late: {counted}");
    Ok(())
}

/// What a program on host 0 hears that wants to reach host 1.
fn hears(cluster: &Cluster) -> Result<String, Failed> {
    let script = "exec 3<>/dev/tcp/10.77.0.2/9";
    let output = cluster.command(0, "timeout").args(["5", "bash", "-c", script]).output()?;
    Ok(String::from_utf8(output.stderr)?)
}

fn cut_off(cluster: &Cluster, name: &str) -> Result<(), Failed> {
    cluster.up(2, delayed_by("1ms"))?;
    assert!(hears(cluster)?.contains("refused"));
    let (switch, delay) = cluster.switch_process()?.ok_or("a process is the switch")?;
    assert_eq!(Some(delay), delayed_by("1ms").delay);
    said("kill", &["-KILL", &switch.to_string()]);
    let killed = Instant::now();
    while cluster.hosts()?.iter().any(|host| host.link.is_some()) {
        assert!(killed.elapsed() < Duration::from_secs(10), "its cables are still there");
    }
    assert_eq!(cluster.switch_process()?, None);
    let heard = hears(cluster)?;
    assert!(heard.contains("unreachable"), "{heard}");
    // What is left of it is no obstacle.
    cluster.up(2, delayed_by("1ms"))?;
    assert!(hears(cluster)?.contains("refused"));
    cluster.down()?;
    assert_eq!((namespaces(name), processes(name)), (Vec::new(), Vec::new()));
    Ok(())
}

fn one_gone(cluster: &Cluster, name: &str) -> Result<(), Failed> {
    cluster.up(3, delayed_by("1ms"))?;
    said("ip", &["netns", "delete", &format!("{name}-2")]);
    for _ in 0..20 {
        assert!(hears(cluster)?.contains("refused"), "hosts 0 and 1 have nothing to do with it");
    }
    // And when all are gone, nothing is left to pass on: it ends by itself.
    let deleted = Instant::now();
    for host in 0..2 {
        said("ip", &["netns", "delete", &format!("{name}-{host}")]);
    }
    while !processes(name).is_empty() {
        assert!(deleted.elapsed() < Duration::from_secs(10), "{:?}", processes(name));
    }
    Ok(())
}

//! File systems that are shared with another machine, or with the system around this one: what is written on the other
//! side changes nothing here that the kernel could tell of.

use std::{fs, path::Path};

/// The file system that `path` lies on, if it is one of these. Always `None` where the system doesn't list what is
/// mounted in `/proc`.
pub fn shared(path: &Path) -> Option<String> {
    let mounted = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = kind(&mounted, path)?;
    is_shared(kind).then(|| kind.to_owned())
}

/// The type of the file system that `path`, absolute, lies on, by a text such as `/proc/self/mountinfo`.
fn kind<'a>(mounted: &'a str, path: &Path) -> Option<&'a str> {
    let mounts = mounted.lines().filter_map(|line| {
        // 36 35 98:0 /root /mount/point rw,noatime master:1 - ext4 /dev/sda1 rw
        let (place, system) = line.split_once(" - ")?;
        let point = unescaped(place.split(' ').nth(4)?);
        let depth = Path::new(&point).components().count();
        path.starts_with(&point).then(|| (depth, system.split(' ').next().unwrap_or_default()))
    });
    // Of two at the same place the later one lies on top, and `max_by_key` gives the last.
    mounts.max_by_key(|&(depth, _)| depth).map(|(_, kind)| kind)
}

/// The kernel writes blanks, tabs, line ends and backslashes as `\040` and so on.
fn unescaped(field: &str) -> String {
    [(r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")]
        .iter()
        .fold(field.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
}

fn is_shared(kind: &str) -> bool {
    // Windows drives in WSL; networks; virtual machines and Docker Desktop; clusters. What begins with `fuse.` is a
    // program's, such as sshfs; `fuseblk` is a disk of this machine.
    let known = [
        "9p",
        "drvfs",
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "virtiofs",
        "vboxsf",
        "vmhgfs",
        "prl_fs",
        "fakeowner",
        "fuse",
        "ceph",
        "lustre",
        "gpfs",
        "beegfs",
    ];
    known.contains(&kind) || kind.starts_with("fuse.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTED: &str = "\
22 1 0:20 / / rw,relatime - ext4 /dev/root rw
23 22 0:21 / /mnt/c rw,noatime - 9p C:\\134 rw,dirsync,aname=drvfs
24 22 0:22 / /home/me rw shared:3 - nfs4 server:/export/me rw
25 22 0:23 / /home/me/my\\040disk rw shared:4 - ext4 /dev/sdb1 rw
26 22 0:24 / /projects rw - ext4 /dev/sdc1 rw
27 26 0:25 / /projects rw - fuse.grpcfuse grpcfuse rw
28 22 8:1 / /media/usb rw - fuseblk /dev/sdd1 rw
";

    #[test]
    fn a_path_lies_on_the_innermost_and_latest_mount() {
        for (path, system, far) in [
            ("/srv/speedup", "ext4", false),
            ("/mnt/c/Users/me/speedup", "9p", true),
            ("/mnt/cd", "ext4", false),
            ("/home/me/speedup", "nfs4", true),
            ("/home/me/my disk/speedup", "ext4", false),
            ("/projects/speedup", "fuse.grpcfuse", true),
            ("/media/usb/speedup", "fuseblk", false),
        ] {
            assert_eq!(kind(MOUNTED, Path::new(path)), Some(system), "{path}");
            assert_eq!(is_shared(system), far, "{system}");
        }
        assert_eq!(kind("nonsense\n", Path::new("/")), None);
    }
}

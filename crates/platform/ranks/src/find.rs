//! Which MPI there is, and how its `mpirun` wants to be called.

use std::{
    env,
    ffi::OsString,
    path::Path,
    process::{Command, Stdio},
    sync::OnceLock,
};
use variant::Unavailable;

/// How to get an MPI, and what else it takes to compile a Rust program against one.
pub const INSTALL: &str =
    "Debian or Ubuntu: sudo apt install openmpi-bin libopenmpi-dev libclang-dev; macOS: brew install open-mpi llvm";

/// Who made it. A program that was compiled with one can't be started by the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Open MPI.
    OpenMpi,
    /// MPICH, or one of those made from it, whose `mpirun` is called Hydra.
    Mpich,
}

impl Kind {
    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::OpenMpi => "Open MPI",
            Kind::Mpich => "MPICH",
        }
    }

    /// As folders are called, and what Debian appends to `mpirun` and `mpicc`.
    pub fn suffix(self) -> &'static str {
        match self {
            Kind::OpenMpi => "openmpi",
            Kind::Mpich => "mpich",
        }
    }
}

/// An MPI whose `mpirun` answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mpi {
    /// Who made it.
    pub kind: Kind,
    /// Its version, such as `4.1.4`.
    pub version: String,
    mpirun: OsString,
}

/// The MPI of this machine: that of the program that the variable `MPIRUN` names, or of `mpirun`.
///
/// # Errors
/// When it doesn't answer.
pub fn find() -> Result<&'static Mpi, Unavailable> {
    static FOUND: OnceLock<Result<Mpi, Unavailable>> = OnceLock::new();
    let found = FOUND.get_or_init(|| ask(named("MPIRUN").unwrap_or("mpirun".into())));
    found.as_ref().map_err(Unavailable::clone)
}

/// The program that a variable names, if it names one.
fn named(variable: &str) -> Option<OsString> {
    env::var_os(variable).filter(|name| !name.is_empty())
}

fn ask(mpirun: OsString) -> Result<Mpi, Unavailable> {
    if cfg!(windows) {
        return Err(Unavailable::new("MPI is started on Linux and macOS only; on Windows, use WSL"));
    }
    let name = mpirun.display();
    let said = said(&mpirun, "--version").ok_or_else(|| Unavailable::new(format!("no {name}. {INSTALL}")))?;
    let (kind, version) = parse(&said).ok_or_else(|| {
        Unavailable::new(format!("{name} is neither Open MPI's nor MPICH's; name one that is in the variable MPIRUN"))
    })?;
    Ok(Mpi { kind, version, mpirun })
}

/// What a program prints to standard output, where it succeeds.
fn said(program: &OsString, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads what `mpirun --version` prints: `mpirun (Open MPI) 4.1.4`, or `HYDRA build details:` and a line further down
/// `Version: 4.0.2`.
fn parse(said: &str) -> Option<(Kind, String)> {
    let first = said.lines().find(|line| !line.trim().is_empty())?;
    if first.contains("Open MPI") || first.contains("OpenRTE") {
        return Some((Kind::OpenMpi, first.rsplit(' ').next()?.to_owned()));
    }
    if first.contains("HYDRA") {
        let version = said.lines().find_map(|line| line.trim().strip_prefix("Version:"))?;
        return Some((Kind::Mpich, version.trim().to_owned()));
    }
    None
}

impl Mpi {
    /// The compiler that belongs to it: the one that the variable `MPICC` names, or else whichever of `mpicc.openmpi`
    /// (`mpicc.mpich`) and `mpicc` is of the same make.
    ///
    /// # Errors
    /// When there is none, or it is the other make's.
    pub fn compiler(&self) -> Result<OsString, Unavailable> {
        let usual = || vec![format!("mpicc.{}", self.kind.suffix()).into(), "mpicc".into()];
        let compilers = named("MPICC").map_or_else(usual, |named| vec![named]);
        let made_by = |compiler: &OsString| {
            let open = said(compiler, "--showme:version").is_some_and(|said| said.contains("Open MPI"));
            let mpich = || said(compiler, "-v").is_some_and(|said| said.contains("MPICH"));
            if open { Some(Kind::OpenMpi) } else { mpich().then_some(Kind::Mpich) }
        };
        let mut other = None;
        for compiler in compilers {
            match made_by(&compiler) {
                Some(kind) if kind == self.kind => return Ok(compiler),
                Some(kind) => other = Some((compiler, kind)),
                None => {}
            }
        }
        let (mpirun, make) = (self.mpirun.display(), self.kind.name());
        Err(Unavailable::new(match other {
            Some((compiler, kind)) => format!(
                "two MPIs are mixed: {mpirun} is {make}'s, {} is {}'s, and what one has compiled the other can't start (each \
                 rank would be rank 0 of 1). Name two of one make in the variables MPIRUN and MPICC",
                compiler.display(),
                kind.name()
            ),
            None => format!("{mpirun} is {make}'s, but its compiler, mpicc, isn't there. {INSTALL}"),
        }))
    }

    /// The command that starts so many ranks of `program` on this machine, to which its arguments may be added.
    ///
    /// Open MPI refuses to be run by root, who may be all there is in a container, and to start more ranks than there
    /// are cores: it is told to do both. Nor does it tie a rank to a core, just as nobody ties threads.
    pub fn command(&self, program: &Path, ranks: usize) -> Command {
        let mut command = Command::new(&self.mpirun);
        command.args(["-n", &ranks.to_string()]);
        if self.kind == Kind::OpenMpi {
            command.args(["--oversubscribe", "--bind-to", "none"]);
            #[cfg(unix)]
            if rustix::process::geteuid().is_root() {
                command.arg("--allow-run-as-root");
            }
            // It wants to know how to reach other hosts, even where there are none, and ends where there is no ssh.
            command.env("OMPI_MCA_plm_rsh_agent", "false");
        }
        command.arg(program);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_make_is_known_by_what_it_says() {
        let open = "mpirun (Open MPI) 4.1.4\n\nReport bugs to http://www.open-mpi.org/community/help/\n";
        assert_eq!(parse(open), Some((Kind::OpenMpi, "4.1.4".into())));
        let hydra = "HYDRA build details:\n    Version:              4.0.2\n    Release Date:   Thu Apr  7 2022\n";
        assert_eq!(parse(hydra), Some((Kind::Mpich, "4.0.2".into())));
        assert_eq!(parse("mpirun of somebody else 1.0\n"), None);
        assert_eq!(parse(""), None);
    }

    #[test]
    fn a_missing_one_comes_with_the_line_that_installs_it() {
        let missing = ask("no-such-program-anywhere".into()).unwrap_err().to_string();
        assert!(
            missing.starts_with("no no-such-program-anywhere. Debian") && missing.contains("apt install"),
            "{missing}"
        );
        let other = ask("cargo".into()).unwrap_err().to_string();
        assert!(other.starts_with("cargo is neither"), "{other}");
    }

    #[test]
    fn only_open_mpi_needs_to_be_persuaded() {
        let words = |kind| {
            let mpi = Mpi { kind, version: "1".into(), mpirun: "mpirun".into() };
            let command = mpi.command(Path::new("heat"), 3);
            command.get_args().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words(Kind::Mpich), ["-n", "3", "heat"]);
        let open = words(Kind::OpenMpi);
        assert!(open.contains(&"--oversubscribe".into()) && open.last() == Some(&"heat".into()), "{open:?}");
    }
}

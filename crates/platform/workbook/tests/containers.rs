//! The files that containers are made from. Nothing here builds one; so what they say is compared with what CI, which
//! runs everything outside a container, is known to work with.

use std::{collections::BTreeSet, fs};

fn read(path: &str) -> String {
    let root = workbook::of_package().expect("cargo names this package's folder, and it lies in the workbook");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The instructions of a Containerfile: a keyword, and what stands behind it on its lines.
fn instructions(text: &str) -> Vec<(String, String)> {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let whole = lines.join("\n").replace("\\\n", " ");
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let parts = whole.lines().map(words).filter(|words| !words.is_empty());
    parts.map(|words| (words[0].clone(), words[1..].join(" "))).collect()
}

/// All that `RUN` runs, a command each.
fn commands(instructions: &[(String, String)]) -> Vec<&str> {
    let runs = instructions.iter().filter(|(keyword, _)| keyword == "RUN");
    runs.flat_map(|(_, rest)| rest.split(" && ")).map(str::trim).collect()
}

#[test]
fn the_container_file_installs_what_ci_installs() {
    let text = read(".devcontainer/Containerfile");
    let instructions = instructions(&text);
    let known = ["FROM", "COPY", "RUN", "ENV", "USER", "WORKDIR", "CMD"];
    for (keyword, rest) in &instructions {
        assert!(known.contains(&&**keyword) && !rest.is_empty(), "{keyword} {rest}");
    }
    assert_eq!(instructions[0].0, "FROM");
    let of = |keyword: &str| instructions.iter().find(|(other, _)| other == keyword).map(|(_, rest)| rest.as_str());

    // The packages are those of CI by being read from the same file, and no others but PoCL's.
    assert_eq!(of("COPY"), Some(".ci/packages.txt /tmp/packages.txt"));
    assert_eq!(read(".devcontainer/Containerfile.dockerignore"), "*\n!.ci/packages.txt\n", "what COPY may see");
    let commands = commands(&instructions);
    let installs: Vec<_> = commands.iter().filter(|command| command.contains("apt-get install")).copied().collect();
    let pocl = "apt-get install -y --no-install-recommends pocl-opencl-icd ocl-icd-opencl-dev";
    assert_eq!(installs, ["xargs apt-get install -y --no-install-recommends < /tmp/packages.txt", pocl]);
    let doctor = read("crates/cli/lab/src/doctor/tools.rs");
    assert!(doctor.contains("apt install pocl-opencl-icd ocl-icd-opencl-dev"), "the doctor names the same packages");
    let at = |wanted: &str| commands.iter().position(|command| command.starts_with(wanted)).expect(wanted);
    assert!(at("apt-get update") < at("xargs apt-get"), "{commands:?}");

    // The same Rust, or CI's prompt in it, would be news here first.
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let rust = manifest["workspace"]["package"]["rust-version"].as_str().unwrap();
    assert_eq!(of("FROM"), Some(&*format!("docker.io/library/rust:{rust}-bookworm")));
    let pinned = "tool evcxr evcxr_repl ";
    let ci = read(".ci/run");
    let version = ci.lines().find_map(|line| line.trim().strip_prefix(pinned)).expect("CI pins its prompt");
    assert!(commands.contains(&&*format!("cargo install --locked evcxr_repl@{version}")), "{commands:?}");

    // What runs is nobody's root.
    let user = of("USER").expect("a user");
    assert!(commands.iter().any(|command| command.starts_with("useradd") && command.ends_with(user)), "{commands:?}");
    assert_eq!(of("CMD"), Some("[\"cargo\", \"run\"]"));
}

#[test]
fn every_optional_part_is_among_the_packages() {
    let packages = read(".ci/packages.txt");
    let packages: BTreeSet<_> = packages.lines().collect();
    for (part, package) in [
        ("Open MPI", "libopenmpi-dev"),
        ("MPICH", "libmpich-dev"),
        ("Mesa", "mesa-vulkan-drivers"),
        ("NumPy", "python3-numpy"),
        ("R", "r-base-core"),
        ("a linker", "gcc"),
    ] {
        assert!(packages.contains(package), "{part} takes {package}, which isn't in .ci/packages.txt");
    }
}

#[test]
fn the_dev_container_is_that_container() {
    let file: serde_json::Value = serde_json::from_str(&read(".devcontainer/devcontainer.json")).unwrap();
    assert_eq!(file["build"]["dockerfile"], "Containerfile");
    assert_eq!(file["build"]["context"], "..", "COPY reads .ci/packages.txt from there");
    let text = read(".devcontainer/Containerfile");
    let user = file["remoteUser"].as_str().unwrap();
    assert!(text.contains(&format!("USER {user}\n")), "{user}");
    let port = &file["forwardPorts"][0];
    assert!(read("crates/cli/lab/src/cli.rs").contains(&format!("const PORT: u16 = {port};")), "{port}");
    assert!(file["portsAttributes"][port.to_string()].is_object());
    // A container's /dev/shm is small, and processes share their data in it.
    for words in ["--shm-size=1g", "--shm-size 1g"] {
        assert!(text.contains(words) || file["runArgs"].to_string().contains(words), "{words}");
    }
}

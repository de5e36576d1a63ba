//! `lab doctor`: what this machine has and what it lacks.

use crate::{
    checkout::Checkout,
    cli::{self, Format},
    doctor::{Graphics, Tool, tools},
    outcome::Outcome,
    say,
    style::{BOLD, CARE, FAINT, GOOD, TYPE, paint},
};
use anyhow::Result;
use instruction_set::Set;
use machine::{Machine, bytes};
use serde_json::json;

/// Tells what this machine has, and what is missing.
pub fn run(checkout: &Checkout, args: &cli::Doctor) -> Result<Outcome> {
    let machine = Machine::read();
    let graphics = Graphics::look(checkout, args.gpu)?;
    let tools = tools();
    match args.format {
        Format::Json => say!("{}", json!({ "machine": machine, "graphics": graphics, "tools": tools })),
        Format::Text => {
            processor(&machine);
            memory(&machine);
            show_graphics(&graphics);
            say!("\n{}", paint(BOLD, "Tools"));
            for tool in &tools {
                show_tool(tool);
            }
        }
    }
    Ok(Outcome::Done)
}

fn processor(machine: &Machine) {
    say!("{}", paint(BOLD, "Processor"));
    let virtual_one =
        if machine.virtual_machine { ", a virtual one: real cores may be shared with others" } else { "" };
    row("model", &format!("{}{virtual_one}", machine.cpu));
    if let Some(design) = &machine.design {
        row("design", design);
    }
    match (machine.cores, machine.threads_per_core()) {
        (Some(cores), Some(1)) => row("cores", &format!("{cores}, one hardware thread each")),
        (Some(cores), Some(threads)) => {
            row(
                "cores",
                &format!("{cores}, with {threads} hardware threads each (SMT): they share a core's arithmetic"),
            );
        }
        _ => row("cores", "the system doesn't say"),
    }
    row("hardware threads", &machine.logical.to_string());
    for package in &machine.packages {
        let caption = if package.number == 0 { "each [core]'s" } else { "" };
        row(caption, &format!("{} in package {}", package.in_words(), package.number));
    }
    if !machine.kinds.is_empty() {
        let kinds: Vec<_> = machine.kinds.iter().map(|kind| format!("{} {}", kind.threads, kind.name)).collect();
        row("not all alike", &kinds.join(", "));
    }
    if let Some(allowed) = machine.affinity {
        let note = if allowed < machine.logical { ": an affinity mask hides the others" } else { "" };
        row("allowed", &format!("{allowed} of {}{note}", machine.logical));
    }
    match machine.quota {
        Some(quota) => row("quota", &format!("{quota:.2} cores' worth of time (control group)")),
        None => row("quota", "none"),
    }
    let workers = if machine.usable == 1 { "1 worker".into() } else { format!("{} workers", machine.usable) };
    row("so at once", &paint(GOOD, workers));
    row("caches", &machine.caches_in_words());
    if let Some(shared) = machine.caches.iter().rfind(|cache| cache.shared_by > 1) {
        row("", &format!("{} is shared by {} hardware threads", shared.name, shared.shared_by));
    }
    row("SIMD", &if machine.simd.is_empty() { "none known".into() } else { machine.simd.join(", ") });
    match instruction_set::asked() {
        Ok(asked) => row("", &format!("the kernels use {}", asked.min(Set::here()))),
        Err(message) => row("", &paint(CARE, message)),
    }
}

fn memory(machine: &Machine) {
    say!("\n{}", paint(BOLD, "Memory"));
    row("main memory", &machine.memory_in_words());
    if let Some(limit) = machine.memory_limit {
        row("limit", &format!("{} (control group)", bytes(limit)));
    }
    if machine.nodes.len() > 1 {
        row("NUMA", &format!("{} nodes: memory is near to some cores and far from others", machine.nodes.len()));
        for (number, threads) in machine.nodes.iter().enumerate() {
            row("", &format!("node {number}: {} hardware threads, from {}", threads.len(), threads[0]));
        }
    }
    row("system", &machine.os);
}

fn show_graphics(graphics: &Graphics) {
    say!("\n{}", paint(BOLD, "Graphics"));
    let install = "on Debian or Ubuntu, a software adapter will do: sudo apt install mesa-vulkan-drivers libvulkan1";
    match graphics {
        Graphics::Adapters { adapters } if adapters.is_empty() => {
            say!("  {} no adapter: {install}", paint(CARE, "– missing"));
        }
        Graphics::Adapters { adapters } => {
            for adapter in adapters {
                let kind = if adapter.kind == "Cpu" { "software: the processor, not a card" } else { &adapter.kind };
                let driver = if adapter.driver.is_empty() { String::new() } else { format!(", {}", adapter.driver) };
                say!("  {} {} through {} ({kind}{driver})", paint(GOOD, "✓ found  "), adapter.name, adapter.backend);
            }
        }
        Graphics::Drivers { drivers } => {
            if drivers.is_empty() {
                say!("  {} no driver: {install}", paint(CARE, "– missing"));
            } else {
                say!("  {} drivers are installed: {}", paint(CARE, "? perhaps"), drivers.join(", "));
            }
            say!("  Whether there is an adapter, only asking tells: {}", paint(TYPE, "cargo lab doctor --gpu"));
            say!("  {}", paint(FAINT, "(The first time it compiles the graphics library: a minute or two.)"));
        }
    }
}

fn show_tool(tool: &Tool) {
    match &tool.found {
        Some(found) => say!("  {} {:16} {found}", paint(GOOD, "✓ found  "), tool.name),
        None => say!(
            "  {} {:16} {}: {}",
            paint(CARE, "– missing"),
            tool.name,
            paint(FAINT, format!("for {}", tool.purpose)),
            tool.install
        ),
    }
}

fn row(name: &str, value: &str) {
    say!("  {name:16}  {value}");
}

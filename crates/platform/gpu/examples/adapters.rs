//! Prints every graphics adapter of this machine, a JSON object a line: what `lab doctor --gpu` asks for.
//!
//! A program of its own, because `lab` links no graphics library and a broken driver may take its program down.

use serde_json::json;

fn main() {
    // SAFETY: the program has just begun, with this one thread.
    unsafe { gpu::without_desktop() };
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    for adapter in pollster::block_on(instance.enumerate_adapters(wgpu::Backends::all())) {
        let info = adapter.get_info();
        println!(
            "{}",
            json!({
                "name": info.name,
                "backend": info.backend.to_string(),
                "kind": format!("{:?}", info.device_type),
                "driver": format!("{} {}", info.driver, info.driver_info).trim(),
            })
        );
    }
}

//! Which design a processor is. Its maker sells several under one name, and they differ in what this book measures: an
//! "AMD EPYC" may or may not have vectors of 512 bits.

/// The design of this processor: `Zen 4`, or `family 25, model 120` where this list doesn't know it. `None` where
/// processors don't tell.
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
pub fn design() -> Option<String> {
    #[cfg(target_arch = "x86")]
    use std::arch::x86::__cpuid;
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::__cpuid;
    let [first, second] = [__cpuid(0), __cpuid(1)];
    let vendor: Vec<u8> = [first.ebx, first.edx, first.ecx].into_iter().flat_map(u32::to_le_bytes).collect();
    let (family, model) = family_and_model(second.eax);
    Some(named(&String::from_utf8_lossy(&vendor), family, model))
}

/// As above.
#[cfg(not(any(target_arch = "x86_64", target_arch = "x86")))]
pub fn design() -> Option<String> {
    None
}

/// Both numbers, each of which is split in two: bits 8 to 11 and 20 to 27 add up to the family, bits 4 to 7 and 16 to
/// 19 stand side by side in the model.
#[cfg(any(target_arch = "x86_64", target_arch = "x86", test))]
fn family_and_model(signature: u32) -> (u32, u32) {
    let bits = |from: u32, to: u32| signature >> from & ((1 << (to - from + 1)) - 1);
    (bits(8, 11) + bits(20, 27), bits(16, 19) << 4 | bits(4, 7))
}

/// The numbers are those of the Linux kernel: `arch/x86/kernel/cpu/amd.c` and `arch/x86/include/asm/intel-family.h`.
#[cfg(any(target_arch = "x86_64", target_arch = "x86", test))]
fn named(vendor: &str, family: u32, model: u32) -> String {
    let known = match (vendor, family, model) {
        ("AuthenticAMD", 0x17, 0x00..=0x2f | 0x50..=0x5f) => "Zen",
        ("AuthenticAMD", 0x17, 0x30..=0x4f | 0x60..=0x7f | 0x90..=0x91 | 0xa0..=0xaf) => "Zen 2",
        ("AuthenticAMD", 0x19, 0x00..=0x0f | 0x20..=0x5f) => "Zen 3",
        ("AuthenticAMD", 0x19, 0x10..=0x1f | 0x60..=0xaf) => "Zen 4",
        ("AuthenticAMD", 0x1a, 0x00..=0x2f | 0x40..=0x4f | 0x60..=0x7f) => "Zen 5",
        ("GenuineIntel", 6, 0x3c | 0x3f | 0x45 | 0x46) => "Haswell",
        ("GenuineIntel", 6, 0x3d | 0x47 | 0x4f | 0x56) => "Broadwell",
        // Two later designs for servers keep this number.
        ("GenuineIntel", 6, 0x55) => "Skylake or Cascade Lake",
        ("GenuineIntel", 6, 0x4e | 0x5e) => "Skylake",
        ("GenuineIntel", 6, 0x8e | 0x9e) => "Kaby Lake",
        ("GenuineIntel", 6, 0xa5 | 0xa6) => "Comet Lake",
        ("GenuineIntel", 6, 0x6a | 0x6c | 0x7d | 0x7e) => "Ice Lake",
        ("GenuineIntel", 6, 0xa7) => "Rocket Lake",
        ("GenuineIntel", 6, 0x8c | 0x8d) => "Tiger Lake",
        ("GenuineIntel", 6, 0x97 | 0x9a) => "Alder Lake",
        ("GenuineIntel", 6, 0xb7 | 0xba | 0xbf) => "Raptor Lake",
        ("GenuineIntel", 6, 0xaa | 0xac) => "Meteor Lake",
        ("GenuineIntel", 6, 0x8f) => "Sapphire Rapids",
        ("GenuineIntel", 6, 0xcf) => "Emerald Rapids",
        ("GenuineIntel", 6, 0xad | 0xae) => "Granite Rapids",
        _ => return format!("family {family}, model {model}"),
    };
    known.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_put_together_from_their_parts() {
        // As these processors give them, stepping last.
        for (signature, vendor, design) in [
            (0x00a1_0f11, "AuthenticAMD", "Zen 4"),
            (0x00a0_0f11, "AuthenticAMD", "Zen 3"),
            (0x0083_0f10, "AuthenticAMD", "Zen 2"),
            (0x000c_06f2, "GenuineIntel", "Emerald Rapids"),
            (0x0008_06f8, "GenuineIntel", "Sapphire Rapids"),
            (0x00b0_0f21, "AuthenticAMD", "Zen 5"),
        ] {
            let (family, model) = family_and_model(signature);
            assert_eq!(named(vendor, family, model), design, "{signature:#x}");
        }
        assert_eq!(named("SomebodyElse", 25, 120), "family 25, model 120");
    }
}

//! The processor's vector instruction sets.

/// The vector instruction sets that this processor has and the operating system lets programs use, by the names that
/// `#[target_feature]` takes, narrowest first.
#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
pub fn features() -> Vec<&'static str> {
    let have = [
        ("sse2", is_x86_feature_detected!("sse2")),
        ("sse4.2", is_x86_feature_detected!("sse4.2")),
        ("avx", is_x86_feature_detected!("avx")),
        ("fma", is_x86_feature_detected!("fma")),
        ("avx2", is_x86_feature_detected!("avx2")),
        ("avx512f", is_x86_feature_detected!("avx512f")),
        ("avx512dq", is_x86_feature_detected!("avx512dq")),
    ];
    have.into_iter().filter_map(|(name, here)| here.then_some(name)).collect()
}

/// As above, on 64-bit ARM.
#[cfg(target_arch = "aarch64")]
pub fn features() -> Vec<&'static str> {
    use std::arch::is_aarch64_feature_detected;
    let have = [
        ("neon", is_aarch64_feature_detected!("neon")),
        ("sve", is_aarch64_feature_detected!("sve")),
        ("sve2", is_aarch64_feature_detected!("sve2")),
    ];
    have.into_iter().filter_map(|(name, here)| here.then_some(name)).collect()
}

/// Nothing is known about other processors.
#[cfg(not(any(target_arch = "x86_64", target_arch = "x86", target_arch = "aarch64")))]
pub fn features() -> Vec<&'static str> {
    Vec::new()
}

//! What can go wrong, in words.

use std::{
    any::Any,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// What the adapter, its driver or the shader compiler objected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GpuError(pub(crate) String);

impl fmt::Display for GpuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GpuError {}

impl From<GpuError> for variant::Unavailable {
    fn from(error: GpuError) -> Self {
        Self::new(error.0)
    }
}

impl From<wgpu::Error> for GpuError {
    fn from(error: wgpu::Error) -> Self {
        let text = match error {
            wgpu::Error::OutOfMemory { .. } => "the adapter's memory is spent".into(),
            error => error.to_string(),
        };
        // Of a shader, what its compiler says is the whole matter: the line, and a hint. wgpu's own calls stand before.
        let shader = ["\nShader '", "\nShader validation "].into_iter().find_map(|start| Some(text.find(start)? + 1));
        Self(match shader {
            Some(start) => format!("the shader doesn't compile. {}", text[start..].trim_end()),
            None => text.trim_end().to_owned(),
        })
    }
}

/// Runs what calls the graphics library. A driver, or the library before it, may panic: that is an error like any
/// other.
pub(crate) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, GpuError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let said = said(&*panic);
        GpuError(format!(
            "the graphics library or its driver broke off: {said}. {} names another adapter, if there is one",
            crate::ADAPTER
        ))
    })
}

/// The words of a panic.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a word").trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_that_panics_is_an_error_in_words() {
        assert_eq!(guarded(|| 3), Ok(3));
        let three = std::hint::black_box(3);
        let broke_off = guarded(|| [1, 2][three]).unwrap_err().to_string();
        assert!(broke_off.contains("broke off: index out of bounds"), "{broke_off}");
        assert!(broke_off.contains("WGPU_ADAPTER_NAME"), "{broke_off}");
        let silent = guarded(|| std::panic::panic_any(7)).unwrap_err().to_string();
        assert!(silent.contains("without a word"), "{silent}");
    }
}

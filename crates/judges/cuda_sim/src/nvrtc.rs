//! NVIDIA's own compiler, where it is installed: a library that needs no card.

use libloading::Library;
use std::{
    env,
    ffi::{CString, c_char, c_int},
    ptr,
};

/// The opaque `nvrtcProgram`.
type Program = *mut std::ffi::c_void;
type Create = unsafe extern "C" fn(
    *mut Program,
    *const c_char,
    *const c_char,
    c_int,
    *const *const c_char,
    *const *const c_char,
) -> c_int;
type Compile = unsafe extern "C" fn(Program, c_int, *const *const c_char) -> c_int;
type Size = unsafe extern "C" fn(Program, *mut usize) -> c_int;
type Text = unsafe extern "C" fn(Program, *mut c_char) -> c_int;
type Destroy = unsafe extern "C" fn(*mut Program) -> c_int;

/// The PTX that NVRTC makes of `source`, a file that messages call `file`, for an architecture such as `compute_80`.
/// `None` where NVRTC isn't installed.
///
/// # Errors
/// What NVRTC says of the source.
pub fn ptx(file: &str, source: &str, architecture: &str) -> Option<Result<String, String>> {
    // SAFETY: NVIDIA's library starts nothing when it is loaded.
    let library = names().into_iter().find_map(|name| unsafe { Library::new(name) }.ok())?;
    // SAFETY: the functions' types are those of `nvrtc.h`.
    unsafe { compiled(&library, file, source, architecture) }
}

/// What the library may be called here.
fn names() -> Vec<String> {
    let suffix = env::consts::DLL_SUFFIX;
    match env::consts::OS {
        "windows" => vec![format!("nvrtc64_130_0{suffix}"), format!("nvrtc64_120_0{suffix}")],
        _ => ["", ".13", ".12"].map(|version| format!("libnvrtc{suffix}{version}")).to_vec(),
    }
}

/// # Safety
/// `library` must be NVRTC.
unsafe fn compiled(library: &Library, file: &str, source: &str, architecture: &str) -> Option<Result<String, String>> {
    let [file, source, architecture] = [file.into(), source.into(), format!("--gpu-architecture={architecture}")]
        .map(|text: String| CString::new(text).ok());
    let (file, source, architecture) = (file?, source?, architecture?);
    // SAFETY: the caller's promise; all pointers are to what lives until the end of this function.
    unsafe {
        let create = library.get::<Create>(b"nvrtcCreateProgram").ok()?;
        let compile = library.get::<Compile>(b"nvrtcCompileProgram").ok()?;
        let destroy = library.get::<Destroy>(b"nvrtcDestroyProgram").ok()?;
        let mut program = ptr::null_mut();
        if create(&mut program, source.as_ptr(), file.as_ptr(), 0, ptr::null(), ptr::null()) != 0 {
            return None;
        }
        let well = compile(program, 1, &architecture.as_ptr()) == 0;
        let [size, text] = match well {
            true => [&b"nvrtcGetPTXSize"[..], b"nvrtcGetPTX"],
            false => [&b"nvrtcGetProgramLogSize"[..], b"nvrtcGetProgramLog"],
        };
        let (size, text) = (library.get::<Size>(size).ok()?, library.get::<Text>(text).ok()?);
        let mut bytes = 0;
        size(program, &mut bytes);
        let mut buffer = vec![0_u8; bytes];
        text(program, buffer.as_mut_ptr().cast());
        destroy(&mut program);
        let text = String::from_utf8_lossy(&buffer).trim_end_matches('\0').to_owned();
        Some(if well { Ok(text) } else { Err(text) })
    }
}

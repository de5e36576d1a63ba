//! How results reach evcxr: between marks on standard output, once for each kind of reader.

/// Numbers for everyone, and a picture for those who can show it.
pub fn show(text: &str, svg: Option<&str>) {
    content("text/plain", text);
    if let Some(svg) = svg {
        content("image/svg+xml", svg);
    }
}

fn content(kind: &str, content: &str) {
    println!("EVCXR_BEGIN_CONTENT {kind}\n{}\nEVCXR_END_CONTENT", content.trim_end());
}

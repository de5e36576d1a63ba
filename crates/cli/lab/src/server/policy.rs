//! What a browser may load and run for a page of the book: what comes from this server, and nothing else.

use base64::{Engine, prelude::BASE64_STANDARD};
use hyper::header::HeaderValue;
use sha2::{Digest, Sha256};

/// The policy of a file that is not a page. Scripts that become workers are bound by their own.
pub fn of_file() -> HeaderValue {
    policy("")
}

/// The policy of what is neither a page nor can become one, nor a worker: a style sheet, a font, a photograph.
pub fn of_data() -> HeaderValue {
    HeaderValue::from_static("default-src 'none'")
}

/// The policy of a page: of the scripts written into it, exactly these may run, told by their hashes. mdBook writes
/// some to set the theme before anything is drawn.
pub fn of_page(html: &str) -> HeaderValue {
    let hashes: String = inline_scripts(html)
        .map(|script| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script))))
        .collect();
    policy(&hashes)
}

/// `scripts`: more sources of scripts, each with a space before it.
///
/// Wasm may be compiled, for the demos, which run in workers. Styles may stand in the page: mdBook, highlight.js and
/// the plots write some, and a style can't run anything. The page for a wrong address, which may be asked for in any
/// folder, says that its links begin at the root.
fn policy(scripts: &str) -> HeaderValue {
    let text = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; \
         manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
    );
    HeaderValue::try_from(text).expect("plain ASCII")
}

/// The texts between `<script …>` and `</script>`, of scripts that don't come from a file.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        let from_file = attributes.split_whitespace().any(|attribute| attribute.starts_with("src="));
        (!from_file && !script.is_empty()).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_hash_and_no_others() {
        let html = r#"<script src="a.js"></script><script>alert(1)</script><script type="module">x</script><p>"#;
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["alert(1)", "x"]);
        let policy = of_page(html);
        let policy = policy.to_str().unwrap();
        // `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`
        assert!(policy.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"), "{policy}");
        let (_, scripts) = policy.split_once("script-src").unwrap();
        let (scripts, _) = scripts.split_once(';').unwrap();
        assert!(!scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"), "{scripts}");
    }

    #[test]
    fn a_script_that_never_closes_is_not_allowed() {
        assert_eq!(inline_scripts("<script>alert(1)").count(), 0);
        assert_eq!(inline_scripts("<script").count(), 0);
    }
}

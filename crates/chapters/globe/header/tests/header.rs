//! Does the committed header say what the source says?

#[test]
fn the_header_is_up_to_date() {
    let kept = std::fs::read_to_string(globe_header::file()).expect("it is committed").replace("\r\n", "\n");
    assert_eq!(kept, globe_header::text().unwrap(), "cargo run -p globe_header writes it anew");
}

//! What the README promises is what the program does.

use streamboard::app::action::key_table;

fn readme() -> String {
    std::fs::read_to_string("README.md").unwrap()
}

#[test]
fn the_key_table_is_the_one_the_program_prints() {
    let readme = readme();
    let table = readme.split("<!-- keys").nth(1).and_then(|rest| rest.split_once("-->")).unwrap().1;
    let table = table.split("<!-- /keys -->").next().unwrap();
    assert_eq!(table.trim(), key_table().trim(), "print it with `streamboard keys`");
}

#[test]
fn the_two_commands_are_named() {
    let readme = readme();
    for command in ["cargo run --release -- demo", "cargo test"] {
        assert!(readme.lines().any(|line| line == command), "{command}");
    }
}

#[test]
fn the_picture_is_there() {
    assert!(std::fs::read_to_string("assets/board.svg").unwrap().starts_with("<svg"));
}

//! streamboard.

fn main() {}

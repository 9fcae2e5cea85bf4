//! The charts of a stream as plain values: where the cursor stands, what can be picked, what is told of it, the
//! numbers in rows. Nothing here draws; the mouse asks the same functions as the drawing.

pub mod improvement;
pub mod items;
pub mod scale;
pub mod table;
pub mod told;

#[cfg(test)]
mod tests;

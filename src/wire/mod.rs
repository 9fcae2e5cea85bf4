//! Written forms: what files, output and the journal look like. The only room that knows serde.
//!
//! Lives here: JSON of registers ([`value`]), TOML of streams, types, relations and roles ([`reference`]), the
//! embedded reference data ([`assets`]), the configuration file ([`config`]), and what commands print and take
//! ([`json`], [`mod@csv`], [`export`]). Never here: IO, rules, SQL. Start reading at [`assets`].

pub mod assets;
pub mod config;
pub mod csv;
pub mod demo;
pub mod export;
pub mod json;
pub mod place;
pub mod preset;
pub mod reference;
pub mod rules;
pub mod value;
pub mod verdict;

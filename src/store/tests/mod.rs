mod contract;
mod file;
mod fixture;
mod history;
mod race;
mod undo;
mod window;

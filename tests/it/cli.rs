//! The program as scripts and people meet it: arguments in; stdout, stderr and exit code out.

mod clocks;
mod contract;
mod editor;
mod files;
mod filters;
mod flow;
mod graph;
mod own;
mod past;
mod quit;
mod shapes;
mod standup;
mod triage;
mod work;
mod workspace;

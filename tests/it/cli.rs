//! The program as scripts and people meet it: arguments in; stdout, stderr and exit code out.

mod editor;
mod files;
mod shapes;
mod work;
mod workspace;

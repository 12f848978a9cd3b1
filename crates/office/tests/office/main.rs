//! The office over a real store and real files: one file for each thing that must hold.

mod alike;
mod called;
mod daily_loop;
mod dispute;
mod dispute_ends;
mod emergency;
mod erasing;
mod forget_calls;
mod marks;
mod open_export;
mod petition;
mod real_day;
mod real_import;
mod related;
mod replay;
mod sample;
mod shared_data;
mod shield;
mod warned_areas;
mod whole_files;

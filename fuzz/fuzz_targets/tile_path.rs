//! The path of a tile.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ledger_fuzz::tile_path(text));

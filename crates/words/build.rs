//! The embedded sentences are read by a macro, which cargo does not see: a changed `.ftl` must build this crate again.

fn main() {
    println!("cargo::rerun-if-changed=../../locales");
}

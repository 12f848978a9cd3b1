//! Prints the tables of `docs/judgement.md`: `cargo run --release -p domain --example judgement_rates`.

mod rates;

fn main() {
    println!("{}", rates::tables());
}

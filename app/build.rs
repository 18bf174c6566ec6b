//! The texts are read when the crate is compiled: a changed text must compile it again.
fn main() {
    println!("cargo:rerun-if-changed=locales");
}

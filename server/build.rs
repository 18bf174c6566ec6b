//! Embedded files that are new, not only changed, must compile the program again.

fn main() -> std::io::Result<()> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // Before the front end was ever built there is nothing to embed; the pages work all the same.
    std::fs::create_dir_all(root.join("target/site/pkg"))?;
    for folder in ["target/site/pkg", "public", "app/style"] {
        println!("cargo:rerun-if-changed=../{folder}");
    }
    Ok(())
}

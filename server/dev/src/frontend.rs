//! Builds target/site/pkg: what pages load from /pkg.
//!
//! These are cargo-leptos's steps without cargo-leptos, which takes half an hour to install.
//! Each step is skipped while its result is newer than what it is made from.

use crate::workspace::{Workspace, is_fresh, run, run_quietly};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const WASM_PROFILE: &str = "wasm-release";

/// What Rust lets the module use today; wasm-opt would otherwise refuse or undo it.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The map library is a module, the worker that it starts from the same folder, and a style sheet.
const MAPLIBRE: [&str; 4] = ["LICENSE.txt", "dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css"];

/// Smaller files gain nothing from compression.
const WORTH_COMPRESSING: u64 = 1024;

/// Brings target/site/pkg up to date.
pub fn build(workspace: &Workspace) -> Result<()> {
    let site = workspace.root.join("target/site/pkg");
    fs::create_dir_all(site.join("maplibre"))?;
    islands(workspace, &site).context("islands")?;
    map_library(workspace, &site.join("maplibre")).context("map library")?;
    compress(&site).context("compression")
}

fn islands(workspace: &Workspace, site: &Path) -> Result<()> {
    run(workspace.cargo(&["build", "--package", "app", "--lib", "--target", WASM_TARGET]).args([
        "--profile",
        WASM_PROFILE,
        "--no-default-features",
        "--features",
        "hydrate",
    ]))?;
    let built = workspace.target.join(WASM_TARGET).join(WASM_PROFILE).join("app.wasm");
    let wasm = site.join("gandan.wasm");
    if is_fresh(&wasm, &[&built, &std::env::current_exe()?]) {
        return Ok(());
    }
    println!("front end: islands");
    let bound = tempfile::tempdir_in(&workspace.target)?;
    let mut output = Bindgen::new()
        .web(true)
        .and_then(|bindgen| bindgen.input_path(&built).out_name("gandan").typescript(false).generate_output())
        .map_err(|error| anyhow!("wasm-bindgen: {error:#}"))?;
    output.emit(bound.path()).map_err(|error| anyhow!("wasm-bindgen: {error:#}"))?;
    let snippets = bound.path().join("snippets");
    if snippets.is_dir() {
        copy_folder(&snippets, &site.join("snippets"))?;
    }
    // Pages preload gandan.wasm, without wasm-bindgen's suffix: see LEPTOS_OUTPUT_NAME.
    let script = output.js().replace("gandan_bg.wasm", "gandan.wasm");
    fs::write(site.join("gandan.js"), script)?;
    let mut optimise = workspace.command(workspace.root.join("app/node_modules/.bin/wasm-opt"));
    optimise.arg("-Oz").args(WASM_FEATURES).arg(bound.path().join("gandan_bg.wasm"));
    // Written last: its time is the stamp of this step.
    run_quietly(optimise.arg("-o").arg(&wasm)).map(drop)
}

fn map_library(workspace: &Workspace, to: &Path) -> Result<()> {
    let packages = workspace.root.join("app/node_modules");
    for file in MAPLIBRE {
        let from = packages.join("maplibre-gl").join(file);
        let name = from.file_name().context("a file")?;
        let text = fs::read_to_string(&from).with_context(|| from.display().to_string())?;
        write_if_changed(&to.join(name), without_source_map(&text))?;
    }
    // The package's module imports another package by name, which a browser cannot resolve;
    // its script has everything inside and only lacks the exports.
    let script = fs::read_to_string(packages.join("pmtiles/dist/pmtiles.js"))?;
    let module = format!(
        "// PMTiles, BSD-3-Clause, https://github.com/protomaps/PMTiles\n{}\nexport const {{ PMTiles, Protocol }} = pmtiles;\n",
        without_source_map(&script)
    );
    write_if_changed(&to.join("pmtiles.mjs"), &module)
}

/// The maps are not served; a browser's tools would complain that they are missing.
fn without_source_map(text: &str) -> &str {
    text.rsplit_once("//# sourceMappingURL=").map_or(text, |(code, _)| code)
}

fn write_if_changed(file: &Path, text: &str) -> Result<()> {
    if fs::read(file).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    fs::write(file, text).with_context(|| file.display().to_string())
}

/// Puts a brotli file beside each file that gains from it.
fn compress(site: &Path) -> Result<()> {
    for file in files_below(site)? {
        let compressed = PathBuf::from(format!("{}.br", file.display()));
        let is_compressed = file.extension().is_some_and(|extension| extension == "br");
        let is_small = file.metadata()?.len() < WORTH_COMPRESSING;
        if is_compressed || is_small || is_fresh(&compressed, &[&file]) {
            continue;
        }
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        let mut bytes = Vec::new();
        brotli::BrotliCompress(&mut fs::read(&file)?.as_slice(), &mut bytes, &parameters)?;
        fs::write(&compressed, bytes)?;
    }
    Ok(())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in files_below(from)? {
        let copy = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(copy.parent().context("a folder")?)?;
        fs::copy(&file, copy)?;
    }
    Ok(())
}

//! Gives the Windows program its icon, its version and its manifest. Elsewhere it does nothing.
//!
//! A build on Windows uses its resource compiler through `winresource`; a cross build from another
//! system calls MinGW's `windres` if it is there and builds without resources if it is not.

use std::env;

const ICON: &str = "assets/icons/allowable.ico";
const MANIFEST: &str = "assets/windows/allowable.manifest";

fn main() {
    for path in ["build.rs", ICON, MANIFEST] {
        println!("cargo::rerun-if-changed={path}");
    }
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("windows")
        && let Err(problem) = resources::embed()
    {
        println!("cargo::warning=the program has no icon and no manifest: {problem}");
    }
}

#[cfg(windows)]
mod resources {
    use super::{ICON, MANIFEST};

    pub(super) fn embed() -> Result<(), String> {
        winresource::WindowsResource::new()
            .set_icon(ICON)
            .set_manifest_file(MANIFEST)
            .set("ProductName", "Allowable")
            .set("FileDescription", "Allowable")
            .compile()
            .map_err(|error| error.to_string())
    }
}

#[cfg(not(windows))]
mod resources {
    use std::env;
    use std::fs;
    use std::path::PathBuf;
    use std::process::Command;

    use super::{ICON, MANIFEST};

    #[expect(
        clippy::disallowed_methods,
        reason = "a build script writes what the linker reads"
    )]
    pub(super) fn embed() -> Result<(), String> {
        let target_env = variable("CARGO_CFG_TARGET_ENV")?;
        if target_env != "gnu" {
            return Err(format!(
                "resources for {target_env} are compiled on Windows only"
            ));
        }
        let windres = format!("{}-w64-mingw32-windres", variable("CARGO_CFG_TARGET_ARCH")?);
        let out_dir = PathBuf::from(variable("OUT_DIR")?);
        let script = out_dir.join("allowable.rc");
        let object = out_dir.join("allowable-resources.o");
        fs::write(&script, resource_script()?).map_err(|error| error.to_string())?;
        let status = Command::new(&windres)
            .args(["--input-format=rc", "--output-format=coff"])
            .args([&script, &object])
            .status()
            .map_err(|error| format!("{windres} could not be started ({error})"))?;
        if !status.success() {
            return Err(format!("{windres} stopped with {status}"));
        }
        println!("cargo::rustc-link-arg-bins={}", object.display());
        Ok(())
    }

    fn resource_script() -> Result<String, String> {
        let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
        let version = variable("CARGO_PKG_VERSION")?;
        let major = variable("CARGO_PKG_VERSION_MAJOR")?;
        let minor = variable("CARGO_PKG_VERSION_MINOR")?;
        let patch = variable("CARGO_PKG_VERSION_PATCH")?;
        let icon = root.join(ICON).display().to_string();
        let manifest = root.join(MANIFEST).display().to_string();
        // 24 is the kind "manifest"; 040904b0 is American English in UTF-16.
        Ok(format!(
            r#"1 ICON "{icon}"
1 24 "{manifest}"
1 VERSIONINFO
FILEVERSION {major},{minor},{patch},0
PRODUCTVERSION {major},{minor},{patch},0
FILEOS 0x40004
FILETYPE 1
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904b0"
    BEGIN
      VALUE "FileDescription", "Allowable"
      VALUE "FileVersion", "{version}"
      VALUE "OriginalFilename", "allowable.exe"
      VALUE "ProductName", "Allowable"
      VALUE "ProductVersion", "{version}"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"#
        ))
    }

    fn variable(name: &str) -> Result<String, String> {
        env::var(name).map_err(|error| format!("{name}: {error}"))
    }
}

//! Where files lie, and what the user set.
//!
//! Two files are read: the user's, then the host's (`/etc/streamboard/config.toml`, so that everybody who logs in is
//! on the team's board). A broken line never stops the start; it is told with its line and passed over.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use directories::{BaseDirs, ProjectDirs};

pub use crate::wire::config::KeyLine;
use crate::wire::config::Settings;

const NAME: &str = "streamboard";
const HOST_FILE: &str = "/etc/streamboard/config.toml";
const HOST_ZONE: &str = "/etc/localtime";

/// What holds for this start.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    pub database: PathBuf,
    /// What named the database.
    pub database_from: Origin,
    pub time_zone: Tz,
    /// The stream of `add` where none is named.
    pub stream: Option<String>,
    pub theme: String,
    pub mouse: bool,
    /// `None`: as the locale says.
    pub ascii: Option<bool>,
    pub bell: Bell,
    pub editor: Option<String>,
    /// Keys by the name of their action, each with its line in the file.
    pub keys: Vec<KeyLine>,
    pub warnings: Vec<Warning>,
    pub places: Places,
}

/// What named the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Flag,
    Variable,
    User,
    Host,
    Default,
}

/// How to call for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bell {
    #[default]
    None,
    Visual,
    Audible,
}

/// A line of a file that was passed over, or a file that could not be read (line 0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub file: PathBuf,
    pub line: usize,
    pub text: String,
}

/// Where files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The user's configuration.
    pub config: PathBuf,
    /// The host's configuration.
    pub host_config: PathBuf,
    /// The directory of the database that is used when none is named.
    pub data: PathBuf,
    /// Where we left off.
    pub state: PathBuf,
    /// The log of the program.
    pub log: PathBuf,
}

/// There is no home to keep anything in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no home directory is known; set HOME, or name the database with --db")]
pub struct NoHome;

impl Config {
    /// What holds for this start; `flag` is the database of `--db`.
    pub fn load(flag: Option<&Path>) -> Result<Self, NoHome> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let known = flag.is_some() || variable("STREAMBOARD_DB").is_some();
        let places = Places::of_user(&variable).or(if known { Some(Places::nowhere()) } else { None });
        Ok(Self::of(places.ok_or(NoHome)?, flag, &variable))
    }

    fn of(places: Places, flag: Option<&Path>, variable: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let mut warnings = Vec::new();
        let user = read(&places.config, &mut warnings);
        let host = read(&places.host_config, &mut warnings);
        let (database, database_from) = database(&places, flag, variable("STREAMBOARD_DB"), &user, &host);
        let set = user.or(host);
        let time_zone = zone(set.time_zone.as_deref(), variable("TZ"), &places, &mut warnings);
        Self {
            database,
            database_from,
            time_zone,
            stream: set.stream,
            theme: set.theme.unwrap_or_else(|| "ansi".to_owned()),
            mouse: set.mouse.unwrap_or(true),
            ascii: set.ascii,
            bell: bell(set.bell.as_deref()),
            editor: set.editor,
            keys: set.keys,
            warnings,
            places,
        }
    }

    /// Where copies of this database are kept.
    pub fn backups(&self) -> PathBuf {
        self.database.parent().unwrap_or(Path::new(".")).join("backups")
    }
}

impl Places {
    fn of_user(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<Self> {
        let dirs = ProjectDirs::from("", "", NAME)?;
        let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned();
        let own = variable("STREAMBOARD_CONFIG").map(PathBuf::from);
        Some(Self {
            config: own.unwrap_or_else(|| dirs.config_dir().join("config.toml")),
            host_config: PathBuf::from(HOST_FILE),
            data: dirs.data_dir().to_owned(),
            log: state.join("streamboard.log"),
            state,
        })
    }

    /// For a process without a home that names its database.
    fn nowhere() -> Self {
        let state = std::env::temp_dir().join(NAME);
        Self {
            config: state.join("config.toml"),
            host_config: PathBuf::from(HOST_FILE),
            data: state.clone(),
            log: state.join("streamboard.log"),
            state,
        }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file.display(), self.text),
            line => write!(f, "{}, line {line}: {}", self.file.display(), self.text),
        }
    }
}

fn read(file: &Path, warnings: &mut Vec<Warning>) -> Settings {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Settings::default(),
        Err(error) => {
            warnings.push(Warning { file: file.to_owned(), line: 0, text: format!("cannot be read: {error}") });
            return Settings::default();
        }
    };
    let (settings, found) = Settings::read(&text);
    warnings.extend(found.into_iter().map(|w| Warning { file: file.to_owned(), line: w.line, text: w.text }));
    settings
}

fn database(
    places: &Places,
    flag: Option<&Path>,
    variable: Option<OsString>,
    user: &Settings,
    host: &Settings,
) -> (PathBuf, Origin) {
    let set = |settings: &Settings, file: &Path| settings.database.as_deref().map(|path| placed(path, file));
    let named = [
        (flag.map(Path::to_owned), Origin::Flag),
        (variable.map(PathBuf::from), Origin::Variable),
        (set(user, &places.config), Origin::User),
        (set(host, &places.host_config), Origin::Host),
    ];
    let first = named.into_iter().find_map(|(path, origin)| Some((path?, origin)));
    first.unwrap_or_else(|| (places.data.join("streamboard.db"), Origin::Default))
}

/// A path as a file names it: `~/` is the home, relative means beside the file.
fn placed(path: &str, file: &Path) -> PathBuf {
    let home = || BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    if let Some((rest, home)) = path.strip_prefix("~/").zip(home()) {
        return home.join(rest);
    }
    file.parent().unwrap_or(Path::new("")).join(path)
}

fn bell(word: Option<&str>) -> Bell {
    match word {
        Some("visual") => Bell::Visual,
        Some("bell") => Bell::Audible,
        _ => Bell::None,
    }
}

/// The configured zone, else that of the process, else that of the host, else UTC.
fn zone(set: Option<&str>, variable: Option<OsString>, places: &Places, warnings: &mut Vec<Warning>) -> Tz {
    if let Some(name) = set {
        match name.parse() {
            Ok(zone) => return zone,
            Err(_) => warnings.push(Warning {
                file: places.config.clone(),
                line: 0,
                text: format!("`time_zone` \"{name}\" is not known; wanted is a name such as Europe/Brussels"),
            }),
        }
    }
    let process = variable.and_then(|name| zone_named(&name.to_string_lossy()));
    let host = || std::fs::canonicalize(HOST_ZONE).ok().and_then(|path| zone_named(&path.to_string_lossy()));
    process.or_else(host).unwrap_or(Tz::UTC)
}

/// `Europe/Brussels`, `:Europe/Brussels`, or a file of the zone database.
fn zone_named(name: &str) -> Option<Tz> {
    let name = name.trim_start_matches(':');
    let name = name.split_once("zoneinfo/").map_or(name, |(_, name)| name);
    let name = ["posix/", "right/"].iter().find_map(|dir| name.strip_prefix(dir)).unwrap_or(name);
    if matches!(name, "UTC0" | "Universal") { Some(Tz::UTC) } else { name.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Home(tempfile::TempDir);

    impl Home {
        fn new(user: &str, host: &str) -> Self {
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("user.toml"), user).unwrap();
            std::fs::write(dir.path().join("host.toml"), host).unwrap();
            Self(dir)
        }

        fn config(&self, flag: Option<&str>, variables: &[(&str, &str)]) -> Config {
            let dir = self.0.path();
            let places = Places {
                config: dir.join("user.toml"),
                host_config: dir.join("host.toml"),
                data: dir.join("data"),
                ..Places::nowhere()
            };
            let variable = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| value.into());
            Config::of(places, flag.map(Path::new), &variable)
        }
    }

    #[test]
    fn the_database_is_the_first_that_is_named() {
        let home = Home::new("database = 'own.db'", "database = '/srv/team.db'");
        let variable = [("STREAMBOARD_DB", "/v.db")];
        let named = |config: Config| (config.database, config.database_from);
        assert_eq!(named(home.config(Some("/f.db"), &variable)), (PathBuf::from("/f.db"), Origin::Flag));
        assert_eq!(named(home.config(None, &variable)), (PathBuf::from("/v.db"), Origin::Variable));
        assert_eq!(named(home.config(None, &[])), (home.0.path().join("own.db"), Origin::User));
        let host = Home::new("", "database = '/srv/team.db'");
        assert_eq!(named(host.config(None, &[])), (PathBuf::from("/srv/team.db"), Origin::Host));
        let none = Home::new("", "");
        assert_eq!(named(none.config(None, &[])), (none.0.path().join("data/streamboard.db"), Origin::Default));
    }

    #[test]
    fn the_zone_is_configured_or_of_the_process() {
        let zone = |user: &str, tz: &str| Home::new(user, "").config(None, &[("TZ", tz)]).time_zone;
        assert_eq!(zone("time_zone = 'Asia/Tokyo'", "Europe/Brussels"), Tz::Asia__Tokyo);
        assert_eq!(zone("", "Europe/Brussels"), Tz::Europe__Brussels);
        assert_eq!(zone("", ":/usr/share/zoneinfo/Europe/Brussels"), Tz::Europe__Brussels);
        assert_eq!(zone("time_zone = 'Mars'", "UTC"), Tz::UTC);
    }

    #[test]
    fn broken_lines_are_told_with_file_and_line() {
        let config = Home::new("theme = 'mono'\nmuose = true", "bell = 'visual'").config(None, &[]);
        assert_eq!((config.theme.as_str(), config.mouse, config.bell), ("mono", true, Bell::Visual));
        let told = config.warnings[0].to_string();
        assert!(told.ends_with("user.toml, line 2: no such setting `muose`; did you mean `mouse`?"), "{told}");
    }
}

//! The real program with its Discord door: beside the web page, and with a log that holds nobody's words.

use std::fs::File;
use std::path::Path;
use std::process::Child;
use std::time::Duration;

use super::events::{ELM, SAM, at, direct};
use super::here::ways;
use super::loopback::{Loopback, Order, Ways};
use crate::house::project;
use crate::program::{fingerpost, run};

/// Words that stand nowhere else.
const WORDS: &str = "zebrafish my dad hits me zebrafish";

/// The program under way; it ends when dropped.
struct Served {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn config(proxy: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("schools")).expect("it can be made");
    for file in ["phrases.toml", "schools/demo.toml"] {
        std::fs::copy(project("config").join(file), folder.path().join(file)).expect("it can be copied");
    }
    let settings = format!(
        "log = \"trace\"\n[discord]\nproxy = \"{proxy}\"\n[[discord.servers]]\nserver = {ELM}\nschool = \"demo\"\n"
    );
    std::fs::write(folder.path().join("fingerpost.toml"), settings).expect("it can be written");
    folder
}

fn serve(discord: &Loopback) -> Served {
    let folder = config(&discord.address());
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = free.local_addr().expect("it is bound").port();
    drop(free);
    let log = |name: &str| File::create(folder.path().join(name)).expect("a log can be kept");
    let mut command = fingerpost();
    command.args(["serve", "--port", &port.to_string()]);
    command.arg("--config").arg(folder.path()).arg("--data").arg(folder.path().join("data"));
    command.env("FINGERPOST_DISCORD_TOKEN", "invented").stdout(log("out")).stderr(log("log"));
    Served { child: command.spawn().expect("the program starts"), port, folder }
}

impl Served {
    fn log(&self) -> String {
        read(&self.folder.path().join("log")) + &read(&self.folder.path().join("out"))
    }

    async fn wait_for_log(&self, words: &str) {
        for _ in 0..200 {
            if self.log().contains(words) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("“{words}” comes into the log: {}", self.log());
    }
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned()
}

#[tokio::test]
async fn the_log_holds_nobodys_words_even_where_it_tells_everything() {
    let discord = Loopback::start(ways()).await;
    let served = serve(&discord);
    discord.wait_for("/commands", 2).await;
    let asked = at(SAM, ELM).command("ask", &[("question", WORDS)]);
    for told in [&asked, &direct(SAM).writes(WORDS), &at(SAM, ELM).writes(WORDS), &at(SAM, ELM).sends_form(WORDS)] {
        discord.order(told.order());
    }
    discord.order(Order::Raw(format!("{{\"op\": \"{WORDS}\"")));
    let mut broken = at(SAM, ELM).writes(WORDS);
    broken.data["author"] = serde_json::json!(7);
    discord.order(broken.order());
    discord.wait_for(&asked.answered_at(), 1).await;
    let last = at(SAM, ELM).command("help", &[]);
    discord.order(last.order());
    discord.wait_for(&last.answered_at(), 1).await;
    served.wait_for_log("the Discord door is open").await;
    let log = served.log();
    for private in ["zebrafish", "hits me", "invented", "token-", &SAM.to_string()] {
        let found: Vec<&str> = log.lines().filter(|line| line.contains(private) && !line.contains("http://")).collect();
        assert!(found.is_empty(), "“{private}” stands in the log: {found:#?}");
    }
}

#[tokio::test]
async fn where_discord_refuses_the_token_the_web_page_stays_open_and_the_log_says_what_to_do() {
    let discord = Loopback::start(Ways { refuses_token: true, ..ways() }).await;
    let served = serve(&discord);
    served.wait_for_log("Discord refused the token").await;
    assert!(served.log().contains("FINGERPOST_DISCORD_TOKEN"), "{}", served.log());
    let page = reqwest::get(format!("http://127.0.0.1:{}/ready", served.port)).await.expect("the page answers");
    assert_eq!(page.status(), 200);
}

#[test]
fn a_section_without_a_token_or_with_an_unknown_school_stops_the_start() {
    let folder = config("");
    let serve = || {
        let folder = folder.path().as_os_str();
        run(["serve".as_ref(), "--port".as_ref(), "0".as_ref(), "--config".as_ref(), folder, "--data".as_ref(), folder])
    };
    serve().refused_with("without FINGERPOST_DISCORD_TOKEN; set it to the bot's token");
    let settings = folder.path().join("fingerpost.toml");
    std::fs::write(&settings, read(&settings).replace("\"demo\"", "\"ash\"")).expect("it can be written");
    serve().refused_with("names the unknown school `ash`; use one of `demo`");
}

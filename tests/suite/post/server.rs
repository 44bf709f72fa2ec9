//! A mail server on loopback, small enough to be told how to fail.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Takes it after so many milliseconds.
    Takes(u64),
    /// Knows no such person (550).
    KnowsNobody,
    /// Asks to come again (451).
    IsBusy,
    /// Never answers the letter's end.
    Hangs,
    /// Takes it, says so, and is gone at once.
    DiesAfterward,
}

/// A letter as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub id: String,
    pub to: Vec<String>,
    pub raw: String,
}

/// The server. It ends with its test.
#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    manner: Arc<Mutex<Manner>>,
}

impl Server {
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = Self { address, arrived: Arc::default(), manner: Arc::new(Mutex::new(manner)) };
        let served = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = served.clone();
                // A client that goes away in the middle is what some tests are about.
                tokio::spawn(async move { server.talk(stream).await.ok() });
            }
        });
        server
    }

    pub fn behave(&self, manner: Manner) {
        *self.manner.lock().expect("nobody panicked with it") = manner;
    }

    /// Letters to whose end the server said 250, in order.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().expect("nobody panicked with it").clone()
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut to = Vec::new();
        write.write_all(b"220 loopback ESMTP\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let manner = *self.manner.lock().expect("nobody panicked with it");
            let verb: String = line.chars().take(4).collect::<String>().to_ascii_uppercase();
            let answer: &str = match verb.as_str() {
                "EHLO" => "250-loopback\r\n250-8BITMIME\r\n250 SMTPUTF8",
                "MAIL" => "250 fine",
                "RCPT" if manner == Manner::KnowsNobody => "550 5.1.1 no such person here",
                "RCPT" => {
                    to.push(line.split(['<', '>']).nth(1).unwrap_or_default().to_owned());
                    "250 fine"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await?;
                    let Some(raw) = data(&mut lines).await? else { return Ok(()) };
                    match manner {
                        Manner::Hangs => std::future::pending().await,
                        Manner::IsBusy => "451 4.3.0 come again",
                        Manner::Takes(wait) => {
                            tokio::time::sleep(Duration::from_millis(wait)).await;
                            self.keep(&raw, std::mem::take(&mut to));
                            "250 taken"
                        }
                        Manner::DiesAfterward | Manner::KnowsNobody => {
                            self.keep(&raw, std::mem::take(&mut to));
                            write.write_all(b"250 taken\r\n").await?;
                            return Ok(());
                        }
                    }
                }
                "QUIT" => {
                    write.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                _ => "250 fine",
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        Ok(())
    }

    fn keep(&self, raw: &str, to: Vec<String>) {
        let id = header(raw, "Message-ID").expect("every letter has a Message-ID");
        self.arrived.lock().expect("nobody panicked with it").push(Arrived { id, to, raw: raw.to_owned() });
    }
}

/// The lines of a letter up to the dot alone; none if the other side was gone before it.
async fn data<R: tokio::io::AsyncBufRead + Unpin>(lines: &mut tokio::io::Lines<R>) -> std::io::Result<Option<String>> {
    let mut raw = String::new();
    while let Some(line) = lines.next_line().await? {
        if line == "." {
            return Ok(Some(raw));
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        raw.push_str("\r\n");
    }
    Ok(None)
}

/// The value of a header, unfolded.
pub fn header(raw: &str, name: &str) -> Option<String> {
    let head = raw.split("\r\n\r\n").next()?.replace("\r\n ", " ");
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

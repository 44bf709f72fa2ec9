//! A browser that does as little as possible, so that what is measured is the server.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One visitor on a connection of their own.
pub struct Browser {
    stream: TcpStream,
    head: String,
    read: Vec<u8>,
}

impl Browser {
    /// Connects as the visitor of this number.
    pub async fn new(address: SocketAddr, number: usize) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("a socket has options");
        let head = format!(
            "host: {address}\r\ncookie: fingerpost={number:032x}\r\nx-fingerpost: fragment\r\n\
             content-type: application/x-www-form-urlencoded\r\n"
        );
        Self { stream, head, read: Vec::with_capacity(64 * 1024) }
    }

    /// Sends a request of this line, such as `POST /ask`, with a form; the body of the answer as it came.
    pub async fn ask(&mut self, line: &str, form: &[u8]) -> &[u8] {
        let mut request =
            format!("{line} HTTP/1.1\r\n{}content-length: {}\r\n\r\n", self.head, form.len()).into_bytes();
        request.extend_from_slice(form);
        self.stream.write_all(&request).await.expect("the server reads");
        self.read.clear();
        loop {
            let count = self.stream.read_buf(&mut self.read).await.expect("the server answers");
            assert!(count > 0, "the server closed the connection");
            if let Some(begin) = body_of_whole(&self.read) {
                return &self.read[begin..];
            }
        }
    }
}

/// Where the body begins, once all of it is here.
fn body_of_whole(read: &[u8]) -> Option<usize> {
    let head_end = read.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&read[..head_end]).expect("a head is plain text");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let whole = match head.lines().find_map(|line| line.strip_prefix("content-length: ")) {
        Some(length) => read.len() - head_end >= length.parse().expect("a length is a number"),
        None => read.ends_with(b"\r\n0\r\n\r\n"),
    };
    whole.then_some(head_end)
}

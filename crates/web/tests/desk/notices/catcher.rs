//! A mail server of a few lines (RFC 5321): it keeps what it is sent, and says what it was told to say.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

/// A letter that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) text: String,
}

impl Taken {
    /// A header line, unfolded.
    pub(crate) fn header(&self, name: &str) -> String {
        let (head, _) = self.text.split_once("\r\n\r\n").unwrap();
        let head = head.replace("\r\n ", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {head}")).to_owned()
    }
}

#[derive(Default)]
pub(super) struct Kept {
    taken: Vec<Taken>,
    /// What is said of recipients, the next one first; 250 when there is nothing left.
    answers: Vec<&'static str>,
}

/// The server.
#[derive(Clone)]
pub(crate) struct Catcher {
    pub(crate) address: SocketAddr,
    pub(super) kept: Arc<Mutex<Kept>>,
}

impl Catcher {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let catcher = Self {
            address: listener.local_addr().unwrap(),
            kept: Arc::default(),
        };
        let kept = catcher.kept.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, kept.clone(), true));
            }
        });
        catcher
    }

    pub(crate) fn settings(&self) -> String {
        format!(
            "public_url = \"https://desk.example.org\"\n[mail]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n\
             from = \"desk@example.org\"\nmost_bytes = 1000000\n",
            self.address.port()
        )
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut self.kept.lock().unwrap().taken)
    }

    pub(crate) fn will_say(&self, answers: &[&'static str]) {
        self.kept.lock().unwrap().answers = answers.to_vec();
    }
}

/// Says what a mail server says; `greets`: at the beginning of a connection.
pub(super) async fn talk<S>(stream: S, kept: Arc<Mutex<Kept>>, greets: bool) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (read, mut write) = tokio::io::split(stream);
    let mut lines = BufReader::new(read).lines();
    if greets {
        write.write_all(b"220 catcher\r\n").await?;
    }
    let (mut from, mut to) = (String::new(), String::new());
    let address = |line: &str| line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" | "HELO" => "250 catcher".to_owned(),
            "MAIL" => {
                from = address(&line);
                "250 2.1.0 ok".to_owned()
            }
            "RCPT" => {
                to = address(&line);
                let answers = &mut kept.lock().unwrap().answers;
                let said = if answers.is_empty() {
                    "250 2.1.5 ok"
                } else {
                    answers.remove(0)
                };
                said.replace("{to}", &to)
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push_str("\r\n");
                }
                let (from, to) = (from.clone(), to.clone());
                kept.lock().unwrap().taken.push(Taken { from, to, text });
                "250 2.0.0 taken".to_owned()
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok".to_owned(),
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

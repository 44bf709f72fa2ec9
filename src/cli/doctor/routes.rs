use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::super::open::Opened;
use super::finding::{Finding, warning, well, wrong};
use crate::notify::{Mail, Webhook, WebhookError};

/// How long a mail server may take to take a call.
const PATIENCE: Duration = Duration::from_secs(3);

/// The ways out of the house and the doors on platforms.
pub(super) async fn all(opened: &Opened) -> Vec<Finding> {
    let schools = opened.schools();
    let ids = schools.as_ref().map(|schools| schools.ids()).unwrap_or_default();
    vec![mail(opened).await, webhooks(opened, &ids), discord(opened, &ids), teams(opened, &ids)]
}

async fn mail(opened: &Opened) -> Finding {
    let (settings, secrets) = (&opened.settings.mail, &opened.secrets);
    match Mail::open(settings, secrets.mail_user.as_deref(), secrets.mail_password.as_deref(), PATIENCE) {
        Err(error) => return wrong("mail", error.to_string()),
        Ok(None) => return warning("mail", "off: nobody is told of requests and alerts; set [mail] in the settings"),
        Ok(Some(_)) => {}
    }
    let (server, port) = (settings.server.trim(), settings.port);
    match timeout(PATIENCE, TcpStream::connect((server, port))).await {
        Ok(Ok(_)) => {
            well("mail", format!("{server} takes calls on port {port}; `fingerpost alerts drill` sends letters"))
        }
        Ok(Err(error)) => wrong("mail", format!("{server} cannot be reached on port {port}: {error}")),
        Err(_) => wrong("mail", format!("{server} does not answer on port {port} within {} s", PATIENCE.as_secs())),
    }
}

/// Addresses of webhooks are secrets too: only their schools are named.
fn webhooks(opened: &Opened, ids: &[&str]) -> Finding {
    let settings = &opened.settings.webhook;
    if let Some(unknown) = settings.addresses.keys().find(|school| !ids.contains(&school.as_str())) {
        return wrong("webhook", format!("it is for the unknown school `{unknown}`"));
    }
    match Webhook::open(settings, opened.secrets.webhook_secret.as_deref(), PATIENCE) {
        Ok(None) => well("webhook", "none is set"),
        Ok(Some(_)) => well(
            "webhook",
            format!("set for {}", Vec::from_iter(settings.addresses.keys().map(String::as_str)).join(", ")),
        ),
        Err(WebhookError::Address { school, .. }) => {
            wrong("webhook", format!("the address of `{school}` does not begin with https://"))
        }
        Err(error) => wrong("webhook", error.to_string()),
    }
}

fn discord(opened: &Opened, ids: &[&str]) -> Finding {
    let Some(settings) = &opened.settings.discord else { return well("discord", "closed: there is no [discord]") };
    let problems = settings.problems(ids);
    match &opened.secrets.discord_token {
        _ if !problems.is_empty() => wrong("discord", problems.join("; ")),
        None => wrong("discord", "FINGERPOST_DISCORD_TOKEN is not set (docs/discord.md)"),
        Some(_) => well("discord", format!("servers: {}, and a token is set", settings.servers.len())),
    }
}

fn teams(opened: &Opened, ids: &[&str]) -> Finding {
    let Some(settings) = &opened.settings.teams else { return well("teams", "closed: there is no [teams]") };
    match (settings.problem(ids), &opened.secrets.teams) {
        (Some(problem), _) => wrong("teams", problem),
        (None, None) => wrong("teams", "FINGERPOST_TEAMS_SECRET is not set (docs/teams.md)"),
        (None, Some(_)) => well("teams", format!("tenants: {}, and a secret is set", settings.tenants.len())),
    }
}

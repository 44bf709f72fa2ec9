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
    let mut out = vec![mail(opened).await, webhooks(opened, &ids)];
    out.extend(discord(opened, &ids).await);
    out.extend(teams(opened, &ids).await);
    out
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

async fn discord(opened: &Opened, ids: &[&str]) -> Vec<Finding> {
    let Some(settings) = &opened.settings.discord else {
        return vec![well("discord", "closed: there is no [discord]")];
    };
    let problems = settings.problems(ids);
    if !problems.is_empty() {
        return vec![wrong("discord", problems.join("; "))];
    }
    if opened.secrets.discord_token.is_none() {
        return vec![wrong("discord", "FINGERPOST_DISCORD_TOKEN is not set (docs/discord.md)")];
    }
    let mut out = vec![well("discord", format!("servers: {}, and a token is set", settings.servers.len()))];
    let nobody =
        settings.servers.iter().filter(|server| server.staff_channel.is_some() && server.staff_roles.is_empty());
    out.extend(nobody.map(|server| {
        let says = "has a staff_channel and no staff_roles, so nobody may act on requests there; name the roles";
        warning("discord", format!("server {} {says}", server.server))
    }));
    let at = if settings.proxy.is_empty() { "https://discord.com" } else { &settings.proxy };
    out.extend(unreachable("discord", at).await);
    out
}

async fn teams(opened: &Opened, ids: &[&str]) -> Vec<Finding> {
    let Some(settings) = &opened.settings.teams else { return vec![well("teams", "closed: there is no [teams]")] };
    if let Some(problem) = settings.problem(ids) {
        return vec![wrong("teams", problem)];
    }
    if opened.secrets.teams.is_none() {
        return vec![wrong("teams", "FINGERPOST_TEAMS_SECRET is not set (docs/teams.md)")];
    }
    let mut out = vec![well("teams", format!("tenants: {}, and a secret is set", settings.tenants.len()))];
    for at in [&settings.metadata, &settings.login] {
        out.extend(unreachable("teams", at).await);
    }
    out
}

/// A line where a server of somebody else's does not take calls: it may be the network of this moment, so it is to be looked at.
async fn unreachable(what: &'static str, address: &str) -> Option<Finding> {
    let url = reqwest::Url::parse(address).ok()?;
    let (host, port) = (url.host_str()?, url.port_or_known_default()?);
    let says = match timeout(PATIENCE, TcpStream::connect((host, port))).await {
        Ok(Ok(_)) => return None,
        Ok(Err(error)) => format!("{host} cannot be reached on port {port}: {error}; let this machine through to it"),
        Err(_) => format!(
            "{host} does not answer on port {port} within {} s; let this machine through to it",
            PATIENCE.as_secs()
        ),
    };
    Some(warning(what, says))
}

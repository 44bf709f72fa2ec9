use serde_json::Value;
use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::http::Http;
use serenity::model::application::{CommandOptionType, InstallationContext, InteractionContext};

use super::split::shorten;
use crate::phrases::Phrases;

/// Longest description of a command or a field.
const DESCRIPTION: usize = 100;

/// Longest question that a field takes; past the house's own limit it is met with a kind answer.
const QUESTION: u16 = 2000;

/// Longest name of a job, route or subject.
const NAME: u16 = 100;

/// The years that the routes are asked for, in the order of `phrases.discord.routes`.
pub(super) const STAGES: [&str; 3] = ["14", "16", "18"];

/// All commands with their fields. They can be used in servers and in direct messages with the bot, and by everybody: none is marked
/// as for adults alone.
pub fn commands(phrases: &Phrases) -> Vec<CreateCommand> {
    let says = &phrases.discord.commands;
    let all =
        [
            command("ask", &says.ask).add_option(text("question", &says.ask_question, QUESTION, false)),
            command("routes", &says.routes).add_option(stages(phrases)),
            command("compare", &says.compare)
                .add_option(text("first", &says.compare_first, NAME, true))
                .add_option(text("second", &says.compare_second, NAME, true)),
            command("job", &says.job).add_option(text("name", &says.job_name, NAME, true)),
            command("money", &says.money).add_option(text("about", &says.money_about, NAME, false)),
            command("dates", &says.dates).add_option(text("about", &says.dates_about, NAME, false)),
            command("book", &says.book),
            command("appointments", &says.appointments).add_option(code("code", &says.appointments_code, false)),
            command("link", &says.link).add_option(code("code", &says.link_code, true)),
            command("help-now", &says.help_now),
            command("report", &says.report),
            command("privacy", &says.privacy),
            command("my-data", &says.my_data),
            command("forget-me", &says.forget_me),
            command("help", &says.help),
        ];
    all.into()
}

/// Makes the commands known to Discord, only where it knows others than these. Returns whether it had to.
pub(super) async fn register(http: &Http, phrases: &Phrases) -> serenity::Result<bool> {
    let wanted = commands(phrases);
    let known = http.get_global_commands().await?;
    if meaning(&serde_json::to_value(known)?) == meaning(&serde_json::to_value(&wanted)?) {
        return Ok(false);
    }
    http.create_global_commands(&wanted).await?;
    Ok(true)
}

fn command(name: &str, description: &str) -> CreateCommand {
    CreateCommand::new(name)
        .description(shorten(description, DESCRIPTION))
        .contexts(vec![InteractionContext::Guild, InteractionContext::BotDm])
        .integration_types(vec![InstallationContext::Guild])
}

/// A field with suggestions while the person types.
fn text(name: &str, description: &str, most: u16, required: bool) -> CreateCommandOption {
    code(name, description, required).max_length(most).set_autocomplete(true)
}

fn code(name: &str, description: &str, required: bool) -> CreateCommandOption {
    CreateCommandOption::new(CommandOptionType::String, name, shorten(description, DESCRIPTION)).required(required)
}

fn stages(phrases: &Phrases) -> CreateCommandOption {
    let field = code("stage", &phrases.discord.commands.routes_stage, false);
    STAGES
        .iter()
        .zip(&phrases.discord.routes)
        .fold(field, |field, (stage, asks)| field.add_string_choice(shorten(asks, DESCRIPTION), *stage))
}

/// What commands mean, however Discord writes them: what it adds of its own and leaves out as a default is not looked at.
fn meaning(commands: &Value) -> Vec<String> {
    let mut lines: Vec<String> = list(commands).iter().map(command_meaning).collect();
    lines.sort();
    lines
}

fn command_meaning(command: &Value) -> String {
    let fields: Vec<String> = list(&command["options"]).iter().map(field_meaning).collect();
    let sorted = |key: &str| {
        let mut numbers: Vec<String> = list(&command[key]).iter().map(ToString::to_string).collect();
        numbers.sort();
        numbers.join(",")
    };
    let (contexts, kinds) = (sorted("contexts"), sorted("integration_types"));
    format!("{} {} {fields:?} {contexts} {kinds}", command["name"], command["description"])
}

fn field_meaning(field: &Value) -> String {
    let yes = |key: &str| field[key].as_bool().unwrap_or(false);
    let choices: Vec<String> =
        list(&field["choices"]).iter().map(|choice| format!("{} {}", choice["name"], choice["value"])).collect();
    format!(
        "{} {} {} {} {} {} {choices:?}",
        field["type"],
        field["name"],
        field["description"],
        yes("required"),
        yes("autocomplete"),
        field["max_length"],
    )
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

//! Pages of fixed words, the question which school it is, and links of accounts.

use super::answer::{House, Place, caller};
use super::limits::LINE;
use super::read::Page;
use super::render::{Sheet, draw, draw_lines};
use super::rows::id_buttons;
use super::settings::Server;
use super::split::shorten;
use crate::chat::Person;
use crate::phrases::{Phrases, fill};
use crate::school::{Role, School};
use crate::store::links;

impl House {
    /// The question which school it is, a button each.
    pub(super) fn which_school(&self, servers: &[Server], phrases: &Phrases) -> Vec<Sheet> {
        let mut schools: Vec<(String, String)> = Vec::new();
        for server in servers {
            let Ok(school) = self.app.school(Some(&server.school)) else { continue };
            let name = shorten(&school.name, LINE);
            if !schools.iter().any(|(_, known)| *known == name) {
                schools.push((format!("school:{}", server.server), name));
            }
        }
        let mut sheets = draw_lines(std::slice::from_ref(&phrases.discord.which_school), phrases);
        if let Some(sheet) = sheets.last_mut() {
            id_buttons(&schools, phrases).into_iter().for_each(|row| sheet.add_row(row));
        }
        sheets
    }

    /// Remembers the school that was chosen.
    pub(super) fn choose_school(&self, person: &Person, server: u64) -> Vec<Sheet> {
        let guide = self.app.guide();
        let phrases = guide.phrases();
        let school = self.settings.server(server).and_then(|server| self.app.school(Some(&server.school)).ok());
        let Some(school) = school else {
            return draw_lines(std::slice::from_ref(&phrases.discord.expired), phrases);
        };
        self.visitors.choose(person, server);
        draw_lines(&[fill(&phrases.discord.school_noted, &[("school", &school.name)])], phrases)
    }

    /// A page of fixed words.
    pub(super) async fn page(&self, person: &Person, place: &Place, page: Page) -> Vec<Sheet> {
        let guide = self.app.guide();
        let phrases = guide.phrases();
        let says = &phrases.discord;
        let school = self.school_at(place);
        let lines = match page {
            Page::Privacy => {
                let link = Some(&self.settings.privacy_url).filter(|url| !url.is_empty());
                let link = link.map(|url| fill(&says.privacy_link, &[("address", url)]));
                says.privacy.iter().cloned().chain(link).collect()
            }
            Page::Accessibility => phrases.pages.accessibility.clone(),
            Page::Help => says.help.iter().cloned().chain([self.age_line(phrases)]).collect(),
            Page::Report => report_lines(school.as_ref(), phrases),
            Page::MyData => self.my_data(person, school.as_ref(), phrases).await,
            Page::ForgetMe => self.forget(person, phrases).await,
        };
        let name = school.map_or_else(|| self.app.house().name, |school| school.name);
        let lines: Vec<String> = lines.iter().map(|line| fill(line, &[("school", &name)])).collect();
        draw_lines(&lines, phrases)
    }

    async fn my_data(&self, person: &Person, school: Option<&School>, phrases: &Phrases) -> Vec<String> {
        let says = &phrases.discord;
        let link = match school {
            Some(school) => links::of_person(self.app.store(), person, &school.id).await.ok().flatten(),
            None => None,
        };
        let line = match link {
            Some(link) => fill(&says.my_data_linked, &[("date", &link.redeemed_at.format("%-d %B %Y").to_string())]),
            None => says.my_data_not_linked.clone(),
        };
        says.my_data.iter().cloned().chain([line]).collect()
    }

    async fn forget(&self, person: &Person, phrases: &Phrases) -> Vec<String> {
        for server in &self.settings.servers {
            self.app.forget(&caller(person, Some(server.school.clone())));
        }
        self.visitors.forget(person);
        if let Err(error) = links::forget(self.app.store(), person).await {
            let reference = self.app.now().format("%m%d-%H%M%S").to_string();
            tracing::error!(door = "discord", reference, %error, "a link could not be forgotten");
            return vec![fill(&phrases.nothing.switched_off, &[("reference", &reference)])];
        }
        phrases.discord.forgotten.clone()
    }

    /// Links the account by a one-time code.
    pub(super) async fn link(&self, person: &Person, place: &Place, code: &str) -> Vec<Sheet> {
        let guide = self.app.guide();
        let phrases = guide.phrases();
        let line = |line: &str| draw_lines(&[line.to_owned()], phrases);
        if !self.visitors.within(person, self.settings.per_minute) {
            return line(&phrases.discord.slow_down);
        }
        let server = match place {
            Place::At(server) => server,
            Place::Unmapped => return line(&phrases.discord.not_mapped),
            Place::Which(servers) => return self.which_school(servers, phrases),
        };
        match links::redeem(self.app.store(), code, &server.school, person, self.app.now()).await {
            Ok(true) => {
                let school = self.school_at(place).map_or_else(String::new, |school| school.name);
                line(&fill(&phrases.discord.linked, &[("school", &school)]))
            }
            Ok(false) => line(&phrases.discord.not_linked),
            Err(error) => {
                let reference = self.app.now().format("%m%d-%H%M%S").to_string();
                tracing::error!(door = "discord", reference, %error, "a link could not be kept");
                draw(&self.app.apology(&reference), phrases)
            }
        }
    }

    fn school_at(&self, place: &Place) -> Option<School> {
        let Place::At(server) = place else { return None };
        self.app.school(Some(&server.school)).ok().cloned()
    }
}

fn report_lines(school: Option<&School>, phrases: &Phrases) -> Vec<String> {
    tracing::warn!(
        door = "discord",
        "somebody asked how to report this program; the careers team should ask what was wrong"
    );
    let leader = school.and_then(|school| school.public(Role::CareersLeader));
    let to = leader.and_then(|leader| {
        let (name, reach) = (leader.named()?, leader.reach()?);
        Some(fill(&phrases.discord.report_to, &[("name", name), ("reach", &reach)]))
    });
    phrases.discord.report.iter().cloned().chain(to).collect()
}

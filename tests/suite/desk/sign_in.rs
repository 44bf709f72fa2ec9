use fingerpost::desk::{Role, one_time_link};
use fingerpost::store::{Address, Store};
use reqwest::StatusCode;
use reqwest::header::SET_COOKIE;

use super::{PASSWORD, Room, cookie_of};

#[tokio::test]
async fn a_one_time_link_makes_one_account_and_no_second() {
    let room = Room::open().await;
    let path =
        one_time_link(room.app.store(), "", Role::Administrator, "a test", room.app.now()).await.expect("a link");
    let fields = |email| [("name", "M. Farrant"), ("email", email), ("password", PASSWORD), ("again", PASSWORD)];
    let stranger = room.stranger();
    for _ in 0..2 {
        assert!(stranger.page(&path).await.contains("Make your account"), "looking uses nothing up");
    }
    assert_eq!(stranger.send(&path, &fields("a@school.example")).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(stranger.send(&path, &fields("b@school.example")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(stranger.get(&path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(room.app.store().accounts().await.expect("listed").len(), 1);
}

#[tokio::test]
async fn a_link_is_over_after_a_week_and_a_guessed_one_is_none() {
    let room = Room::open().await;
    let path = one_time_link(room.app.store(), "", Role::Adviser, "a test", room.app.now()).await.expect("a link");
    room.pass(8 * 24 * 60);
    assert_eq!(room.stranger().get(&path).await.0, StatusCode::NOT_FOUND);
    for guessed in ["0".repeat(64), "../../etc/passwd".to_owned(), "%00".to_owned(), "' or 1=1 --".to_owned()] {
        let (status, _) = room.stranger().get(&format!("/desk/join/{guessed}")).await;
        assert!(status.is_client_error(), "{guessed}: {status}");
    }
}

#[tokio::test]
async fn a_weak_password_makes_no_account() {
    let room = Room::open().await;
    let path = one_time_link(room.app.store(), "", Role::Adviser, "a test", room.app.now()).await.expect("a link");
    for (password, again) in
        [("short", "short"), (PASSWORD, "another lantern"), ("password password", "password password")]
    {
        let fields = [("name", "Kit"), ("email", "kit@school.example"), ("password", password), ("again", again)];
        let answered = room.stranger().send(&path, &fields).await;
        assert!(answered.text().await.expect("a body").contains("class=\"refusal\""), "{password}");
    }
    assert!(room.app.store().has_no_account().await.expect("counted"));
}

#[tokio::test]
async fn an_invited_colleague_signs_out_and_in_again() {
    let room = Room::open().await;
    let admin = room.someone("ada", Role::Administrator, "").await;
    let (_, page) = admin.post("/desk/people/invite", &[("role", "adviser"), ("school", "elm")]).await;
    let path = format!("/desk/join/{}", super::between(&page, "/desk/join/", "\""));
    let mut kit = room.stranger();
    let fields = [("name", "Kit"), ("email", "Kit@School.example"), ("password", PASSWORD), ("again", PASSWORD)];
    kit.cookie = cookie_of(&kit.send(&path, &fields).await).expect("a cookie");
    assert!(kit.page("/desk").await.contains("Careers adviser"));
    let before = kit.cookie.clone();
    kit.does("/desk/sign-out", &[]).await;
    assert_eq!(kit.get("/desk").await.0, StatusCode::SEE_OTHER, "the old cookie opens nothing");
    let back = kit.send("/desk/sign-in", &[("email", "kit@school.example"), ("password", PASSWORD)]).await;
    let cookie = cookie_of(&back).expect("a cookie");
    assert_ne!(cookie, before);
    kit.cookie = cookie;
    assert!(kit.page("/desk").await.contains("Kit"));
}

#[tokio::test]
async fn after_eight_wrong_passwords_even_the_right_one_waits() {
    let room = Room::open().await;
    room.someone("kit", Role::Adviser, "elm").await;
    let stranger = room.stranger();
    let mut refused = Vec::new();
    for at in 0..8 {
        let guess = format!("wrong guess number {at}");
        refused.push(stranger.send("/desk/sign-in", &[("email", "kit@school.example"), ("password", &guess)]).await);
    }
    assert!(refused.iter().all(|response| cookie_of(response).is_none()));
    let right = stranger.send("/desk/sign-in", &[("email", "KIT@school.example"), ("password", PASSWORD)]).await;
    assert_eq!(right.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(cookie_of(&right).is_none());
    let trail = room.app.store().trail(None, 100).await.expect("listed");
    assert_eq!(trail.iter().filter(|step| step.did == "could not sign in").count(), 8);
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_look_the_same() {
    let room = Room::open().await;
    room.someone("kit", Role::Adviser, "elm").await;
    let mut pages = Vec::new();
    for email in ["kit@school.example", "nob@school.example"] {
        let answered = room.stranger().send("/desk/sign-in", &[("email", email), ("password", "not the one")]).await;
        assert_eq!(answered.status(), StatusCode::OK);
        pages.push(answered.text().await.expect("a body").replace(email, ""));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn a_secret_planted_before_the_sign_in_opens_nothing_after_it() {
    let room = Room::open().await;
    room.someone("kit", Role::Adviser, "elm").await;
    let mut victim = room.stranger();
    let planted = format!("desk={}", "a".repeat(64));
    victim.cookie = planted.clone();
    let signed_in = victim.send("/desk/sign-in", &[("email", "kit@school.example"), ("password", PASSWORD)]).await;
    assert_ne!(cookie_of(&signed_in).expect("a cookie"), planted);
    let mut attacker = room.stranger();
    attacker.cookie = planted;
    assert_eq!(attacker.get("/desk").await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_sign_in_ends_after_an_idle_hour_and_after_ten_hours_in_any_case() {
    let room = Room::open().await;
    let idle = room.someone("kit", Role::Adviser, "elm").await;
    room.pass(61);
    assert_eq!(idle.get("/desk").await.0, StatusCode::SEE_OTHER);
    let busy = room.someone("bo", Role::Adviser, "elm").await;
    for _ in 0..20 {
        busy.page("/desk").await;
        room.pass(30);
    }
    room.pass(1);
    assert_eq!(busy.get("/desk").await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_password_ends_every_other_sign_in() {
    let room = Room::open().await;
    let mut here = room.someone("kit", Role::Adviser, "elm").await;
    let mut there = room.stranger();
    let signed = there.send("/desk/sign-in", &[("email", "kit@school.example"), ("password", PASSWORD)]).await;
    there.cookie = cookie_of(&signed).expect("a cookie");
    there.page("/desk").await;
    let new = "orchard violin puddle";
    let (_, page) = here.post("/desk/me", &[("now", "not the one"), ("password", new), ("again", new)]).await;
    assert!(page.contains("not your password"), "{page}");
    let token = here.token().await;
    let fields = [("token", token.as_str()), ("now", PASSWORD), ("password", new), ("again", new)];
    let changed = here.send("/desk/me", &fields).await;
    assert_eq!(there.get("/desk").await.0, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/desk").await.0, StatusCode::SEE_OTHER, "the old cookie here too");
    here.cookie = cookie_of(&changed).expect("a cookie");
    here.page("/desk").await;
}

#[tokio::test]
async fn an_ended_account_is_out_at_once_and_for_good() {
    let room = Room::open().await;
    let admin = room.someone("ada", Role::Administrator, "").await;
    let kit = room.someone("kit", Role::Adviser, "elm").await;
    let id = room.app.store().account_of("kit@school.example").await.expect("read").expect("there").id;
    admin.does(&format!("/desk/people/{id}/end"), &[]).await;
    assert_eq!(kit.get("/desk").await.0, StatusCode::SEE_OTHER);
    let again = kit.send("/desk/sign-in", &[("email", "kit@school.example"), ("password", PASSWORD)]).await;
    assert!(cookie_of(&again).is_none());
}

#[tokio::test]
async fn the_cookie_is_for_this_site_and_no_script_and_over_https_alone_where_there_is_https() {
    for https in [false, true] {
        let room = Room::over(Store::open(&Address::Memory).await.expect("a store"), https).await;
        let path = one_time_link(room.app.store(), "", Role::Adviser, "a test", room.app.now()).await.expect("a link");
        let fields = [("name", "Kit"), ("email", "kit@school.example"), ("password", PASSWORD), ("again", PASSWORD)];
        let joined = room.stranger().send(&path, &fields).await;
        let cookie = joined.headers()[SET_COOKIE].to_str().expect("plain text");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        assert_eq!(cookie.contains("Secure"), https, "{cookie}");
        assert_eq!(cookie.starts_with("__Host-desk="), https, "{cookie}");
    }
}

#[tokio::test]
async fn a_link_for_a_new_password_is_worth_nothing_once_there_is_one() {
    let room = Room::open().await;
    let admin = room.someone("ada", Role::Administrator, "").await;
    let kit = room.someone("kit", Role::Adviser, "elm").await;
    let id = room.app.store().account_of("kit@school.example").await.expect("read").expect("there").id;
    let link = async || {
        let (_, page) = admin.post(&format!("/desk/people/{id}/new-password"), &[]).await;
        format!("/desk/join/{}", super::between(&page, "/desk/join/", "\""))
    };
    let (first, second, third) = (link().await, link().await, link().await);
    let new = "orchard violin puddle";
    let set = room.stranger().send(&first, &[("password", new), ("again", new)]).await;
    assert_eq!(set.status(), StatusCode::SEE_OTHER);
    assert_eq!(kit.get("/desk").await.0, StatusCode::SEE_OTHER, "the old sign-in is over");
    assert_eq!(room.stranger().get(&second).await.0, StatusCode::NOT_FOUND);
    let fourth = link().await;
    let mut kit = room.stranger();
    kit.cookie = cookie_of(&set).expect("a cookie");
    let token = kit.token().await;
    let fields = [("token", token.as_str()), ("now", new), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(kit.send("/desk/me", &fields).await.status(), StatusCode::SEE_OTHER);
    for link in [third, fourth] {
        assert_eq!(room.stranger().get(&link).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_sign_in_leads_to_the_desk_and_nowhere_else() {
    let room = Room::open().await;
    room.someone("kit", Role::Adviser, "elm").await;
    let fields = [("email", "kit@school.example"), ("password", PASSWORD), ("next", "https://evil.example/")];
    for path in ["/desk/sign-in?next=//evil.example", "/desk/sign-in?said=https://evil.example"] {
        let signed = room.stranger().send(path, &fields).await;
        assert_eq!(signed.headers()["location"], "/desk", "{path}");
    }
}

//! Hundreds of callbacks that a hostile page or program makes, one after the other and at once: they change nothing, take no
//! room and show nothing, and the customer's own comes through.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use tokio::task::JoinSet;

use crate::receiver::rows;
use crate::world::World;

/// What a hostile page wants to see again: in a page, in a redirect.
const BAIT: &str = "evil.example";

/// The cookies of other browsers than the customer's, and what is none.
const COOKIES: [&str; 6] = [
    "",
    "__Host-akoya-consent=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "__Host-akoya-consent=",
    "__Host-akoya-consent=%00<b>",
    "akoya-consent=x; __host-akoya-consent=y",
    "__Host-akoya-consent=a; __Host-akoya-consent=b",
];

/// Queries that are no callback of this authorization, whichever browser brings them.
fn forged(state: &str) -> Vec<String> {
    let right = format!("state={state}");
    let guesses = [
        String::new(),
        state[1..].to_owned(),
        format!("{state}x"),
        format!("{state}%00"),
        format!("%20{state}"),
        state.to_lowercase(),
        "*".to_owned(),
        "%ff%fe".to_owned(),
        "x".repeat(5_000),
    ];
    let mut queries: Vec<_> = guesses
        .iter()
        .flat_map(|guess| {
            [
                format!("code=c&state={guess}"),
                format!("error=access_denied&error_description={BAIT}<script>&state={guess}"),
            ]
        })
        .collect();
    queries.extend([
        String::new(),
        right.clone(),
        "code=c".to_owned(),
        "error=access_denied".to_owned(),
        format!("code=&{right}"),
        format!("code=c&code=d&{right}"),
        format!("code=c&{right}&{right}"),
        format!("code=c&state=x&{right}"),
        format!("code=c&error=access_denied&{right}"),
        format!("code[]=c&state[]={state}"),
        format!("code=c&state[0]={state}"),
        format!("access_token=t&token_type=bearer&{right}"),
        format!("code=c&id_token=a.b.c&{right}"),
        format!("code=c%00&{right}"),
        format!("code=c%0d%0alocation:%20https://{BAIT}&{right}"),
        format!("code={}&{right}", "c".repeat(5_000)),
        format!("CODE=c&{right}"),
        format!("code=c&STATE={state}"),
        format!("code=c;{right}"),
        "response=eyJhbGciOiJub25lIn0.e30.".to_owned(),
        format!("redirect_uri=https://{BAIT}&next=//{BAIT}&return_to=https://{BAIT}"),
    ]);
    queries
}

/// Methods, queries and headers of hostile requests.
fn requests(query: &str, cookie: &str) -> Vec<[String; 4]> {
    let state = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("state="));
    let headers = [
        ("x-forwarded-host", BAIT),
        ("origin", "https://evil.example"),
        ("host", BAIT),
        ("referer", "https://evil.example/"),
    ];
    let request = |method: &str, query: &str, (name, value): (&str, &str), cookie: &str| {
        [method, query, &format!("{name}: {value}"), cookie].map(str::to_owned)
    };
    let mut requests = Vec::new();
    for query in forged(state.unwrap()) {
        for header in headers.into_iter().step_by(2) {
            requests.push(request("GET", &query, header, cookie));
            requests.extend(COOKIES.map(|other| request("GET", &query, header, other)));
        }
    }
    for header in headers {
        // The genuine query from other browsers, and from the customer's own by other methods.
        requests.extend(COOKIES.map(|other| request("GET", query, header, other)));
        for method in ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "GETS"] {
            requests.push(request(method, query, header, cookie));
        }
    }
    requests
}

/// Sends a hostile request and holds its response against what none may do.
async fn refused(world: &World, [method, query, header, cookie]: &[String; 4], state: &str) {
    let (name, value) = header.split_once(": ").unwrap();
    let headers = [("cookie", cookie.as_str()), (name, value)];
    let page = world.forge(method, query, &headers).await;
    let shown = format!("{method} {query:.200} {header} {cookie}\n{page:?}");
    let statuses = [
        StatusCode::BAD_REQUEST,
        StatusCode::METHOD_NOT_ALLOWED,
        StatusCode::URI_TOO_LONG,
    ];
    assert!(statuses.contains(&page.status), "{shown}");
    assert!(!page.headers.contains_key("location"), "{shown}");
    assert!(!page.headers.contains_key("set-cookie"), "{shown}");
    assert!(!page.text.contains(BAIT), "{shown}");
    assert!(!page.text.contains(state), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_hostile_callbacks_take_no_room_and_the_customers_own_comes_through() {
    let world = Arc::new(World::start().await);
    let (cookie, callback) = world.approved("ann").await;
    let query = callback.query().to_owned();
    let state = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("state="));
    let state: Arc<str> = state.unwrap().into();
    let hostile = requests(&query, &cookie);
    assert!(hostile.iter().collect::<BTreeSet<_>>().len() >= 500);
    let before = rows(&world).await;
    for request in &hostile {
        refused(&world, request, &state).await;
    }
    assert_eq!(rows(&world).await, before);

    // All at once, and the customer among them.
    let mut all = JoinSet::new();
    let (before, behind) = hostile.split_at(hostile.len() / 2);
    let send = |all: &mut JoinSet<()>, requests: &[[String; 4]]| {
        for request in requests {
            let (world, state, request) = (world.clone(), state.clone(), request.clone());
            all.spawn(async move { refused(&world, &request, &state).await });
        }
    };
    send(&mut all, before);
    let customer = {
        let (world, cookie) = (world.clone(), cookie.clone());
        all.spawn(async move {
            let landed = world.visit(0, &callback, &cookie).await;
            assert_eq!(landed.status, StatusCode::SEE_OTHER, "{landed:?}");
        })
    };
    // Until the customer's callback came, the forged ones are refused; afterwards its own browser gets its outcome.
    let foreign: Vec<_> = behind
        .iter()
        .filter(|one| one[3] != cookie)
        .cloned()
        .collect();
    send(&mut all, &foreign);
    all.join_all().await;
    assert!(customer.is_finished());
    assert_eq!(world.sandbox.counters().code_exchanges, 1);
    assert!(world.is_connected("ann").await);
}

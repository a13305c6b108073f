//! The token response (RFC 6749 §5.1) and its errors (§5.2).

use serde_json::Value;

use crate::endpoint::failure::Failure;
use crate::endpoint::members::Members;
use crate::endpoint::response::{RawResponse, refused};
use crate::provider::diagnosis::{Diagnosis, Problem};
use crate::provider::profile::Provider;
use crate::secret::Secret;
use crate::token::bearer::{BearerSource, Scheme};
use crate::token::json::{DPOP_KEY, scope, seconds, secret};
use crate::token::oauth_token::{ExtraFields, OauthToken};

/// How a code exchange or a refresh went. Whether the token set has a bearer is for the caller to check.
pub(crate) type TokenResponse = Result<Issued, Failure>;

/// What the provider has issued.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) token: Box<OauthToken>,
    /// What is odd about the response, by its field: for the error of a token set without a bearer, and for the log.
    pub(crate) oddity: Option<Diagnosis>,
}

/// Reads the response to a code exchange or a refresh.
///
/// A success response from which a refresh token can be read counts, whatever else is wrong with it: the token
/// that was sent is used up, and its successor is nowhere else. So the successor is kept first, and then judged.
pub(crate) fn read_token_response(
    provider: &Provider,
    response: &RawResponse<'_>,
) -> TokenResponse {
    response.check_status(provider)?;
    // From here on the provider says that it has processed the request. A body that cannot be used means that the token
    // which it issued is lost; it is never a verdict on the token that was sent.
    let Some(members) = response.members().or_else(|| response.salvaged()) else {
        let lost = || response.odd(Problem::new(RULE, "is not a JSON object"));
        return Err(Failure::Lost(response.broken.clone().unwrap_or_else(lost)));
    };
    let unusable = |problem| Err(Failure::Unusable(response.odd(problem)));
    let mut fields = TokenMembers {
        members,
        oddity: None,
    };
    if fields.members.is_damaged {
        fields.note(Problem::new(RULE, "cannot be read beside its tokens"));
    }
    // Before everything else: an access token without its successor would look like a success, and the grant would end
    // with it. A response that names two is refused, because only the provider knows which one is alive.
    let refresh_token = match fields.secret("refresh_token") {
        Ok(token) => token,
        Err(odd) => return unusable(odd),
    };
    if let Some(error) = response.oauth_error_in(&fields.members.values) {
        // Some providers send errors with status 200, which §5.2 does not allow. With a refresh token beside it the
        // error cannot mean that nothing was issued.
        if refresh_token.is_none() {
            return Err(refused(provider, error));
        }
        let problem = Problem::new("RFC 6749 §5.2", "has an `error` beside its tokens");
        fields.note(problem.of_field("error"));
    }
    let token = fields.token(provider.bearer, response.scheme, refresh_token);
    // No error yet: the caller commits the refresh token first, and then reports that there is nothing to call an
    // API with.
    if token.bearer(provider.bearer).is_none() {
        fields.note(without_bearer(provider.bearer, &token));
    }
    match (token.holds_anything(), fields.oddity) {
        (false, odd) => unusable(odd.unwrap_or_else(|| Problem::new(RULE, "has no token"))),
        (true, odd) => Ok(Issued {
            token: Box::new(token),
            oddity: odd.map(|problem| response.diagnosis(problem)),
        }),
    }
}

const RULE: &str = "RFC 6749 §5.1";

/// Says which token is missing, and whether the profile takes the wrong one for the bearer.
fn without_bearer(source: BearerSource, token: &OauthToken) -> Problem {
    match source {
        BearerSource::AccessToken => {
            let problem = Problem::new(RULE, "has no `access_token`").of_field("access_token");
            match &token.id_token {
                Some(_) => problem.like(ONLY_AN_ID_TOKEN),
                None => problem,
            }
        }
        BearerSource::IdToken => {
            let rule = "OpenID Connect Core §3.1.3.3";
            let problem = Problem::new(rule, "has no `id_token`").of_field("id_token");
            problem.like(NO_ID_TOKEN)
        }
    }
}

const ONLY_AN_ID_TOKEN: &str =
    "there is an id_token; if the provider expects it as the bearer, the profile must say so";

const NO_ID_TOKEN: &str = "some providers issue one only if the scope `openid` is requested";

/// The members of a response while they become a token set.
struct TokenMembers {
    members: Members,
    oddity: Option<Problem>,
}

impl TokenMembers {
    /// Reads the fields. One that is not needed is ignored if it is odd.
    fn token(
        &mut self,
        source: BearerSource,
        scheme: Scheme,
        refresh_token: Option<Secret>,
    ) -> OauthToken {
        let [id_token, mut access_token] =
            ["id_token", "access_token"].map(|name| self.optional_token(name));
        let token_type = self.token_type(scheme);
        // Only the access token has the type (§7.1): the refresh token stays, so that a
        // corrected profile needs no new consent.
        if token_type.is_none() && source == BearerSource::AccessToken {
            access_token = None;
            let text = format!("has a `token_type` other than {}", scheme.as_str());
            self.note(Problem::new("RFC 6749 §7.1", text).of_field("token_type"));
        }
        let values = &mut self.members.values;
        // Saved beside the tokens under this name is what the provider must not know.
        values.remove(DPOP_KEY);
        OauthToken {
            token_type: token_type.unwrap_or_else(|| scheme.as_str().to_owned()),
            id_token,
            access_token,
            // Taken out, because what is left becomes the extra fields: nothing is to be there twice.
            expires_in: values
                .remove("expires_in")
                .and_then(|value| seconds(&value)),
            scope: values.remove("scope").and_then(|value| scope(&value)),
            expiry: values.remove("expiry").and_then(|value| seconds(&value)),
            refresh_token,
            extra: ExtraFields::new(std::mem::take(values)),
            ..OauthToken::empty()
        }
    }

    /// Reads a token that the response may do without. One that is empty or malformed is none.
    fn optional_token(&mut self, name: &'static str) -> Option<Secret> {
        match self.secret(name) {
            Ok(token) => token.filter(|token| !token.is_empty()),
            Err(odd) => {
                self.note(odd);
                None
            }
        }
    }

    /// Returns the type of the access token as the response spells it, or `None` if it is not `scheme`.
    ///
    /// A proof-of-possession token (RFC 9449) must not be sent as a bearer, and a provider that has
    /// issued a bearer where a bound token was asked for has not looked at the proof. An id_token is
    /// a bearer wherever the profile says so.
    fn token_type(&mut self, scheme: Scheme) -> Option<String> {
        // Compared without case (§5.1) and without the blanks that some providers add; a provider that leaves
        // the required member out means Bearer.
        let stated = self.members.values.remove("token_type");
        let stated = stated.as_ref().and_then(Value::as_str).map(str::trim);
        match stated.filter(|stated| !stated.is_empty()) {
            Some(stated) => stated
                .eq_ignore_ascii_case(scheme.as_str())
                .then(|| stated.to_owned()),
            None => (scheme == Scheme::Bearer).then(|| scheme.as_str().to_owned()),
        }
    }

    /// Reads a token, or says what is odd about it.
    fn secret(&mut self, name: &'static str) -> Result<Option<Secret>, Problem> {
        let odd = |text: String| Problem::new(RULE, text).of_field(name);
        // RFC 8259 §4 leaves open which of two members counts; a wrong guess would keep a token that does not exist.
        if self.members.conflicts.contains(name) {
            self.members.values.remove(name);
            return Err(odd(format!("has two different values for `{name}`")));
        }
        let token = secret(&mut self.members.values, name);
        token.map_err(|malformed| odd(format!("is malformed: {malformed}")))
    }

    /// Notes the first oddity; those after it often follow from it.
    fn note(&mut self, odd: Problem) {
        self.oddity.get_or_insert(odd);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::testing::{provider, with_response};
    use crate::operation::Operation;
    use crate::provider::profile::Verdict;

    fn read(status: u16, content_type: &str, body: &str) -> TokenResponse {
        read_as(provider(), status, content_type, body.as_bytes())
    }

    fn read_as(provider: Provider, status: u16, content_type: &str, body: &[u8]) -> TokenResponse {
        with_response(Operation::Refresh, status, content_type, body, |response| {
            read_token_response(&provider, response)
        })
    }

    /// Reads a token response where the id_token is the bearer.
    fn read_id_token(body: impl AsRef<[u8]>) -> TokenResponse {
        let provider = provider().bearer(BearerSource::IdToken);
        read_as(provider, 200, "application/json", body.as_ref())
    }

    const TOKENS: &str = r#""id_token":"a.b.c","refresh_token":"rt2","expires_in":3600"#;

    fn assert_whole(response: TokenResponse, what: &str) {
        let token = response
            .unwrap_or_else(|error| panic!("{what}: {error:?}"))
            .token;
        let refresh_token = token.refresh_token.as_ref().map(Secret::expose);
        assert_eq!(refresh_token, Some("rt2"), "{what}");
        assert!(token.bearer(BearerSource::IdToken).is_some(), "{what}");
        assert_eq!(token.expires_in, Some(3600), "{what}");
    }

    #[test]
    fn whatever_else_is_odd_the_tokens_are_read() {
        let bodies = [
            format!(r#"{{{TOKENS},"token_type":"BearerToken"}}"#),
            format!(r#"{{{TOKENS},"token_type":"Bearer "}}"#),
            format!(r#"{{{TOKENS},"token_type":"JWT"}}"#),
            format!(r#"{{{TOKENS},"token_type":7}}"#),
            format!(r#"{{{TOKENS},"token_type":"bearer","scope":7}}"#),
            format!(r#"{{{TOKENS},"token_type":"bearer","access_token":17}}"#),
            format!(r#"{{{TOKENS},"scope":"a","scope":"a"}}"#),
            format!(r#"{{{TOKENS},"scope":"a","scope":"b"}}"#),
            format!(r#"{{{TOKENS},"refresh_token":"rt2"}}"#),
            format!(r#"{{{TOKENS},"error":"odd"}}"#),
            format!("{{{TOKENS}}}x"),
            format!("{{{TOKENS}}}\0"),
            format!("{{{TOKENS}}}\r\n/* node 7 */"),
            format!("{{{TOKENS}}}{{}}"),
            format!("\u{feff}\r\n{{{TOKENS}}}"),
        ];
        for body in &bodies {
            assert_whole(read_id_token(body), body);
        }
    }

    #[test]
    fn what_begins_like_gzip_is_unpacked_whatever_the_headers_say() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, format!("{{{TOKENS}}}").as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert_whole(read_id_token(&packed), "whole");
        assert_whole(
            read_id_token(&packed[..packed.len() - 8]),
            "without trailer",
        );
        assert_whole(read_id_token([&packed[..], b"\0\0"].concat()), "with more");
        assert!(matches!(
            read_id_token(&packed[..packed.len() / 2]),
            Err(Failure::Lost(_))
        ));
    }

    #[test]
    fn a_token_type_other_than_bearer_costs_the_bearer_and_not_the_refresh_token() {
        let body = r#"{"access_token":"t","refresh_token":"rt2","token_type":"DPoP"}"#;
        let issued = read(200, "application/json", body).unwrap();
        assert_eq!(issued.token.bearer(BearerSource::AccessToken), None);
        assert_eq!(issued.token.refresh_token, Some(Secret::new("rt2")));
        assert_eq!(
            issued.oddity.map(|oddity| oddity.problem).as_deref(),
            Some("has a `token_type` other than Bearer")
        );
    }

    #[test]
    fn a_name_with_two_different_tokens_is_refused() {
        let body = format!(r#"{{{TOKENS},"refresh_token":"other"}}"#);
        let Err(Failure::Unusable(error)) = read_id_token(&body) else {
            panic!()
        };
        assert_eq!(
            error.message(),
            "the provider's response, HTTP 200, has two different values for `refresh_token`"
        );
        let body = format!(r#"{{{TOKENS},"id_token":"other"}}"#);
        let issued = read_id_token(&body).unwrap();
        assert_eq!(issued.token.bearer(BearerSource::IdToken), None);
        assert_eq!(issued.token.refresh_token, Some(Secret::new("rt2")));
    }

    /// Reads a response that cannot be used; returns what is wrong with it.
    fn diagnosis(status: u16, content_type: &str, body: &str) -> Diagnosis {
        match read(status, content_type, body) {
            Ok(issued) => issued.oddity.unwrap(),
            Err(Failure::Lost(error) | Failure::Unusable(error) | Failure::Unexpected(error)) => {
                error.diagnosis().unwrap().clone()
            }
            Err(failure) => panic!("{body}: {failure:?}"),
        }
    }

    #[test]
    fn an_odd_response_explains_itself() {
        let json = "application/json";
        let cases = [
            (200, "text/html", "<html>sesame-1", None, "…"),
            (200, json, r#"["sesame-1"]"#, None, r#"["…"]"#),
            (
                200,
                json,
                r#"{"access_token":"sesame-1"#,
                None,
                r#"{"access_token":"…"#,
            ),
            (
                200,
                json,
                r#"{"access_token":7}"#,
                Some("access_token"),
                r#"{"access_token":number}"#,
            ),
            (
                200,
                json,
                r#"{"refresh_token":["sesame-1"]}"#,
                Some("refresh_token"),
                r#"{"refresh_token":["…"]}"#,
            ),
            (
                200,
                json,
                r#"{"expires_in":60}"#,
                Some("access_token"),
                r#"{"expires_in":number}"#,
            ),
            (
                200,
                json,
                r#"{"id_token":"sesame-1"}"#,
                Some("access_token"),
                r#"{"id_token":"…"}"#,
            ),
            (
                200,
                json,
                r#"{"access_token":"sesame-1","token_type":"mac"}"#,
                Some("token_type"),
                r#"{"access_token":"…","token_type":"…"}"#,
            ),
            (400, "text/plain", "invalid_grant", None, "invalid_grant"),
            (400, "text/plain", "sesame-1 is over", None, "… is over"),
            (
                502,
                "text/html",
                "<h1>502 Bad Gateway</h1>",
                None,
                "502 Bad Gateway",
            ),
            (302, "text/html", "", None, ""),
        ];
        for (status, content_type, body, field, excerpt) in cases {
            let diagnosis = diagnosis(status, content_type, body);
            assert_eq!(diagnosis.status, status, "{body}");
            assert_eq!(diagnosis.content_type.as_deref(), Some(content_type));
            assert_eq!(diagnosis.field.as_deref(), field, "{body}");
            let shown = diagnosis.excerpt.clone().unwrap_or_default();
            assert_eq!(shown, excerpt, "{body}");
            assert!(diagnosis.rule.starts_with("RFC 6749 §"), "{body}");
            for text in [format!("{diagnosis}"), format!("{diagnosis:?}")] {
                assert!(!text.contains("sesame"), "{text}");
            }
        }
    }

    #[test]
    fn a_response_that_looks_like_a_known_habit_says_what_to_do() {
        let quirk = |content_type, body| diagnosis(200, content_type, body).quirk;
        let json = "application/json";
        let page = quirk("text/html", "<html>").unwrap();
        assert!(page.contains("gateway"));
        let only_id_token = quirk(json, r#"{"id_token":"a.b.c"}"#).unwrap();
        assert!(only_id_token.contains("the profile"));
        assert_eq!(quirk(json, "[]"), None);
    }

    #[test]
    fn neither_the_text_nor_the_content_type_repeats_a_secret_of_the_request() {
        let diagnosis = diagnosis(400, "text/canary", "your token canary is over");
        assert_eq!(diagnosis.content_type.as_deref(), Some("text/[redacted]"));
        let text = diagnosis.to_string();
        assert!(!text.contains("canary"), "{text}");
    }

    #[test]
    fn every_2xx_with_a_token_is_a_success() {
        for status in [200, 201, 203] {
            let body = "\u{feff}{\"access_token\":\"t\",\"expires_in\":\"60\"}";
            let token = read(status, "application/json", body).unwrap().token;
            assert_eq!(token.expires_in, Some(60), "{status}");
        }
        let form = read(
            200,
            "application/x-www-form-urlencoded; charset=utf-8",
            "access_token=t&expires_in=60",
        );
        assert_eq!(form.unwrap().token.expires_in, Some(60));
    }

    #[test]
    fn what_is_nested_too_deeply_or_is_no_text_is_no_token() {
        let deep = format!(r#"{{"access_token":"t","x":{}"#, "[".repeat(100_000));
        let no_text = [b"{\"access_token\":\"".as_slice(), b"\xff\"}"].concat();
        let no_token = [b"{\"refresh_token\":\"r".as_slice(), b"\xff\"}"].concat();
        for body in [deep.as_bytes(), &no_text, &no_token] {
            let response = read_as(provider(), 200, "application/json", body);
            assert!(matches!(
                response,
                Err(Failure::Lost(_) | Failure::Unusable(_))
            ));
        }
    }

    #[test]
    fn whatever_cannot_be_read_beside_them_the_tokens_are_kept() {
        let deep = format!(r#"{{"x":{},{TOKENS}}}"#, "[".repeat(100_000));
        let bodies = [
            format!(r#"{{{TOKENS}"#),
            format!(r#"{{{TOKENS},}}"#),
            format!(r#"{{{TOKENS},"scope":"open"#),
            format!(r#"{{"expires_in":1e999,{TOKENS}}}"#),
            format!(r#"{{"expires_in":NaN,{TOKENS}}}"#),
            format!(r#"{{"x":"\ud800",{TOKENS}}}"#),
            format!(r#"{{'x':'y',{TOKENS}}}"#),
            format!(r#"/* node 7 */ {{{TOKENS}}}"#),
            format!(r#")]}}',{{{TOKENS}}}"#),
            format!(r#"[{{{TOKENS}}}]"#),
            deep,
        ];
        let latin = [&b"{\"name\":\"Ren\xe9\","[..], TOKENS.as_bytes(), b"}"].concat();
        let bodies = bodies.into_iter().map(String::into_bytes).chain([latin]);
        for body in bodies {
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            let issued = read_id_token(&body).unwrap_or_else(|error| panic!("{shown}: {error:?}"));
            assert_eq!(issued.token.refresh_token, Some(Secret::new("rt2")));
            let bearer = issued.token.bearer(BearerSource::IdToken);
            assert!(bearer.is_some(), "{shown}");
            let problem = issued.oddity.map(|oddity| oddity.problem);
            let expected = Some("cannot be read beside its tokens");
            assert_eq!(problem.as_deref(), expected, "{shown}");
        }
    }

    #[test]
    fn a_content_type_that_is_wrong_costs_no_refresh_token() {
        let json = format!("{{{TOKENS}}}");
        for (content_type, body) in [
            ("application/x-www-form-urlencoded", json.as_str()),
            ("text/plain", "access_token=t&refresh_token=rt2"),
            ("application/json", "refresh_token=rt2"),
        ] {
            let issued = read(200, content_type, body).unwrap();
            let kept = issued.token.refresh_token;
            assert_eq!(kept, Some(Secret::new("rt2")), "{content_type} {body}");
        }
    }

    #[test]
    fn of_damage_only_a_whole_new_and_unambiguous_token_is_taken() {
        for body in [
            r#"{"refresh_token":"rt"#,
            r#"{"refresh_token":"canary","x":NaN}"#,
            r#"<html><script>x={"refresh_token":"rt2"}</script>"#,
            r#"{"refresh_token":7,"x":NaN}"#,
            r#"{"refresh_token":"","x":NaN}"#,
            r#"{"refresh_token":"rt2","refresh_token":"rt3","x":NaN}"#,
            r#"{"x":"\"refresh_token\":\"rt2\"","y":NaN}"#,
            "refresh_token=canary",
        ] {
            assert!(
                matches!(
                    read(200, "application/json", body),
                    Err(Failure::Lost(_) | Failure::Unusable(_))
                ),
                "{body}"
            );
        }
    }

    #[test]
    fn a_form_that_breaks_off_has_no_token_that_may_be_half_of_one() {
        let form = "application/x-www-form-urlencoded".parse().unwrap();
        let headers = http::HeaderMap::from_iter([(http::header::CONTENT_TYPE, form)]);
        let read = |body: &str| {
            let text = "the connection broke";
            let broken = crate::error::ErrorKind::OutcomeUnknown;
            let response = RawResponse {
                operation: Operation::Refresh,
                status: http::StatusCode::OK,
                headers: &headers,
                body: body.as_bytes(),
                broken: Some(crate::error::Error::new(broken, Operation::Refresh, text)),
                scheme: Scheme::Bearer,
                secrets: &[],
            };
            read_token_response(&provider(), &response)
        };
        for cut in ["access_token=t&refresh_token=rt2", "refresh_token=rt2", ""] {
            assert!(matches!(read(cut), Err(Failure::Lost(_))), "{cut}");
        }
        let cut = read("refresh_token=rt2&access_token=t").unwrap();
        assert_eq!(cut.token.refresh_token, Some(Secret::new("rt2")));
        assert_eq!(cut.token.access_token, None);
    }

    #[test]
    fn json_is_taken_under_any_content_type_and_a_form_under_its_own() {
        let json = r#"{"access_token":"t","unknown":{"a":[1]}}"#;
        for content_type in ["application/json", "text/plain", "text/html", "x"] {
            let issued = read(200, content_type, json).unwrap();
            let bearer = issued.token.bearer(BearerSource::AccessToken);
            assert!(bearer.is_some(), "{content_type}");
        }
        for content_type in ["application/json", "text/plain"] {
            let form = read(200, content_type, "access_token=t&expires_in=60");
            assert!(matches!(form, Err(Failure::Lost(_))), "{content_type}");
        }
    }

    #[test]
    fn a_malformed_success_is_a_lost_response() {
        let bodies = [
            "",
            "null",
            "[]",
            "\"t\"",
            "{}",
            "<html>",
            "{\"access_token\":\"t\"",
            "{\"access_token\":17}",
            "{\"access_token\":\"\"}",
            "{\"access_token\":\"t\",\"access_token\":\"u\"}",
            "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}",
            "{\"access_token\":\"t\\r\\nX: y\"}",
            "{\"refresh_token\":[\"r\"],\"access_token\":\"t\"}",
        ];
        for body in bodies {
            assert!(
                matches!(
                    read(200, "application/json", body),
                    Err(Failure::Lost(_) | Failure::Unusable(_))
                ),
                "{body}"
            );
        }
    }

    #[test]
    fn an_error_is_a_verdict_unless_the_server_failed() {
        let body = r#"{"error":"invalid_grant","error_description":"token canary is over"}"#;
        for status in [200, 400, 401, 403] {
            let Err(Failure::Refused(error, verdict)) = read(status, "text/plain", body) else {
                panic!("{status}")
            };
            assert_eq!(
                (verdict, error.status),
                (Verdict::TokenInvalid, Some(status))
            );
            assert_eq!(
                error.error_description.as_deref(),
                Some("token [redacted] is over")
            );
        }
        for status in [500, 502, 503, 504] {
            assert!(
                matches!(
                    read(status, "application/json", body),
                    Err(Failure::Lost(_))
                ),
                "{status}"
            );
        }
    }

    #[test]
    fn other_statuses_have_their_own_meaning() {
        assert!(matches!(
            read(429, "application/json", "{}"),
            Err(Failure::Throttled(None))
        ));
        assert!(matches!(
            read(302, "application/json", "{}"),
            Err(Failure::Unexpected(_))
        ));
        assert!(matches!(
            read(400, "text/html", "<html>"),
            Err(Failure::Unexpected(_))
        ));
        assert!(matches!(
            read(401, "text/html", ""),
            Err(Failure::Refused(_, Verdict::Misconfigured))
        ));
    }

    proptest::proptest! {
        #[test]
        fn any_body_is_read_without_a_panic(status in 200_u16..600, body in ".{0,120}") {
            let _ = read(status, "application/json", &body);
        }
    }
}

use reqwest::StatusCode;

use crate::customer::{http, json, sandbox};

#[tokio::test]
async fn both_servers_describe_themselves_for_programs_and_people() {
    let sandbox = sandbox().await;
    for (base, path) in [(sandbox.idp_url(), "/token"), (sandbox.api_url(), "/balances/{version}/{providerId}")] {
        let (status, description) = json(http().get(format!("{base}/openapi.json")).send().await.unwrap()).await;
        assert_eq!((status, &description["openapi"]), (StatusCode::OK, &"3.1.0".into()));
        assert!(description["paths"][path].is_object());
        let page = http().get(format!("{base}/docs")).send().await.unwrap();
        assert!(page.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
        assert!(page.text().await.unwrap().contains(path));
        let style = http().get(format!("{base}/docs/style.css")).send().await.unwrap();
        assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
    }
}

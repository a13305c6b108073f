//! The service APIs: consents, notifications, applications. Their bearer is a service token.

mod app_patch;
mod apps;
mod consent;
mod error;
mod maintenance;
mod notifications;
mod page;
mod service_call;
mod test_event;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};

use self::error::ServiceError;
use crate::app::App;
use crate::gateway;
use crate::interaction_id::with_interaction_id;
use crate::openapi;

pub(crate) fn router(app: &Arc<App>) -> Router {
    let only = |route: MethodRouter<Arc<App>>| route.fallback(wrong_method);
    let routes = Router::new()
        .route("/manage/v2/apps/register", only(post(apps::register)))
        .route(
            "/manage/v2/recipients/{recipient}/apps",
            only(get(apps::list)),
        )
        .route(
            "/manage/v2/recipients/{recipient}/apps/{app}",
            only(get(apps::one).patch(apps::update)),
        )
        .route(
            "/manage/v2/recipients/{recipient}/products",
            only(get(apps::products)),
        )
        .route(
            "/manage/v2/recipients/{recipient}/providers",
            only(get(apps::providers)),
        )
        .route(
            "/manage/v2/subscriptions/{app}",
            only(get(apps::subscriptions)),
        )
        .route(
            "/manage/v2/subscriptions/{app}/status",
            only(get(apps::subscriptions_by_status)),
        )
        .route("/consents/v1/{consent}", only(get(consent::consent)))
        .route(
            "/notifications/v1/subscriptions",
            only(get(notifications::list).post(notifications::create)),
        )
        .route(
            "/notifications/v1/subscriptions/{subscription}",
            only(
                get(notifications::one)
                    .patch(notifications::update)
                    .delete(notifications::delete),
            ),
        )
        .route("/notifications/v1/test", only(post(test_event::send)))
        .route(
            "/notifications/v1/maintenance/{maintenance}",
            only(get(maintenance::one)),
        )
        .merge(openapi::routes(openapi::SERVICES))
        .fallback(async || ServiceError::not_found("no such path; /docs lists them"))
        .with_state(Arc::clone(app))
        .layer(middleware::from_fn(with_interaction_id));
    gateway::guarded(routes, app, "services")
}

async fn wrong_method() -> ServiceError {
    ServiceError::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
}

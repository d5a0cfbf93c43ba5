package dev.concierge.server.web;

import dev.concierge.server.operations.web.ApiDocsView;
import dev.concierge.server.operations.web.ApiDocsView.Endpoint;
import dev.concierge.server.operations.web.ApiDocsView.Group;
import dev.concierge.server.operations.web.ApiDocsView.Parameter;
import dev.concierge.server.operations.web.ApiDocsView.Response;
import java.util.List;

/** The API docs. */
final class OperationsSamples {
    private final Samples samples;

    OperationsSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                new Sample("api-docs", "operations/api-docs", docs(), samples.outside("/api/docs")),
                new Sample("api-docs-inside", "operations/api-docs", docs(), samples.inside("/api/docs"))
                        .opening("#token > summary"));
    }

    private ApiDocsView docs() {
        Endpoint token = new Endpoint(
                "token",
                "GET",
                "/api/v1/oauth/integrations/{id}/token",
                "A fresh access token",
                "Refreshes it first when it has less than minTtl left. The answer is never cached.",
                "tokens:vend",
                List.of(
                        new Parameter("id", "path", true, "uuid", "The integration"),
                        new Parameter(
                                "minTtl",
                                "query",
                                false,
                                "duration",
                                "How long it must be good for, at most half of its life")),
                null,
                List.of(
                        new Response("200", "The token", """
                                {
                                  "accessToken": "…",
                                  "tokenType": "Bearer",
                                  "expiresAt": "2026-11-20T15:03:12Z",
                                  "scopes": ["openid", "email"]
                                }\
                                """),
                        new Response("409", "The person must connect again", null)),
                "curl http://localhost:8080/api/v1/oauth/integrations/$ID/token -H \"Authorization: Bearer $CONCIERGE_KEY\"");
        Endpoint rename = new Endpoint(
                "rename",
                "PATCH",
                "/api/v1/oauth/integrations/{id}",
                "Rename",
                "",
                "integrations:write",
                List.of(new Parameter("id", "path", true, "uuid", "The integration")),
                "{\n  \"label\": \"Work\"\n}",
                List.of(new Response("204", "Renamed", null)),
                "curl -X PATCH http://localhost:8080/api/v1/oauth/integrations/$ID -d '{\"label\":\"Work\"}'");
        return new ApiDocsView(
                "Concierge API",
                "Connect accounts, take fresh tokens, read what was synced.",
                List.of(
                        new Group(
                                "integrations",
                                "Integrations",
                                "Connected accounts of the caller.",
                                List.of(token, rename)),
                        new Group("status", "Status", "", List.of(rename))));
    }
}

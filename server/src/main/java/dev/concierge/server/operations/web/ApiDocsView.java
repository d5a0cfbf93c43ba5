package dev.concierge.server.operations.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/docs}, template {@code operations/api-docs}: the OpenAPI document (OpenAPI 3.1) as a page of ours.
 *
 * @param title of the API
 * @param description first paragraph; may be empty
 * @param groups the endpoints by tag, in the document's order
 */
public record ApiDocsView(String title, String description, List<Group> groups) {
    public ApiDocsView {
        groups = List.copyOf(groups);
    }

    /**
     * Endpoints of one tag.
     *
     * @param anchor id on the page
     */
    public record Group(String anchor, String name, String description, List<Endpoint> endpoints) {
        public Group {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * One method of one path.
     *
     * @param anchor id on the page
     * @param method in capitals
     * @param path with its variables in braces
     * @param summary one line
     * @param description may be empty
     * @param scope scope a key needs; null when any key, or none, will do
     * @param body example of the request body, as JSON; null when it takes none
     * @param curl a line to try it with
     */
    public record Endpoint(
            String anchor,
            String method,
            String path,
            String summary,
            String description,
            @Nullable String scope,
            List<Parameter> parameters,
            @Nullable String body,
            List<Response> responses,
            String curl) {
        public Endpoint {
            parameters = List.copyOf(parameters);
            responses = List.copyOf(responses);
        }
    }

    /**
     * One parameter.
     *
     * @param place path, query or header
     * @param type "uuid", "string, one of active, paused"
     */
    public record Parameter(String name, String place, boolean required, String type, String description) {}

    /**
     * One answer.
     *
     * @param example JSON; null when there is no body
     */
    public record Response(
            String status, String description, @Nullable String example) {}
}

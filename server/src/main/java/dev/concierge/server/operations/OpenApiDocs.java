package dev.concierge.server.operations;

import dev.concierge.server.operations.web.ApiDocsView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the page of the OpenAPI document (OpenAPI 3.1): endpoints by tag, with parameters, bodies, answers and a line to try. */
final class OpenApiDocs {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonMapper json;
    private final String publicUrl;

    OpenApiDocs(JsonMapper json, String publicUrl) {
        this.json = json;
        this.publicUrl = publicUrl;
    }

    ApiDocsView view(byte[] document) {
        JsonNode root = json.readTree(document);
        Examples examples = new Examples(root, json);
        Map<String, List<ApiDocsView.Endpoint>> byTag = new LinkedHashMap<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> byTag.computeIfAbsent(tag(method.getValue()), _ -> new ArrayList<>())
                                .add(endpoint(method.getKey(), path.getKey(), method.getValue(), examples))));
        List<ApiDocsView.Group> groups = byTag.entrySet().stream()
                .map(group ->
                        new ApiDocsView.Group(anchor(group.getKey()), capital(group.getKey()), "", group.getValue()))
                .toList();
        return new ApiDocsView(text(root.path("info"), "title"), text(root.path("info"), "description"), groups);
    }

    private ApiDocsView.Endpoint endpoint(String method, String path, JsonNode operation, Examples examples) {
        String verb = method.toUpperCase(Locale.ROOT);
        String body = examples.of(operation.path("requestBody").path("content"));
        return new ApiDocsView.Endpoint(
                anchor(method + path),
                verb,
                path,
                text(operation, "summary"),
                text(operation, "description"),
                scope(operation),
                parameters(operation),
                body,
                responses(operation, examples),
                curl(verb, path, body));
    }

    private static List<ApiDocsView.Parameter> parameters(JsonNode operation) {
        List<ApiDocsView.Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            parameters.add(new ApiDocsView.Parameter(
                    text(parameter, "name"),
                    text(parameter, "in"),
                    parameter.path("required").asBoolean(false),
                    type(parameter.path("schema")),
                    text(parameter, "description")));
        }
        return parameters;
    }

    private static List<ApiDocsView.Response> responses(JsonNode operation, Examples examples) {
        return operation.path("responses").properties().stream()
                .map(response -> new ApiDocsView.Response(
                        response.getKey().equals("default") ? "4xx, 5xx" : response.getKey(),
                        text(response.getValue(), "description"),
                        examples.of(response.getValue().path("content"))))
                .toList();
    }

    private static String type(JsonNode schema) {
        String type = schema.has("format") ? text(schema, "format") : text(schema, "type");
        if (!schema.has("enum")) {
            return type;
        }
        return type + ", one of "
                + schema.path("enum").valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }

    private String curl(String verb, String path, @Nullable String body) {
        String target = publicUrl + path.replaceAll("\\{([A-Za-z]+)}", "\\$$1");
        return "curl " + (verb.equals("GET") ? "" : "-X " + verb + " ") + "\"" + target
                + "\" -H \"Authorization: Bearer $CONCIERGE_KEY\""
                + (body == null ? "" : " -H \"Content-Type: application/json\" -d @body.json");
    }

    /** {@code x-scope}, which a controller may give its operation. */
    private static @Nullable String scope(JsonNode operation) {
        return operation.has("x-scope") ? text(operation, "x-scope") : null;
    }

    private static String tag(JsonNode operation) {
        JsonNode tags = operation.path("tags");
        return tags.isEmpty() ? "other" : tags.path(0).asString("other");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static String anchor(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}

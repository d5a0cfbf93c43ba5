package dev.concierge.server.sync.streams;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How often posts of an organisation were seen, liked and shared ({@code organizationalEntityShareStatistics}). */
final class LinkedinFigures {
    private static final String PATH = "/organizationalEntityShareStatistics";

    private LinkedinFigures() {}

    /** One for posts of each of LinkedIn's two kinds, where there are any. */
    static List<ApiRequest> requests(String organization, JsonNode posts) {
        List<ApiRequest> requests = new ArrayList<>();
        add(requests, organization, "shares", ids(posts, "urn:li:share:"));
        add(requests, organization, "ugcPosts", ids(posts, "urn:li:ugcPost:"));
        return requests;
    }

    /** Parentheses and commas of a list stand as they are, what is between them is encoded (Rest.li protocol 2.0). */
    private static void add(List<ApiRequest> requests, String organization, String name, Set<String> ids) {
        if (!ids.isEmpty()) {
            String list = ids.stream().map(LinkedinFigures::encode).collect(Collectors.joining(",", "List(", ")"));
            requests.add(ApiRequest.exactly(
                            PATH,
                            PATH + "?q=organizationalEntity&organizationalEntity=" + encode(organization) + "&" + name
                                    + "=" + list)
                    .build());
        }
    }

    private static Set<String> ids(JsonNode posts, String kind) {
        Set<String> ids = new TreeSet<>();
        for (JsonNode post : posts) {
            String id = post.path("id").asString("");
            if (id.startsWith(kind)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static String encode(String urn) {
        return URLEncoder.encode(urn, StandardCharsets.UTF_8);
    }

    /** Figures by the post they are of. */
    static Map<String, JsonNode> read(List<JsonNode> answers) {
        Map<String, JsonNode> figures = new HashMap<>();
        for (JsonNode answer : answers) {
            for (JsonNode element : answer.path("elements")) {
                String post =
                        element.path("share").asString(element.path("ugcPost").asString(""));
                figures.put(post, element.path("totalShareStatistics"));
            }
        }
        return figures;
    }
}

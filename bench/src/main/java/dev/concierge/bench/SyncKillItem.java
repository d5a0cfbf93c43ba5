package dev.concierge.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Names one item of one integration, as the provider and the feed do. */
record SyncKillItem(String integration, String stream, String part, String id) {
    static final String EVENTS = "google.calendar.events";
    static final String FILES = "google.drive.files";
    static final String MESSAGES = "google.mail.messages";

    /**
     * An item in one of its versions.
     *
     * @param says what {@link SyncKillItem#says} makes of its content; null for one that is gone
     */
    record State(SyncKillItem item, long version, @Nullable String says) {}

    /** What every change that the proof makes changes: an event's or a file's title, a message's subject and labels. */
    static String says(String stream, JsonNode content) {
        return switch (stream) {
            case EVENTS -> content.path("summary").asString("");
            case FILES -> content.path("name").asString("");
            case MESSAGES -> subject(content) + " " + labels(content);
            default -> throw new IllegalArgumentException("The proof knows no stream " + stream + ".");
        };
    }

    private static String subject(JsonNode message) {
        for (JsonNode header : message.path("payload").path("headers")) {
            if (header.path("name").asString("").equals("Subject")) {
                return header.path("value").asString("");
            }
        }
        return "";
    }

    static List<String> labels(JsonNode message) {
        List<String> labels = new ArrayList<>();
        message.path("labelIds").forEach(label -> labels.add(label.asString("")));
        Collections.sort(labels);
        return labels;
    }
}

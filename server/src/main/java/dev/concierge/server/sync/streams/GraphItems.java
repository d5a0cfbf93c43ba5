package dev.concierge.server.sync.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads files and messages of Microsoft Graph. */
final class GraphItems {
    private GraphItems() {}

    /** Files and folders of a drive; not its root, which is none. What is gone has the facet {@code deleted}. */
    static List<Item> files(JsonNode files) {
        return Items.of("", files, GraphItems::file).stream()
                .filter(item ->
                        !(item instanceof Item.Present there && there.content().hasNonNull("root")))
                .toList();
    }

    private static Item file(JsonNode file) {
        String id = file.path("id").asString("");
        if (file.hasNonNull("deleted")) {
            return new Item.Gone("", id);
        }
        return new Item.Present(
                "",
                id,
                file,
                Item.Summary.of(Items.required(file, "name"))
                        .at(Items.time(file.path("lastModifiedDateTime")))
                        .with(file.path("createdBy")
                                .path("user")
                                .path("displayName")
                                .asString(""))
                        .link(Items.link(file.path("webUrl")))
                        .text(file.path("parentReference").path("path").asString("") + " "
                                + file.path("description").asString("")));
    }

    /** Messages of a folder; one that left it is {@code @removed}. */
    static List<Item> messages(String folder, JsonNode messages) {
        return Items.of(folder, messages, message -> message(folder, message));
    }

    private static Item message(String folder, JsonNode message) {
        String id = message.path("id").asString("");
        if (message.hasNonNull("@removed")) {
            return new Item.Gone(folder, id);
        }
        return new Item.Present(
                folder,
                id,
                message,
                Item.Summary.of(message.path("subject").asString(""))
                        .at(received(message))
                        .with(people(message))
                        .link(Items.link(message.path("webLink")))
                        .text(message.path("bodyPreview").asString("")));
    }

    /** A draft was never received. */
    private static @org.jspecify.annotations.Nullable Instant received(JsonNode message) {
        Instant received = Items.time(message.path("receivedDateTime"));
        return received == null ? Items.time(message.path("lastModifiedDateTime")) : received;
    }

    /** Who it is from, then who it is to. */
    private static List<String> people(JsonNode message) {
        List<String> people = new ArrayList<>();
        person(people, message.path("from"));
        message.path("toRecipients").forEach(to -> person(people, to));
        message.path("ccRecipients").forEach(to -> person(people, to));
        return people.stream().distinct().toList();
    }

    static void person(List<String> people, JsonNode person) {
        JsonNode address = person.path("emailAddress");
        String name = address.path("name").asString("");
        String shown = name.isEmpty() ? address.path("address").asString("") : name;
        if (!shown.isEmpty()) {
            people.add(shown);
        }
    }
}

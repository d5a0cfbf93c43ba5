package dev.concierge.server.sync.streams;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads files and changes of Google Drive. What is in the bin is gone. */
final class GoogleDriveFiles {
    /**
     * What is asked for of a file: nothing that ends by itself, such as a link to its picture, and nothing that changes by being looked at; else each
     * would be a change.
     */
    static final String FIELDS =
            "id,name,mimeType,description,starred,trashed,parents,webViewLink,createdTime,modifiedTime,size,"
                    + "md5Checksum,shared,ownedByMe,owners(displayName,emailAddress,me),"
                    + "lastModifyingUser(displayName,emailAddress,me),shortcutDetails(targetId,targetMimeType)";

    private GoogleDriveFiles() {}

    static List<Item> files(JsonNode files) {
        return Items.of("", files, file -> file(file.path("id").asString(""), file));
    }

    /** Changes of a shared drive itself are none of a file. */
    static List<Item> changes(JsonNode changes) {
        ArrayNode ofFiles = JsonNodeFactory.instance.arrayNode();
        changes.forEach(change -> {
            if (!change.path("changeType").asString("").equals("drive")) {
                ofFiles.add(change);
            }
        });
        return Items.of("", ofFiles, change -> change.path("fileId").asString(""), GoogleDriveFiles::change);
    }

    private static Item change(JsonNode change) {
        String id = change.path("fileId").asString("");
        if (change.path("removed").asBoolean(false)) {
            return new Item.Gone("", id);
        }
        if (!change.path("file").isObject()) {
            throw new MalformedException("file_missing");
        }
        return file(id, change.path("file"));
    }

    private static Item file(String id, JsonNode file) {
        return file.path("trashed").asBoolean(false)
                ? new Item.Gone("", id)
                : new Item.Present("", id, file, summary(file));
    }

    private static Item.Summary summary(JsonNode file) {
        return Item.Summary.of(Items.required(file, "name"))
                .at(Items.time(file.path("modifiedTime")))
                .with(people(file))
                .link(Items.link(file.path("webViewLink")))
                .text(file.path("description").asString(""));
    }

    /** Whose it is, then who changed it last; never the person themselves. */
    private static List<String> people(JsonNode file) {
        List<String> people = new ArrayList<>();
        file.path("owners").forEach(owner -> person(people, owner));
        person(people, file.path("lastModifyingUser"));
        return people.stream().distinct().toList();
    }

    private static void person(List<String> people, JsonNode person) {
        String name =
                person.path("displayName").asString(person.path("emailAddress").asString(""));
        if (!name.isEmpty() && !person.path("me").asBoolean(false)) {
            people.add(name);
        }
    }
}

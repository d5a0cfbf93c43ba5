package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.MergePatch;
import dev.concierge.sandbox.People;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.things.Thing;
import dev.concierge.sandbox.things.Things;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Files, mail folders and messages as Graph writes them (field 15). */
final class GraphThings {
    static final String FILES = "files";
    static final String FOLDERS = "folders";
    static final String MESSAGES = "messages";

    private GraphThings() {}

    static Things create(String provider, Store store, Clock clock, People people) {
        return new Things(
                provider,
                store,
                clock,
                Set.of(FILES, FOLDERS, MESSAGES),
                (account, kind, revision) -> id(account + " " + kind + " " + revision),
                new GraphSeed(people, clock)::sow);
    }

    /** A message's folder; empty when it says none. */
    static String folder(Thing message) {
        return message.text("parentFolderId");
    }

    static DeltaQuery.Entry entry(Thing thing) {
        return new DeltaQuery.Entry(
                thing.revision(), thing.id(), thing.gone(), thing.gone() ? removed(thing) : json(thing));
    }

    private static ObjectNode removed(Thing thing) {
        var json = object().put("id", thing.id());
        if (thing.kind().equals(FILES)) {
            json.putObject("deleted").put("state", "deleted");
        } else {
            json.putObject("@removed").put("reason", "deleted");
        }
        return json;
    }

    private static ObjectNode json(Thing thing) {
        var usual = switch (thing.kind()) {
            case FILES -> file(thing);
            case FOLDERS ->
                object().put("id", thing.id()).put("displayName", "Folder").put("childFolderCount", 0);
            default -> message(thing);
        };
        return (ObjectNode) MergePatch.apply(usual, thing.content());
    }

    private static ObjectNode file(Thing thing) {
        var file = object().put("id", thing.id())
                .put("name", "file")
                .put("size", 0)
                .put("createdDateTime", time(thing.createdAt()))
                .put("lastModifiedDateTime", time(thing.updatedAt()))
                .put("webUrl", "https://onedrive.example/" + thing.id());
        file.putObject("parentReference").put("path", "/drive/root:");
        return file;
    }

    private static ObjectNode message(Thing thing) {
        var message = object().put("@odata.etag", "W/\"" + thing.revision() + "\"")
                .put("id", thing.id())
                .put("subject", "")
                .put("bodyPreview", "")
                .put("receivedDateTime", time(thing.createdAt()))
                .put("lastModifiedDateTime", time(thing.updatedAt()))
                .put("isRead", false)
                .put("hasAttachments", false)
                .put("importance", "normal")
                .put("conversationId", id("conversation " + thing.id()))
                .put("webLink", "https://outlook.example/mail/" + thing.id());
        message.putObject("body").put("contentType", "html").put("content", "<p>What stands in the message</p>");
        message.putArray("toRecipients");
        return message;
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As long and as opaque as the real ones. */
    private static String id(String seed) {
        return "AAMk" + Base64.getUrlEncoder().withoutPadding().encodeToString(MicrosoftAccount.hash(seed)) + "=";
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

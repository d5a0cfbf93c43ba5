package dev.concierge.sandbox.microsoft;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be subscribed to (field 14): which scopes it needs, how long a subscription may live, and which changes are told. */
enum WatchedThing {
    EVENTS("me/events", "Event"),
    MESSAGES("me/messages", "Message"),
    FILES("me/drive/root", "driveItem");

    private static final Set<String> ALL_CHANGES = Set.of("created", "updated", "deleted");

    private final String resource;
    private final String type;

    WatchedThing(String resource, String type) {
        this.resource = resource;
        this.type = type;
    }

    /** @param text with or without a slash at its beginning */
    static Optional<WatchedThing> of(String text) {
        var bare = text.startsWith("/") ? text.substring(1) : text;
        return Arrays.stream(values())
                .filter(each -> each.resource.equals(bare))
                .findFirst();
    }

    String resource() {
        return resource;
    }

    String type() {
        return type;
    }

    Set<String> scopes() {
        return switch (this) {
            case EVENTS -> Set.of("Calendars.Read", "Calendars.ReadWrite");
            case MESSAGES -> Set.of("Mail.Read", "Mail.ReadWrite");
            case FILES -> Set.of("Files.Read", "Files.ReadWrite", "Files.Read.All", "Files.ReadWrite.All");
        };
    }

    /** 10,080 minutes, of files 42,300. */
    Duration longest() {
        return outlook() ? Duration.ofDays(7) : Duration.ofHours(705);
    }

    /** Whether Outlook tells of it: then notifications name the thing. */
    boolean outlook() {
        return this != FILES;
    }

    /** OneDrive knows only {@code updated}, whatever happens. */
    boolean mayTell(String changeTypes) {
        var asked = new HashSet<>(List.of(changeTypes.split(",", -1)));
        return outlook() ? ALL_CHANGES.containsAll(asked) : asked.equals(Set.of("updated"));
    }
}

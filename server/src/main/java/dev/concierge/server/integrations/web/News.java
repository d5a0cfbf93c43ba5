package dev.concierge.server.integrations.web;

import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the last act did, said once at the page it led to. The address carries a word of a fixed list, never text. */
final class News {
    private News() {}

    static Optional<Notice> of(@Nullable String word, String provider) {
        return switch (word == null ? "" : word) {
            case "connected" ->
                Optional.of(new Notice(Tone.OK, provider + " is connected.", "Its token is kept fresh from now on."));
            case "renewed" ->
                Optional.of(new Notice(
                        Tone.OK, provider + " is connected again.", "What you allowed has been noted anew."));
            case "renamed" -> Optional.of(new Notice(Tone.OK, "The name is changed.", ""));
            case "syncing" ->
                Optional.of(new Notice(Tone.INFO, "The sync has begun.", "This page shows what it brings."));
            default -> Optional.empty();
        };
    }
}

package dev.concierge.server.vault.web;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code vault/keys}: GET {@code /admin/keys}; its part {@code vault/keys-rotation} asks for itself while a rotation runs.
 *
 * @param keys newest first
 * @param form to rotate; null while it cannot be done now
 */
public record AdminKeysView(
        List<Notice> notices,
        List<Key> keys,
        Progress progress,
        @Nullable Form form) {
    public AdminKeysView {
        notices = List.copyOf(notices);
        keys = List.copyOf(keys);
    }

    /**
     * A key, by what stands in front of its ciphertexts.
     *
     * @param wrappedBy the outer key it is stored under; null when it is destroyed
     * @param endedAt when it was retired or destroyed; null while it is in use
     * @param messages how often something was encrypted under it
     */
    public record Key(
            String name,
            Badge badge,
            @Nullable String wrappedBy,
            Instant madeAt,
            @Nullable Instant endedAt,
            long messages) {}

    /** How far the latest rotation has come, or that there was none. */
    public enum Stage {
        NONE,
        RUNNING,
        PAUSED,
        DONE,
        DESTROYED
    }

    /**
     * The latest rotation.
     *
     * @param startedAt null when there was none
     * @param endAt when the old key goes (or went); null while that is not known
     * @param unreadable how many ciphertexts do not open
     */
    public record Progress(
            Stage stage,
            int percent,
            long done,
            long total,
            long unreadable,
            @Nullable Instant startedAt,
            @Nullable Instant endAt) {
        /** Whether the part of the page asks again by itself. */
        public boolean busy() {
            return stage == Stage.RUNNING;
        }
    }

    /**
     * What to send to rotate.
     *
     * @param asked what the person proves first
     * @param error what was wrong with what was sent; null when nothing was
     */
    public record Form(FreshProof.Asked asked, @Nullable String error) {}
}

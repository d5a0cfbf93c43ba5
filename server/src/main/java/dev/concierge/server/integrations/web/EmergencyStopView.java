package dev.concierge.server.integrations.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code integrations/emergency-stop}: GET {@code /admin/emergency/{id}}; its part {@code integrations/emergency-progress} asks for itself while
 * something is under way.
 *
 * @param what the scope in words, as the beginning of a sentence
 * @param who ordered it, in words
 */
public record EmergencyStopView(String what, String reason, String who, Instant at, Progress progress) {
    /** What goes on. */
    public enum Stage {
        /** The connections are seen to, one after the other. */
        ENDING,
        /** All are; their tokens go to the providers. */
        REVOKING,
        /** Tokens are kept from the providers for now. */
        PAUSED,
        DONE
    }

    /**
     * How far it is. None of the connections can be used, whatever is left to do.
     *
     * @param connections how many there were when it was ordered
     * @param ended how many of them say that they need their person
     * @param waiting how many of these wait for their provider
     * @param kept left open at the provider, because ending it would end connections that the stop is not about
     * @param failed what a provider did not do until the last attempt, or could not
     */
    public record Progress(
            UUID id,
            Stage stage,
            long connections,
            long people,
            long ended,
            long revoked,
            long waiting,
            long kept,
            List<Failure> failed,
            @Nullable Instant pausedAt) {
        public Progress {
            failed = List.copyOf(failed);
        }

        /** Whether the part of the page asks again by itself. */
        public boolean busy() {
            return stage == Stage.ENDING || stage == Stage.REVOKING;
        }
    }

    /** @param words why, about the provider */
    public record Failure(String provider, String words, long connections) {}
}

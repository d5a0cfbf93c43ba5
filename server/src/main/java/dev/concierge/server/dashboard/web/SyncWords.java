package dev.concierge.server.dashboard.web;

import dev.concierge.server.integrations.SyncCause;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Tone;
import org.jspecify.annotations.Nullable;

/** How streams are and why, from the sync's own words to people's. */
final class SyncWords {
    private SyncWords() {}

    static Badge badge(SyncReader.Status stream) {
        if (stream.state().equals("paused")) {
            return Badge.paused();
        }
        if (stream.running() || stream.queued()) {
            return Badge.syncing();
        }
        return switch (stream.state()) {
            case "in_step" -> Badge.inStep();
            case "partial" -> Badge.partly();
            case "not_allowed" -> Badge.notAllowed();
            case "failed", "no_progress" -> Badge.failed();
            default -> new Badge(Tone.INFO, "clock", "Begins soon");
        };
    }

    /** A cause in one sentence; null when there is none. */
    static @Nullable String why(@Nullable String cause, String provider) {
        return cause == null ? null : sentence(cause, provider);
    }

    private static String sentence(String cause, String provider) {
        return switch (cause) {
            case "not_granted" -> SyncCause.SCOPE_MISSING.sentence(provider);
            case "items_kept_aside" -> "Some items cannot be read. They are kept aside, and everything else is here.";
            case "paused" -> "It was paused.";
            case "pending" -> "The program that asked for this connection has yet to take it over.";
            case "needs_reconnect" -> provider + " asked you to sign in again.";
            case "misconfigured" -> provider + " does not accept our registration. Your connection is safe and waits.";
            case "disconnected" -> "The connection was ended.";
            case "account_disabled" -> "Your account was disabled.";
            case "mixed_up" -> "Something broke on our side. An administrator has been told.";
            case "database_away" -> "Our database was away for a moment. We try again by ourselves.";
            default -> SyncCause.of(cause).sentence(provider);
        };
    }
}

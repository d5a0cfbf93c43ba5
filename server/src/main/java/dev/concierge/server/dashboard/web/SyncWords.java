package dev.concierge.server.dashboard.web;

import dev.concierge.server.integrations.SyncCause;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.sync.SyncRun;
import dev.concierge.server.web.Badge;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How streams are and why, from the sync's own words to people's. */
final class SyncWords {
    /** Those that are met. */
    private static final List<String> CAUSES = List.of(
            "not_granted",
            "scope_missing",
            "items_kept_aside",
            "paused",
            "read_anew",
            "pending",
            "needs_reconnect",
            "misconfigured",
            "disconnected",
            "account_disabled",
            "mixed_up",
            "database_away",
            "token_refused",
            "api_switched_off",
            "internal",
            "rate_limited",
            "garbage",
            "no_progress",
            "too_large",
            "connect",
            "timeout",
            "tls",
            "cut",
            "refused_address",
            "http_400",
            "http_401",
            "http_403",
            "http_404",
            "http_410",
            "http_429",
            "http_500",
            "http_502",
            "http_503",
            "http_504");

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
            default -> Badge.beginsSoon();
        };
    }

    static Badge badge(SyncRun run) {
        return switch (run.outcome() == null ? "" : run.outcome()) {
            case "done" -> Badge.complete();
            case "partial" -> Badge.inPart();
            case "continued" -> Badge.goesOn();
            case "rate_limited" -> Badge.waits();
            case "not_allowed" -> Badge.notAllowed();
            case "failed", "no_progress" -> Badge.failed();
            case "stopped" -> Badge.stopped();
            case "interrupted" -> Badge.interrupted();
            default -> Badge.syncing();
        };
    }

    /** Why a run ended as it did; null when there is nothing to say. */
    static @Nullable String why(SyncRun run, String provider) {
        return "interrupted".equals(run.outcome())
                ? "Our program stopped meanwhile. Another run went on."
                : why(run.cause(), provider);
    }

    /** Causes whose sentence, with any of the providers' names in it, holds the text. */
    static Set<String> causesSaying(String text, Collection<String> providers) {
        return CAUSES.stream()
                .filter(cause -> providers.stream().anyMatch(provider -> holds(sentence(cause, provider), text)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether one text holds another, whatever their capitals. */
    static boolean holds(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
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
            case "read_anew" -> "What is read was changed, so everything is read anew.";
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

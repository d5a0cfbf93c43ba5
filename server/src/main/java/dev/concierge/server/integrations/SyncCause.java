package dev.concierge.server.integrations;

import dev.concierge.server.catalog.ErrorWords.Who;
import org.jspecify.annotations.Nullable;

/** Why a stream is not in step, from the sync's own words to people's. Each is a sentence with the provider's name in it. */
public enum SyncCause {
    SCOPE_MISSING(Who.PERSON, "%s was not allowed to show this. Allow it there if you want it here."),
    TOKEN_REFUSED(Who.PERSON, "%s does not take our key any more, although it should be good. Connect it again."),
    API_SWITCHED_OFF(Who.OPERATOR, "This API of %s is switched off for our client."),
    OUR_REQUEST(Who.OPERATOR, "%s refuses what we ask it for."),
    INTERNAL(Who.OPERATOR, "What %s sent could not be stored by us."),
    NO_MAILBOX(Who.NOBODY, "This account has no mailbox at %s. We look again by ourselves."),
    RATE_LIMITED(Who.NOBODY, "%s asked us to wait. We go on by ourselves."),
    PROVIDER_BROKEN(Who.NOBODY, "%s has trouble of its own. We try again by ourselves."),
    NO_ANSWER(Who.NOBODY, "%s does not answer. We try again by ourselves.");

    private final Who who;
    private final String sentence;

    SyncCause(Who who, String sentence) {
        this.who = who;
        this.sentence = sentence;
    }

    Who who() {
        return who;
    }

    /** One sentence for people. */
    public String sentence(String providerName) {
        return sentence.formatted(providerName);
    }

    /** The word in the API. */
    String word() {
        return "sync_" + name().toLowerCase(java.util.Locale.ROOT);
    }

    /** By a stream's cause; one that nobody knows is no answer. */
    public static SyncCause of(@Nullable String cause) {
        return switch (cause == null ? "" : cause) {
            case "scope_missing" -> SCOPE_MISSING;
            case "token_refused" -> TOKEN_REFUSED;
            case "api_switched_off" -> API_SWITCHED_OFF;
            case "internal" -> INTERNAL;
            case "no_mailbox" -> NO_MAILBOX;
            case "rate_limited", "http_429", "bulkhead_full" -> RATE_LIMITED;
            case "garbage", "no_progress", "too_large" -> PROVIDER_BROKEN;
            case String http when http.startsWith("http_5") -> PROVIDER_BROKEN;
            case String http when http.startsWith("http_4") -> OUR_REQUEST;
            default -> NO_ANSWER;
        };
    }
}

package dev.concierge.server.sync.streams;

import dev.concierge.server.outbound.AnswerHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a call to a provider's API ended. */
public sealed interface ApiOutcome {
    /**
     * A success with a JSON object or array.
     *
     * @param headers what the answer says beside it, such as {@code Link} or {@code ETag}
     */
    record Answered(JsonNode body, AnswerHeaders headers) implements ApiOutcome {}

    /** What was asked for is as it was (status 304, RFC 9110 section 15.4.5). */
    record Unchanged(AnswerHeaders headers) implements ApiOutcome {}

    /** What the request is about does not exist, or not for this person. */
    record Missing() implements ApiOutcome {}

    /** The place in the feed that the request named is too old, or not known to the provider any more. */
    record TooOld() implements ApiOutcome {}

    /** What a stream cannot help with; it passes it on. */
    sealed interface Trouble extends ApiOutcome {}

    /**
     * Too many calls, or the provider is busy.
     *
     * @param pause as told; null when it did not say how long
     */
    record Busy(@Nullable Duration pause) implements Trouble {}

    /** The person did not allow this; asking again is of no use before a new consent. */
    record NotAllowed() implements Trouble {}

    /**
     * The integration cannot be used now, whatever the stream does.
     *
     * @param cause one of our words
     */
    record Stopped(String cause) implements Trouble {}

    /**
     * It did not work, and may work later.
     *
     * @param cause one of our words, such as {@code timeout}
     */
    record Failed(String cause) implements Trouble {}

    /** An answer that has not the form it should have. */
    static Failed garbage() {
        return new Failed("garbage");
    }

    /** This outcome as the end of a run, for a stream that has no better use for it. @throws IllegalStateException for an answer */
    default <C> FetchOutcome<C> interrupted() {
        return new FetchOutcome.Interrupted<>(
                switch (this) {
                    case Trouble trouble -> trouble;
                    case Missing() -> new Failed("http_404");
                    case TooOld() -> new Failed("http_410");
                    case Unchanged _ -> garbage();
                    case Answered _ -> throw new IllegalStateException("an answer is read");
                });
    }
}

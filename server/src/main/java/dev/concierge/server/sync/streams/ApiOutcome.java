package dev.concierge.server.sync.streams;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a call to a provider's API ended. */
public sealed interface ApiOutcome {
    /** A success with a JSON object. */
    record Answered(JsonNode body) implements ApiOutcome {}

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
}

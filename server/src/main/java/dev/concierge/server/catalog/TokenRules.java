package dev.concierge.server.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint (RFC 6749 section 3.2).
 *
 * @param errorsUnder200 whether an answer of status 200 may be an error
 * @param errors where an error answer says what is wrong
 * @param scopeSeparators what may stand between the scopes of an answer: a blank, a comma or both
 * @param accessTokenLife how long an access token lives when the answer does not say; null: until it is refused
 * @param longLived the exchange that turns the token of a code into the one worth keeping; null when that is the same
 */
public record TokenRules(
        URI endpoint,
        ClientAuthentication clientAuthentication,
        Request request,
        Answer answer,
        boolean errorsUnder200,
        ErrorPlace errors,
        String scopeSeparators,
        @Nullable Duration accessTokenLife,
        @Nullable TokenExchange longLived) {

    /** How we prove who we are (RFC 6749 section 2.3.1). */
    public enum ClientAuthentication {
        CLIENT_SECRET_POST,
        /** With id and secret encoded as form values before they are joined, as the RFC says. */
        CLIENT_SECRET_BASIC,
        /** With id and secret joined as they are, for providers that do not decode them. */
        CLIENT_SECRET_BASIC_RAW
    }

    /** How parameters are sent. */
    public enum Request {
        FORM,
        JSON,
        /** A GET with all of them in the URL, which is therefore never written down. */
        QUERY
    }

    /** The form of the answer; another one is no answer. */
    public enum Answer {
        JSON,
        FORM
    }

    /**
     * Where an error answer says what is wrong, as JSON pointers (RFC 6901); the first that leads to something counts.
     *
     * @param subcode a finer code beside the first; null when there is none
     */
    public record ErrorPlace(List<String> code, @Nullable String subcode, List<String> text) {
        /** RFC 6749 section 5.2. */
        public static final ErrorPlace STANDARD =
                new ErrorPlace(List.of("/error"), null, List.of("/error_description"));

        public ErrorPlace {
            code = List.copyOf(code);
            text = List.copyOf(text);
        }
    }
}

package dev.concierge.server.catalog;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a grant is ended.
 *
 * @param call null when the provider has no endpoint for it
 * @param reach how far the call reaches
 * @param narrow a call that ends one token alone, for when the other would reach too far; null when there is none
 * @param confirmed whether anything the provider documents says that the call ends what it is asked to end
 * @param byHand the provider's page where a person ends it; null when there is none
 * @param byHandNote what else must be known to find it; null when nothing
 */
public record Revocation(
        @Nullable Call call,
        Reach reach,
        @Nullable Call narrow,
        boolean confirmed,
        @Nullable URI byHand,
        @Nullable String byHandNote) {

    /**
     * One kind of call.
     *
     * @param endpoint may hold the place of our client id, see {@link #endpoint(Registration)}
     * @param tokens what is revoked, one after the other
     * @param liveToken whether it needs an access token that has not ended
     */
    public record Call(Style style, URI endpoint, Tokens tokens, boolean liveToken) {
        static final String PLACE = "%7Bclient_id%7D";

        /** The endpoint with our client id in its place. */
        public URI endpoint(Registration registration) {
            String id = URLEncoder.encode(registration.clientId(), StandardCharsets.UTF_8);
            return URI.create(endpoint.toString().replace(PLACE, id));
        }
    }

    /** The form of a call. */
    public enum Style {
        /** POST of the token alone, without client authentication. */
        TOKEN_FORM,
        /** RFC 7009, with the client authentication of the token endpoint. */
        RFC7009,
        /** POST of {@code {"token": …}} with the client authentication of the token endpoint. */
        TOKEN_JSON,
        /** DELETE with Basic authentication and {@code {"access_token": …}}. */
        DELETE_JSON,
        /** DELETE with the token itself as authorization. */
        DELETE_BEARER
    }

    /** Which tokens a call takes. */
    public enum Tokens {
        /** The refresh token, and then the access token where a call reaches no further than its token. */
        ALL,
        /** The refresh token and then the access token, however far a call reaches: the first need not end the other (RFC 7009 section 2.1). */
        BOTH,
        ACCESS
    }

    /** What ends with one revoked token. */
    public enum Reach {
        /** That token. */
        TOKEN,
        /** Every token of the same person for the same client. */
        GRANT,
        /** Every grant of the same person to any client of the same project, see {@link Provider.About#project}. */
        PROJECT
    }

    /** Whether one token can be ended without ending anything else. */
    public boolean canBeNarrow() {
        return narrow != null || (call != null && reach == Reach.TOKEN);
    }

    /** Whether the provider can be told at all. */
    public boolean offered() {
        return call != null;
    }

    /** @throws NullPointerException unless {@link #offered()} */
    public Call requireCall() {
        return Objects.requireNonNull(call);
    }
}

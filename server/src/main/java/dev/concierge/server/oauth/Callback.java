package dev.concierge.server.oauth;

import dev.concierge.server.encryption.Secret;

/** What a callback says (RFC 6749 section 4.1.2), before its state has been taken. */
public sealed interface Callback {
    /** A code. Take the state first; the code is worth nothing without it. */
    record Code(Secret state, Secret code) implements Callback {}

    /** The person said no ({@code access_denied}, or the provider's own word for it). Take the state: the trip is over. */
    record Denied(Secret state) implements Callback {}

    /** The provider answered with another error. Take the state: the trip is over. */
    record Failed(Secret state, OAuthError error) implements Callback {}

    /** Not an answer to a request of ours. Nothing is taken, nothing is called. */
    record Refused(Fault fault) implements Callback {}

    /** Why a callback is refused. A word for the trail. */
    enum Fault {
        /** A parameter came twice. */
        DUPLICATE,
        /** No state, an empty one, or one that cannot be ours. */
        STATE,
        /** {@code iss} is missing where the provider announced it, or is not exactly its issuer (RFC 9207 section 2.4). */
        ISSUER,
        /** A token in the front channel: an answer to a response type that we never ask for. */
        TOKEN_IN_FRONT_CHANNEL,
        /** Neither code nor error, or both, or an overlong value. */
        FORM
    }
}

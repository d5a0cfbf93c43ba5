package dev.concierge.server.identity;

import dev.concierge.server.encryption.Secret;
import java.util.UUID;

/** How a sign-in through a provider ended. */
public sealed interface ProviderSignInOutcome {
    /** In; the token goes into the session cookie, the browser to the path. */
    record Started(UUID accountId, UUID sessionId, Secret token, String returnPath) implements ProviderSignInOutcome {}

    /** A signed-in person has one more way in; the browser goes on to the path. */
    record Linked(String returnPath) implements ProviderSignInOutcome {}

    /** Not in. */
    record Stopped(Why why) implements ProviderSignInOutcome {}

    /** Why somebody is not in, as far as a person may be told. */
    enum Why {
        /** Not an answer to a trip of this browser, or one that proves nothing, or an account that may not come in: nobody is told which. */
        REFUSED,
        /** The person said no at the provider. */
        DENIED,
        /** The provider gave nothing for the code, or an error of its own. */
        PROVIDER_REFUSED,
        PROVIDER_UNAVAILABLE,
        /** The provider does not take our client. */
        MISCONFIGURED,
        /** The proved address has an account, which is signed in to in another way. */
        KNOWN_ADDRESS,
        /** The provider does not vouch for the address of the account that it was to be joined to, or nobody proved that here. */
        LINK_ADDRESS,
        /** It opens another account. */
        LINK_TAKEN,
        /** The provider names no address that it has checked, and one is needed to make an account. */
        NO_ADDRESS,
        /** There is no account, and none is made for this person ({@code SIGN_UP}, {@code SIGN_UP_DOMAINS}). */
        NO_ACCOUNT,
        THROTTLED
    }
}

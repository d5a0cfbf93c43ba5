package dev.concierge.server.identity;

import java.util.Set;

/** How an API sign-in ended. */
public sealed interface ApiSignInOutcome {
    record Begun(IssuedTokens tokens) implements ApiSignInOutcome {}

    /** The address and the password do not belong together, or the account may not come in: nobody is told which. */
    record Refused() implements ApiSignInOutcome {}

    /** The password was right, and one of these is needed besides, by the words of the API. */
    record FactorNeeded(Set<String> oneOf) implements ApiSignInOutcome {
        public FactorNeeded {
            oneOf = Set.copyOf(oneOf);
        }
    }
}

package dev.concierge.server.identity;

import java.util.Set;

/** How an API sign-in ended. */
public sealed interface ApiSignInOutcome {
    record Begun(IssuedTokens tokens) implements ApiSignInOutcome {}

    /** The address and the password do not belong together, or the account may not come in: nobody is told which. */
    record Refused() implements ApiSignInOutcome {}

    /**
     * The password was right, and a code of one of these is needed besides.
     *
     * @param oneOf by the words of the API
     * @param wrong whether a code came along that does not fit, or was used before
     */
    record FactorNeeded(Set<String> oneOf, boolean wrong) implements ApiSignInOutcome {
        public FactorNeeded {
            oneOf = Set.copyOf(oneOf);
        }
    }

    /** The password was right, and the account's role must set up a second factor first, in a browser. */
    record EnrolmentNeeded() implements ApiSignInOutcome {}
}

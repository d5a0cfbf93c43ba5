package dev.concierge.sandbox.dialect;

import dev.concierge.sandbox.Codes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a token endpoint refuses. Each provider has its own words and status for each. */
public sealed interface TokenProblem {
    /** For the ledger, where the answer itself does not tell; may be empty. */
    default String reason() {
        return "";
    }

    /** The request cannot be read: another content type, broken encoding, too long. */
    record Unreadable(int status, String description) implements TokenProblem {}

    /** A parameter came more than once: RFC 6749 section 3.2. */
    record Repeated() implements TokenProblem {}

    /** No credentials of a client, two sets of them, or half of one. */
    record NoClient(String description, @Nullable String clientId) implements TokenProblem {}

    /** No such client, or not its secret. */
    record ClientRefused(String why, @Nullable String clientId) implements TokenProblem {
        @Override
        public String reason() {
            return why;
        }
    }

    record Missing(String parameter) implements TokenProblem {}

    record UnknownGrantType(String type) implements TokenProblem {}

    record CodeRefused(Codes.Reason why) implements TokenProblem {
        @Override
        public String reason() {
            return why.name().toLowerCase(Locale.ROOT);
        }
    }

    record RefreshRefused(String why) implements TokenProblem {
        @Override
        public String reason() {
            return why;
        }
    }

    /** A refresh asked for scopes that were not granted. */
    record WiderScope() implements TokenProblem {}

    /** The provider's own reason not to give this person tokens; {@code error} is its word. */
    record NotAllowed(String error) implements TokenProblem {}
}

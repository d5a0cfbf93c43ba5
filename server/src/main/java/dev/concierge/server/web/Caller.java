package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes this request. {@code identity} puts it into the security context; controllers take it as a method parameter of this type,
 * and it is never built from anything a request says about itself.
 */
public sealed interface Caller {
    /** The account acted for. */
    UUID accountId();

    Role role();

    /** A name to show in the audit trail and on pages: the person's or the key's. */
    String name();

    /** Who did it, as the audit trail names it. */
    default String actor() {
        return switch (this) {
            case Person person -> "person:" + person.accountId();
            case Key key -> "key:" + key.keyId();
        };
    }

    /**
     * Refuses a key that lacks a scope; a person's session has them all.
     *
     * @throws ProblemException {@code forbidden}
     */
    default void require(String scope) {
        if (this instanceof Key key && !key.scopes().contains(scope)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This API key lacks the scope " + scope + ".");
        }
    }

    /**
     * A signed-in browser.
     *
     * @param email null for somebody whose provider proved no address
     * @param sessionId an identifier, not the cookie
     */
    record Person(
            UUID accountId,
            Role role,
            String name,
            @Nullable String email,
            UUID sessionId) implements Caller {
        /** The name, and the address where there is one. */
        public String words() {
            return email == null ? name : name + ", " + email;
        }
    }

    /** A bearer of an API key of an account, limited to the key's scopes. */
    record Key(UUID accountId, Role role, String name, UUID keyId, String prefix, Set<String> scopes)
            implements Caller {
        public Key {
            scopes = Set.copyOf(scopes);
        }
    }
}

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
            case Token token -> token.person().actor();
        };
    }

    /**
     * Refuses a key that lacks a scope; a person has them all, in a browser and by a token.
     *
     * @throws ProblemException {@code forbidden}
     */
    default void require(String scope) {
        if (this instanceof Key key && !key.scopes().contains(scope)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This API key lacks the scope " + scope + ".");
        }
    }

    /**
     * A person: in a signed-in browser, or, where an endpoint asks for a person and a program came, behind its {@link Token}.
     *
     * @param email null for somebody whose provider proved no address
     * @param sessionId an identifier, not the cookie; of a browser's session, or of an API sign-in
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

    /** Whoever comes with a credential in the Authorization header, without cookies. */
    sealed interface Program extends Caller {
        /** What its calls are counted under: the key, or the sign-in. */
        UUID credentialId();
    }

    /** A bearer of an API key of an account, limited to the key's scopes. */
    record Key(UUID accountId, Role role, String name, UUID keyId, String prefix, Set<String> scopes)
            implements Program {
        public Key {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public UUID credentialId() {
            return keyId;
        }
    }

    /**
     * A program that a person signed in with, by an access token. It may do what that person may.
     *
     * @param person with a role of {@code user} at most once the person's proof is older than ten minutes
     */
    record Token(Person person) implements Program {
        @Override
        public UUID accountId() {
            return person.accountId();
        }

        @Override
        public Role role() {
            return person.role();
        }

        @Override
        public String name() {
            return person.name();
        }

        @Override
        public UUID credentialId() {
            return person.sessionId();
        }
    }
}

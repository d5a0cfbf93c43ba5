package dev.concierge.sandbox;

import dev.concierge.sandbox.belongings.Belongings;
import dev.concierge.sandbox.calendar.Calendars;
import dev.concierge.sandbox.dialect.Webhook;
import dev.concierge.sandbox.entries.Entries;
import dev.concierge.sandbox.http.Routes;
import dev.concierge.sandbox.things.Things;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One provider: its routes below {@code /provider/}, and what the control API can do to it. */
public interface Dialect {
    /** The provider's id, the first segment of its paths, and the name of its catalog file. */
    String provider();

    KnobBoard knobs();

    /** Its endpoints; patterns begin after {@code /provider}. */
    Routes routes();

    /** The description of this provider in the server's catalog file format, with the sandbox's own addresses. */
    String catalogFile();

    /**
     * Where this provider's clients are registered: with itself, unless it is a part of another one.
     *
     * @return the id of a provider of this sandbox
     */
    default String clientsAt() {
        return provider();
    }

    /** Tells the dialect of all the others, by their ids; before the first request. */
    default void meet(Map<String, Dialect> others) {}

    /** Why the provider would not register this redirect URI, as a sentence; empty when it would. */
    Optional<String> redirectUriProblem(String redirectUri);

    /**
     * The person ends the client's access by hand.
     *
     * @return false when it had none
     */
    boolean revoke(String account, Client client);

    /**
     * The person gets another password.
     *
     * @return how many refresh tokens that ended; none at most providers
     */
    default int passwordChanged(Person person) {
        return 0;
    }

    /**
     * Hands out tokens as if the person had consented, without any browser: for load runs.
     *
     * @throws IllegalArgumentException when a scope is unknown
     */
    Minted mint(Person person, Client client, List<String> scopes);

    /** What the provider would take at this moment of all that this client got for this person; nothing is used by asking. */
    default List<LivingToken> living(Person person, Client client) {
        throw new IllegalArgumentException(provider() + " does not tell which tokens live.");
    }

    /**
     * Signs with a new key from now on; the old one stays published unless it is to be withdrawn.
     *
     * @throws IllegalArgumentException when the provider signs nothing
     */
    default void rotateKeys(boolean withdrawOld) {
        throw new IllegalArgumentException(provider() + " has no signing keys.");
    }

    /** People's calendars, where the provider has such. */
    default Optional<Calendars> calendars() {
        return Optional.empty();
    }

    /** What people have beside calendars, where the provider has such. */
    default Optional<Things> things() {
        return Optional.empty();
    }

    /** What else people have here, by kind ({@code files}, {@code messages}, {@code videos}). */
    default Map<String, Belongings> belongings() {
        return Map.of();
    }

    /** What people wrote there, where the provider has pages, databases or posts. */
    default Optional<Entries> entries() {
        return Optional.empty();
    }

    /** The webhook of apps, where the provider has one for all people. */
    default Optional<Webhook> webhook() {
        return Optional.empty();
    }

    /**
     * Tokens that nobody had to consent to.
     *
     * @param refreshToken empty when the provider gives none
     * @param expiresInSeconds 0 when the access token does not end by itself
     */
    record Minted(String accessToken, String refreshToken, long expiresInSeconds, List<String> scopes) {
        @Override
        public String toString() {
            return "Minted" + scopes;
        }
    }
}

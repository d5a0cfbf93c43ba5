package dev.concierge.server.catalog.web;

import dev.concierge.server.web.Badge;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code catalog/provider}: GET {@code /admin/providers/{id}}, and the answer of POST to it when something was refused, and of
 * POST {@code /admin/providers/{id}/test}. Removing is a POST to {@code …/remove} with version and sure.
 *
 * @param client the client in use, in words; null when there is none
 * @param form null where the environment names the client
 * @param kept what is kept here and may be removed; null when nothing is
 */
public record AdminProviderView(
        String id,
        Mark mark,
        Badge badge,
        List<Notice> notices,
        @Nullable Client client,
        @Nullable Form form,
        @Nullable Kept kept,
        Sheet sheet) {
    public AdminProviderView {
        notices = List.copyOf(notices);
    }

    /**
     * @param source where it stands, in words
     * @param uses what it is used for, in words
     * @param switches what switches that where no form here does, in words; null elsewhere
     */
    public record Client(
            String id, String source, String uses, @Nullable String switches) {}

    /** @param changed when and by whom, in words */
    public record Kept(long version, String changed) {}

    /**
     * The fields: version, clientId, clientSecret (always empty), expires (ISO date or empty), connects, signsIn.
     *
     * @param hasSecret whether a secret is kept, so that the field may stay empty
     * @param signInOffered whether the catalog offers signing in
     * @param proof what is proved first, in the field password
     * @param proofError what was wrong with that; null when nothing was
     */
    public record Form(
            long version,
            String clientId,
            boolean hasSecret,
            String expires,
            boolean connects,
            boolean signsIn,
            boolean signInOffered,
            @Nullable String clientIdError,
            @Nullable String clientSecretError,
            @Nullable String expiresError,
            FreshProof.Asked proof,
            @Nullable String proofError) {}

    /**
     * The set-up sheet: what to do at the provider.
     *
     * @param testUsers what holds until the provider has reviewed the client; null when nothing special
     */
    public record Sheet(
            @Nullable URI console,
            @Nullable URI docs,
            List<String> steps,
            @Nullable String testUsers,
            URI connectRedirect,
            @Nullable URI signInRedirect,
            List<Scope> scopes) {
        public Sheet {
            steps = List.copyOf(steps);
            scopes = List.copyOf(scopes);
        }

        /** All names of scopes, as a consent screen takes them: one in a line. */
        public String scopeLines() {
            return String.join("\n", scopes.stream().map(Scope::name).toList());
        }
    }

    /**
     * @param connect whether a plain Connect asks for it
     * @param signIn whether signing in asks for it
     */
    public record Scope(String name, String title, String description, boolean connect, boolean signIn) {}
}

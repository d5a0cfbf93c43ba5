package dev.concierge.server.authorization;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.web.BrowserId;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trip to a provider that is about to begin.
 *
 * @param accountId whose it is; null for a sign-in
 * @param sessionId the session it belongs to and ends with; null where there is none
 * @param integrationId what is reconnected or widened; null otherwise
 * @param redirectUri where the provider shall send the browser back
 * @param scopes canonical names, already held against the role's ceiling
 * @param returnPath where the browser goes at the end: a path of ours, fixed now
 * @param again whether the person shall log in at the provider again, though they may be signed in there; for a sign-in
 * @param loginHint the account expected at the provider; null when any may come
 */
public record StartRequest(
        AuthorizationKind kind,
        @Nullable UUID accountId,
        @Nullable UUID sessionId,
        @Nullable UUID integrationId,
        BrowserId browser,
        Provider provider,
        Registration registration,
        URI redirectUri,
        List<String> scopes,
        String returnPath,
        boolean again,
        @Nullable String loginHint) {
    private static final int LONGEST_PATH = 512;

    public StartRequest {
        scopes = List.copyOf(scopes);
        if (!returnPath.startsWith("/")
                || returnPath.startsWith("//")
                || returnPath.contains("\\")
                || returnPath.length() > LONGEST_PATH
                || returnPath.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a return path is a path of ours");
        }
        if ((kind == AuthorizationKind.SIGN_IN) != (accountId == null)) {
            throw new IllegalArgumentException("every kind but a sign-in has an account");
        }
    }

    /** Somebody who may be signed in there. */
    public StartRequest(
            AuthorizationKind kind,
            @Nullable UUID accountId,
            @Nullable UUID sessionId,
            @Nullable UUID integrationId,
            BrowserId browser,
            Provider provider,
            Registration registration,
            URI redirectUri,
            List<String> scopes,
            String returnPath,
            @Nullable String loginHint) {
        this(
                kind,
                accountId,
                sessionId,
                integrationId,
                browser,
                provider,
                registration,
                redirectUri,
                scopes,
                returnPath,
                false,
                loginHint);
    }
}

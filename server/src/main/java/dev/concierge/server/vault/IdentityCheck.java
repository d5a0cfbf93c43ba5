package dev.concierge.server.vault;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.oauth.IdTokenOutcome;
import dev.concierge.server.oauth.IdTokens;
import dev.concierge.server.oauth.TokenSet;
import org.springframework.stereotype.Component;

/** Looks whose token a refresh brought: the subject must stay the same (OpenID Connect Core section 12.2). */
@Component
class IdentityCheck {
    private final IdTokens idTokens;

    IdentityCheck(IdTokens idTokens) {
        this.idTokens = idTokens;
    }

    /**
     * Whether the answer carries an ID token that is valid and names somebody else. One that cannot be checked says nothing.
     *
     * @param subject whose consent the grant hangs on
     */
    boolean isOther(Provider provider, Registration registration, TokenSet tokens, String subject) {
        if (tokens.idToken() == null) {
            return false;
        }
        return switch (idTokens.check(provider, registration, tokens.idToken(), null, tokens.accessToken())) {
            case IdTokenOutcome.Proven(var claims) -> !claims.subject().equals(subject);
            case IdTokenOutcome.Unproven _ -> false;
        };
    }
}

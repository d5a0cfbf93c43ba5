package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Randoms;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.dialect.IdTokenSealer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Entra's ID tokens (fields 8 and 9): the issuer names the account's own tenant, whatever path was asked. */
final class EntraIdTokens {
    private static final long LIFE_SECONDS = 3600;
    private static final long BACKDATED_SECONDS = 300;

    private final Shared shared;
    private final KnobBoard knobs;
    private final IdTokenSealer sealer;
    private final String base;

    /** @param base the address before the tenant in the issuer */
    EntraIdTokens(Shared shared, KnobBoard knobs, IdTokenSealer sealer, String base) {
        this.shared = shared;
        this.knobs = knobs;
        this.sealer = sealer;
        this.base = base;
    }

    /** The ID token to an access token; empty when {@code openid} was not granted. */
    Optional<String> issue(AccessToken access, @Nullable String nonce) {
        return access.scopes().contains(MicrosoftScopes.OPENID)
                ? Optional.of(sealer.seal(claims(access, nonce)))
                : Optional.empty();
    }

    private ObjectNode claims(AccessToken access, @Nullable String nonce) {
        var now = shared.clock().instant().getEpochSecond() - BACKDATED_SECONDS;
        var account = MicrosoftAccount.of(shared.people().get(access.subject()));
        boolean wrongAudience = knobs.get(Knobs.WRONG_AUDIENCE);
        var claims = JsonNodeFactory.instance
                .objectNode()
                .put("aud", wrongAudience ? "6d2f9a1c-0000-4000-8000-000000000000" : access.clientId())
                .put("iss", base + "/" + account.tenantId() + "/v2.0")
                .put("iat", now)
                .put("nbf", now)
                .put("exp", now + BACKDATED_SECONDS + LIFE_SECONDS);
        claims.setAll(ofAccount(account, access.scopes()));
        if (nonce != null) {
            claims.put("nonce", knobs.get(Knobs.WRONG_NONCE) ? "another-" + nonce : nonce);
        }
        return claims.put("sub", account.subject(access.clientId()))
                .put("tid", account.tenantId())
                .put("uti", Randoms.base64Url(16))
                .put("ver", "2.0");
    }

    /** Field 8: {@code oid} needs the scope {@code profile}; the address is there with {@code email}, and never verified. */
    private ObjectNode ofAccount(MicrosoftAccount account, List<String> scopes) {
        var claims = JsonNodeFactory.instance.objectNode();
        if (scopes.contains(MicrosoftScopes.PROFILE)) {
            claims.put("name", account.person().name())
                    .put("oid", account.objectId())
                    .put("preferred_username", account.principalName());
        }
        var mail = account.mail();
        if (scopes.contains(MicrosoftScopes.EMAIL) && mail != null) {
            claims.put("email", mail);
            if (knobs.get(MicrosoftKnobs.EDOV_CLAIM)) {
                claims.put("xms_edov", account.domainVerified());
            }
        }
        return claims;
    }
}

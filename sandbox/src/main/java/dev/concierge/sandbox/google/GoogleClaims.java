package dev.concierge.sandbox.google;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.dialect.IdTokens;
import dev.concierge.sandbox.dialect.Tokens;
import tools.jackson.databind.node.ObjectNode;

/** Who a token's owner is, in ID tokens and at userinfo alike (field 8): a person, or a Brand Account of theirs. */
final class GoogleClaims implements IdTokens.Truth {
    private final Tokens tokens;
    private final String issuer;

    GoogleClaims(Tokens tokens, String issuer) {
        this.tokens = tokens;
        this.issuer = issuer;
    }

    @Override
    public String issuer(AccessToken access) {
        return issuer;
    }

    @Override
    public ObjectNode claims(AccessToken access) {
        var person = tokens.shared().people().get(access.subject());
        var claims = GoogleUserinfo.claims(person, access.scopes());
        if (tokens.knobs().get(GoogleKnobs.BRAND_IDENTITY)) {
            tokens.grants().find(access.project(), access.account()).stream()
                    .flatMap(grant -> Channel.of(person, grant).stream())
                    .filter(Channel::brand)
                    .forEach(channel -> asBrand(claims, channel));
        }
        return claims;
    }

    private static void asBrand(ObjectNode claims, Channel channel) {
        claims.put("sub", GoogleAccounts.subject(channel.id()));
        claims.remove("hd");
        if (claims.has("email")) {
            claims.put("email", channel.address());
        }
        if (claims.has("name")) {
            claims.put("name", channel.title());
            claims.remove("given_name");
            claims.remove("family_name");
        }
    }
}

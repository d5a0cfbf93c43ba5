package dev.concierge.server.oauth;

import dev.concierge.server.encryption.Secret;
import java.net.URI;

/**
 * What is needed to exchange a code.
 *
 * @param redirectUri the one of the authorization request, exactly (RFC 6749 section 4.1.3)
 * @param verifier of the authorization request (RFC 7636 section 4.5)
 * @param nonce of the authorization request, which the ID token must repeat (OpenID Connect Core section 3.1.3.7)
 */
public record CodeExchange(Secret code, URI redirectUri, Secret verifier, Secret nonce) {}

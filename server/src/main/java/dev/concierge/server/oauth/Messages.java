package dev.concierge.server.oauth;

import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.outbound.OutboundRequest;

/** Turns the SDK's messages into outgoing calls. */
final class Messages {
    private static final int LARGEST_ANSWER = 64 * 1024;

    private Messages() {}

    /** Our client authentication in the provider's way (RFC 6749 section 2.3.1). */
    static ClientAuthentication authentication(Provider provider, Registration registration) {
        ClientID id = new ClientID(registration.clientId());
        Secret secret = new Secret(registration.clientSecret().reveal());
        return switch (provider.token().clientAuthentication()) {
            case CLIENT_SECRET_POST -> new ClientSecretPost(id, secret);
            case CLIENT_SECRET_BASIC -> new ClientSecretBasic(id, secret);
        };
    }

    /** A form POST as the SDK built it. */
    static OutboundRequest.Builder post(Provider provider, String step, HTTPRequest message) {
        OutboundRequest.Builder request = OutboundRequest.to(
                        provider.id(), step, provider.allowedHosts(), OutboundRequest.Method.POST, message.getURI())
                .header("Accept", "application/json")
                .form(String.valueOf(message.getBody()))
                .answerLimit(LARGEST_ANSWER);
        String authorization = message.getAuthorization();
        return authorization == null ? request : request.header("Authorization", authorization);
    }
}

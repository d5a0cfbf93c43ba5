package dev.concierge.server.oauth;

import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@link RevocationEndpoint} in the styles of the catalog. */
@Component
final class NimbusRevocationEndpoint implements RevocationEndpoint {
    private static final Logger log = LoggerFactory.getLogger(NimbusRevocationEndpoint.class);
    private static final String STEP = "revoke";

    /** A server that follows RFC 7009 section 2.2 answers 200 for these; others say so. */
    private static final Set<String> GONE = Set.of("invalid_token", "invalid_grant");

    private final Outbound outbound;

    NimbusRevocationEndpoint(Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    public RevocationOutcome revoke(Provider provider, Registration registration, Secret token) {
        URI endpoint = provider.revocation().endpoint();
        if (endpoint == null) {
            return new RevocationOutcome.NotOffered();
        }
        OutboundRequest request = switch (provider.revocation().style()) {
            case TOKEN_FORM -> tokenForm(provider, endpoint, token);
            case RFC7009 -> standard(provider, registration, endpoint, token);
            case NONE -> throw new IllegalStateException("a revocation endpoint without a style");
        };
        return switch (outbound.send(request)) {
            case Unreachable unreachable -> unavailable(Troubles.of(unreachable));
            case Answered answer -> read(provider, answer);
        };
    }

    private static OutboundRequest tokenForm(Provider provider, URI endpoint, Secret token) {
        return OutboundRequest.to(provider.id(), STEP, provider.allowedHosts(), OutboundRequest.Method.POST, endpoint)
                .header("Accept", "application/json")
                .form("token=" + URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8))
                .build();
    }

    private static OutboundRequest standard(Provider provider, Registration registration, URI endpoint, Secret token) {
        TokenRevocationRequest message = new TokenRevocationRequest(
                endpoint, Messages.authentication(provider, registration), new BearerAccessToken(token.reveal()));
        return Messages.post(provider, STEP, message.toHTTPRequest()).build();
    }

    private static RevocationOutcome read(Provider provider, Answered answer) {
        Found trouble = Troubles.of(answer);
        if (trouble != null) {
            return unavailable(trouble);
        }
        if (answer.successful()) {
            return new RevocationOutcome.Revoked();
        }
        OAuthError error = StrictJson.object(answer.content())
                .map(object -> new OAuthError(
                        String.valueOf(Members.text(object, "error")), Members.text(object, "error_description")))
                .orElseGet(() -> new OAuthError("status_" + answer.status(), null));
        if (GONE.contains(error.code())) {
            return new RevocationOutcome.AlreadyGone();
        }
        log.warn(
                "{} revoke: status {}, error {}: {}",
                provider.id(),
                answer.status(),
                error.code(),
                error.description());
        Found busy = Troubles.of(error, answer);
        return busy == null ? new RevocationOutcome.Refused(error) : unavailable(busy);
    }

    private static RevocationOutcome unavailable(Found found) {
        return new RevocationOutcome.Unavailable(found.trouble(), found.retryAfter());
    }
}

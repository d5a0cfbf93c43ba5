package dev.concierge.server.oauth;

import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.ErrorRule.Step;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Revocation.Call;
import dev.concierge.server.catalog.TokenRules.ClientAuthentication;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.Troubles.Found;
import dev.concierge.server.outbound.Outbound;
import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import dev.concierge.server.outbound.OutboundRequest;
import dev.concierge.server.outbound.OutboundRequest.Method;
import dev.concierge.server.outbound.StrictJson;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@link RevocationEndpoint} in the styles of the catalog. */
@Component
final class NimbusRevocationEndpoint implements RevocationEndpoint {
    private static final Logger log = LoggerFactory.getLogger(NimbusRevocationEndpoint.class);
    private static final String STEP = "revoke";

    private final Outbound outbound;

    NimbusRevocationEndpoint(Outbound outbound) {
        this.outbound = outbound;
    }

    @Override
    public RevocationOutcome revoke(Provider provider, Registration registration, Call call, Secret token) {
        return switch (outbound.send(request(provider, registration, call, token))) {
            case Unreachable unreachable -> unavailable(Troubles.of(unreachable));
            case Answered answer -> read(provider, answer);
        };
    }

    private static OutboundRequest request(Provider provider, Registration registration, Call call, Secret token) {
        URI endpoint = call.endpoint(registration);
        return switch (call.style()) {
            case TOKEN_FORM ->
                Messages.to(provider, STEP, Method.POST, endpoint)
                        .form("token=" + URLEncoder.encode(token.reveal(), StandardCharsets.UTF_8))
                        .build();
            case RFC7009 ->
                Messages.form(provider, registration, STEP, endpoint, Map.of("token", List.of(token.reveal())))
                        .build();
            case TOKEN_JSON ->
                Messages.authenticated(
                                Messages.to(provider, STEP, Method.POST, endpoint),
                                provider.token().clientAuthentication(),
                                registration)
                        .json(Messages.json(Map.of("token", token.reveal())))
                        .build();
            case DELETE_JSON ->
                Messages.authenticated(
                                Messages.to(provider, STEP, Method.DELETE, endpoint),
                                ClientAuthentication.CLIENT_SECRET_BASIC,
                                registration)
                        .json(Messages.json(Map.of("access_token", token.reveal())))
                        .build();
            case DELETE_BEARER ->
                Messages.to(provider, STEP, Method.DELETE, endpoint)
                        .header("Authorization", "Bearer " + token.reveal())
                        .build();
        };
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
                .flatMap(object -> ErrorAnswers.read(provider, Step.REVOKE, object))
                .orElseGet(() -> ErrorAnswers.ofStatus(provider, Step.REVOKE, answer.status()));
        Optional<Cause> cause = error.cause();
        if (cause.filter(Cause.REJECTED::equals).isPresent()) {
            return new RevocationOutcome.AlreadyGone();
        }
        log.warn(
                "{} revoke: status {}, error {}: {}",
                provider.id(),
                answer.status(),
                error.code(),
                error.description());
        return cause.filter(Cause.RETRY::equals).isPresent()
                ? unavailable(Troubles.told(error, answer))
                : new RevocationOutcome.Refused(error);
    }

    private static RevocationOutcome unavailable(Found found) {
        return new RevocationOutcome.Unavailable(found.trouble(), found.retryAfter());
    }
}

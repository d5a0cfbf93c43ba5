package dev.concierge.server.identity;

import dev.concierge.server.authorization.AuthorizationRequest;
import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.ProviderSignInOutcome.Why;
import dev.concierge.server.oauth.CodeExchange;
import dev.concierge.server.oauth.ExchangeOutcome;
import dev.concierge.server.oauth.OAuthError;
import dev.concierge.server.oauth.TokenEndpoint;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Turns a code into a proof of who it is. The tokens say that and are then forgotten: nothing of them is stored. They are not ended at the provider
 * either, where that would end the person's connections with them.
 */
@Component
class ProviderProof {
    /** Who it is, or why not. */
    sealed interface Outcome {
        record Proven(UpstreamPerson person) implements Outcome {}

        /** @param reason a word for the trail */
        record Failed(Why why, String reason) implements Outcome {}
    }

    private final Registrations registrations;
    private final TokenEndpoint tokenEndpoint;
    private final UpstreamPeople people;

    ProviderProof(Registrations registrations, TokenEndpoint tokenEndpoint, UpstreamPeople people) {
        this.registrations = registrations;
        this.tokenEndpoint = tokenEndpoint;
        this.people = people;
    }

    Outcome of(Provider provider, AuthorizationRequest request, Secret code) {
        Optional<Registration> registration = registrations.byId(request.registrationId());
        if (registration.isEmpty()) {
            return new Outcome.Failed(Why.MISCONFIGURED, "no_registration");
        }
        CodeExchange exchange = new CodeExchange(code, request.redirectUri(), request.verifier(), request.nonce());
        return switch (tokenEndpoint.exchange(provider, registration.get(), exchange)) {
            case ExchangeOutcome.Exchanged exchanged -> identified(provider, exchanged);
            case ExchangeOutcome.Unproven(var _, var fault) ->
                new Outcome.Failed(Why.REFUSED, "id_token_" + fault.name().toLowerCase(Locale.ROOT));
            case ExchangeOutcome.Refused(OAuthError error) -> new Outcome.Failed(why(error), error.code());
            case ExchangeOutcome.Misconfigured(OAuthError error) -> new Outcome.Failed(why(error), error.code());
            case ExchangeOutcome.Unfinished _, ExchangeOutcome.Unavailable _ ->
                new Outcome.Failed(Why.PROVIDER_UNAVAILABLE, "unavailable");
        };
    }

    private Outcome identified(Provider provider, ExchangeOutcome.Exchanged exchanged) {
        return switch (people.identify(provider, exchanged)) {
            case UpstreamPeople.Outcome.Known(UpstreamPerson person) -> new Outcome.Proven(person);
            case UpstreamPeople.Outcome.Unproven(String reason) -> new Outcome.Failed(Why.REFUSED, reason);
            case UpstreamPeople.Outcome.Unavailable _ -> new Outcome.Failed(Why.PROVIDER_UNAVAILABLE, "unavailable");
        };
    }

    /** What an error of the provider means to the person, by its table. */
    static Why why(OAuthError error) {
        return switch (error.cause().orElse(Cause.REJECTED)) {
            case MISCONFIGURED -> Why.MISCONFIGURED;
            case RETRY -> Why.PROVIDER_UNAVAILABLE;
            case REJECTED, DENIED, UPGRADE -> Why.PROVIDER_REFUSED;
        };
    }
}

package dev.concierge.server.oauth;

import dev.concierge.server.catalog.ClientCheck;
import dev.concierge.server.catalog.ClientVerdict;
import dev.concierge.server.catalog.ErrorRule.Cause;
import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.encryption.RandomSecrets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Exchanges an authorization code that no provider has given out, to hear what it refuses: the code or the client. */
@Component
final class MadeUpCode implements ClientCheck {
    private final TokenEndpoint tokenEndpoint;
    private final RandomSecrets secrets;

    MadeUpCode(TokenEndpoint tokenEndpoint, RandomSecrets secrets) {
        this.tokenEndpoint = tokenEndpoint;
        this.secrets = secrets;
    }

    @Override
    public ClientVerdict check(Provider provider, Registration registration) {
        CodeExchange exchange =
                new CodeExchange(secrets.next(), registration.redirectUri(), secrets.next(), secrets.next());
        return switch (tokenEndpoint.exchange(provider, registration, exchange)) {
            case ExchangeOutcome.Refused(OAuthError error) -> read(error);
            case ExchangeOutcome.Misconfigured(OAuthError error) -> read(error);
            case ExchangeOutcome.Unavailable _ -> new ClientVerdict.NoAnswer();
            case ExchangeOutcome.Exchanged _, ExchangeOutcome.Unfinished _, ExchangeOutcome.Unproven _ ->
                new ClientVerdict.Unclear("");
        };
    }

    /** Only a refusal of the code itself says that the client was taken; that our request has the wrong form says nothing about it. */
    private static ClientVerdict read(OAuthError error) {
        Optional<ErrorWords> operator = Optional.ofNullable(error.rule())
                .map(rule -> rule.words())
                .filter(words -> words.who() == ErrorWords.Who.OPERATOR);
        if (operator.isPresent()) {
            return operator.get() == ErrorWords.OUR_REQUEST
                    ? new ClientVerdict.Unclear(error.code())
                    : new ClientVerdict.Refused(operator.get(), error.code());
        }
        return error.cause().filter(Cause.REJECTED::equals).isPresent()
                ? new ClientVerdict.Accepted()
                : new ClientVerdict.Unclear(error.code());
    }
}

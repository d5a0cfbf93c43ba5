package dev.concierge.server.vault;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Revocation;
import dev.concierge.server.catalog.Revocation.Call;
import dev.concierge.server.catalog.Revocation.Tokens;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.RefreshOutcome;
import dev.concierge.server.oauth.RevocationEndpoint;
import dev.concierge.server.oauth.RevocationOutcome;
import dev.concierge.server.oauth.TokenEndpoint;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.vault.RevocationSettled.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is said to the provider when tokens are to be ended. A call that would reach a live sibling is not made; in its place comes the narrow one,
 * where there is one. A call that needs a live access token gets one first.
 */
@Component
class RevocationCalls {
    private final RevocationEndpoint endpoint;
    private final TokenEndpoint tokenEndpoint;
    private final PendingRevocations revocations;
    private final AccountScope accounts;
    private final Clock clock;

    RevocationCalls(
            RevocationEndpoint endpoint,
            TokenEndpoint tokenEndpoint,
            PendingRevocations revocations,
            AccountScope accounts,
            Clock clock) {
        this.endpoint = endpoint;
        this.tokenEndpoint = tokenEndpoint;
        this.revocations = revocations;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** How the tokens are got ready for a call. */
    private sealed interface Ready {
        record Tokens(PendingRevocations.Tokens tokens) implements Ready {}

        /** Nothing can be called, now or ever. */
        record Settled(Outcome outcome) implements Ready {}

        record Later() implements Ready {}
    }

    /**
     * Makes the calls.
     *
     * @param siblings whether something else lives that the usual call would end
     * @return how it ended; empty when it is to be tried again
     */
    Optional<Outcome> make(
            Provider provider,
            Registration registration,
            PendingRevocations.Pending pending,
            PendingRevocations.Tokens tokens,
            boolean siblings) {
        Revocation revocation = provider.revocation();
        Call call = siblings ? revocation.narrow() : revocation.call();
        if (call == null) {
            return Optional.of(siblings ? Outcome.KEPT_FOR_SIBLING : Outcome.BY_HAND);
        }
        Ready ready =
                call.liveToken() ? withLiveToken(provider, registration, pending, tokens) : new Ready.Tokens(tokens);
        return switch (ready) {
            case Ready.Settled(Outcome outcome) -> Optional.of(siblings ? Outcome.KEPT_FOR_SIBLING : outcome);
            case Ready.Later() -> Optional.empty();
            case Ready.Tokens(var live) -> {
                boolean each = siblings || revocation.reach() == Revocation.Reach.TOKEN;
                Optional<Outcome> outcome = revoke(provider, registration, call, chosen(call, live, each));
                yield siblings ? outcome.map(_ -> Outcome.KEPT_FOR_SIBLING) : outcome;
            }
        };
    }

    /** A refresh token first: it is the one that lasts. Where one call ends them all, one is enough. */
    private static List<Secret> chosen(Call call, PendingRevocations.Tokens tokens, boolean each) {
        Stream<@Nullable Secret> all = call.tokens() == Tokens.ACCESS
                ? Stream.of(tokens.access())
                : Stream.of(tokens.refresh(), tokens.access());
        return all.filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .limit(each ? 2 : 1)
                .toList();
    }

    private Ready withLiveToken(
            Provider provider,
            Registration registration,
            PendingRevocations.Pending pending,
            PendingRevocations.Tokens tokens) {
        boolean lives = tokens.access() != null
                && (pending.accessExpiresAt() == null || clock.instant().isBefore(pending.accessExpiresAt()));
        if (lives) {
            return new Ready.Tokens(tokens);
        }
        if (tokens.refresh() == null) {
            return new Ready.Settled(Outcome.BY_HAND);
        }
        return switch (tokenEndpoint.refresh(provider, registration, tokens.refresh(), Set.of(), null)) {
            case RefreshOutcome.Refreshed(TokenSet fresh) -> {
                accounts.run(pending.accountId(), jdbc -> revocations.replace(jdbc, pending, fresh));
                Secret refresh = fresh.refreshToken() == null ? tokens.refresh() : fresh.refreshToken();
                yield new Ready.Tokens(new PendingRevocations.Tokens(fresh.accessToken(), refresh, true));
            }
            case RefreshOutcome.Rejected _ -> new Ready.Settled(Outcome.REVOKED);
            case RefreshOutcome.Misconfigured _, RefreshOutcome.Unavailable _ -> new Ready.Later();
        };
    }

    /** One after the other; the first that cannot be revoked now leaves all of them for the next attempt. */
    private Optional<Outcome> revoke(Provider provider, Registration registration, Call call, List<Secret> tokens) {
        for (Secret token : tokens) {
            switch (endpoint.revoke(provider, registration, call, token)) {
                case RevocationOutcome.Revoked _, RevocationOutcome.AlreadyGone _ -> {}
                case RevocationOutcome.Refused _ -> {
                    return Optional.of(Outcome.BY_HAND);
                }
                case RevocationOutcome.Unavailable _ -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(tokens.isEmpty() ? Outcome.BY_HAND : Outcome.REVOKED);
    }
}

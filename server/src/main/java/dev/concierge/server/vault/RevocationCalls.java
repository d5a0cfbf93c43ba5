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

    /**
     * What came of one attempt.
     *
     * @param outcome how it ended; where it is tried {@code again}, how it has ended if this was the last time
     */
    record Attempt(Outcome outcome, boolean again) {
        static Attempt ended(Outcome outcome) {
            return new Attempt(outcome, false);
        }

        static Attempt again(Outcome ifLast) {
            return new Attempt(ifLast, true);
        }

        private Attempt keptForSibling() {
            return new Attempt(Outcome.KEPT_FOR_SIBLING, again);
        }
    }

    /** How the tokens are got ready for a call. */
    private sealed interface Ready {
        record Tokens(PendingRevocations.Tokens tokens) implements Ready {}

        /** Nothing can be called now, or ever. */
        record Not(Attempt attempt) implements Ready {}
    }

    /**
     * Makes the calls.
     *
     * @param siblings whether something else lives that the usual call would end
     */
    Attempt make(
            Provider provider,
            Registration registration,
            PendingRevocations.Pending pending,
            PendingRevocations.Tokens tokens,
            boolean siblings) {
        Revocation revocation = provider.revocation();
        Call call = siblings ? revocation.narrow() : revocation.call();
        if (revocation.call() == null) {
            return Attempt.ended(Outcome.NO_ENDPOINT);
        }
        if (call == null) {
            return Attempt.ended(Outcome.KEPT_FOR_SIBLING);
        }
        Ready ready =
                call.liveToken() ? withLiveToken(provider, registration, pending, tokens) : new Ready.Tokens(tokens);
        Attempt attempt = switch (ready) {
            case Ready.Not(Attempt not) -> not;
            case Ready.Tokens(var live) -> {
                boolean each = siblings || revocation.reach() == Revocation.Reach.TOKEN;
                yield revoke(provider, registration, call, chosen(call, live, each));
            }
        };
        return siblings ? attempt.keptForSibling() : attempt;
    }

    /** A refresh token first: it is the one that lasts. Where one call ends them all, one is enough. */
    private static List<Secret> chosen(Call call, PendingRevocations.Tokens tokens, boolean each) {
        Stream<@Nullable Secret> all = call.tokens() == Tokens.ACCESS
                ? Stream.of(tokens.access())
                : Stream.of(tokens.refresh(), tokens.access());
        return all.filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .limit(each || call.tokens() == Tokens.BOTH ? 2 : 1)
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
            return new Ready.Not(Attempt.ended(tokens.access() == null ? Outcome.NO_TOKEN : Outcome.TOKEN_ENDED));
        }
        return switch (tokenEndpoint.refresh(provider, registration, tokens.refresh(), Set.of(), null)) {
            case RefreshOutcome.Refreshed(TokenSet fresh) -> {
                accounts.run(pending.accountId(), jdbc -> revocations.replace(jdbc, pending, fresh));
                Secret refresh = fresh.refreshToken() == null ? tokens.refresh() : fresh.refreshToken();
                yield new Ready.Tokens(new PendingRevocations.Tokens(fresh.accessToken(), refresh, true));
            }
            case RefreshOutcome.Rejected _ -> new Ready.Not(Attempt.ended(Outcome.REVOKED));
            case RefreshOutcome.Misconfigured _ -> new Ready.Not(Attempt.again(Outcome.REFUSED));
            case RefreshOutcome.Unavailable _ -> new Ready.Not(Attempt.again(Outcome.NO_ANSWER));
        };
    }

    /**
     * One after the other; the first that cannot be revoked now leaves all of them for the next attempt. A refusal is tried again as well: most are
     * our own fault, such as an expired secret, and end when an operator has acted.
     */
    private Attempt revoke(Provider provider, Registration registration, Call call, List<Secret> tokens) {
        for (Secret token : tokens) {
            switch (endpoint.revoke(provider, registration, call, token)) {
                case RevocationOutcome.Revoked _, RevocationOutcome.AlreadyGone _ -> {}
                case RevocationOutcome.Refused _ -> {
                    return Attempt.again(Outcome.REFUSED);
                }
                case RevocationOutcome.Unavailable _ -> {
                    return Attempt.again(Outcome.NO_ANSWER);
                }
            }
        }
        if (tokens.isEmpty()) {
            return Attempt.ended(Outcome.NO_TOKEN);
        }
        return Attempt.ended(provider.revocation().confirmed() ? Outcome.REVOKED : Outcome.UNCONFIRMED);
    }
}

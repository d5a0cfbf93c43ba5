package dev.concierge.server.vault;

import dev.concierge.server.catalog.ErrorWords;
import dev.concierge.server.catalog.OldRefreshToken;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.oauth.OAuthError;
import dev.concierge.server.oauth.RefreshOutcome;
import dev.concierge.server.oauth.TokenSet;
import dev.concierge.server.oauth.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Transaction 2 of a refresh. The new token is stored before anything about it is checked; while the database is away the answer is kept and
 * the store repeated, never the call.
 */
@Component
class RefreshStore {
    /** The cause of a grant whose provider may have answered with a new token that never reached the database. */
    static final String ANSWER_LOST = "answer_lost";

    private static final String OTHER_ACCOUNT = "other_account";
    private static final Duration MISCONFIGURED_RETRY = Duration.ofMinutes(10);

    /** @param revocation of the answer, when it came too late */
    private record Stored(boolean ours, RefreshResult result, java.util.@Nullable UUID revocation) {}

    private final CommitOnce commits;
    private final TokenSealer sealer;
    private final LateAnswers late;
    private final IdentityCheck identity;
    private final RefreshNews news;
    private final Clock clock;

    RefreshStore(
            CommitOnce commits,
            TokenSealer sealer,
            LateAnswers late,
            IdentityCheck identity,
            RefreshNews news,
            Clock clock) {
        this.commits = commits;
        this.sealer = sealer;
        this.late = late;
        this.identity = identity;
        this.news = news;
        this.clock = clock;
    }

    RefreshResult store(
            RefreshClaim.Claimed claimed,
            Provider provider,
            Registration registration,
            @Nullable Secret refreshToken,
            RefreshOutcome outcome) {
        return switch (outcome) {
            case RefreshOutcome.Refreshed(TokenSet tokens) ->
                refreshed(claimed, provider, registration, refreshToken, tokens);
            case RefreshOutcome.Rejected(var error) ->
                rejected(claimed, claimed.grant().version(), causeOf(claimed, provider, error));
            case RefreshOutcome.Misconfigured(var error) -> misconfigured(claimed, error.word());
            case RefreshOutcome.Unavailable unavailable -> unavailable(claimed, unavailable);
        };
    }

    /**
     * A refusal after an end that was known says less than that end does; and where a refresh token does not stay, one of a later try says no more than
     * that an answer was lost, for a grace may be shorter than we know.
     */
    private String causeOf(RefreshClaim.Claimed claimed, Provider provider, OAuthError error) {
        boolean stays = provider.refresh().oldRefreshToken() instanceof OldRefreshToken.Stays;
        if (claimed.attempt() != RefreshClaim.Try.FIRST && !stays) {
            return ANSWER_LOST;
        }
        boolean known = ErrorWords.GRANT_ENDED.word().equals(error.word())
                && claimed.grant().isPastEnd(clock.instant());
        return known ? RunOut.TOKEN_ENDED : error.word();
    }

    /** The operator must act: noted, tried again in a while, and the grant is not marked dead. The refresh token was not looked at. */
    RefreshResult misconfigured(RefreshClaim.Claimed claimed, String cause) {
        Instant retryAt = clock.instant().plus(MISCONFIGURED_RETRY);
        return inTransaction(claimed, jdbc -> {
            RefreshIntents.takeBack(jdbc, claimed);
            return verdict(jdbc, claimed, claimed.grant().version(), Grant.State.MISCONFIGURED, cause, retryAt);
        });
    }

    private RefreshResult refreshed(
            RefreshClaim.Claimed claimed,
            Provider provider,
            Registration registration,
            @Nullable Secret oldRefreshToken,
            TokenSet tokens) {
        Grant next = sealer.refreshed(claimed.grant(), provider, tokens, oldRefreshToken);
        Instant dueAt = sealer.dueAt(next);
        Stored stored = inTransaction(claimed, jdbc -> storeTokens(jdbc, claimed, provider, tokens, next, dueAt));
        if (stored.revocation() != null) {
            late.end(next.accountId(), stored.revocation());
        }
        boolean other = stored.ours() && identity.isOther(provider, registration, tokens, claimed.grant());
        return other ? rejected(claimed, next.version(), OTHER_ACCOUNT) : stored.result();
    }

    private Stored storeTokens(
            JdbcClient jdbc,
            RefreshClaim.Claimed claimed,
            Provider provider,
            TokenSet tokens,
            Grant next,
            @Nullable Instant dueAt) {
        boolean stored = GrantRepository.storeTokens(jdbc, next, dueAt, claimed.fence());
        if (!stored) {
            Grant now = GrantRepository.find(jdbc, next.id()).orElse(null);
            return new Stored(false, result(now), late.drop(jdbc, claimed.grant(), now, provider, tokens));
        }
        news.refreshed(
                next,
                tokens.refreshToken() != null,
                TokenSealer.beyond(claimed.grant(), provider, tokens),
                claimed.caller());
        return new Stored(true, new RefreshResult.Fresh(next), null);
    }

    private RefreshResult rejected(RefreshClaim.Claimed claimed, long version, String cause) {
        return inTransaction(claimed, jdbc -> {
            if (OTHER_ACCOUNT.equals(cause)) {
                GrantRepository.disown(jdbc, claimed.grant().id(), version);
            }
            RefreshIntents.close(jdbc, claimed);
            return verdict(jdbc, claimed, version, Grant.State.REJECTED, cause, null);
        });
    }

    /** Written only while nobody stored a newer token or claimed after us. One that says what the grant says already is no news. */
    private RefreshResult verdict(
            JdbcClient jdbc,
            RefreshClaim.Claimed claimed,
            long version,
            Grant.State state,
            String cause,
            @Nullable Instant retryAt) {
        Grant grant = claimed.grant();
        Verdict verdict = new Verdict(state, cause, retryAt, clock.instant());
        if (GrantRepository.condemn(jdbc, grant.id(), version, claimed.fence(), verdict)) {
            tell(grant, state, cause);
        }
        return result(GrantRepository.find(jdbc, grant.id()).orElse(null));
    }

    private void tell(Grant before, Grant.State state, String cause) {
        if (before.state() == state && cause.equals(before.cause())) {
            news.waits(before);
        } else {
            news.condemned(before, state, cause);
        }
    }

    private RefreshResult unavailable(RefreshClaim.Claimed claimed, RefreshOutcome.Unavailable unavailable) {
        Grant grant = claimed.grant();
        Instant now = clock.instant();
        return inTransaction(claimed, jdbc -> {
            int failures = GrantRepository.failures(jdbc, grant.id());
            Duration wait = BackOff.after(failures, unavailable.retryAfter());
            GrantRepository.backOff(jdbc, grant.id(), grant.version(), claimed.fence(), now.plus(wait));
            if (unavailable.sent()) {
                RefreshIntents.answerLost(jdbc, claimed);
            } else {
                RefreshIntents.takeBack(jdbc, claimed);
            }
            news.waits(grant);
            Grant row = GrantRepository.find(jdbc, grant.id()).orElse(null);
            return row == null || row.version() != grant.version()
                    ? result(row)
                    : new RefreshResult.Unavailable(
                            row, unavailable.retryAfter(), isTheProviders(unavailable.trouble()));
        });
    }

    /** Whether other people's grants will meet the same trouble: an answer that nobody understands is the state of one grant. */
    private static boolean isTheProviders(Trouble trouble) {
        return switch (trouble) {
            case NO_ANSWER, HELD_BACK, BUSY, BROKEN -> true;
            case GARBLED, UNKNOWN_ERROR -> false;
        };
    }

    private static RefreshResult result(@Nullable Grant now) {
        if (now == null) {
            return new RefreshResult.Ended();
        }
        return switch (now.state()) {
            case LIVE -> new RefreshResult.Fresh(now);
            case REJECTED -> new RefreshResult.Rejected(now);
            case MISCONFIGURED -> new RefreshResult.Misconfigured(now);
            case ENDED -> new RefreshResult.Ended();
        };
    }

    private <T> T inTransaction(RefreshClaim.Claimed claimed, java.util.function.Function<JdbcClient, T> work) {
        return commits.run(claimed.grant().accountId(), claimed.grant().id(), work);
    }
}

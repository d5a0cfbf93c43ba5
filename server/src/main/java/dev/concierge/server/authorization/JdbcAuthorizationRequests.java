package dev.concierge.server.authorization;

import dev.concierge.server.authorization.AuthorizationRequestRepository.Row;
import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.database.Ids;
import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import dev.concierge.server.oauth.AuthorizationParameters;
import dev.concierge.server.oauth.AuthorizationUrl;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@link AuthorizationRequests} in the database. */
@Component
final class JdbcAuthorizationRequests implements AuthorizationRequests {
    private static final Logger log = LoggerFactory.getLogger(JdbcAuthorizationRequests.class);
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MOST_OPEN = 20;

    private final AuthorizationRequestRepository repository;
    private final AuthorizationUrl authorizationUrl;
    private final RowCipher cipher;
    private final RandomSecrets secrets;
    private final Ids ids;
    private final Clock clock;

    JdbcAuthorizationRequests(
            AuthorizationRequestRepository repository,
            AuthorizationUrl authorizationUrl,
            RowCipher cipher,
            RandomSecrets secrets,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.authorizationUrl = authorizationUrl;
        this.cipher = cipher;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Started start(StartRequest request) {
        UUID id = ids.next();
        Secret state = secrets.next();
        Secret verifier = secrets.next();
        Secret nonce = secrets.next();
        Instant now = clock.instant();
        Row row = new Row(
                id,
                request.kind(),
                request.accountId(),
                request.sessionId(),
                request.integrationId(),
                request.provider().id(),
                request.registration().id(),
                request.redirectUri(),
                cipher.encrypt(verifier, binding("verifier", id, request.accountId())),
                cipher.encrypt(nonce, binding("nonce", id, request.accountId())),
                request.returnPath(),
                request.scopes(),
                now,
                now.plus(LIFE));
        if (!repository.put(state.sha256(), request.browser().hash(), row, MOST_OPEN)) {
            throw new ProblemException(
                            ProblemType.TOO_MANY_REQUESTS,
                            "This browser has begun too many connections that are still open. Finish one, or wait ten minutes.")
                    .retryAfter(LIFE);
        }
        URI url = authorizationUrl.build(
                request.provider(),
                request.registration(),
                new AuthorizationParameters(
                        request.redirectUri(),
                        request.scopes(),
                        state,
                        nonce,
                        verifier,
                        request.kind() == AuthorizationKind.SIGN_IN,
                        request.again(),
                        request.loginHint()));
        return new Started(url, row.expiresAt());
    }

    @Override
    public Optional<AuthorizationRequest> take(String providerId, Secret state, BrowserId browser) {
        if (CurrentTransaction.isOpen()) {
            throw new IllegalStateException("a state is taken in a transaction of its own");
        }
        return repository
                .take(state.sha256(), browser.hash(), providerId, clock.instant())
                .flatMap(this::opened);
    }

    private Optional<AuthorizationRequest> opened(Row row) {
        try {
            return Optional.of(new AuthorizationRequest(
                    row.id(),
                    row.kind(),
                    row.accountId(),
                    row.sessionId(),
                    row.integrationId(),
                    row.provider(),
                    row.registration(),
                    row.redirectUri(),
                    cipher.decrypt(row.verifier(), binding("verifier", row.id(), row.accountId())),
                    cipher.decrypt(row.nonce(), binding("nonce", row.id(), row.accountId())),
                    row.returnPath(),
                    row.scopes(),
                    row.createdAt()));
        } catch (UnreadableException e) {
            log.error("An authorization request cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public int purge(int atMost) {
        return repository.purge(clock.instant(), atMost);
    }

    private static Binding binding(String column, UUID id, @Nullable UUID accountId) {
        return new Binding("authorization_requests", column, id, accountId, 0);
    }
}

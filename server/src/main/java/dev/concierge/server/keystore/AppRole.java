package dev.concierge.server.keystore;

import dev.concierge.server.encryption.KeyStoreException;
import dev.concierge.server.encryption.KeyStoreException.Kind;
import dev.concierge.server.encryption.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Signing in by role id and secret id. The token is renewed when a third of its life is left: a secret id may be good for one sign-in only. When no
 * renewal reaches further (the role's longest life), or it is refused, we sign in anew.
 */
final class AppRole implements VaultSignIn {
    private static final Logger log = LoggerFactory.getLogger(AppRole.class);
    private static final String LOGIN = "auth/approle/login";
    private static final String RENEW = "auth/token/renew-self";
    private static final int PARTS = 3;

    private final VaultCalls calls;
    private final Clock clock;
    private final Secret roleId;
    private final SecretId secretId;
    private @Nullable Held held;

    AppRole(VaultCalls calls, Clock clock, Secret roleId, SecretId secretId) {
        this.calls = calls;
        this.clock = clock;
        this.roleId = roleId;
        this.secretId = secretId;
    }

    /** Where the secret id comes from, at each sign-in anew. */
    @FunctionalInterface
    interface SecretId {
        Secret read() throws KeyStoreException;
    }

    /** @param life as it was granted at sign-in; zero for a token without an end */
    private record Held(Secret token, Instant renewAt, Instant end, Duration life, boolean renewable) {
        static Held of(Secret token, Duration lease, boolean renewable, Duration life, Instant now) {
            Instant end = lease.isZero() ? Instant.MAX : now.plus(lease);
            return new Held(token, lease.isZero() ? end : end.minus(lease.dividedBy(PARTS)), end, life, renewable);
        }
    }

    @Override
    public synchronized Secret token() throws KeyStoreException {
        Held now = held;
        return now == null || !clock.instant().isBefore(now.end()) ? login().token() : now.token();
    }

    @Override
    public synchronized Secret another(Secret refused) throws KeyStoreException {
        Held now = held;
        return now == null || now.token().equals(refused) ? login().token() : now.token();
    }

    @Override
    public synchronized void tick() {
        Held now = held;
        if (now == null || clock.instant().isBefore(now.renewAt())) {
            return;
        }
        try {
            if (!now.renewable() || !renewed(now)) {
                var _ = login();
            }
        } catch (KeyStoreException e) {
            log.warn("The token of the key store was not renewed: {}", e.sentence());
        }
    }

    /** @return whether the token lives on for long enough; with Vault away it is left to the next tick */
    private boolean renewed(Held now) throws KeyStoreException {
        return switch (calls.post(RENEW, now.token(), Map.of())) {
            case VaultAnswer.Done(JsonNode body) -> {
                Duration lease = lease(body);
                held = Held.of(now.token(), lease, renewable(body), now.life(), clock.instant());
                yield lease.compareTo(now.life().dividedBy(PARTS)) > 0;
            }
            case VaultAnswer.Away(String why) -> throw new KeyStoreException(Kind.AWAY, "Vault " + why + ".");
            case VaultAnswer.Refused _ -> false;
        };
    }

    private Held login() throws KeyStoreException {
        VaultAnswer answer = calls.post(
                LOGIN,
                null,
                Map.of("role_id", roleId.reveal(), "secret_id", secretId.read().reveal()));
        return switch (answer) {
            case VaultAnswer.Done(JsonNode body) -> {
                Secret token = Secret.of(body.path("auth").path("client_token").asString(""));
                Duration lease = lease(body);
                Held got = Held.of(
                        VaultSignIn.wellFormed(token, "Vault's answer to the sign-in"),
                        lease,
                        renewable(body),
                        lease,
                        clock.instant());
                held = got;
                yield got;
            }
            case VaultAnswer.Away(String why) -> throw new KeyStoreException(Kind.AWAY, "Vault " + why + ".");
            case VaultAnswer.Refused _ ->
                throw new KeyStoreException(
                        Kind.REFUSED, "Vault refuses VAULT_ROLE_ID with its secret id: wrong, used up or expired.");
        };
    }

    private static Duration lease(JsonNode body) {
        return Duration.ofSeconds(
                Math.max(0, body.path("auth").path("lease_duration").asLong(0)));
    }

    private static boolean renewable(JsonNode body) {
        return body.path("auth").path("renewable").asBoolean(false);
    }
}

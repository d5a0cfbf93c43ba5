package dev.concierge.testing.vault;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens with their policies and ends, and roles of AppRole that get one. */
final class Tokens {
    private static final int RANDOM_BYTES = 18;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> alive = new HashMap<>();
    private final Map<String, Role> roles = new HashMap<>();
    private final List<String> handedOut = new ArrayList<>();
    private final Clock clock;

    Tokens(Clock clock) {
        this.clock = clock;
    }

    /**
     * What a token may do.
     *
     * @param allowed lines of a policy, each {@code "capability path"}
     * @param end null for one without an end
     * @param latest after this no renewal reaches; null for no such bound
     */
    record Token(
            Set<String> allowed,
            boolean renewable,
            @Nullable Instant end,
            @Nullable Instant latest,
            Duration life) {
        Token {
            allowed = Set.copyOf(allowed);
        }
    }

    /** @param uses how often the secret id may still be used */
    record Role(String secretId, Set<String> allowed, Duration life, Duration longest, int uses) {
        Role {
            allowed = Set.copyOf(allowed);
        }
    }

    /** What a login or renewal answers. */
    record Granted(String token, Duration lease, boolean renewable) {}

    synchronized String issue(Set<String> allowed) {
        return keep(new Token(allowed, false, null, null, Duration.ZERO));
    }

    synchronized void revoke(String token) {
        alive.remove(token);
    }

    synchronized void role(String roleId, Role role) {
        roles.put(roleId, role);
    }

    /** Everything secret that was ever given out here. */
    synchronized List<String> handedOut() {
        return List.copyOf(handedOut);
    }

    String secret(String prefix) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String made = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        synchronized (this) {
            handedOut.add(made);
        }
        return made;
    }

    synchronized Granted login(String roleId, String secretId) {
        Role role = roles.get(roleId);
        if (role == null || role.uses() == 0 || !role.secretId().equals(secretId)) {
            throw new Refusal(400, "invalid role or secret ID");
        }
        roles.put(roleId, new Role(role.secretId(), role.allowed(), role.life(), role.longest(), role.uses() - 1));
        Instant now = clock.instant();
        String token =
                keep(new Token(role.allowed(), true, now.plus(role.life()), now.plus(role.longest()), role.life()));
        return new Granted(token, role.life(), true);
    }

    synchronized Granted renew(@Nullable String token) {
        Token held = require(token);
        if (!held.renewable() || held.latest() == null) {
            throw new Refusal(400, "lease is not renewable");
        }
        Instant wanted = clock.instant().plus(held.life());
        Instant end = wanted.isAfter(held.latest()) ? held.latest() : wanted;
        alive.put(String.valueOf(token), new Token(held.allowed(), true, end, held.latest(), held.life()));
        return new Granted(String.valueOf(token), Duration.between(clock.instant(), end), true);
    }

    synchronized boolean allows(@Nullable String token, String capability, String path) {
        return require(token).allowed().contains(capability + " " + path);
    }

    private Token require(@Nullable String token) {
        Token held = token == null ? null : alive.get(token);
        if (held == null || (held.end() != null && !clock.instant().isBefore(held.end()))) {
            throw Refusal.denied();
        }
        return held;
    }

    private String keep(Token token) {
        String made = secret("hvs.");
        alive.put(made, token);
        return made;
    }
}

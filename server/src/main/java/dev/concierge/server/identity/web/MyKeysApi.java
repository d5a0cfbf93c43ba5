package dev.concierge.server.identity.web;

import dev.concierge.server.identity.ApiKey;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.identity.KeyRequest;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.identity.NewApiKey;
import dev.concierge.server.identity.NewKeyOutcome;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me/api-keys}, for a signed-in browser only: a key makes no keys (N-02), and the owner is always who asks. */
@RestController
@RequestMapping("/api/v1/me/api-keys")
class MyKeysApi {
    /**
     * What a new key shall be.
     *
     * @param days how long it lives; absent means 90, at most 365
     * @param password needed when the last proof is more than ten minutes old: the password or, for an account with a second factor, a code
     */
    record Wanted(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable Integer days,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Wanted[" + name + "]";
        }
    }

    record KeyItem(
            UUID id,
            String name,
            String prefix,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {}

    /** A new key; {@code value} is the key itself, in this one answer. */
    record Made(KeyItem key, String value) {
        @Override
        public String toString() {
            return "Made[" + key.id() + "]";
        }
    }

    private final ApiKeys keys;
    private final FreshProof proof;
    private final Visitors visitors;

    MyKeysApi(ApiKeys keys, FreshProof proof, Visitors visitors) {
        this.keys = keys;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping
    MeApi.Items<KeyItem> list(Caller.Person person) {
        return new MeApi.Items<>(keys.list(person).stream().map(MyKeysApi::item).toList(), null);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Made create(
            Caller.Person person,
            @RequestBody Wanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        proof.require(person, wanted.password(), request, response);
        return switch (keys.create(person, request(wanted), visitors.of(request))) {
            case NewKeyOutcome.Made(NewApiKey made) ->
                new Made(item(made.key()), made.value().reveal());
            case NewKeyOutcome.Unfit unfit -> throw unfit(unfit);
        };
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller.Person person, @PathVariable UUID id, HttpServletRequest request) {
        if (!keys.revoke(person, id, visitors.of(request))) {
            throw MeApi.gone();
        }
    }

    static KeyRequest request(Wanted wanted) {
        return new KeyRequest(
                Objects.requireNonNullElse(wanted.name(), ""),
                Objects.requireNonNullElse(wanted.scopes(), List.of()),
                Objects.requireNonNullElse(wanted.days(), KeyRequest.USUAL_DAYS));
    }

    static ProblemException unfit(NewKeyOutcome.Unfit unfit) {
        String detail = Stream.of(unfit.name(), unfit.scopes(), unfit.days())
                .filter(Objects::nonNull)
                .reduce((one, other) -> one + " " + other)
                .orElse("");
        return new ProblemException(ProblemType.INVALID_INPUT, detail);
    }

    static KeyItem item(ApiKey key) {
        return new KeyItem(
                key.id(),
                key.name(),
                key.prefix(),
                key.scopes().stream().map(KeyScope::word).sorted().toList(),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                key.revokedAt());
    }
}

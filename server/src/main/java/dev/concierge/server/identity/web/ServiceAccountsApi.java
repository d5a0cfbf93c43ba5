package dev.concierge.server.identity.web;

import dev.concierge.server.identity.KeyRequest;
import dev.concierge.server.identity.NewApiKey;
import dev.concierge.server.identity.NewKeyOutcome;
import dev.concierge.server.identity.ServiceAccount;
import dev.concierge.server.identity.ServiceAccounts;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/service-accounts}, for administrators, signed in by a browser or, within ten minutes of the proof, by a program; no key reaches it. */
@RestController
@RequestMapping(path = "/api/v1/service-accounts", produces = "application/json")
class ServiceAccountsApi {
    /**
     * What a new one shall be.
     *
     * @param role guest or user; absent means user
     * @param password or a code of the second factor, where there is one; needed when the last proof is more than ten minutes old
     */
    record NewServiceAccount(
            String name, @Nullable String role, @Nullable String password) {
        @Override
        public String toString() {
            return "NewServiceAccount[" + name + "]";
        }
    }

    /** @param password or a code of the second factor, where there is one; needed when the last proof is more than ten minutes old */
    record Standing(Boolean active, @Nullable String password) {
        @Override
        public String toString() {
            return "Standing[" + active + "]";
        }
    }

    /** @param password or a code of the second factor, where there is one; needed when the last proof is more than ten minutes old */
    record Parting(@Nullable String password) {
        @Override
        public String toString() {
            return "Parting[]";
        }
    }

    record ServiceAccountItem(
            UUID id,
            String name,
            String role,
            boolean active,
            Instant createdAt,
            int livingKeys,
            @Nullable Instant lastUsedAt) {}

    private final ServiceAccounts services;
    private final FreshProof proof;
    private final Visitors visitors;

    ServiceAccountsApi(ServiceAccounts services, FreshProof proof, Visitors visitors) {
        this.services = services;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping
    @Operation(summary = "List the service accounts")
    MeApi.Items<ServiceAccountItem> listServiceAccounts(Caller.Person person) {
        return new MeApi.Items<>(
                services.list(person).stream().map(ServiceAccountsApi::item).toList(), null);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make a service account",
            description =
                    "An account of a program: nobody signs in to it, its API keys are all there is. Its role is guest or user.")
    ServiceAccountItem createServiceAccount(
            Caller.Person person,
            @RequestBody NewServiceAccount wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        prove(person, wanted.password(), request, response);
        String role = Objects.requireNonNullElse(wanted.role(), "user");
        return item(services.create(person, wanted.name(), role, visitors.of(request)));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a service account")
    ServiceAccountItem showServiceAccount(Caller.Person person, @PathVariable UUID id) {
        return item(services.require(person, id));
    }

    @PutMapping("/{id}/status")
    @Operation(
            summary = "Disable or enable a service account",
            description = "A disabled one's keys work on no node a second later; enabled again, they do.")
    ServiceAccountItem changeStatus(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestBody Standing standing,
            HttpServletRequest request,
            HttpServletResponse response) {
        prove(person, standing.password(), request, response);
        return item(services.setActive(person, id, standing.active(), visitors.of(request)));
    }

    /** A POST, for it takes a password along. */
    @PostMapping("/{id}/delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a service account", description = "With its keys. It must have nothing connected.")
    void deleteServiceAccount(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestBody Parting parting,
            HttpServletRequest request,
            HttpServletResponse response) {
        prove(person, parting.password(), request, response);
        services.delete(person, id, visitors.of(request));
    }

    @GetMapping("/{id}/api-keys")
    @Operation(summary = "List the keys of a service account")
    MeApi.Items<MyKeysApi.KeyItem> listKeys(Caller.Person person, @PathVariable UUID id) {
        return new MeApi.Items<>(
                services.keys(person, id).stream().map(MyKeysApi::item).toList(), null);
    }

    @PostMapping("/{id}/api-keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make a key of a service account", description = "The answer holds the key, this once.")
    MyKeysApi.Made createKey(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestBody MyKeysApi.Wanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        prove(person, wanted.password(), request, response);
        KeyRequest asked = MyKeysApi.request(wanted);
        return switch (services.createKey(person, id, asked, visitors.of(request))) {
            case NewKeyOutcome.Made(NewApiKey made) ->
                new MyKeysApi.Made(MyKeysApi.item(made.key()), made.value().reveal());
            case NewKeyOutcome.Unfit unfit -> throw MyKeysApi.unfit(unfit);
        };
    }

    @DeleteMapping("/{id}/api-keys/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End a key of a service account")
    void revokeKey(Caller.Person person, @PathVariable UUID id, @PathVariable UUID keyId, HttpServletRequest request) {
        if (!services.revokeKey(person, id, keyId, visitors.of(request))) {
            throw new ProblemException(ProblemType.NOT_FOUND, "It does not exist, or it ended before.");
        }
    }

    /** Only for administrators: the first call of the room says so to others, before a password of theirs is looked at. */
    private void prove(
            Caller.Person person, @Nullable String password, HttpServletRequest request, HttpServletResponse response) {
        services.admit(person, "service_account.change");
        proof.require(person, password, request, response);
    }

    private static ServiceAccountItem item(ServiceAccount account) {
        return new ServiceAccountItem(
                account.id(),
                account.name(),
                account.role().word(),
                account.active(),
                account.createdAt(),
                account.livingKeys(),
                account.lastUsedAt());
    }
}

package dev.concierge.server.catalog.web;

import dev.concierge.server.catalog.ChangeOutcome;
import dev.concierge.server.catalog.ClientVerdict;
import dev.concierge.server.catalog.RegistrationChange;
import dev.concierge.server.catalog.RegistrationDesk;
import dev.concierge.server.catalog.RegistrationEntry;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/registrations}, for a signed-in administrator; no key reaches it. A secret goes in and never comes out. */
@RestController
@RequestMapping(path = "/api/v1/registrations", produces = "application/json")
class RegistrationsApi {
    /**
     * What is to be kept here.
     *
     * @param version as it was answered; absent or 0 when nothing was kept
     * @param clientSecret absent keeps the one there is
     * @param secretExpiresOn the last day of the secret, in UTC; absent when it has none
     * @param connects whether it is used for connecting; absent means yes
     * @param signsIn whether it is used for signing in; absent means no
     * @param password or a code of the second factor, where there is one; needed when the last proof is more than ten minutes old
     */
    record Wanted(
            @Nullable Long version,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable LocalDate secretExpiresOn,
            @Nullable Boolean connects,
            @Nullable Boolean signsIn,
            @Nullable String password) {
        RegistrationChange change() {
            return new RegistrationChange(
                    Objects.requireNonNullElse(version, 0L),
                    Objects.requireNonNullElse(clientId, "").strip(),
                    clientSecret == null || clientSecret.isBlank() ? null : Secret.of(clientSecret.strip()),
                    secretExpiresOn,
                    !Boolean.FALSE.equals(connects),
                    Boolean.TRUE.equals(signsIn));
        }

        @Override
        public String toString() {
            return "Wanted[" + version + "]";
        }
    }

    /**
     * One provider.
     *
     * @param source environment, here, shared or none
     * @param clientId of the client in use; null when there is none
     * @param sharedWith the provider whose client is used, when it is another's
     * @param signInRedirectUri null where signing in is not offered
     * @param kept what is kept here; null when nothing is
     */
    record Item(
            String provider,
            String source,
            @Nullable String clientId,
            @Nullable String sharedWith,
            boolean connects,
            boolean signsIn,
            URI redirectUri,
            @Nullable URI signInRedirectUri,
            @Nullable Kept kept) {}

    record Kept(String clientId, @Nullable LocalDate secretExpiresOn, long version, Instant changedAt) {}

    /** The catalog is small, so there is never a next page. */
    record Items(List<Item> items, @Nullable String nextCursor) {}

    /**
     * What the provider said.
     *
     * @param verdict accepted, refused, unclear or no_answer
     * @param error the provider's error code, or null
     */
    record Tested(String verdict, String detail, @Nullable String error) {}

    private final RegistrationDesk desk;
    private final FreshProof proof;

    RegistrationsApi(RegistrationDesk desk, FreshProof proof) {
        this.desk = desk;
        this.proof = proof;
    }

    @GetMapping
    Items listRegistrations(Caller.Person person) {
        return new Items(desk.all(person).stream().map(RegistrationsApi::item).toList(), null);
    }

    @GetMapping("/{provider}")
    Item showRegistration(Caller.Person person, @PathVariable String provider) {
        return item(desk.one(person, provider));
    }

    @PutMapping("/{provider}")
    Item keepRegistration(
            Caller.Person person,
            @PathVariable String provider,
            @RequestBody Wanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "registration.keep", provider);
        proof.require(person, wanted.password(), request, response);
        return switch (desk.keep(person, provider, wanted.change())) {
            case ChangeOutcome.Saved(RegistrationEntry entry) -> item(entry);
            case ChangeOutcome.Unfit unfit -> throw new ProblemException(ProblemType.INVALID_INPUT, unfit.sentences());
            case ChangeOutcome.Overtaken _ -> throw RegistrationDesk.overtaken();
            case ChangeOutcome.ReadOnly(String variable) ->
                throw new ProblemException(
                        ProblemType.INVALID_INPUT,
                        "The environment names this client in " + variable + ", which wins. Change it there.");
        };
    }

    /** Whoever proved themselves more than ten minutes ago signs in again first: a DELETE takes no password along. */
    @DeleteMapping("/{provider}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeRegistration(
            Caller.Person person,
            @PathVariable String provider,
            @RequestParam long version,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "registration.remove", provider);
        proof.require(person, null, request, response);
        desk.remove(person, provider, version);
    }

    @PostMapping("/{provider}/test")
    Tested testRegistration(Caller.Person person, @PathVariable String provider) {
        String name = desk.one(person, provider).provider().name();
        ClientVerdict verdict = desk.test(person, provider);
        return new Tested(verdict.word(), verdict.sentence(name), code(verdict));
    }

    private static @Nullable String code(ClientVerdict verdict) {
        String code = switch (verdict) {
            case ClientVerdict.Refused(var _, String said) -> said;
            case ClientVerdict.Unclear(String said) -> said;
            case ClientVerdict.Accepted _, ClientVerdict.NoAnswer _ -> "";
        };
        return code.isEmpty() ? null : code;
    }

    private static Item item(RegistrationEntry entry) {
        RegistrationEntry.Client client = entry.client();
        RegistrationEntry.Kept kept = entry.kept();
        return new Item(
                entry.provider().id(),
                entry.source().name().toLowerCase(Locale.ROOT),
                client == null ? null : client.clientId(),
                client == null || client.from().equals(entry.provider().id()) ? null : client.from(),
                client != null && client.connects(),
                client != null && client.signsIn() && entry.signInRedirect() != null,
                entry.connectRedirect(),
                entry.signInRedirect(),
                kept == null
                        ? null
                        : new Kept(kept.clientId(), kept.secretExpiresOn(), kept.version(), kept.changedAt()));
    }
}

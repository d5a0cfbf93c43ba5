package dev.concierge.server.identity.web;

import dev.concierge.server.identity.Authenticators;
import dev.concierge.server.identity.OwnAuthenticator;
import dev.concierge.server.identity.OwnPasskey;
import dev.concierge.server.identity.Passkeys;
import dev.concierge.server.identity.RecoveryCodes;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me/factors}, for a signed-in browser only. Setting one up is a page's: it shows what must be shown once. */
@RestController
@RequestMapping("/api/v1/me/factors")
class MyFactorsApi {
    /**
     * A second factor.
     *
     * @param kind {@code totp} or {@code passkey}
     * @param name what the person called it
     */
    record FactorItem(UUID id, String kind, String name, Instant addedAt, Instant usedAt) {}

    /** @param recoveryCodesLeft how many were not used */
    record Factors(List<FactorItem> items, int recoveryCodesLeft) {}

    private final Authenticators authenticators;
    private final Passkeys passkeys;
    private final RecoveryCodes codes;
    private final FreshProof proof;
    private final Visitors visitors;

    MyFactorsApi(
            Authenticators authenticators,
            Passkeys passkeys,
            RecoveryCodes codes,
            FreshProof proof,
            Visitors visitors) {
        this.authenticators = authenticators;
        this.passkeys = passkeys;
        this.codes = codes;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping
    Factors list(Caller.Person person) {
        Stream<FactorItem> apps = authenticators.own(person).stream().map(MyFactorsApi::item);
        Stream<FactorItem> keys = passkeys.own(person).stream().map(MyFactorsApi::item);
        return new Factors(Stream.concat(apps, keys).toList(), codes.left(person));
    }

    /** Wants a proof within the last ten minutes, given at a page. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller.Person person, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        proof.require(person, null, request, response);
        Authenticators.Removed app = authenticators.remove(person, id, visitors.of(request));
        if (app == Authenticators.Removed.GONE) {
            PasskeyPages.require(passkeys.remove(person, id, visitors.of(request)));
        } else {
            FactorPages.require(app);
        }
    }

    private static FactorItem item(OwnPasskey one) {
        return new FactorItem(one.id(), "passkey", one.name(), one.addedAt(), one.usedAt());
    }

    private static FactorItem item(OwnAuthenticator one) {
        return new FactorItem(one.id(), "totp", one.name(), one.addedAt(), one.usedAt());
    }
}

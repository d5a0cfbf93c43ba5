package dev.concierge.server.gateway;

import dev.concierge.server.audit.VendEvent;
import dev.concierge.server.audit.VendLog;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.vault.FreshToken;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Hands a fresh token to a caller: may it, whose is it, is it fresh, is it written down; then it leaves. No SQL while caches are warm. */
@Component
class Vending {
    private final Integrations integrations;
    private final Vault vault;
    private final VendLog vends;
    private final Counter vended;

    Vending(Integrations integrations, Vault vault, VendLog vends, MeterRegistry meters) {
        this.integrations = integrations;
        this.vault = vault;
        this.vends = vends;
        this.vended = meters.counter("concierge.vends");
    }

    /**
     * A token that lives for at least {@code minTtl}, as far as the provider gives one.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code forbidden}, {@code not-found}, and those of
     *     {@link Vault#freshToken}
     */
    FreshToken vend(Caller.Program caller, ClientAddress from, UUID integrationId, Duration minTtl) {
        caller.require(KeyScope.TOKENS_VEND.word());
        UUID grantId = integrations.grantOf(caller.accountId(), integrationId);
        FreshToken token = vault.freshToken(caller.accountId(), grantId, minTtl, caller.actor());
        vends.append(new VendEvent(caller.accountId(), caller.actor(), grantId, integrationId, from.text()));
        vended.increment();
        return token;
    }
}

package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.integrations.DisconnectFlow;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.integrations.Receipt;
import dev.concierge.server.integrations.Receipts;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Mark;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** {@code /receipts/{id}}: what a disconnect or an emergency stop did. */
@Controller
class ReceiptPage {
    private final Receipts receipts;
    private final DisconnectFlow disconnects;
    private final Integrations integrations;
    private final Catalog catalog;

    ReceiptPage(Receipts receipts, DisconnectFlow disconnects, Integrations integrations, Catalog catalog) {
        this.receipts = receipts;
        this.disconnects = disconnects;
        this.integrations = integrations;
        this.catalog = catalog;
    }

    @GetMapping("/receipts/{id}")
    ModelAndView show(Caller.Person person, @PathVariable UUID id) {
        Receipt receipt = receipts.require(person.accountId(), id);
        Integration integration = integrations.require(person.accountId(), receipt.integrationId());
        @Nullable Provider provider = catalog.find(receipt.provider()).orElse(null);
        return new ModelAndView(
                "integrations/receipt",
                "view",
                new ReceiptView(
                        id,
                        receipt.label(),
                        provider == null ? new Mark(receipt.provider(), null) : Departure.mark(provider),
                        integration.upstreamLabel(),
                        receipt.madeAt(),
                        outcome(receipt),
                        receipt.why(),
                        receipt.settledAt(),
                        null,
                        receipt.records(),
                        provider == null ? null : provider.revocation().byHand(),
                        receipts.keptFor(person.accountId(), receipt).stream()
                                .map(this::name)
                                .toList(),
                        receipt.stopId() != null));
    }

    @PostMapping("/receipts/{id}/shared")
    String endShared(Caller.Person person, @PathVariable UUID id) {
        disconnects.disconnectKeptFor(person.accountId(), person.actor(), id);
        return "redirect:/receipts/" + id;
    }

    private String name(Integration kept) {
        String provider = catalog.find(kept.provider()).map(Provider::name).orElse(kept.provider());
        return provider + ", " + kept.label();
    }

    private static ReceiptView.Outcome outcome(Receipt receipt) {
        return switch (receipt.outcome()) {
            case REVOKED -> ReceiptView.Outcome.REVOKED;
            case WAITING -> ReceiptView.Outcome.TRYING;
            case KEPT_FOR_SIBLING -> ReceiptView.Outcome.KEPT;
            case BY_HAND -> ReceiptView.Outcome.BY_HAND;
        };
    }
}

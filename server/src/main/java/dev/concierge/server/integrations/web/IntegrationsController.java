package dev.concierge.server.integrations.web;

import dev.concierge.server.authorization.AuthorizationKind;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.integrations.ConnectTickets;
import dev.concierge.server.integrations.DisconnectFlow;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.IntegrationChange;
import dev.concierge.server.integrations.IntegrationPages;
import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.integrations.Receipt;
import dev.concierge.server.integrations.Receipts;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.vault.Vault;
import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Integrations in the API: the caller's own, and nobody else's. */
@RestController
@RequestMapping(path = "/api/v1/oauth", produces = "application/json")
@Tag(name = "Integrations")
class IntegrationsController {
    private static final int MOST = 200;

    private final Integrations integrations;
    private final IntegrationPages pages;
    private final ConnectTickets tickets;
    private final DisconnectFlow disconnects;
    private final Receipts receipts;
    private final Vault vault;

    IntegrationsController(
            Integrations integrations,
            IntegrationPages pages,
            ConnectTickets tickets,
            DisconnectFlow disconnects,
            Receipts receipts,
            Vault vault) {
        this.integrations = integrations;
        this.pages = pages;
        this.tickets = tickets;
        this.disconnects = disconnects;
        this.receipts = receipts;
        this.vault = vault;
    }

    record Page(List<IntegrationAnswer> items, @Nullable String nextCursor) {}

    /**
     * What shall be otherwise; what is left out stays as it is.
     *
     * @param label another name, one line of 1 to 80 characters
     * @param metadata your own words in place of those before: at most 50, names of 1 to 40 characters, texts of at most 500
     */
    record Change(@Nullable String label, @Nullable Map<String, String> metadata) {}

    /** @param scopes names or aliases; none asks for what the catalog says */
    record Ask(@Nullable List<String> scopes) {
        List<String> list() {
            return scopes == null ? List.of() : List.copyOf(scopes);
        }
    }

    /** @param authorizationUrl a page of ours for the person to open */
    record AskAnswer(String authorizationUrl, Instant expiresAt) {
        static AskAnswer of(ConnectTickets.Issued issued) {
            return new AskAnswer(issued.authorizationUrl().toString(), issued.expiresAt());
        }

        @Override
        public String toString() {
            return "AskAnswer[until " + expiresAt + "]";
        }
    }

    /**
     * @param outcome revoked, waiting, kept_for_sibling, by_hand
     * @param reason why by hand: no_endpoint, refused, no_answer, token_ended, no_token, unconfirmed; null otherwise
     */
    record ReceiptAnswer(
            UUID id,
            UUID integrationId,
            String provider,
            String label,
            String outcome,
            @Nullable String reason,
            long records,
            Instant madeAt,
            @Nullable Instant settledAt) {
        static ReceiptAnswer of(Receipt receipt) {
            return new ReceiptAnswer(
                    receipt.id(),
                    receipt.integrationId(),
                    receipt.provider(),
                    receipt.label(),
                    receipt.outcome().word(),
                    receipt.why() == null ? null : receipt.why().word(),
                    receipt.records(),
                    receipt.madeAt(),
                    receipt.settledAt());
        }
    }

    @GetMapping("/integrations")
    @Operation(
            summary = "List your integrations, newest first",
            description = "Disconnected ones only when asked for by state. Needs the scope integrations:read.")
    Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String label,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        if (limit < 1 || limit > MOST) {
            throw invalid("limit", "limit is 1 to " + MOST + ".");
        }
        IntegrationPages.Page page = pages.page(
                caller.accountId(), new IntegrationPages.Filter(provider, state(state), label), cursor, limit);
        return new Page(page.items().stream().map(this::answer).toList(), page.nextCursor());
    }

    @GetMapping("/integrations/{id}")
    @Operation(summary = "Look at one integration", description = "Needs the scope integrations:read.")
    IntegrationAnswer one(Caller caller, @PathVariable UUID id) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        return answer(integrations.require(caller.accountId(), id));
    }

    @PatchMapping("/integrations/{id}")
    @Operation(
            summary = "Change the name or the metadata of an integration",
            description =
                    "What is left out stays as it is; metadata is replaced as a whole, and {} empties it: at most 50 texts of at most 500 characters, under names of 1 to 40. Needs the scope integrations:write.")
    IntegrationAnswer change(Caller caller, @PathVariable UUID id, @RequestBody Change body) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        if (body.label() == null && body.metadata() == null) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "Send label, metadata or both.");
        }
        integrations.change(
                caller.accountId(), caller.actor(), id, new IntegrationChange(body.label(), body.metadata()));
        return answer(integrations.require(caller.accountId(), id));
    }

    @DeleteMapping("/integrations/{id}")
    @Operation(
            summary = "Disconnect an integration",
            description =
                    "Ends it here at once, asks the provider to end the access, deletes what came from it, and answers with a receipt. Needs the scope integrations:write.")
    ReceiptAnswer disconnect(Caller caller, @PathVariable UUID id) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        UUID receipt = disconnects.disconnect(caller.accountId(), caller.actor(), id);
        return ReceiptAnswer.of(receipts.require(caller.accountId(), receipt));
    }

    @PostMapping("/integrations/{id}/refresh")
    @Operation(
            summary = "Renew the token now",
            description = "Unless it is younger than a minute. Needs the scope integrations:write.")
    IntegrationAnswer refresh(Caller caller, @PathVariable UUID id) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        vault.refreshNow(caller.accountId(), integrations.grantOf(caller.accountId(), id), caller.actor());
        return answer(integrations.require(caller.accountId(), id));
    }

    @PostMapping("/integrations/{id}/reconnect")
    @Operation(
            summary = "Ask the person to renew an integration",
            description = "Answers with a page of ours for the person to open. Needs the scope integrations:write.")
    AskAnswer reconnect(Caller caller, @PathVariable UUID id) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        return AskAnswer.of(tickets.again(caller, AuthorizationKind.RECONNECT, id, List.of()));
    }

    @PostMapping("/integrations/{id}/scopes")
    @Operation(
            summary = "Ask the person to allow more",
            description = "Answers with a page of ours for the person to open. Needs the scope integrations:write.")
    AskAnswer scopes(Caller caller, @PathVariable UUID id, @RequestBody Ask body) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        return AskAnswer.of(tickets.again(caller, AuthorizationKind.SCOPES, id, body.list()));
    }

    @PostMapping("/{provider}/authorize")
    @Operation(
            summary = "Ask the person to connect an account",
            description =
                    "Answers with a page of ours, good for ten minutes and one start, for the person to open. Needs the scope integrations:write.")
    AskAnswer authorize(
            Caller caller, @PathVariable String provider, @RequestBody(required = false) @Nullable Ask body) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        return AskAnswer.of(tickets.connect(caller, provider, body == null ? List.of() : body.list()));
    }

    private IntegrationAnswer answer(Integration integration) {
        return IntegrationAnswer.of(
                integration,
                integrations.consent(integration.accountId(), integration.id()),
                integration.grantId() == null
                        ? null
                        : vault.health(integration.accountId(), integration.grantId())
                                .orElse(null));
    }

    private static @Nullable IntegrationState state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        Set<String> words = Arrays.stream(IntegrationState.values())
                .map(IntegrationState::word)
                .collect(Collectors.toSet());
        if (!words.contains(word)) {
            throw invalid(
                    "state",
                    "state is one of "
                            + String.join(", ", words.stream().sorted().toList()) + ".");
        }
        return IntegrationState.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_INPUT, detail).with("field", field);
    }
}

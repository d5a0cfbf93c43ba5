package dev.concierge.server.sync.web;

import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.SyncRequests;
import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** "Sync now" for programs. The answer names the runs; how each goes is at {@code /api/v1/sync/runs/{id}}. */
@RestController
@RequestMapping(path = "/api/v1/oauth/integrations", produces = "application/json")
@Tag(name = "Sync")
class SyncNowController {
    private final Integrations integrations;
    private final SyncRequests requests;

    SyncNowController(Integrations integrations, SyncRequests requests) {
        this.integrations = integrations;
        this.requests = requests;
    }

    /**
     * What will run.
     *
     * @param streams how many
     * @param runs watch each at {@code /api/v1/sync/runs/{runId}}
     */
    record Asked(int streams, List<SyncRequests.Wanted> runs) {
        static Asked of(List<SyncRequests.Wanted> runs) {
            return new Asked(runs.size(), runs);
        }
    }

    @PostMapping("/{id}/sync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Sync one integration now", description = "Needs the scope integrations:write.")
    Asked one(Caller caller, @PathVariable UUID id) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        usable(integrations.requireLive(caller.accountId(), id));
        return Asked.of(requests.one(caller.accountId(), caller.actor(), id));
    }

    @PostMapping("/sync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Sync all of your integrations now", description = "Needs the scope integrations:write.")
    Asked all(Caller caller) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        return Asked.of(requests.all(caller.accountId(), caller.actor()));
    }

    private static void usable(Integration integration) {
        switch (integration.state()) {
            case ACTIVE -> {
                // its streams can run
            }
            case PENDING, DISCONNECTED ->
                throw new ProblemException(ProblemType.NOT_FOUND, "There is no such integration of yours.");
            case PAUSED -> throw new ProblemException(ProblemType.CONFLICT, "Syncing is paused.");
            case NEEDS_RECONNECT ->
                throw new ProblemException(
                        ProblemType.NEEDS_RECONNECT,
                        "The person must connect the account again before it can be synced.");
            case MISCONFIGURED ->
                throw new ProblemException(
                        ProblemType.MISCONFIGURED,
                        "The provider does not accept our registration. The connection is safe and waits for the operator.");
        }
    }
}

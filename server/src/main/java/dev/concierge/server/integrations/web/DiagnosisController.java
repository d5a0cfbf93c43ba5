package dev.concierge.server.integrations.web;

import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.integrations.Diagnoses;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.PublicUrl;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What is wrong with one of the caller's integrations. */
@RestController
@Tag(name = "Integrations")
class DiagnosisController {
    private final Integrations integrations;
    private final Diagnoses diagnoses;
    private final PublicUrl ours;

    DiagnosisController(Integrations integrations, Diagnoses diagnoses, PublicUrl ours) {
        this.integrations = integrations;
        this.diagnoses = diagnoses;
        this.ours = ours;
    }

    @GetMapping(path = "/api/v1/oauth/integrations/{id}/diagnosis", produces = "application/json")
    @Operation(
            summary = "What is wrong, who must act, and the one thing to do",
            description = "The link is null when there is nothing to do. Needs the scope integrations:read.")
    DiagnosisAnswer diagnosis(Caller caller, @PathVariable UUID id) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        Integration integration = integrations.require(caller.accountId(), id);
        return DiagnosisAnswer.of(diagnoses.of(integration), integration, ours);
    }
}

package dev.concierge.server.integrations.web;

import dev.concierge.server.integrations.Integration;
import dev.concierge.server.web.Caller;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who used an integration, in words, from the audit trail. */
@Component
class Uses {
    List<IntegrationView.Use> of(Caller.Person person, Integration integration) {
        return List.of();
    }
}

package dev.concierge.server.sync.web;

import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.sync.ProgressStreams;
import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** How runs get on, as it happens: {@code GET /api/v1/sync/events}, server-sent events of the HTML standard. */
@RestController
@Tag(name = "Sync")
class ProgressController {
    private final ProgressStreams streams;

    ProgressController(ProgressStreams streams) {
        this.streams = streams;
    }

    @GetMapping("/api/v1/sync/events")
    @Operation(
            summary = "How runs get on, as it happens",
            description =
                    "An event named progress whenever something changed, at most one a second: your streams as /status has them, and the runs"
                            + " under way with their counts. The stream ends after half a minute at the latest; come back, as browsers do by"
                            + " themselves. Needs the scope integrations:read.")
    SseEmitter events(Caller caller) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        return streams.open(caller);
    }
}

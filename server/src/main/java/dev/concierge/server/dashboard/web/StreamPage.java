package dev.concierge.server.dashboard.web;

import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.integrations.Standing;
import dev.concierge.server.integrations.Standings;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.StreamChanges;
import dev.concierge.server.sync.StreamChanges.Which;
import dev.concierge.server.sync.StreamSettings;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.web.Caller;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /integrations/{id}/streams/{stream}}: how one stream is, how often it runs, and how much it reads. */
@Controller
@RequestMapping("/integrations/{id:[0-9a-f-]{36}}/streams/{stream}")
class StreamPage {
    private final Integrations integrations;
    private final Standings standings;
    private final SyncReader reader;
    private final StreamChanges changes;

    StreamPage(Integrations integrations, Standings standings, SyncReader reader, StreamChanges changes) {
        this.integrations = integrations;
        this.standings = standings;
        this.reader = reader;
        this.changes = changes;
    }

    @GetMapping
    ModelAndView show(
            Caller.Person person,
            @PathVariable UUID id,
            @PathVariable String stream,
            @RequestParam(required = false) @Nullable String news) {
        Integration integration = integrations.require(person.accountId(), id);
        SyncReader.Status status = reader.status(person.accountId()).stream()
                .filter(one -> one.integrationId().equals(id) && one.stream().equals(stream))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such stream of yours."));
        StreamSettings settings = changes.settings(which(person, id, stream));
        return new ModelAndView(
                "dashboard/stream", "view", view(standings.of(integration), status, settings, "saved".equals(news)));
    }

    private static StreamView view(
            Standing standing, SyncReader.Status status, StreamSettings settings, boolean saved) {
        return new StreamView(
                status.integrationId(),
                status.stream(),
                status.title(),
                standing.mark(),
                standing.integration().label(),
                SyncWords.badge(status),
                SyncWords.why(status.cause(), standing.provider()),
                status.records(),
                status.malformed(),
                status.lastRunAt(),
                status.inStepAt(),
                status.nextRunAt(),
                settings.paused(),
                Paces.of(settings),
                settings.bodiesOffered() ? new StreamView.Bodies(settings.bodies(), settings.bodiesAllowed()) : null,
                saved);
    }

    @PostMapping("/schedule")
    ModelAndView schedule(
            Caller.Person person,
            @PathVariable UUID id,
            @PathVariable String stream,
            @RequestParam(defaultValue = "") String every) {
        changes.every(which(person, id, stream), duration(every));
        return saved(id, stream);
    }

    @PostMapping("/reading")
    ModelAndView reading(
            Caller.Person person,
            @PathVariable UUID id,
            @PathVariable String stream,
            @RequestParam(defaultValue = "false") boolean bodies) {
        changes.bodies(which(person, id, stream), bodies);
        return saved(id, stream);
    }

    @PostMapping("/pause")
    ModelAndView pause(Caller.Person person, @PathVariable UUID id, @PathVariable String stream) {
        changes.pause(which(person, id, stream));
        return saved(id, stream);
    }

    @PostMapping("/resume")
    ModelAndView resume(Caller.Person person, @PathVariable UUID id, @PathVariable String stream) {
        changes.resume(which(person, id, stream));
        return saved(id, stream);
    }

    private static Which which(Caller.Person person, UUID id, String stream) {
        return new Which(person.accountId(), person.actor(), id, stream);
    }

    private static ModelAndView saved(UUID id, String stream) {
        return new ModelAndView("redirect:/integrations/" + id + "/streams/" + stream + "?news=saved");
    }

    private static @Nullable Duration duration(String every) {
        try {
            return every.isEmpty() ? null : Duration.parse(every);
        } catch (DateTimeException e) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "Choose how often it runs from the list.", e)
                    .with("field", "every");
        }
    }
}

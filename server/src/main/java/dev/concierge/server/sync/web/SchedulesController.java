package dev.concierge.server.sync.web;

import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.StreamChanges;
import dev.concierge.server.sync.StreamChanges.Which;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How often a stream runs, that it rests, and how much it reads: {@code /api/v1/oauth/integrations/{id}/streams/{stream}/…}. */
@RestController
@RequestMapping(path = "/api/v1/oauth/integrations/{id}/streams/{stream}", produces = "application/json")
@Tag(name = "Sync")
class SchedulesController {
    private final StreamChanges changes;
    private final SyncReader reader;

    SchedulesController(StreamChanges changes, SyncReader reader) {
        this.changes = changes;
        this.reader = reader;
    }

    /** @param every a duration of ISO 8601 such as {@code PT30M}, a minute to a day; null for the stream's own */
    record Schedule(@Nullable String every) {}

    /** @param bodies whether what stands in each thing is read, too */
    record Reading(@Nullable Boolean bodies) {}

    @GetMapping
    @Operation(summary = "How one stream is", description = "Needs the scope integrations:read.")
    SyncReader.Status one(Caller caller, @PathVariable UUID id, @PathVariable String stream) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        return status(caller, id, stream);
    }

    @PutMapping("/schedule")
    @Operation(
            summary = "Set how often a stream runs",
            description = "A minute to a day; null for the stream's own pace. Needs the scope integrations:write.")
    SyncReader.Status schedule(
            Caller caller, @PathVariable UUID id, @PathVariable String stream, @RequestBody Schedule schedule) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        changes.every(which(caller, id, stream), duration(schedule.every()));
        return status(caller, id, stream);
    }

    @PutMapping("/reading")
    @Operation(
            summary = "Set whether a stream reads what stands in each thing, such as the text of a message",
            description =
                    "Everything is read anew at once. When it is not wanted any more, what was read is deleted first."
                            + " Needs the scope integrations:write.")
    SyncReader.Status reading(
            Caller caller, @PathVariable UUID id, @PathVariable String stream, @RequestBody Reading reading) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        if (reading.bodies() == null) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "bodies is true or false.").with("field", "bodies");
        }
        changes.bodies(which(caller, id, stream), reading.bodies());
        return status(caller, id, stream);
    }

    @PostMapping("/pause")
    @Operation(
            summary = "Let a stream rest",
            description = "What it has read stays. Needs the scope integrations:write.")
    SyncReader.Status pause(Caller caller, @PathVariable UUID id, @PathVariable String stream) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        changes.pause(which(caller, id, stream));
        return status(caller, id, stream);
    }

    @PostMapping("/resume")
    @Operation(
            summary = "Have a stream go on where it was",
            description = "It runs at once. Needs the scope integrations:write.")
    SyncReader.Status resume(Caller caller, @PathVariable UUID id, @PathVariable String stream) {
        caller.require(KeyScope.INTEGRATIONS_WRITE.word());
        changes.resume(which(caller, id, stream));
        return status(caller, id, stream);
    }

    private static Which which(Caller caller, UUID id, String stream) {
        return new Which(caller.accountId(), caller.actor(), id, stream);
    }

    private SyncReader.Status status(Caller caller, UUID id, String stream) {
        return reader.status(caller.accountId()).stream()
                .filter(one -> one.integrationId().equals(id) && one.stream().equals(stream))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such stream of yours."));
    }

    private static @Nullable Duration duration(@Nullable String text) {
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeException e) {
            throw new ProblemException(
                            ProblemType.INVALID_INPUT, "every is a duration of ISO 8601 such as PT30M, or null.", e)
                    .with("field", "every");
        }
    }
}

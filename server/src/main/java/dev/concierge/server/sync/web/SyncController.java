package dev.concierge.server.sync.web;

import dev.concierge.server.encryption.Signer;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.sync.SyncRecord;
import dev.concierge.server.sync.SyncRun;
import dev.concierge.server.sync.web.SignedCursor.Place;
import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sync state, history and data of the caller's own account: {@code GET /api/v1/sync/status}, {@code /runs}, {@code /records}. */
@RestController
@RequestMapping(path = "/api/v1/sync", produces = "application/json")
@Tag(name = "Sync")
class SyncController {
    private final SyncReader reader;
    private final JsonMapper json;
    private final SignedCursor runCursor;
    private final SignedCursor recordCursor;

    SyncController(SyncReader reader, JsonMapper json, Signer signer) {
        this.reader = reader;
        this.json = json;
        this.runCursor = new SignedCursor(signer, "sync.runs");
        this.recordCursor = new SignedCursor(signer, "sync.records");
    }

    record StatusList(
            List<SyncReader.Status> items, @Nullable String nextCursor) {}

    record RunList(List<SyncRun> items, @Nullable String nextCursor) {}

    /**
     * One run.
     *
     * @param state {@code queued, running} or {@code ended}
     * @param run null while it is queued
     */
    record RunAnswer(UUID id, String state, @Nullable SyncRun run) {}

    record RecordList(List<RecordAnswer> items, @Nullable String nextCursor) {}

    /**
     * One record.
     *
     * @param part where in the stream it belongs, such as a calendar's id
     * @param deleted whether it is gone at the provider
     * @param content as the provider gave it; null when it is gone
     */
    record RecordAnswer(
            UUID id,
            UUID integrationId,
            String stream,
            String part,
            String upstreamId,
            long version,
            boolean deleted,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            boolean allDay,
            Instant changedAt,
            @Nullable JsonNode content) {
        @Override
        public String toString() {
            return "RecordAnswer[" + id + "]";
        }
    }

    @GetMapping("/status")
    @Operation(summary = "How your streams are", description = "Needs the scope integrations:read.")
    StatusList status(Caller caller) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        return new StatusList(reader.status(caller.accountId()), null);
    }

    @GetMapping("/runs")
    @Operation(summary = "What ran, newest first", description = "Needs the scope integrations:read.")
    RunList runs(
            Caller caller,
            @RequestParam(required = false) @Nullable UUID integration,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        SyncRun.Position before = cursor == null ? null : runPosition(runCursor.parse(cursor, caller.accountId()));
        List<SyncRun> runs = reader.runs(caller.accountId(), integration, before, Limits.checked(limit) + 1);
        if (runs.size() <= limit) {
            return new RunList(runs, null);
        }
        List<SyncRun> page = runs.subList(0, limit);
        return new RunList(page, runCursor.of(place(page.getLast()), caller.accountId()));
    }

    @GetMapping("/runs/{id}")
    @Operation(
            summary = "One run",
            description =
                    "Of an id that \"sync now\" or this list gave. A run that has yet to begin has the state queued. Needs the scope"
                            + " integrations:read.")
    RunAnswer run(Caller caller, @PathVariable UUID id) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        boolean wanted = reader.isWanted(caller.accountId(), id);
        return reader.run(caller.accountId(), id)
                .map(run -> new RunAnswer(id, run.endedAt() == null ? "running" : "ended", run))
                .or(() -> wanted ? Optional.of(new RunAnswer(id, "queued", null)) : Optional.empty())
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such run of yours."));
    }

    @GetMapping("/records")
    @Operation(
            summary = "What is kept in step, in the order of change",
            description =
                    "Reads on from the cursor. Unlike in other lists the last page has a cursor too: come back with it later for what has"
                            + " changed since then. What is gone at the provider comes once more, with deleted and without content. A page may be"
                            + " empty. Needs the scope integrations:read.")
    RecordList records(
            Caller caller,
            @RequestParam(required = false) @Nullable UUID integration,
            @RequestParam(required = false) @Nullable String stream,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        SyncRecord.Position after =
                cursor == null ? null : recordPosition(recordCursor.parse(cursor, caller.accountId()));
        List<SyncRecord> records = reader.records(
                caller.accountId(), new SyncRecord.Filter(integration, stream), after, Limits.checked(limit));
        String next = records.isEmpty() ? cursor : recordCursor.of(place(records.getLast()), caller.accountId());
        return new RecordList(records.stream().map(this::answer).toList(), next);
    }

    private RecordAnswer answer(SyncRecord item) {
        return new RecordAnswer(
                item.id(),
                item.integrationId(),
                item.stream(),
                item.part(),
                item.upstreamId(),
                item.version(),
                item.content() == null,
                item.startsAt(),
                item.endsAt(),
                item.allDay(),
                item.changedAt(),
                item.content() == null ? null : json.readTree(item.content()));
    }

    private static Place place(SyncRun run) {
        return Limits.place(run.startedAt(), run.id());
    }

    private static SyncRun.Position runPosition(Place place) {
        return new SyncRun.Position(Limits.time(place), place.id());
    }

    private static Place place(SyncRecord item) {
        return new Place(item.position().era(), item.position().transaction(), item.id());
    }

    private static SyncRecord.Position recordPosition(Place place) {
        return new SyncRecord.Position((int) place.first(), place.second(), place.id());
    }
}

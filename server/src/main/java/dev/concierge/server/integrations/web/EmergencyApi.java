package dev.concierge.server.integrations.web;

import dev.concierge.server.integrations.EmergencyDesk;
import dev.concierge.server.integrations.Receipt;
import dev.concierge.server.integrations.StopProgress;
import dev.concierge.server.integrations.StopTally;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.EmergencyStops;
import dev.concierge.server.vault.stops.Extent;
import dev.concierge.server.vault.stops.StopOutcome;
import dev.concierge.server.vault.stops.StopScope;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/emergency-stops}, for a signed-in administrator; no key reaches it: in a breach it may be the one that leaked. */
@RestController
@RequestMapping(path = "/api/v1/emergency-stops", produces = "application/json")
class EmergencyApi {
    private static final String ONE = "/{id:[0-9a-f-]{36}}";

    /**
     * What is to be ended.
     *
     * @param scope provider, registration, account or everything
     * @param target which one, an account by its id; absent for everything
     * @param connections how many that ends, as the extent says
     * @param password or a code of the second factor, where there is one; needed when the last proof is more than ten minutes old
     */
    record Wanted(
            @Nullable String scope,
            @Nullable String target,
            @Nullable String reason,
            @Nullable Long connections,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Wanted[" + scope + "]";
        }
    }

    /**
     * What a stop would end now.
     *
     * @param choices how many connections are just being made in it, which run out with it
     */
    record ExtentAnswer(long connections, long people, long choices) {}

    /**
     * A stop.
     *
     * @param state running while connections are seen to, then done; none of them can be used in either
     * @param ended how many connections say that they need their person
     * @param outcomes what became of those at the providers; empty in a list
     */
    record Item(
            UUID id,
            String scope,
            @Nullable String target,
            String reason,
            Instant orderedAt,
            long connections,
            long people,
            String state,
            @Nullable Instant pausedAt,
            long ended,
            List<Outcome> outcomes) {}

    /**
     * @param outcome revoked, waiting, kept_for_sibling, by_hand
     * @param reason why by hand; null otherwise
     */
    record Outcome(
            String provider, String outcome, @Nullable String reason, long connections) {}

    /** The latest ones; there is never a next page. */
    record Items(List<Item> items, @Nullable String nextCursor) {}

    private final EmergencyDesk desk;
    private final FreshProof proof;

    EmergencyApi(EmergencyDesk desk, FreshProof proof) {
        this.desk = desk;
        this.proof = proof;
    }

    @GetMapping
    Items listStops(Caller.Person person) {
        return new Items(
                desk.history(person).stream()
                        .map(stop -> item(new StopProgress(stop, List.of())))
                        .toList(),
                null);
    }

    @GetMapping("/extent")
    ExtentAnswer showExtent(
            Caller.Person person, @RequestParam String scope, @RequestParam(required = false) @Nullable String target) {
        StopScope asked = scope(scope, target);
        Extent extent = desk.extent(person, asked);
        return new ExtentAnswer(extent.connections(), extent.people(), desk.choices(person, asked));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Item orderStop(
            Caller.Person person,
            @RequestBody Wanted wanted,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        StopScope scope = scope(Objects.requireNonNullElse(wanted.scope(), ""), wanted.target());
        String reason = Objects.requireNonNullElse(wanted.reason(), "").strip();
        EmergencyStops.fault(reason).ifPresent(fault -> {
            throw new ProblemException(ProblemType.INVALID_INPUT, fault).with("field", "reason");
        });
        proof.require(person, wanted.password(), request, response);
        return switch (desk.order(person, scope, reason, Objects.requireNonNullElse(wanted.connections(), 0L))) {
            case StopOutcome.Ordered(EmergencyStop stop) -> item(new StopProgress(stop, List.of()));
            case StopOutcome.NothingThere() ->
                throw new ProblemException(ProblemType.CONFLICT, "Nothing is connected there. Nothing was ended.");
            case StopOutcome.OtherCount(Extent now) ->
                throw new ProblemException(
                                ProblemType.CONFLICT,
                                "There are " + now.connections() + " connections in it. Nothing was ended.")
                        .with("connections", Long.toString(now.connections()));
        };
    }

    @GetMapping(ONE)
    Item showStop(Caller.Person person, @PathVariable UUID id) {
        return item(desk.progress(person, id));
    }

    @PostMapping(ONE + "/pause")
    Item pauseStop(
            Caller.Person person, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        desk.admit(person, "emergency.pause");
        proof.require(person, null, request, response);
        return moved(person, id, desk.pause(person, id));
    }

    @PostMapping(ONE + "/resume")
    Item resumeStop(
            Caller.Person person, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        desk.admit(person, "emergency.resume");
        proof.require(person, null, request, response);
        return moved(person, id, desk.resume(person, id));
    }

    private Item moved(Caller.Person person, UUID id, boolean moved) {
        Item item = showStop(person, id);
        if (!moved) {
            throw new ProblemException(ProblemType.CONFLICT, "It is so already.");
        }
        return item;
    }

    private static StopScope scope(String word, @Nullable String target) {
        try {
            return StopScope.of(word, target);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                            ProblemType.INVALID_INPUT,
                            "A scope is provider, registration or account with a target, or everything without one.")
                    .with("field", "scope");
        }
    }

    private static Item item(StopProgress progress) {
        EmergencyStop stop = progress.stop();
        return new Item(
                stop.id(),
                stop.scope().word(),
                stop.scope().target(),
                stop.reason(),
                stop.orderedAt(),
                stop.expected().connections(),
                stop.expected().people(),
                stop.state().word(),
                stop.pausedAt(),
                progress.ended(),
                progress.tallies().stream().map(EmergencyApi::outcome).toList());
    }

    private static Outcome outcome(StopTally tally) {
        Receipt.Why why = tally.why();
        return new Outcome(
                tally.provider(), tally.outcome().word(), why == null ? null : why.word(), tally.connections());
    }
}

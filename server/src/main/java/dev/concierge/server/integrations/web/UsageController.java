package dev.concierge.server.integrations.web;

import dev.concierge.server.audit.UsageCount;
import dev.concierge.server.audit.UsageCounts;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET …/integrations/{id}/usage}: how often its token was handed out and renewed, by day and caller; of a disconnected one too. */
@RestController
@Tag(name = "Integrations")
class UsageController {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 100;

    private final Integrations integrations;
    private final UsageCounts counts;

    UsageController(Integrations integrations, UsageCounts counts) {
        this.integrations = integrations;
        this.counts = counts;
    }

    /** @param nextCursor always null: a hundred days are one page */
    record Usage(List<Use> items, @Nullable String nextCursor) {}

    /**
     * What one caller did on one day.
     *
     * @param day in UTC
     * @param caller {@code key:<id>}, {@code person:<id>}, {@code schedule} (renewed ahead of its end) or {@code sync}
     * @param vends tokens handed out
     * @param refreshes tokens renewed because this caller asked
     */
    record Use(LocalDate day, String caller, long vends, long refreshes) {
        static Use of(UsageCount count) {
            return new Use(count.day(), count.caller(), count.vends(), count.refreshes());
        }
    }

    @GetMapping(path = "/api/v1/oauth/integrations/{id}/usage", produces = "application/json")
    @Operation(
            summary = "How often its token was handed out and renewed",
            description =
                    "Counts by UTC day and caller, the earliest first; days without any are left out. from and to are dates (2026-11-20), both included, at most 100 days; without them: the last 30 days. Needs the scope integrations:read.")
    Usage usage(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        caller.require(KeyScope.INTEGRATIONS_READ.word());
        Integration integration = integrations.require(caller.accountId(), id);
        LocalDate last = to == null ? counts.today() : date("to", to);
        LocalDate first = from == null ? last.minusDays(USUAL_DAYS - 1) : date("from", from);
        long days = ChronoUnit.DAYS.between(first, last) + 1;
        if (days < 1 || days > MOST_DAYS) {
            throw invalid("from", "from is not after to, and at most " + (MOST_DAYS - 1) + " days before it.");
        }
        return new Usage(
                counts.of(caller.accountId(), integration.id(), first, last).stream()
                        .map(Use::of)
                        .toList(),
                null);
    }

    private static LocalDate date(String field, String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= 2000 && date.getYear() <= 9999) {
                return date;
            }
        } catch (DateTimeParseException _) {
            // refused below, with the years out of range
        }
        throw invalid(field, field + " is a date of the form 2026-11-20.");
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_INPUT, detail).with("field", field);
    }
}

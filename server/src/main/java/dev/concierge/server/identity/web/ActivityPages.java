package dev.concierge.server.identity.web;

import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.identity.own.OwnTrail;
import dev.concierge.server.identity.own.Profiles;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /activity}: somebody's own trail. Days are those of their time zone. */
@Controller
class ActivityPages {
    static final String PAGE = "/activity";
    private static final int ROWS = 50;
    private static final int LONGEST_YEAR = 9998;

    private final OwnTrail trail;
    private final Profiles profiles;

    ActivityPages(OwnTrail trail, Profiles profiles) {
        this.trail = trail;
        this.profiles = profiles;
    }

    @GetMapping(PAGE)
    ModelAndView page(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletResponse response) {
        AuditPage<OwnTrail.Act> found = new AuditPage<>(List.of(), null);
        String error = null;
        try {
            ZoneId zone = profiles.of(person).zone();
            found = trail.page(person, kindOf(kind), day(from, zone, 0), day(until, zone, 1), blank(cursor), ROWS);
        } catch (ProblemException e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            error = e.detail();
        }
        String next = found.nextCursor();
        return new ModelAndView(
                "identity/activity",
                "view",
                new ActivityView(
                        Arrays.stream(OwnTrail.Kind.values())
                                .map(one -> new ActivityView.Choice(
                                        one.word(), one.title(), one.word().equals(kind)))
                                .toList(),
                        blank(from),
                        blank(until),
                        Stream.of(part("kind", kind), part("from", from), part("until", until))
                                .anyMatch(part -> !part.isEmpty()),
                        found.items().stream().map(ActivityWords::row).toList(),
                        blank(cursor) == null ? null : path(kind, from, until, null),
                        next == null ? null : path(kind, from, until, next),
                        error));
    }

    private static OwnTrail.@Nullable Kind kindOf(@Nullable String word) {
        String given = blank(word);
        return given == null
                ? null
                : OwnTrail.Kind.parse(given)
                        .orElseThrow(() -> new ProblemException(
                                ProblemType.INVALID_INPUT, "Choose one of the kinds of the list."));
    }

    private static @Nullable Instant day(@Nullable String typed, ZoneId zone, int daysMore) {
        String text = blank(typed);
        if (text == null) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() < 1970 || day.getYear() > LONGEST_YEAR) {
                throw new DateTimeException("out of the years that are kept");
            }
            return day.plusDays(daysMore).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "A day is written like 2026-11-28.");
        }
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static String path(
            @Nullable String kind, @Nullable String from, @Nullable String until, @Nullable String cursor) {
        String query = Stream.of(part("kind", kind), part("from", from), part("until", until), part("cursor", cursor))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? PAGE : PAGE + "?" + query;
    }

    private static String part(String name, @Nullable String value) {
        return value == null || value.isBlank() ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

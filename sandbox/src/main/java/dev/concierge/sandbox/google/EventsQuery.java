package dev.concierge.sandbox.google;

import dev.concierge.sandbox.Secrets;
import dev.concierge.sandbox.http.Parameters;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@code events.list}, checked (field 15).
 *
 * @param restrictions fingerprint of everything that must stay the same from page to page
 * @param syncable whether a token for later changes comes with the last page: not after a search or an order
 */
record EventsQuery(
        int maxResults,
        @Nullable String pageToken,
        @Nullable String syncToken,
        boolean showDeleted,
        boolean singleEvents,
        @Nullable Instant timeMin,
        @Nullable Instant timeMax,
        @Nullable Instant updatedMin,
        @Nullable String text,
        @Nullable String iCalUid,
        String orderBy,
        @Nullable ZoneId zone,
        String restrictions,
        boolean syncable) {

    private static final int DEFAULT_PAGE = 250;
    private static final int LARGEST_PAGE = 2500;
    private static final Set<String> NOT_WITH_SYNC_TOKEN = Set.of(
            "timeMin",
            "timeMax",
            "updatedMin",
            "q",
            "orderBy",
            "iCalUID",
            "privateExtendedProperty",
            "sharedExtendedProperty");
    private static final Set<String> NO_SYNC_TOKEN_AFTER = Set.of("updatedMin", "q", "orderBy", "iCalUID");
    private static final Set<String> MAY_CHANGE = Set.of("pageToken", "maxResults", "prettyPrint", "quotaUser");
    private static final Set<String> UNDERSTOOD = Set.of(
            "maxResults",
            "pageToken",
            "syncToken",
            "showDeleted",
            "singleEvents",
            "timeMin",
            "timeMax",
            "updatedMin",
            "q",
            "iCalUID",
            "orderBy",
            "timeZone",
            "maxAttendees",
            "showHiddenInvitations",
            "alwaysIncludeEmail",
            "alt",
            "prettyPrint",
            "quotaUser");

    /** @throws Refusal 400 for what Google refuses, 501 for what the sandbox does not do */
    static EventsQuery of(Parameters parameters) {
        checkNames(parameters);
        checkTogether(parameters);
        return new EventsQuery(
                maxResults(parameters),
                parameters.get("pageToken"),
                parameters.get("syncToken"),
                flag(parameters, "showDeleted"),
                flag(parameters, "singleEvents"),
                time(parameters, "timeMin"),
                time(parameters, "timeMax"),
                time(parameters, "updatedMin"),
                parameters.get("q"),
                parameters.get("iCalUID"),
                parameters.get("orderBy", ""),
                zone(parameters),
                restrictions(parameters),
                parameters.names().stream().noneMatch(NO_SYNC_TOKEN_AFTER::contains));
    }

    static int maxResults(Parameters parameters, int standard, int largest) {
        var value = parameters.get("maxResults");
        if (value == null) {
            return standard;
        }
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return Math.min(number, largest);
            }
        } catch (NumberFormatException _) {
            // refused below like zero
        }
        throw wrong("maxResults", "Invalid value '" + value + "'.");
    }

    private static int maxResults(Parameters parameters) {
        return maxResults(parameters, DEFAULT_PAGE, LARGEST_PAGE);
    }

    private static void checkNames(Parameters parameters) {
        for (var name : parameters.names()) {
            if (name.equals("fields") || name.endsWith("ExtendedProperty") || name.equals("eventTypes")) {
                if (!(NOT_WITH_SYNC_TOKEN.contains(name) && parameters.get("syncToken") != null)) {
                    throw new Refusal(GoogleErrors.notDone(name));
                }
            } else if (!UNDERSTOOD.contains(name)) {
                throw wrong(name, "Unknown name \"" + name + "\".");
            }
        }
        for (var name : parameters.repeated()) {
            if (!name.endsWith("ExtendedProperty")) {
                throw wrong(name, "The parameter comes more than once.");
            }
        }
    }

    private static void checkTogether(Parameters parameters) {
        boolean syncing = parameters.get("syncToken") != null;
        if (syncing
                && (parameters.names().stream().anyMatch(NOT_WITH_SYNC_TOKEN::contains)
                        || "false".equals(parameters.get("showDeleted")))) {
            throw new Refusal(GoogleErrors.badRequest(
                    "calendar",
                    "syncTokenWithRequestRestrictions",
                    "Sync token cannot be used with other request restrictions.",
                    "syncToken"));
        }
        var order = parameters.get("orderBy", "updated");
        if (!List.of("startTime", "updated").contains(order)) {
            throw wrong("orderBy", "Invalid value '" + order + "'.");
        }
        if (order.equals("startTime") && !flag(parameters, "singleEvents")) {
            throw wrong("orderBy", "The requested ordering is not available for the particular query.");
        }
        var from = time(parameters, "timeMin");
        var to = time(parameters, "timeMax");
        if (from != null && to != null && !to.isAfter(from)) {
            throw new Refusal(GoogleErrors.badRequest(
                    "calendar", "timeRangeEmpty", "The specified time range is empty.", "timeMax"));
        }
    }

    private static boolean flag(Parameters parameters, String name) {
        var value = parameters.get(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw wrong(name, "Invalid value '" + value + "'.");
        }
        return value.equals("true");
    }

    /** RFC 3339 with an offset, which Google demands. */
    private static @Nullable Instant time(Parameters parameters, String name) {
        var value = parameters.get(name);
        try {
            return value == null ? null : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException _) {
            throw wrong(name, "Bad Request");
        }
    }

    private static @Nullable ZoneId zone(Parameters parameters) {
        var value = parameters.get("timeZone");
        try {
            return value == null ? null : ZoneId.of(value);
        } catch (DateTimeException _) {
            throw wrong("timeZone", "Invalid time zone.");
        }
    }

    private static String restrictions(Parameters parameters) {
        return new TreeSet<>(parameters.names())
                .stream()
                        .filter(name -> !MAY_CHANGE.contains(name))
                        .map(name -> name + "=" + parameters.all(name))
                        .collect(Collectors.collectingAndThen(Collectors.joining("&"), Secrets::fingerprint));
    }

    private static Refusal wrong(String parameter, String message) {
        return new Refusal(GoogleErrors.badRequest("global", "badRequest", message, parameter));
    }
}

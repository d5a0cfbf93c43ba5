package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a problem, ready to be answered.
 *
 * @param type row of the table
 * @param detail safe to show
 * @param members extension members (RFC 9457 section 3.2)
 * @param retryAfter when to try again; null says nothing about it
 * @param headers headers that belong to the status, for example Allow (RFC 9110 section 15.5.6)
 */
record Problem(
        ProblemType type,
        String detail,
        Map<String, Object> members,
        @Nullable Duration retryAfter,
        Map<String, String> headers) {
    Problem {
        members = Map.copyOf(members);
        headers = Map.copyOf(headers);
    }

    static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of(), null, Map.of());
    }

    static Problem of(ProblemException thrown) {
        return new Problem(thrown.type(), thrown.detail(), thrown.members(), thrown.retryAfter(), Map.of());
    }

    Problem with(String member, Object value) {
        return new Problem(type, detail, Map.of(member, value), retryAfter, headers);
    }

    Problem header(String name, String value) {
        return new Problem(type, detail, members, retryAfter, Map.of(name, value));
    }

    Problem retryAfter(Duration delay) {
        return new Problem(type, detail, members, delay, headers);
    }
}

package dev.concierge.server.dashboard.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.RunResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which runs somebody wants to see.
 *
 * @param words of an account's name, a stream's or what went wrong; empty for all
 * @param platform a provider's id; empty for all
 * @param result a word of {@link RunResult}; empty for all
 */
public record HistoryQuery(String words, String platform, String result) {
    static final HistoryQuery ALL = new HistoryQuery("", "", "");
    private static final int LONGEST = 200;

    /** @throws ProblemException {@code invalid-input} for a result that there is none of, or too many words */
    static HistoryQuery of(String words, String platform, String result) {
        if (words.length() > LONGEST) {
            throw refused("q", "q has at most " + LONGEST + " characters.");
        }
        if (!result.isEmpty() && RunResult.of(result).isEmpty()) {
            String known =
                    Arrays.stream(RunResult.values()).map(RunResult::word).collect(Collectors.joining(", "));
            throw refused("result", "result is one of " + known + ".");
        }
        return new HistoryQuery(words.strip(), platform, result);
    }

    /** Whether it leaves anything out. */
    public boolean narrows() {
        return !equals(ALL);
    }

    @Nullable
    RunResult wanted() {
        return RunResult.of(result).orElse(null);
    }

    /** The query of an address, for the page of the list that begins behind a place; empty for the first. */
    String address(String before) {
        StringBuilder query = new StringBuilder();
        add(query, "q", words);
        add(query, "platform", platform);
        add(query, "result", result);
        add(query, "before", before);
        return query.toString();
    }

    private static void add(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "?" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static ProblemException refused(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_INPUT, detail).with("field", field);
    }
}

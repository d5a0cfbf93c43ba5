package dev.concierge.server.identity.people;

import dev.concierge.server.audit.AuditQuery;
import dev.concierge.server.audit.FoundEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** The trail of one account and period as one HTML page that stands alone: its own policy forbids every script and everything fetched. */
final class TrailReport {
    static final String FOOT = "</tbody>\n</table>\n</body>\n</html>\n";

    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
                    + "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #bbb;"
                    + "overflow-wrap:anywhere}";

    private TrailReport() {}

    static String head(String owner, AuditQuery query, Instant now, String reader) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>Audit report: %1$s</title>
                <style>%2$s</style>
                </head>
                <body>
                <h1>Audit report: %1$s</h1>
                <p>Account %3$s, from %4$s until %5$s (UTC). Made %6$s for %7$s.</p>
                <table>
                <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">By</th><th scope="col">To</th><th scope="col">Facts</th></tr></thead>
                <tbody>
                """.formatted(safe(owner), STYLE, query.accountId(), query.from(), query.until(), now, safe(reader));
    }

    static String row(FoundEvent found) {
        TrailLine line = TrailLine.of(found);
        Map<String, String> facts = new TreeMap<>(line.detail());
        put(facts, "address", line.address());
        put(facts, "agent", line.agent());
        put(facts, "email", line.email());
        return "<tr><td>" + line.at() + "</td><td>" + safe(line.action())
                + (line.outcome().equals("refused") ? " (refused)" : "")
                + "</td><td>" + safe(line.actor()) + "</td><td>" + safe(Objects.requireNonNullElse(line.target(), ""))
                + "</td><td>"
                + facts.entrySet().stream()
                        .map(fact -> safe(fact.getKey()) + ": " + safe(fact.getValue()))
                        .collect(Collectors.joining("<br>"))
                + "</td></tr>\n";
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private static String safe(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}

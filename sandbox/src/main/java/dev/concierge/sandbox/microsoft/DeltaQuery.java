package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Delta queries (field 15): everything in pages, each with an {@code @odata.nextLink}, the last one with an {@code @odata.deltaLink} that tells what
 * changed since. Pages of one round show things as they were when it began; what changes meanwhile comes with the next round.
 */
final class DeltaQuery {
    private final Clock clock;
    private final KnobBoard knobs;

    DeltaQuery(Clock clock, KnobBoard knobs) {
        this.clock = clock;
        this.knobs = knobs;
    }

    /**
     * Something told.
     *
     * @param revision when it changed
     * @param removed whether {@code json} only says that it is gone
     */
    record Entry(long revision, String id, boolean removed, ObjectNode json) {
        private String sortKey() {
            return String.format(Locale.ROOT, "%019d\t%s", revision, id);
        }
    }

    /**
     * How the links of an API name their tokens.
     *
     * @param next of the next page
     * @param delta of the next round
     */
    record Names(String next, String delta) {
        static final Names OUTLOOK = new Names("$skiptoken", "$deltatoken");
        static final Names DRIVE = new Names("token", "token");

        /** The token of a request; empty when it has none. */
        String in(Parameters query) {
            return query.get(next, query.get(delta, ""));
        }
    }

    /** Where a request goes on; empty for a token that nobody gave for this scope. */
    Optional<DeltaToken> place(String text, String scope, String fields) {
        return text.isEmpty()
                ? Optional.of(new DeltaToken(scope, fields, 0, 0, "", clock.instant()))
                : DeltaToken.decode(text).filter(each -> each.scope().equals(scope));
    }

    /** The place from which only what changes from now on is told. */
    DeltaToken latest(String scope, String fields, long revision) {
        return new DeltaToken(scope, fields, Math.max(revision, 1), 0, "", clock.instant());
    }

    /** Whether a token was given too long ago to be answered. */
    boolean tooOld(DeltaToken token) {
        var life = Duration.ofSeconds(knobs.get(MicrosoftKnobs.DELTA_TOKEN_LIFE_SECONDS));
        return !clock.instant().isBefore(token.issuedAt().plus(life));
    }

    /**
     * Answers one page.
     *
     * @param address where links lead, without a query
     * @param revision how often things have changed by now
     * @param entries everything, in any order
     * @param size of the page
     */
    Answer page(DeltaToken token, Names names, String address, long revision, List<Entry> entries, int size) {
        long upTo = token.upTo() == 0 ? revision : token.upTo();
        var rest = entries.stream()
                .filter(each -> each.revision() > token.since() && each.revision() <= upTo)
                .filter(each -> token.since() > 0 || !each.removed())
                .filter(each -> each.sortKey().compareTo(token.after()) > 0)
                .sorted(Comparator.comparing(Entry::sortKey))
                .toList();
        var shown = rest.subList(0, Math.min(size, rest.size()));
        var json = JsonNodeFactory.instance.objectNode().put("@odata.context", address + "/$metadata");
        var value = json.putArray("value");
        shown.forEach(each -> value.add(each.removed() ? each.json() : selected(each.json(), token.fields())));
        if (shown.size() < rest.size()) {
            var next = new DeltaToken(
                    token.scope(),
                    token.fields(),
                    token.since(),
                    upTo,
                    shown.getLast().sortKey(),
                    token.issuedAt());
            json.put("@odata.nextLink", address + "?" + names.next() + "=" + next.encode());
        } else {
            var delta = latest(token.scope(), token.fields(), upTo);
            json.put("@odata.deltaLink", address + "?" + names.delta() + "=" + delta.encode());
        }
        return Answer.json(200, json).outcome(token.since() == 0 ? "full" : "incremental");
    }

    private static ObjectNode selected(ObjectNode json, String fields) {
        if (fields.isEmpty()) {
            return json;
        }
        var wanted = new ArrayList<>(List.of(fields.split(",", -1)));
        wanted.addAll(List.of("id", "@odata.etag"));
        return json.deepCopy().retain(wanted);
    }
}

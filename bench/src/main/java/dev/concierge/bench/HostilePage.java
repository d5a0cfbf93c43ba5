package dev.concierge.bench;

import java.util.List;
import java.util.Locale;

/** The page of {@link HostileProof}. */
final class HostilePage {
    private HostilePage() {}

    static Page of(HostileProof.Result result) {
        HostileProof.Amount amount = result.amount();
        Page page = new Page(
                "hostile",
                "Healthy providers beside one in trouble, in turns with the same while it is well. *Vend*: a token of GitHub that lives, in a closed"
                        + " loop. *Renewal*: a vend of a token of Google that has ended, so with a call to it inside. All the while a caller for each"
                        + " account of LinkedIn asks once a second for a token that ends every two.");
        page.fact(
                        "Aims",
                        "no healthy answer fails and the trouble is felt; each p99 with trouble at most "
                                + HostileProof.AIM + " times the one without")
                .fact(
                        "Scale",
                        String.format(
                                Locale.ROOT,
                                "%s: %d callers vend, %d healthy accounts and %d of the provider in trouble renew; %d rounds of %d ms each in turns, all"
                                        + " times of all rounds; server, PostgreSQL, sandbox and callers share the machine",
                                amount.name(),
                                amount.callers(),
                                amount.healthy(),
                                amount.troubled(),
                                amount.rounds(),
                                amount.round().toMillis()));
        return page.table(
                List.of(
                        "It",
                        "vend p50 ms, without / with",
                        "vend p99 ms",
                        "ratio",
                        "renewal p50 ms",
                        "renewal p99 ms",
                        "ratio",
                        "renewals",
                        "healthy failures",
                        "refusals at it"),
                result.lines().stream().map(HostilePage::line).toList(),
                true);
    }

    private static List<String> line(HostileProof.Line line) {
        HostileProof.Side without = line.without();
        HostileProof.Side with = line.with();
        return List.of(
                line.trouble(),
                pair(without.vendP50(), with.vendP50()),
                pair(without.vendP99(), with.vendP99()),
                number(line.vendRatio()),
                pair(without.renewalP50(), with.renewalP50()),
                pair(without.renewalP99(), with.renewalP99()),
                number(line.renewalRatio()),
                without.renewals() + " / " + with.renewals(),
                Long.toString(without.failures() + with.failures()),
                Long.toString(line.refused()));
    }

    private static String pair(double without, double with) {
        return number(without) + " / " + number(with);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

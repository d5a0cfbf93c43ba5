package dev.concierge.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The page of {@link CostProof}. */
final class CostPage {
    private static final int[] MILLIS = {5, 10, 25, 50, 100, 250, 500, 1000};

    private CostPage() {}

    static Page of(CostProof.Result result) {
        CostScale scale = result.scale();
        Page page = new Page(
                "vend-cost",
                "What audit, limits and isolation each cost a vend; and how soon a node refuses a token after the right to it was taken away on another one.");
        page.fact(
                        "Aims",
                        "no failed answer; every right taken away is refused by the other node within 1 s and stays refused, also with its listening connection"
                                + " cut. Costs are told, not judged")
                .fact(
                        "Scale",
                        scale.name() + ": " + scale.rounds() + " round(s) of "
                                + scale.round().toMillis()
                                + " ms for each variant, in turns inside one process; " + scale.sights() + " and "
                                + scale.deaf() + " rights taken away")
                .fact(
                        "How parts are switched off",
                        "the delivered program has no switch. An agent, in the measured process only, puts `if (off) return;` at the beginning of "
                                + CostPart.allCuts()
                                + " methods as their classes are loaded, so that all variants share one process, its compiled code and its"
                                + " caches. Isolation is also switched off in the database: row-level security of "
                                + result.guarded() + " tables");
        costs(page, result);
        sights(page, result.sights());
        return page;
    }

    private static void costs(Page page, CostProof.Result result) {
        page.table(
                List.of("Callers, what is off", "vends/s", "ratio", "p50 ms", "p99 ms", "processor µs", "failures"),
                result.lines().stream().map(CostPage::cost).toList(),
                true);
        page.text(
                "*Ratio*: the rate against *all on* of the same round (without caches: against *no caches, all on*), the median over the rounds. *Processor*:"
                        + " of server and database together for one answer, the callers' own not; other programs hardly change it.");
        page.text(
                "*Audit*: the vend's row and the wait for its commit. *Limits*: the quotas of account, key, provider and integration with their headers, and the"
                        + " key's own limit. *Isolation*: a vend whose rows are in the caches reads nothing, so there only the policies on the audit's rows are left"
                        + " of it; without caches it reads key, integration and grant in transactions, each of which first says whose it is, under policies. Callers"
                        + " of one row at the same moment share a read then. That a row's account is compared in Java as well is never off.");
    }

    private static List<String> cost(CostLine line) {
        return List.of(
                line.callers() + ": " + line.variant().words(),
                String.format(Locale.ROOT, "%.0f", line.rate()),
                String.format(Locale.ROOT, "%.2f", line.ratio()),
                String.format(Locale.ROOT, "%.2f", line.p50Millis()),
                String.format(Locale.ROOT, "%.2f", line.p99Millis()),
                String.format(Locale.ROOT, "%.0f", line.micros()),
                Long.toString(line.failures()));
    }

    private static void sights(Page page, List<Sight> sights) {
        List<List<String>> rows = new ArrayList<>();
        for (boolean deaf : new boolean[] {false, true}) {
            for (Sight.Act act : Sight.Act.values()) {
                List<Sight> some = sights.stream()
                        .filter(sight -> sight.act() == act && sight.deaf() == deaf)
                        .toList();
                rows.add(summary(act.words() + (deaf ? "; the connection cut" : ""), some));
            }
        }
        page.table(
                List.of(
                        "Taken away",
                        "times",
                        "p50 ms",
                        "p99 ms",
                        "longest ms",
                        "longest from before it was sent ms",
                        "over 1 s",
                        "handed out again"),
                rows,
                true);
        page.text(
                "Milliseconds from when a session that listens as nodes do had heard of the commit until the first refusal of the second node was here; where that"
                        + " came first, 0. *From before it was sent*: the first node's own work is in it, such as asking the provider to end the tokens. The second"
                        + " node is asked without a pause, one connection for each question, and had handed out the token from its caches before. *Cut*:"
                        + " `pg_terminate_backend` of its listening connection, right before the act.");
        page.table(
                List.of("Taken away", "how"),
                Arrays.stream(Sight.Act.values())
                        .map(act -> List.of(act.words(), act.how()))
                        .toList(),
                false);
        page.table(List.of("Refused within", "listening", "cut off"), histogram(sights), true);
    }

    private static List<String> summary(String what, List<Sight> sights) {
        return List.of(
                what,
                Integer.toString(sights.size()),
                quantile(sights, Sight::millis, 0.5),
                quantile(sights, Sight::millis, 0.99),
                quantile(sights, Sight::millis, 1),
                quantile(sights, Sight::sentMillis, 1),
                Long.toString(sights.stream()
                        .filter(sight -> sight.millis() >= Sight.AIM_MILLIS)
                        .count()),
                Long.toString(sights.stream().filter(sight -> !sight.steady()).count()));
    }

    private static String quantile(List<Sight> sights, ToDoubleFunction<Sight> what, double share) {
        double[] sorted = sights.stream().mapToDouble(what).sorted().toArray();
        return sorted.length == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%.0f",
                        sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))]);
    }

    private static List<List<String>> histogram(List<Sight> sights) {
        List<List<String>> rows = new ArrayList<>();
        double from = 0;
        for (int to : MILLIS) {
            rows.add(bucket(sights, to + " ms", from, to));
            from = to;
        }
        rows.add(bucket(sights, "longer", from, Double.MAX_VALUE));
        return rows;
    }

    private static List<String> bucket(List<Sight> sights, String name, double from, double to) {
        List<Sight> some = sights.stream()
                .filter(sight -> sight.millis() >= from && sight.millis() < to)
                .toList();
        long deaf = some.stream().filter(Sight::deaf).count();
        return List.of(name, Long.toString(some.size() - deaf), Long.toString(deaf));
    }
}

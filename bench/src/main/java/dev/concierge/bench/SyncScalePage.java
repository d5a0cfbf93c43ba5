package dev.concierge.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page of {@link SyncScaleProof}. */
final class SyncScalePage {
    private SyncScalePage() {}

    static Page of(SyncScaleProof.Result result) {
        SyncScaleAmount amount = result.amount();
        Page page = new Page(
                "sync-scale",
                "Streams of many integrations are due at once, again and again, on one node with production settings: first with all providers well, then with one ("
                        + SyncScaleAmount.HANGING + ") that hangs and one (" + SyncScaleAmount.LIMITED
                        + ") that answers 429 to all beyond its limit. *Waited* is the time from when a stream was due until its run began. Every wave is more than the"
                        + " node does at once, so the times are mostly those of the queue, and what counts is their ratio. Server, PostgreSQL and sandbox share the"
                        + " machine.");
        page.fact(
                        "Aims",
                        String.format(
                                Locale.ROOT,
                                "no run of a healthy provider fails; no provider is asked more than its catalog entry allows, in any stretch of a limit's time; with the"
                                        + " trouble p99 of the others' waiting time is at most %.1f times that without; the heap after a collection does not grow",
                                SyncScaleAmount.AIM))
                .fact(
                        "Scale",
                        amount.name() + ": " + amount.total() + " integrations " + new TreeMap<>(amount.integrations())
                                + ", " + amount.waves() + " wave(s) each, with and without; the limited provider takes "
                                + amount.perSecond() + " requests a second")
                .fact(
                        "Runs",
                        Long.toString(result.waves().stream()
                                .mapToLong(wave -> wave.runs().size())
                                .sum()))
                .fact(
                        "Waited, p99 of the healthy, with and without",
                        String.format(Locale.ROOT, "%.2f", result.ratio())
                                + (amount.judged() ? "" : ", not judged at this scale"));
        page.table(
                List.of("Trouble", "providers", "runs", "waited p50 s", "p99 s", "max s", "ended as"),
                waits(result),
                false);
        page.table(
                List.of("Provider", "limit of", "requests", "in", "most in any such time", "kept"),
                result.budgets().stream().map(SyncScalePage::budget).toList(),
                false);
        page.text(
                "A call counts in this table when it arrives at the provider, and with us when it leaves, so the stretches are a quarter of a second shorter than"
                        + " the limits' times.");
        page.text("The limited provider took " + result.answered() + " requests and refused " + result.refused() + "; "
                + result.missed() + " requests were not counted.");
        page.table(List.of("Wave", "took s", "live heap MB", "resident MB"), waves(result), true);
        return page;
    }

    private static List<List<String>> waits(SyncScaleProof.Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (boolean trouble : new boolean[] {false, true}) {
            for (String provider : SyncScaleAmount.HEALTHY) {
                rows.add(waits(result, trouble, provider, List.of(provider)));
            }
            rows.add(waits(result, trouble, "these three", SyncScaleAmount.HEALTHY));
            rows.add(waits(
                    result,
                    trouble,
                    SyncScaleAmount.LIMITED + (trouble ? ", limited" : ""),
                    List.of(SyncScaleAmount.LIMITED)));
            rows.add(waits(
                    result,
                    trouble,
                    SyncScaleAmount.HANGING + (trouble ? ", hangs" : ""),
                    List.of(SyncScaleAmount.HANGING)));
        }
        return rows;
    }

    private static List<String> waits(
            SyncScaleProof.Result result, boolean trouble, String title, Collection<String> providers) {
        double[] waits = result.waits(trouble, providers);
        Map<String, Long> outcomes = result.waves().stream()
                .filter(wave -> wave.trouble() == trouble)
                .flatMap(wave -> wave.outcomes(providers).entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
        return List.of(
                trouble ? "yes" : "no",
                title,
                Integer.toString(waits.length),
                seconds(SyncScaleWave.at(waits, 0.5)),
                seconds(SyncScaleWave.at(waits, 0.99)),
                seconds(SyncScaleWave.at(waits, 1)),
                outcomes.toString());
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }

    private static List<String> budget(SyncScaleBudgets.Line line) {
        return List.of(
                line.provider(),
                line.of(),
                Long.toString(line.requests()),
                line.per().toString(),
                Long.toString(line.most()),
                line.kept() ? "yes" : "**no**");
    }

    private static List<List<String>> waves(SyncScaleProof.Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (SyncScaleWave wave : result.waves()) {
            rows.add(List.of(
                    (rows.size() + 1) + (wave.trouble() ? ", with the trouble" : ", all well"),
                    Long.toString(wave.took().toSeconds()),
                    Long.toString(Math.round(wave.live())),
                    Long.toString(wave.resident())));
        }
        return rows;
    }
}

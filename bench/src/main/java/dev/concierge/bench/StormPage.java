package dev.concierge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The page of {@link StormProof}. */
final class StormPage {
    private StormPage() {}

    static Page of(StormProof.Result result) {
        StormScale scale = result.scale();
        Page page = new Page(
                "storm",
                "Tokens of eight providers end within minutes; the schedule renews them. One provider ("
                        + StormScale.HANGING
                        + ") hangs, one (" + StormScale.LIMITED
                        + ") answers 429 to all beyond its limit. *Late* is the time from when a grant fell"
                        + " due, by the server's own rule, until its new token was stored. What hangs past its end needs the person, since Meta renews a"
                        + " token only while it lives. Each run is an installation of its own; server, PostgreSQL"
                        + " and sandbox share the machine.");
        page.fact(
                        "Aims",
                        "no token of another provider than the one that hangs ends before it is renewed, and nothing of theirs is marked dead, but what a"
                                + " provider of single-use tokens had answered to a process that was killed before it stored it (see kill); one that was interrupted before anybody could know whether its single-use token was spent"
                                + " is tried once more when its access token has ended, and counted apart")
                .fact(
                        "Scale",
                        scale.name() + ": " + scale.total()
                                + " grants, each with its integration, of many people; their tokens end within "
                                + scale.spread().toSeconds() + " s; the limited provider has "
                                + scale.count(StormScale.LIMITED) + " and takes " + scale.perSecond()
                                + " requests a second");
        List<List<String>> rows = new ArrayList<>();
        for (StormProof.Passage passage : result.passages()) {
            rows.add(line(
                    passage,
                    "healthy",
                    provider -> !provider.equals(StormScale.HANGING) && !provider.equals(StormScale.LIMITED)));
            rows.add(line(
                    passage, passage.run().trouble() ? "limited" : StormScale.LIMITED, StormScale.LIMITED::equals));
            rows.add(line(
                    passage, passage.run().trouble() ? "hanging" : StormScale.HANGING, StormScale.HANGING::equals));
        }
        page.table(
                List.of(
                        "Run",
                        "providers",
                        "grants",
                        "renewed",
                        "ended unrenewed",
                        "answer lost",
                        "unknown until its end",
                        "late p50 s",
                        "late p99 s",
                        "late max s"),
                rows,
                false);
        result.passages()
                .forEach(passage ->
                        page.text(passage.run() + ": " + passage.run().words() + ". "
                                + passage.took().toSeconds() + " s; "
                                + Math.round(passage.costs().server())
                                + " µs of processor a renewal in the first node, "
                                + Math.round(passage.costs().database()) + " in the database"
                                + (passage.run().chaos()
                                        ? ", " + StormProof.KILLS + " kills, "
                                                + passage.interrupted().size()
                                                + " grants that a killed process had under way; the clock "
                                                + (passage.clockMoved()
                                                        ? "was moved"
                                                        : "could not be moved here: libfaketime is missing")
                                        : "")
                                + "."));
        return page;
    }

    private static List<String> line(StormProof.Passage passage, String group, Predicate<String> providers) {
        List<StormGrants.Fate> fates = passage.fates().stream()
                .filter(fate -> providers.test(fate.provider()))
                .toList();
        double[] late = fates.stream()
                .filter(StormGrants.Fate::renewed)
                .map(StormGrants.Fate::late)
                .mapToDouble(StormPage::seconds)
                .sorted()
                .toArray();
        return List.of(
                passage.run().name(),
                group,
                Integer.toString(fates.size()),
                Integer.toString(late.length),
                Long.toString(fates.stream().filter(passage::isExpired).count()),
                Long.toString(fates.stream().filter(passage::isLost).count()),
                Long.toString(
                        fates.stream().filter(passage::isUnknownUntilItsEnd).count()),
                at(late, 0.5),
                at(late, 0.99),
                at(late, 1));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static String at(double[] sorted, double share) {
        return sorted.length == 0
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.2f",
                        sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))]);
    }
}

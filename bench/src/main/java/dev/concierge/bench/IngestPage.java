package dev.concierge.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page of {@link IngestProof}. */
final class IngestPage {
    private IngestPage() {}

    static Page of(IngestProof.Result result) {
        IngestScale scale = result.scale();
        Page page = new Page(
                "ingest",
                "What a provider sends is stored by the server that is delivered, page by page as it does it: new, unchanged, and while one integration grows; against"
                        + " `COPY` of the same rows into a table with the same columns, indexes, checks and foreign keys. Then searches over very many records of many"
                        + " accounts, by the API.");
        page.fact(
                        "Aims",
                        String.format(
                                Locale.ROOT,
                                "new records within %.0f × of COPY, unchanged ones within %.1f ×; the last stretch costs at most %.1f × the first for each record;"
                                        + " every search's p95 under %.0f ms; every record stored once, nothing taken for changed",
                                IngestProof.AIM_NEW,
                                IngestProof.AIM_UNCHANGED,
                                IngestProof.AIM_GROWTH,
                                IngestSearch.AIM_MILLIS))
                .fact(
                        "Scale",
                        String.format(
                                Locale.ROOT,
                                "%s: %,d records of one integration; %,d records of %,d accounts searched, a fifth of them one account's, each question %d times",
                                scale.name(),
                                scale.records(),
                                scale.found(),
                                result.accounts(),
                                scale.rounds()))
                .fact("Table of records with its indexes", String.format(Locale.ROOT, "%,d MB", result.megabytes()))
                .fact(
                        "How it is timed",
                        "an agent, in the measured process only, holds a clock to the method that stores a page: from the items as the stream has read them, over checks,"
                                + " hash and words, to the commit. The program on the disk has no clock. The provider is a calendar of this proof's, its pages of"
                                + " as many events as the server asks for. COPY is a superuser's, one statement for each stretch, from rows that are ready")
                .fact("Every record stored once, nothing taken for changed", result.complete() ? "yes" : "no");
        passes(page, result);
        stretches(page, result);
        searches(page, result);
        return page;
    }

    private static void passes(Page page, IngestProof.Result result) {
        page.table(
                List.of(
                        "What came",
                        "µs a record",
                        "of them until it was a row",
                        "COPY µs a row",
                        "ratio",
                        "aim",
                        "records/s, asking and reading included"),
                List.of(
                        pass("new", result.fresh(), result.copy(), IngestProof.AIM_NEW),
                        pass("all read anew, nothing changed", result.pass(), result.copy(), IngestProof.AIM_UNCHANGED),
                        pass(
                                "all told of as changed, nothing changed",
                                result.told(),
                                result.copy(),
                                IngestProof.AIM_UNCHANGED)),
                true);
        page.text(
                "*All read anew*: a full pass, which also notes of each record that it is still there. *All told of as changed*:"
                        + " a feed of changes that names every item.");
    }

    private static List<String> pass(String what, IngestWork.Ran ran, double copy, double aim) {
        IngestTimes.Cost cost = ran.times().cost();
        return List.of(
                what,
                number(cost.all()),
                number(cost.sort()),
                number(copy),
                String.format(Locale.ROOT, "%.2f", cost.all() / copy),
                String.format(Locale.ROOT, "%.1f", aim),
                String.format(Locale.ROOT, "%,.0f", ran.rate()));
    }

    private static void stretches(Page page, IngestProof.Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (IngestProof.Stretch stretch : result.stretches()) {
            rows.add(List.of(
                    String.format(Locale.ROOT, "%,d to %,d", stretch.from(), stretch.to()),
                    number(stretch.store()),
                    number(stretch.sort()),
                    number(stretch.copy()),
                    String.format(Locale.ROOT, "%.2f", stretch.store() / stretch.copy())));
        }
        page.table(
                List.of(
                        "Records of the integration",
                        "µs a record",
                        "of them until it was a row",
                        "COPY µs a row",
                        "ratio"),
                rows,
                true);
        page.text(String.format(
                Locale.ROOT,
                "The last stretch costs %.2f × the first for each record (at most %.1f).",
                result.growth(),
                IngestProof.AIM_GROWTH));
    }

    private static void searches(Page page, IngestProof.Result result) {
        page.table(
                List.of("Account", "Question", "found", "times", "p50 ms", "p95 ms", "p99 ms", "as aimed"),
                result.lines().stream()
                        .map(line -> List.of(
                                line.whose(),
                                line.what(),
                                Integer.toString(line.found()),
                                Integer.toString(line.times()),
                                number(line.p50()),
                                number(line.p95()),
                                number(line.p99()),
                                line.passed(result.scale().judged()) ? "yes" : "no"))
                        .toList(),
                true);
        page.text(
                "Each time is that of a whole request, over HTTP, of one caller; pages hold 50 where nothing else is said. Every word is looked for as the"
                        + " beginning of one. The made-up language's words are used as unevenly as those of real ones.");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

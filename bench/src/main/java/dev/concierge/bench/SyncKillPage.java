package dev.concierge.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The page of {@link SyncKillProof}. */
final class SyncKillPage {
    private SyncKillPage() {}

    static Page of(SyncKillProof.Result result) {
        SyncKillScale scale = result.scale();
        Page page = new Page(
                "sync-kill",
                "Two nodes keep calendars, files and mail of many accounts in step. One of them is killed by `kill -9` again and again, each time with pages of"
                        + " many streams in flight; the other one goes on, and things come, change and go at the provider all the while. In the end the records"
                        + " are held against the sandbox's own store, item by item, and so is the copy of a reader that has seen nothing but the feed of changes.");
        page.fact(
                        "Aims",
                        "each record is what the provider has: none missing, twice, left over or older; the feed's reader has the same, in the versions that are"
                                + " stored, and was told of no version twice; each interrupted run is in the history as interrupted and none is left open; each"
                                + " stream's count of records is right")
                .fact(
                        "Scale",
                        scale.name() + ": " + scale.integrations() + " accounts with three streams each, "
                                + scale.kills().size() + " kills with at least " + scale.inFlight()
                                + " pages in flight each; " + result.interrupted() + " pages interrupted")
                .fact(
                        "Settings",
                        "a call's deadline " + scale.deadline().toSeconds() + " s, a claim's lease "
                                + scale.lease().toSeconds() + " s, " + (scale.inFlight() + 1)
                                + " places in a node's sync lane, 64 workers for the provider over both nodes, no pushes; else as in production. The other node is stopped"
                                + " (SIGSTOP) for the moments in which the victim gathers its pages")
                .fact("Runs", result.runs() + ", which stored " + result.pages() + " pages")
                .fact(
                        "Took",
                        result.took().toMinutes() + " min " + result.took().toSecondsPart() + " s");
        page.table(
                List.of("Step, pass", "kills", "pages interrupted", "written and not committed"), kills(result), true);
        page.table(
                List.of("Step", "where a page is when its process is killed"),
                Arrays.stream(SyncKillStep.values())
                        .map(step -> List.of(step.name(), step.words()))
                        .toList(),
                false);
        page.table(
                List.of("Beside the sandbox's store", "items", "missing", "twice", "left over", "older"),
                List.of(line("records", result.records()), line("the reader's copy", result.feed())),
                true);
        page.text("The reader was told of " + result.told().told() + " changes in "
                + result.told().pages()
                + " pages, of a version twice " + result.told().again() + " times, of an older one after a newer "
                + result.told().back() + " times; " + result.unlike()
                + " records are in another version there than in the database.");
        page.text("The interrupted runs ended as " + result.outcomes() + "; " + result.open() + " runs are open; "
                + result.miscounted() + " streams count their records wrongly.");
        return page;
    }

    private static List<List<String>> kills(SyncKillProof.Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (SyncKillScale.Kill kill :
                result.scale().kills().stream().distinct().toList()) {
            List<SyncKillRound> rounds = result.rounds().stream()
                    .filter(round -> round.kill().equals(kill))
                    .toList();
            rows.add(List.of(
                    kill.step() + ", " + kill.pass().word(),
                    Integer.toString(rounds.size()),
                    Integer.toString(rounds.stream()
                            .mapToInt(round -> round.interrupted().size())
                            .sum()),
                    Integer.toString(
                            rounds.stream().mapToInt(SyncKillRound::writing).sum())));
        }
        return rows;
    }

    private static List<String> line(String copy, SyncKillComparison comparison) {
        return List.of(
                copy,
                Long.toString(comparison.items()),
                Long.toString(comparison.missing()),
                Long.toString(comparison.twice()),
                Long.toString(comparison.leftOver()),
                Long.toString(comparison.older()));
    }
}

package dev.concierge.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** The page of {@link KillProof}. */
final class KillPage {
    private KillPage() {}

    static Page of(KillProof.Result result) {
        KillScale scale = result.scale();
        Page page = new Page(
                "kill",
                "Refreshes of a real server process that `kill -9` interrupts, stopped from outside at each step, and what became of them: by the"
                        + " sandbox's ledger, by the database, and by asking a node that goes on.");
        page.fact(
                        "Aims",
                        "where the old token stays or has a grace: 0 lost; strict single use: lost are exactly those that the sandbox answered and we"
                                + " had not stored, each with cause `answer_lost`; no token known to be spent is ever sent; one more try at most for an unknown one")
                .fact(
                        "Scale",
                        scale.name() + ": " + scale.interrupted() + " refreshes interrupted, " + scale.inFlight()
                                + " in flight per kill, " + scale.kills() + " kill(s) for each rule and step")
                .fact(
                        "Settings",
                        "as in production (deadline of a call 10 s, lease 15 s, 8 connections); access tokens live for "
                                + KillWork.TOKEN_LIFE.toSeconds()
                                + " s at the sandbox; no lanes, so that only callers refresh and each refresh can be stopped at its step")
                .fact(
                        "Took",
                        result.took().toMinutes() + " min " + result.took().toSecondsPart() + " s");
        page.table(
                List.of("Rule, step", "kills", "interrupted", "answered", "stored", "lost", "go on", "as designed"),
                steps(result),
                true);
        page.text(
                "*Answered*: the sandbox's ledger has the refresh. *Lost*: the vend answers 409 with cause `answer_lost`, and the integration is"
                        + " `needs_reconnect` with that cause. *Go on*: the vend answers a token that the sandbox takes.");
        List<List<String>> words = new ArrayList<>();
        for (KillStep step : scale.steps()) {
            words.add(List.of(step.name(), step.words()));
        }
        page.table(List.of("Step", "where the refresh is when its process is killed"), words, false);
        page.table(
                List.of("Rule", "refreshes at the sandbox", "spent tokens sent", "most tries with one token"),
                result.ledgers().stream().map(KillPage::ledger).toList(),
                true);
        page.text(window(result));
        return page;
    }

    private static List<List<String>> steps(KillProof.Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (KillRule rule : result.scale().rules()) {
            for (KillStep step : result.scale().steps()) {
                List<KillRound> rounds = result.rounds().stream()
                        .filter(round -> round.rule() == rule && round.step() == step)
                        .toList();
                rows.add(List.of(
                        rule.words() + ": " + step.name(),
                        Integer.toString(rounds.size()),
                        sum(rounds, KillRound::interrupted),
                        sum(rounds, KillRound::answered),
                        sum(rounds, KillRound::stored),
                        sum(rounds, KillRound::lost),
                        sum(rounds, KillRound::alive),
                        rounds.stream().allMatch(KillRound::asDesigned) ? "yes" : "**no**"));
            }
        }
        return rows;
    }

    private static String sum(List<KillRound> rounds, ToIntFunction<KillRound> what) {
        return Integer.toString(rounds.stream().mapToInt(what).sum());
    }

    private static List<String> ledger(KillLedger ledger) {
        return List.of(
                ledger.rule().words(),
                Integer.toString(ledger.presentations()),
                ledger.rule().rotates() ? Integer.toString(ledger.spentSent()) : "none is ever spent",
                ledger.rule() == KillRule.DIES ? Integer.toString(ledger.mostTries()) : "any");
    }

    private static String window(KillProof.Result result) {
        double[] sorted = result.rounds().stream()
                .flatMap(round -> round.windows().stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return "The window was not measured.";
        }
        return String.format(
                Locale.ROOT,
                "**The window** in which a kill costs a grant of a strict provider, from the first byte of the answer until another session hears of our"
                        + " commit: p50 %.1f ms, p99 %.1f ms, longest %.1f ms, over %d refreshes that nothing held, one after the other, the first ones of"
                        + " each freshly started process among them.",
                sorted[sorted.length / 2],
                sorted[(int) Math.min(sorted.length - 1L, (long) (0.99 * sorted.length))],
                sorted[sorted.length - 1],
                sorted.length);
    }
}

package dev.concierge.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The page of {@link RaceProof}. */
final class RacePage {
    private RacePage() {}

    static Page of(RaceProof.Result result) {
        RaceScale scale = result.scale();
        Page page = new Page(
                "reconnect-race",
                "Reconnects, by the pages and the provider's consent, against refreshes of the same grants that callers have set off, on two real nodes."
                        + " What lives afterwards is asked of the sandbox, of both nodes and of the database.");
        page.fact(
                        "Aims",
                        "the newest consent wins each time; the sandbox takes no token of the loser's, unless no call would end it and not the winner's;"
                                + " who asked for the refreshed token gets one, or 503, and is never told to connect again")
                .fact(
                        "Scale",
                        scale.name() + ": " + result.ends().size() + " races, " + scale.atOnce()
                                + " of a kind at once, " + scale.rounds() + " round(s), " + scale.workers()
                                + " providers at a time")
                .fact(
                        "How they are held",
                        "the second node reaches the token endpoints by lines that hold requests or answers of refreshes, or answers of exchanges;"
                                + " where both stores are to wait, a lock holds the grants' rows. *One node*: both on that node; *two nodes*: the other half on"
                                + " the first one. Access tokens end because their rows are aged by two hours")
                .fact(
                        "Took",
                        result.took().toMinutes() + " min " + result.took().toSecondsPart() + " s");
        page.table(
                List.of(
                        "Provider, order",
                        "nodes",
                        "races",
                        "winner newest",
                        "loser dead",
                        "loser kept",
                        "caller: token",
                        "caller: 503",
                        "wrong"),
                rows(result),
                true);
        page.text(
                "*Winner newest*: the callback ended at the renewed integration, which is active; both nodes hand out an access token that the sandbox takes"
                        + " and has from the reconnect's consent; and when that has ended, a renewal gives another one of the same consent. *Loser dead*: the"
                        + " sandbox takes no token of any other consent of that account, refresh tokens of before included. *Loser kept*: it takes some, and"
                        + " there is no call that ends them and not the winner's grant; elsewhere that is *wrong*.");
        List<List<String>> orders = new ArrayList<>();
        scale.orders().forEach(order -> orders.add(List.of(name(order), order.words())));
        page.table(List.of("Order", "what comes when"), orders, false);
        List<List<String>> rules = new ArrayList<>();
        scale.rules()
                .forEach(rule -> rules.add(List.of(
                        rule.words(),
                        rule.narrow()
                                ? "they can be ended alone"
                                : "nothing ends them and leaves the winner's grant alone")));
        page.table(List.of("Provider", "a loser's tokens"), rules, false);
        return page;
    }

    private static List<List<String>> rows(RaceProof.Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (RaceRule rule : result.scale().rules()) {
            for (RaceCell cell : result.scale().cells(rule)) {
                List<RaceEnd> ends = result.ends().stream()
                        .filter(end -> end.cell().equals(cell))
                        .toList();
                rows.add(List.of(
                        rule.provider() + ": " + name(cell.order()),
                        cell.oneNode() ? "one" : "two",
                        Integer.toString(ends.size()),
                        count(ends, RaceEnd::newest),
                        count(ends, end -> end.loser() == RaceEnd.Loser.DEAD),
                        count(ends, end -> end.loser() == RaceEnd.Loser.KEPT),
                        count(ends, end -> end.caller() == 200),
                        count(ends, end -> end.caller() == 503),
                        count(ends, end -> !end.asDesigned())));
            }
        }
        return rows;
    }

    private static String count(List<RaceEnd> ends, Predicate<RaceEnd> which) {
        return Long.toString(ends.stream().filter(which).count());
    }

    private static String name(RaceOrder order) {
        return order.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}

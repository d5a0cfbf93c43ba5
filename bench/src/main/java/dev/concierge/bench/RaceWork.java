package dev.concierge.bench;

import dev.concierge.sandbox.LivingToken;
import dev.concierge.sandbox.Secrets;
import dev.concierge.sandbox.Visitor;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Lets reconnects race refreshes in one order after the other. The second node's way to the token endpoint is a line that can hold what belongs to a
 * refresh, or to an exchange; the first node's is the provider itself.
 */
final class RaceWork {
    private static final String REFRESH = "refresh_token";
    private static final String EXCHANGE = "authorization_code";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A revocation that waits for its turn is taken up within half a minute. */
    private static final Duration REVOCATION = Duration.ofSeconds(150);

    /** Caches hear of a change within a second. */
    private static final Duration HEARD = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(20);

    private final RaceGroup group;
    private final ProviderLine line;
    private final ReentrantLock connections;
    private final int first;
    private final int second;

    /**
     * @param connections held by the one whose races wait for rows: those of two providers together would want all connections of a node
     * @param first the port of the node that reaches the provider directly
     * @param second the one behind the line
     */
    RaceWork(RaceGroup group, ProviderLine line, ReentrantLock connections, int first, int second) {
        this.group = group;
        this.line = line;
        this.connections = connections;
        this.first = first;
        this.second = second;
    }

    /** A race that is over, and whose loser may still wait for the revoker. */
    record Run(
            RaceCell cell,
            RaceGroup.Member member,
            List<LivingToken> before,
            List<LivingToken> after,
            boolean landed,
            Caller.Answer caller) {
        Run {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        /** That of the reconnect; empty when the provider has none or several new ones. */
        String winner() {
            Set<String> families = families(after);
            families.removeAll(families(before));
            return families.size() == 1 ? families.iterator().next() : "";
        }

        private static Set<String> families(List<LivingToken> tokens) {
            return tokens.stream().map(LivingToken::family).collect(Collectors.toSet());
        }
    }

    private record Going(List<Future<Boolean>> reconnects, List<Future<Caller.Answer>> refreshes) {}

    /** One race for each member, all at once. */
    List<Run> race(RaceCell cell, List<RaceGroup.Member> members) throws Exception {
        if (!cell.order().locksRows()) {
            return raced(cell, members);
        }
        connections.lock();
        try {
            return raced(cell, members);
        } finally {
            connections.unlock();
        }
    }

    private List<Run> raced(RaceCell cell, List<RaceGroup.Member> members) throws Exception {
        group.age(members);
        List<List<LivingToken>> before = members.stream().map(group::living).toList();
        List<Visitor.Stop.Left> consents = new ArrayList<>();
        for (RaceGroup.Member member : members) {
            consents.add(group.consentAgain(member));
        }
        try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
            Going going = start(cell, members, consents, side);
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                boolean landed = going.reconnects().get(i).get();
                Caller.Answer answer = going.refreshes().get(i).get();
                RaceGroup.Member member = members.get(i);
                runs.add(new Run(cell, member, before.get(i), group.living(member), landed, answer));
            }
            return runs;
        } catch (IOException e) {
            throw new IOException(cell + ": " + e.getMessage(), e);
        } finally {
            line.mode(ProviderLine.Mode.PASS);
        }
    }

    private Going start(
            RaceCell cell, List<RaceGroup.Member> members, List<Visitor.Stop.Left> consents, ExecutorService side)
            throws Exception {
        int other = cell.oneNode() ? second : first;
        return switch (cell.order()) {
            case REFRESH_REACHES_LATE -> held(ProviderLine.Mode.HOLD_REQUESTS, members, consents, other, side);
            case REFRESH_ANSWERED_BEFORE -> held(ProviderLine.Mode.HOLD_ANSWERS, members, consents, other, side);
            case REFRESH_WITHIN -> within(members, consents, other, side);
            case STORES_RECONNECT_FIRST -> stores(true, members, consents, other, side);
            case STORES_REFRESH_FIRST -> stores(false, members, consents, other, side);
        };
    }

    private Going held(
            ProviderLine.Mode mode,
            List<RaceGroup.Member> members,
            List<Visitor.Stop.Left> consents,
            int reconnectAt,
            ExecutorService side)
            throws Exception {
        line.hold(mode, REFRESH);
        List<Future<Caller.Answer>> refreshes = refresh(members, second, side);
        until(() -> line.held() == members.size());
        List<Future<Boolean>> reconnects = reconnect(members, consents, reconnectAt, side);
        for (Future<Boolean> reconnect : reconnects) {
            reconnect.get();
        }
        line.mode(ProviderLine.Mode.PASS);
        return new Going(reconnects, refreshes);
    }

    private Going within(
            List<RaceGroup.Member> members, List<Visitor.Stop.Left> consents, int refreshAt, ExecutorService side)
            throws Exception {
        line.hold(ProviderLine.Mode.HOLD_ANSWERS, EXCHANGE);
        List<Future<Boolean>> reconnects = reconnect(members, consents, second, side);
        until(() -> line.held() == members.size());
        List<Future<Caller.Answer>> refreshes = refresh(members, refreshAt, side);
        for (Future<Caller.Answer> refresh : refreshes) {
            refresh.get();
        }
        line.mode(ProviderLine.Mode.PASS);
        return new Going(reconnects, refreshes);
    }

    private Going stores(
            boolean reconnectFirst,
            List<RaceGroup.Member> members,
            List<Visitor.Stop.Left> consents,
            int reconnectAt,
            ExecutorService side)
            throws Exception {
        line.hold(ProviderLine.Mode.HOLD_ANSWERS, REFRESH);
        List<Future<Caller.Answer>> refreshes = refresh(members, second, side);
        until(() -> line.held() == members.size());
        group.lock(members);
        try {
            List<Future<Boolean>> reconnects;
            if (reconnectFirst) {
                reconnects = reconnect(members, consents, reconnectAt, side);
                until(() -> group.waiting() == members.size());
                line.mode(ProviderLine.Mode.PASS);
            } else {
                line.mode(ProviderLine.Mode.PASS);
                until(() -> group.waiting() == members.size());
                reconnects = reconnect(members, consents, reconnectAt, side);
            }
            until(() -> group.waiting() == 2L * members.size());
            return new Going(reconnects, refreshes);
        } finally {
            group.unlock();
        }
    }

    private List<Future<Caller.Answer>> refresh(List<RaceGroup.Member> members, int port, ExecutorService side) {
        return members.stream()
                .map(member -> side.submit(() -> group.vend(member, port)))
                .toList();
    }

    private List<Future<Boolean>> reconnect(
            List<RaceGroup.Member> members, List<Visitor.Stop.Left> consents, int port, ExecutorService side) {
        List<Future<Boolean>> reconnects = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            RaceGroup.Member member = members.get(i);
            Visitor.Stop.Left consent = consents.get(i);
            reconnects.add(side.submit(() -> group.land(member, consent, port)));
        }
        return reconnects;
    }

    /** What came of them, when the revoker has done what it will do. */
    List<RaceEnd> ends(List<Run> runs) throws Exception {
        List<Boolean> newest = new ArrayList<>();
        for (Run run : runs) {
            newest.add(run.landed() && handsOut(run, first) && handsOut(run, second) && group.isActive(run.member()));
        }
        reached(
                REVOCATION,
                () -> group.revocations() == 0
                        || runs.stream().allMatch(run -> left(run).isEmpty()));
        List<RaceEnd.Loser> losers = runs.stream().map(this::loser).toList();
        group.age(runs.stream().map(Run::member).toList());
        List<RaceEnd> ends = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            boolean renews = reached(HEARD, () -> isRenewed(run));
            ends.add(new RaceEnd(
                    run.cell(),
                    newest.get(i) && renews,
                    losers.get(i),
                    run.caller().status()));
        }
        return ends;
    }

    private boolean handsOut(Run run, int port) throws Exception {
        return reached(HEARD, () -> isWinners(run, group.vend(run.member(), port)));
    }

    private boolean isRenewed(Run run) {
        Caller.Answer answer = group.vend(run.member(), first);
        return isWinners(run, answer)
                && run.after().stream()
                        .noneMatch(token -> token.fingerprint().equals(Secrets.fingerprint(answer.token())));
    }

    /** Whether the provider takes the token, and has it from the reconnect's consent. */
    private boolean isWinners(Run run, Caller.Answer answer) {
        String fingerprint = Secrets.fingerprint(answer.token());
        return answer.status() == 200
                && !run.winner().isEmpty()
                && group.living(run.member()).stream()
                        .anyMatch(token -> token.kind() == Secrets.Kind.ACCESS_TOKEN
                                && token.fingerprint().equals(fingerprint)
                                && token.family().equals(run.winner()));
    }

    private RaceEnd.Loser loser(Run run) {
        if (left(run).isEmpty()) {
            return RaceEnd.Loser.DEAD;
        }
        return run.cell().rule().narrow() ? RaceEnd.Loser.ALIVE : RaceEnd.Loser.KEPT;
    }

    /** What the provider still takes and is not the winner's. The access token of before has only ended for us: its two hours were made up. */
    private List<LivingToken> left(Run run) {
        Set<LivingToken> ended = run.before().stream()
                .filter(token -> token.kind() == Secrets.Kind.ACCESS_TOKEN)
                .collect(Collectors.toSet());
        return group.living(run.member()).stream()
                .filter(token -> !token.family().equals(run.winner()) && !ended.contains(token))
                .toList();
    }

    @FunctionalInterface
    private interface Reached {
        boolean now() throws IOException, SQLException;
    }

    private void until(Reached reached) throws Exception {
        if (!reached(PATIENCE, reached)) {
            throw new IOException("a race did not come to where it was to be held: " + line.held()
                    + " held at the line, " + group.waiting() + " wait for the lock");
        }
    }

    private static boolean reached(Duration patience, Reached reached) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!reached.now()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }
}

package dev.concierge.bench;

import dev.concierge.sandbox.google.GoogleKnobs;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Kills one node after another with pages of many streams in flight. The killed one reaches the provider's API by a line that can be held; the node beside it
 * asks the provider directly. It is stopped (SIGSTOP) while the victim gathers its pages, so that it leaves some, and goes on before the kill.
 */
final class SyncKillWork {
    /** Of a node with production settings: half of eight connections are for jobs of one lane; the others wait in front of them. */
    private static final int WRITING = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Installation at;
    private final SyncKillScale scale;
    private final SyncKillGroup group;
    private final SyncKillRows rows;
    private final PrintStream out;
    private final List<UUID> killed = new ArrayList<>();

    SyncKillWork(Installation at, SyncKillScale scale, SyncKillGroup group, SyncKillRows rows, PrintStream out) {
        this.at = at;
        this.scale = scale;
        this.group = group;
        this.rows = rows;
        this.out = out;
    }

    List<SyncKillRound> rounds() throws Exception {
        inStep(Instant.EPOCH);
        List<SyncKillRound> rounds = new ArrayList<>();
        for (SyncKillScale.Kill kill : scale.kills()) {
            SyncKillRound round = round(kill);
            killed.addAll(round.interrupted());
            rounds.add(round);
            out.println("  " + kill.step() + ", " + kill.pass().word() + ": "
                    + round.interrupted().size() + " pages interrupted"
                    + (round.writing() == 0 ? "" : ", " + round.writing() + " of them written and not committed"));
        }
        group.change(1);
        Instant changed = Instant.now();
        syncNow(at.port());
        inStep(changed);
        return rounds;
    }

    /** The runs that a kill has interrupted. */
    List<UUID> killed() {
        return List.copyOf(killed);
    }

    /** The line is closed before the try statement ends, so that what it holds is cut off with the victim. */
    @SuppressWarnings("try")
    private SyncKillRound round(SyncKillScale.Kill kill) throws Exception {
        URI sandbox = URI.create(at.sandbox().baseUrl());
        try (ProviderLine line = ProviderLine.to(sandbox.getHost(), sandbox.getPort());
                Installation.Node victim = at.another(line.authority(), google -> through(line, google))) {
            group.change(1);
            if (kill.pass() == SyncKillPass.EVERYTHING) {
                at.sandbox().knobs().set(GoogleKnobs.SYNC_TOKEN_LIFE_SECONDS, 1L);
            }
            gather(victim, line, kill);
            if (kill.step() != SyncKillStep.REQUEST) {
                line.hold(ProviderLine.Mode.HOLD_ANSWERS, kill.pass()::holds);
            }
            List<UUID> interrupted = alone(line);
            group.change(2);
            int writing = kill.step() == SyncKillStep.STORE ? write(line, interrupted) : 0;
            victim.kill();
            line.close();
            return new SyncKillRound(kill, interrupted, writing);
        } finally {
            rows.unlock();
            at.sandbox().knobs().reset(GoogleKnobs.SYNC_TOKEN_LIFE_SECONDS);
        }
    }

    private static String through(ProviderLine line, String description) {
        return description.replaceAll(
                "(?m)^(    baseUrl: )http://[^/]+/google/", "$1http://" + line.authority() + "/google/");
    }

    /** Until the victim has as many pages in flight as it is to lose. */
    private void gather(Installation.Node victim, ProviderLine line, SyncKillScale.Kill kill) throws Exception {
        line.hold(ProviderLine.Mode.HOLD_REQUESTS, kill.pass()::holds);
        syncNow(victim.port());
        signal("STOP");
        try {
            until(
                    () -> "the victim has " + line.held() + " pages in flight, and " + scale.inFlight() + " are wanted",
                    PATIENCE,
                    () -> line.held() >= scale.inFlight());
        } finally {
            signal("CONT");
        }
    }

    /** To the node beside the victim. */
    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(at.serverPid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("the signal " + name + " could not be sent");
        }
    }

    /** Until every run under way is one of the victim's whose page is held: as many as are held between two looks that see the same. @return these runs */
    private List<UUID> alone(ProviderLine line) throws Exception {
        List<UUID> open = new ArrayList<>();
        until(
                () -> open.size() + " runs are under way, and the victim has " + line.held() + " pages in flight",
                PATIENCE,
                () -> {
                    List<UUID> before = rows.open(killed);
                    int held = line.held();
                    open.clear();
                    open.addAll(rows.open(killed));
                    return held >= scale.inFlight() && held == open.size() && before.equals(open);
                });
        return open;
    }

    /** Lets the answers arrive, and holds the runs' rows. @return how many pages are written and not committed */
    private int write(ProviderLine line, List<UUID> runs) throws Exception {
        rows.lock(runs);
        line.mode(ProviderLine.Mode.PASS);
        until(() -> "too few pages are being stored", PATIENCE, () -> rows.waiting() >= Math.min(WRITING, runs.size()));
        return rows.waiting();
    }

    /** @param port of the node that is asked */
    private void syncNow(int port) throws IOException {
        Caller.Answer answer = Caller.ask(
                port,
                "POST /api/v1/oauth/integrations/sync HTTP/1.0\r\nHost: localhost:" + at.port()
                        + "\r\nAuthorization: Bearer " + group.key()
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        if (answer.status() != 202) {
            throw new IOException("sync now was answered with " + answer.status());
        }
    }

    private void inStep(Instant since) throws Exception {
        until(
                () -> "not everything is in step",
                scale.lease().multipliedBy(2).plus(PATIENCE),
                () -> rows.behind(since) == 0);
    }

    @FunctionalInterface
    private interface Reached {
        boolean now() throws Exception;
    }

    private static void until(Supplier<String> otherwise, Duration patience, Reached reached) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!reached.now()) {
            if (System.nanoTime() > end) {
                throw new IOException(otherwise.get());
            }
            Thread.sleep(POLL);
        }
    }
}

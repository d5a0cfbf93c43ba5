package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Takes a right away on one node while another one is asked for the token without a pause, until it refuses. */
final class SightWork implements AutoCloseable {
    private static final List<Sight.Act> ACTS = List.of(Sight.Act.values());
    private static final int TURNS_OF_A_PERSON = 30;
    private static final int STILL_REFUSED = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A node that has listened for so long trusts what it keeps: it hears itself twice a second. */
    private static final String SETTLED = "1500 milliseconds";

    private final Installation at;
    private final Connection database;
    private final Set<Integer> firstListens;
    private final CommitWatch commits;
    private final Head head;
    private final PrintStream out;
    private int second;
    private int people;

    /** Before the second node is there, so that the two can be told apart. */
    SightWork(Installation at, PrintStream out) throws IOException, InterruptedException, SQLException {
        this.at = at;
        this.out = out;
        this.database = at.database();
        this.commits = new CommitWatch(at.database());
        this.head = Head.of(at);
        this.firstListens = listening("0 seconds");
    }

    /** So often with the second node listening, and so often with its connection cut. */
    List<Sight> watch(Installation.Node node, int sights, int deaf) throws Exception {
        second = node.port();
        List<Sight> all = new ArrayList<>(series(sights, false));
        all.addAll(series(deaf, true));
        return all;
    }

    private List<Sight> series(int times, boolean deaf) throws Exception {
        List<Sight> sights = new ArrayList<>();
        while (sights.size() < times) {
            try (SightPerson person = new SightPerson(at, database, head, people++)) {
                for (int turn = 0; turn < TURNS_OF_A_PERSON && sights.size() < times; turn++) {
                    Sight.Act act = ACTS.get(sights.size() % ACTS.size());
                    sights.add(sight(person, act, deaf));
                }
            }
            out.println(sights.size() + (deaf ? " seen by a node that was cut off, " : " seen, ")
                    + sights.stream().filter(sight -> !sight.inTime()).count() + " too late");
        }
        return sights;
    }

    private Sight sight(SightPerson person, Sight.Act act, boolean deaf) throws Exception {
        SightPerson.Ready ready = person.ready(act);
        if (deaf) {
            until(() -> !secondListens().isEmpty());
        }
        until(() -> given(ready));
        try (ExecutorService side = Executors.newSingleThreadExecutor()) {
            Watch watch = new Watch(ready);
            Future<Long> refused = side.submit(watch::untilRefused);
            watch.begun.await();
            if (deaf) {
                cut();
            }
            long sent = System.nanoTime();
            ready.taking().now();
            long at = refused.get();
            long heard = commits.firstAfter(ready.changed().toString(), sent, PATIENCE);
            long committed = heard < 0 ? sent : heard;
            boolean steady = true;
            for (int i = 0; i < STILL_REFUSED; i++) {
                steady &= !given(ready);
            }
            person.restore(act);
            return new Sight(act, deaf, Math.max(0, (at - committed) / 1e6), (at - sent) / 1e6, steady);
        }
    }

    private boolean given(SightPerson.Ready ready) {
        return ready.token().token(second, ready.integration()).status() == 200;
    }

    private final class Watch {
        private final SightPerson.Ready ready;
        private final CountDownLatch begun = new CountDownLatch(1);

        private Watch(SightPerson.Ready ready) {
            this.ready = ready;
        }

        /** A moment of {@link System#nanoTime}. An answer that is neither a token nor a refusal of the caller does not count. */
        private long untilRefused() throws IOException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                int status = ready.token().token(second, ready.integration()).status();
                if (status == 200) {
                    begun.countDown();
                } else if (status == 401 || status == 404) {
                    begun.countDown();
                    return System.nanoTime();
                }
            }
            begun.countDown();
            return System.nanoTime();
        }
    }

    /** Ends the second node's listening connection. */
    private void cut() throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (int pid : secondListens()) {
                statement.execute("select pg_terminate_backend(" + pid + ")");
            }
        }
    }

    private Set<Integer> secondListens() throws SQLException {
        Set<Integer> pids = listening(SETTLED);
        pids.removeAll(firstListens);
        return pids;
    }

    /** The processes of listening connections that have been there for so long. */
    private Set<Integer> listening(String age) throws SQLException {
        Set<Integer> pids = new HashSet<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pid from pg_stat_activity where usename = 'concierge_auth' and backend_start < clock_timestamp() - interval '"
                                + age
                                + "' and (query ilike 'listen %' or query ilike 'notify %' or query ilike 'select clock_timestamp()')")) {
            while (row.next()) {
                pids.add(row.getInt(1));
            }
        }
        return pids;
    }

    @FunctionalInterface
    private interface Reached {
        boolean now() throws SQLException;
    }

    private static void until(Reached reached) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.now()) {
            if (System.nanoTime() > end) {
                throw new IOException("the second node was not ready to be watched");
            }
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    @Override
    public void close() throws SQLException {
        head.close();
        commits.close();
        database.close();
    }
}

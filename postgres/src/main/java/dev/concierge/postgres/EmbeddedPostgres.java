package dev.concierge.postgres;

import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running PostgreSQL server that belongs to this program and lives in one folder.
 *
 * <p>A folder has one owner at a time: a second program that starts on it fails at once and is told whose it is. A server that a
 * killed owner left behind is adopted when it runs with the wanted settings, and stopped and started anew when not. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final FolderLock lock;
    private final PgCtl control;
    private final Postmaster postmaster;
    private final String adminPassword;
    private final boolean adopted;
    private final @Nullable Thread stopper;
    private boolean closed;

    private EmbeddedPostgres(
            FolderLock lock, PgCtl control, Launch launch, String adminPassword, EmbeddedPostgresOptions options) {
        this.lock = lock;
        this.control = control;
        this.postmaster = launch.postmaster();
        this.adopted = launch.adopted();
        this.adminPassword = adminPassword;
        this.stopper = options.stopWithJvm() ? stopWithJvm() : null;
    }

    /**
     * Unpacks, makes and starts what is not there yet, and returns when connections are accepted: about 2.5 s the first time, 0.2 s
     * later.
     *
     * @throws EmbeddedPostgresException when the folder is in use, a fixed port is taken, or PostgreSQL does not start
     */
    public static EmbeddedPostgres start(EmbeddedPostgresOptions options) {
        Home home = Home.in(options.dataDirectory());
        FolderLock lock = FolderLock.take(home.lockFile());
        try {
            RunAs runAs = RunAs.forHome(home);
            Binaries binaries = Binaries.unpackedIn(options.binariesDirectory());
            runAs.requireReach(binaries.postgres(), home.directory());
            String password = Cluster.prepare(home, binaries, runAs, options.durable());
            PgCtl control = new PgCtl(home, binaries, runAs);
            Launch launch = Launch.adoptOrStart(control, options);
            log.info(
                    "PostgreSQL {} {} on port {}",
                    binaries.version(),
                    launch.adopted() ? "adopted" : "started",
                    launch.postmaster().port());
            return new EmbeddedPostgres(lock, control, launch, password, options);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Stops a server that a killed owner left behind, so that its folder may be deleted.
     *
     * @return whether there was one
     * @throws EmbeddedPostgresException when the folder has a living owner
     */
    public static boolean stopLeftover(EmbeddedPostgresOptions options) {
        if (!Files.isDirectory(options.dataDirectory())) {
            return false;
        }
        Home home = Home.in(options.dataDirectory());
        try (FolderLock _ = FolderLock.take(home.lockFile())) {
            boolean left = Postmaster.runningIn(home.data()).isPresent();
            if (left) {
                new PgCtl(home, Binaries.unpackedIn(options.binariesDirectory()), RunAs.forHome(home)).stop();
            }
            return left;
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return postmaster.port();
    }

    /** The superuser. It makes roles and databases; nothing else should connect as it. */
    public String adminUser() {
        return Cluster.ADMIN_USER;
    }

    /** Random, made with the cluster, kept in a file of mode 0600 in the data directory. */
    public String adminPassword() {
        return adminPassword;
    }

    /** The address of a database of this server, without user or password. The database {@code postgres} is always there. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /** Whether the server was running already, left behind by an owner that was killed. */
    public boolean adopted() {
        return adopted;
    }

    /** Whether the server's main process lives. */
    public boolean isAlive() {
        return postmaster.process().isAlive();
    }

    /** Completes when the server's main process has ended, whoever ended it. */
    public CompletableFuture<Void> onExit() {
        return postmaster.process().onExit();
    }

    /**
     * Stops the server: ends open connections, keeps what was committed. Another call waits until the first is through (the JVM's end
     * must not overtake a stop that is under way) and does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            control.stop();
        } finally {
            lock.close();
            forgetStopper();
        }
    }

    private Thread stopWithJvm() {
        Thread thread = new Thread(this::close, "stop-postgresql");
        Runtime.getRuntime().addShutdownHook(thread);
        return thread;
    }

    private void forgetStopper() {
        if (stopper == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException _) {
            log.debug("The JVM is ending already");
        }
    }
}

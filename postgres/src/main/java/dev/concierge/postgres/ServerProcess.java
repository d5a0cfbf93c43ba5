package dev.concierge.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A process that is or may be one of PostgreSQL's; none is a child of this program.
 *
 * <p>Each of a server's processes works in its data folder, which tells them from others on Linux. Elsewhere the name of the
 * program must do.
 */
record ServerProcess(long pid) {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** Every process of a server that works in this folder. */
    static List<ServerProcess> allIn(Path data) {
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes
                    .map(process -> new ServerProcess(process.pid()))
                    .filter(process -> process.folder().filter(data::equals).isPresent())
                    .filter(process -> process.isPostgres() && process.isAlive())
                    .toList();
        }
    }

    boolean isAlive() {
        return handle().filter(ProcessHandle::isAlive).isPresent() && !isEndedButUnreaped();
    }

    boolean worksIn(Path data) {
        return folder().map(data::equals).orElseGet(this::isPostgres);
    }

    void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Completes within a tenth of a second of the end. */
    CompletableFuture<Void> onExit() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().name("watch-postgresql").start(() -> {
            while (isAlive()) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
            end.complete(null);
        });
        return end;
    }

    /** True also when the machine does not let us see the program. */
    private boolean isPostgres() {
        return handle().flatMap(process -> process.info().command())
                .map(command -> command.contains("/bin/postgres"))
                .orElse(true);
    }

    /**
     * A server's parent is the machine's first process, and in containers that may be a program that never asks how its children
     * ended. Such a process is over, though its number is still taken and the JDK counts it as alive.
     */
    private boolean isEndedButUnreaped() {
        try {
            String status = Files.readString(proc("stat"));
            return "ZX".indexOf(status.charAt(status.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException _) {
            return false;
        }
    }

    private Optional<Path> folder() {
        try {
            return Optional.of(Files.readSymbolicLink(proc("cwd")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid);
    }
}

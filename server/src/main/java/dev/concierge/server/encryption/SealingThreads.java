package dev.concierge.server.encryption;

import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Threads that live on, one for each processor, to encrypt on. Tink keeps a source of randomness for each thread and searches the class path
 * for the best one when a thread first encrypts; a virtual thread encrypts once or twice and ends, and the search costs many times the encryption.
 */
final class SealingThreads {
    private static final Executor THREADS = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("seal-", 0).daemon().factory());

    /** Something that encrypts. */
    @FunctionalInterface
    interface Sealing {
        byte[] make() throws GeneralSecurityException;
    }

    private SealingThreads() {}

    /** Does it here, or on one of these threads when this one is virtual. Cannot be interrupted: an answer to be stored is not given up. */
    static byte[] call(Sealing sealing) throws GeneralSecurityException {
        if (!Thread.currentThread().isVirtual()) {
            return sealing.make();
        }
        CompletableFuture<byte[]> done = new CompletableFuture<>();
        THREADS.execute(() -> {
            try {
                done.complete(sealing.make());
            } catch (GeneralSecurityException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof GeneralSecurityException failure) {
                throw failure;
            }
            throw e;
        }
    }
}

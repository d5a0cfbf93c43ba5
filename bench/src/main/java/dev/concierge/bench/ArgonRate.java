package dev.concierge.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** What the machine makes of Argon2id alone (RFC 9106): with the library and the parameters of the server, one thread for each core and nothing else to do. */
final class ArgonRate {
    static final int MEMORY_KIB = 19 * 1024;
    static final int PASSES = 2;
    static final int LANES = 1;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final byte[] PASSWORD = Person.PASSWORD.getBytes(StandardCharsets.UTF_8);

    private ArgonRate() {}

    /** @return hashes a second over all cores */
    static double measure(Duration duration) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        long began = System.nanoTime();
        long end = began + duration.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int core = 0; core < cores; core++) {
                running.add(threads.submit(() -> hashes(end)));
            }
            long made = 0;
            for (Future<Long> one : running) {
                made += one.get();
            }
            return made / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static long hashes(long end) {
        byte[] salt = new byte[SALT_BYTES];
        long made = 0;
        while (System.nanoTime() < end) {
            salt[0]++;
            hash(salt);
            made++;
        }
        return made;
    }

    private static byte[] hash(byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(PASSWORD, hash);
        return hash;
    }
}

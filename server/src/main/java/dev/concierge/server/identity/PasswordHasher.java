package dev.concierge.server.identity;

import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id (RFC 9106): 19 MiB, 2 passes, 1 lane, 16 bytes salt, 32 bytes hash. A semaphore of the number of cores stands in front, so that a
 * flood of sign-ins costs waiting, not memory. Hashes that an import brought ({@link StoredHash}) are compared in their own form, and are dated.
 */
@Component
class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** What every hash of ours begins with. */
    private static final String OURS = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    /** Of an older installation, until the next sign-in. */
    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final String nobodys;

    PasswordHasher(RandomSecrets random) {
        this.nobodys = encode(random.next());
    }

    /** The hash to store, with its parameters and salt in it. */
    String hash(Secret password) {
        return guarded(() -> encode(password));
    }

    /**
     * Compares, at the same cost whether there is a hash or not.
     *
     * @param hash null for an account that does not exist; then never true
     */
    boolean matches(Secret password, @Nullable String hash) {
        String against = hash == null ? nobodys : hash;
        boolean equal = guarded(() -> {
            PasswordEncoder encoder = StoredHash.isBcrypt(against) ? bcrypt : argon2;
            return encoder.matches(password.reveal(), against);
        });
        return equal && hash != null;
    }

    /** Whether the hash was made in another form, or with other parameters, than today's. */
    boolean isDated(String hash) {
        return !hash.startsWith(OURS);
    }

    private String encode(Secret password) {
        String encoded = argon2.encode(password.reveal());
        if (encoded == null) {
            throw new IllegalStateException("a password was given");
        }
        return encoded;
    }

    private <T> T guarded(Supplier<T> work) {
        acquire();
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }

    private void acquire() {
        try {
            if (!cores.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(ProblemType.UNAVAILABLE, "Too many people sign in at this moment.")
                        .retryAfter(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.UNAVAILABLE, "The request was given up.", e);
        }
    }
}

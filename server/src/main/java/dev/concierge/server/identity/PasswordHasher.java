package dev.concierge.server.identity;

import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id (RFC 9106): 19 MiB, 2 passes, 1 lane, 16 bytes salt, 32 bytes hash. A semaphore of the number of cores stands in front, so that a
 * flood of sign-ins costs waiting, not memory. Hashes that an import brought ({@link StoredHash}) are compared in their own form, and are dated: while there are any, every sign-in is.
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
    static final String OURS = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    /** Of an older installation, until the next sign-in. */
    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

    private final Comparison comparison;
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final String nobodys;

    /** Compares a password with a hash, at the cost that the hash names. */
    interface Comparison {
        boolean equal(String password, String hash);
    }

    @Autowired
    PasswordHasher(RandomSecrets random) {
        this.comparison = this::equal;
        this.nobodys = encode(random.next());
    }

    PasswordHasher(RandomSecrets random, Comparison comparison) {
        this.comparison = comparison;
        this.nobodys = encode(random.next());
    }

    private boolean equal(String password, String hash) {
        PasswordEncoder encoder = StoredHash.isBcrypt(hash) ? bcrypt : argon2;
        return encoder.matches(password, hash);
    }

    /** The hash to store, with its parameters and salt in it. */
    String hash(Secret password) {
        return guarded(() -> encode(password));
    }

    /**
     * Compares, with the same computations whoever it is for (J-03): one in our own form and one in each that an import brought, against the account's hash where it is of that
     * form and against nobody's else. An older installation hashed what was typed, in whatever Unicode form that was, so its forms are tried with that as well.
     *
     * @param normal the password in its normal form
     * @param typed as it was typed
     * @param hash null for an account that does not exist; then never true
     * @param forms that stand in the table, of {@link StoredHash#form}
     */
    boolean matches(Secret normal, Secret typed, @Nullable String hash, List<String> forms) {
        String form = hash == null ? null : StoredHash.form(hash).orElse(OURS);
        boolean equal = compared(normal, OURS.equals(form) && hash != null ? hash : nobodys);
        for (String one : forms) {
            String against = one.equals(form) && hash != null ? hash : StoredHash.ofNobody(one);
            equal |= compared(normal, against);
            equal |= !typed.equals(normal) && compared(typed, against);
        }
        if (hash != null && !OURS.equals(form) && !forms.contains(form)) {
            equal |= compared(normal, hash) || compared(typed, hash);
        }
        return equal && hash != null;
    }

    private boolean compared(Secret password, String hash) {
        return guarded(() -> comparison.equal(password.reveal(), hash));
    }

    /** Whether the hash was made in another form, or with other parameters, than today's. */
    boolean isDated(String hash) {
        return StoredHash.form(hash).isPresent();
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

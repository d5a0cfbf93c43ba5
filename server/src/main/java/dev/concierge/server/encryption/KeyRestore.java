package dev.concierge.server.encryption;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Puts the data keys back from escrow when the outer key is lost. Needs no key but the passphrase. */
@Component
public class KeyRestore {
    private final SystemScope system;
    private final Clock clock;

    KeyRestore(SystemScope system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /**
     * Wraps the keys of an escrow file by an outer key, in place of the stored keyset when {@link Restored#store} follows. Not inside a transaction.
     *
     * @throws IllegalArgumentException with a sentence for the operator, when the file does not open or the key store refuses
     * @throws ProblemException {@code unavailable} when the key store is away
     */
    public Restored prepare(String file, Secret passphrase, OuterKey target) {
        Ring ring = KeyEscrow.ring(file, passphrase);
        try {
            byte[] wrapped = target.wrap(ring.keyset());
            byte[] check = KeysetSeal.check(ring.keyset());
            return () -> system.call(jdbc -> {
                KeysetRepository.Stored stored = KeysetRepository.read(jdbc).orElse(null);
                if (stored == null || !KeysetSeal.opens(ring, stored.check())) {
                    return new RingChange.WrappedOtherwise();
                }
                return KeysetRepository.replace(jdbc, stored.version(), wrapped, check, clock.instant())
                        ? RingChange.Changed.of(ring)
                        : new RingChange.Overtaken();
            });
        } catch (KeyStoreException e) {
            throw e.kind() == KeyStoreException.Kind.AWAY
                    ? new ProblemException(ProblemType.UNAVAILABLE, e.sentence(), e)
                    : new IllegalArgumentException(e.sentence(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data keyset could not be restored", e);
        }
    }

    /** Keys from escrow, wrapped and to be stored. */
    @FunctionalInterface
    public interface Restored {
        /**
         * Inside the caller's transaction when one of the system role is open.
         *
         * @return {@link RingChange.WrappedOtherwise} when the file does not hold the key that encrypts now, so that newer values would be lost
         */
        RingChange store();
    }
}

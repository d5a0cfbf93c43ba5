package dev.concierge.server.encryption;

import dev.concierge.server.database.SystemScope;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Puts the data keys back from escrow when ENCRYPTION_KEY is lost. Needs no key but the passphrase. */
@Component
public class KeyRestore {
    private final SystemScope system;
    private final Clock clock;

    KeyRestore(SystemScope system, Clock clock) {
        this.system = system;
        this.clock = clock;
    }

    /**
     * Wraps the keys of an escrow file by a new ENCRYPTION_KEY, in place of the stored keyset. Inside the caller's transaction when one of the system
     * role is open.
     *
     * @return {@link RingChange.WrappedOtherwise} when the file does not hold the key that encrypts now, so that newer values would be lost
     * @throws IllegalArgumentException with a sentence for the operator, when the file does not open or the new key is none
     */
    public RingChange restore(String file, Secret passphrase, Secret newKey) {
        try {
            KeysetSeal seal = new KeysetSeal(MasterKeys.wrapping("NEW_ENCRYPTION_KEY", newKey.reveal()));
            Ring ring = KeyEscrow.ring(file, passphrase);
            byte[] wrapped = seal.wrap(ring.keyset());
            byte[] check = KeysetSeal.check(ring.keyset());
            return system.call(jdbc -> {
                KeysetRepository.Stored stored = KeysetRepository.read(jdbc).orElse(null);
                if (stored == null || !KeysetSeal.opens(ring, stored.check())) {
                    return new RingChange.WrappedOtherwise();
                }
                return KeysetRepository.replace(jdbc, stored.version(), wrapped, check, clock.instant())
                        ? RingChange.Changed.of(ring)
                        : new RingChange.Overtaken();
            });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data keyset could not be restored", e);
        }
    }
}

package dev.concierge.server.encryption;

import com.google.crypto.tink.KeysetHandle;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.KeysetRepository.Stored;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first look at the data keys: they are unwrapped once, or made when there are none. A key store that is away is waited for, for a while. */
final class KeyStart {
    private static final Logger log = LoggerFactory.getLogger(KeyStart.class);

    private final SystemScope system;
    private final Clock clock;
    private final OuterKeys outers;
    private final Patience patience;

    KeyStart(SystemScope system, Clock clock, OuterKeys outers, Patience patience) {
        this.system = system;
        this.clock = clock;
        this.outers = outers;
        this.patience = patience;
    }

    /**
     * Opens the stored keys.
     *
     * @throws IllegalArgumentException with a sentence for the operator, when the outer key does not fit the stored keyset
     * @throws ProblemException {@code unavailable} when the key store was away all the time
     */
    KeyRing open() {
        Duration waited = Duration.ZERO;
        for (int tries = 1; ; tries++) {
            long began = System.nanoTime();
            try {
                return opened();
            } catch (KeyStoreException e) {
                waited = waited.plusNanos(System.nanoTime() - began);
                giveUpOrSay(e, waited);
                waited = waited.plus(patience.rest(tries));
            }
        }
    }

    private void giveUpOrSay(KeyStoreException e, Duration waited) {
        if (e.kind() != KeyStoreException.Kind.AWAY) {
            throw new IllegalArgumentException(e.sentence(), e);
        }
        if (waited.compareTo(outers.patience()) >= 0) {
            throw new ProblemException(ProblemType.UNAVAILABLE, e.sentence(), e);
        }
        log.warn("{} Waiting for it, up to {}", e.sentence(), outers.patience());
    }

    private KeyRing opened() throws KeyStoreException {
        Stored stored = system.call(KeysetRepository::read).orElse(null);
        if (stored == null) {
            stored = create();
        }
        Ring ring = outers.of(stored.wrapped()).open(stored);
        if (!outers.inPlace(stored.wrapped())) {
            log.warn(
                    "The data keys are wrapped by {}, and KEY_STORE says otherwise; keys rewrap moves them",
                    OuterKeys.wrappedBy(stored.wrapped()).text());
        }
        return new KeyRing(system, clock, outers, ring);
    }

    private Stored create() throws KeyStoreException {
        try {
            KeysetHandle fresh = Ring.fresh();
            byte[] wrapped = outers.configured().wrap(fresh);
            byte[] check = KeysetSeal.check(fresh);
            return system.call(jdbc -> {
                KeysetRepository.insert(jdbc, wrapped, check, clock.instant());
                Stored stored = KeysetRepository.read(jdbc).orElseThrow();
                stored.check()
                        .keyId()
                        .ifPresent(id -> KeysetRepository.note(jdbc, Integer.toUnsignedLong(id), stored.changedAt()));
                return stored;
            });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data keyset could not be made", e);
        }
    }
}

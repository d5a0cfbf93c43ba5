package dev.concierge.server.audit;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Signer;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a chain from its beginning and names the first thing that is wrong with it. It changes nothing. */
@Component
public class AuditVerifier {
    private final SystemScope system;
    private final SealRepository seals;
    private final TrailRows rows;
    private final Signer signer;
    private final AuditSettings settings;
    private final Clock clock;

    AuditVerifier(
            SystemScope system,
            SealRepository seals,
            TrailRows rows,
            Signer signer,
            AuditSettings settings,
            Clock clock) {
        this.system = system;
        this.seals = seals;
        this.rows = rows;
        this.signer = signer;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Verifies both chains.
     *
     * @param anchors seals remembered outside the database; without one, a cut end cannot be seen
     */
    public List<ChainReport> verify(List<Anchor> anchors) {
        return Arrays.stream(Chain.values())
                .map(chain -> {
                    List<Anchor> own = anchors.stream()
                            .filter(anchor -> anchor.chain() == chain)
                            .toList();
                    return begin(chain, own).walk(this);
                })
                .toList();
    }

    /**
     * A walk from the beginning of a chain.
     *
     * @param anchors of this chain
     */
    ChainWalk begin(Chain chain, List<Anchor> anchors) {
        return new ChainWalk(chain, anchors, clock.instant().minus(settings.vendRetention()));
    }

    @Nullable
    Seal sealAfter(Chain chain, long sequence) {
        return system.call(jdbc ->
                seals.after(jdbc, chain, sequence, 1).stream().findFirst().orElse(null));
    }

    List<TrailRow> rowsBetween(Chain chain, Place after, @Nullable Place upTo, int atMost) {
        return system.call(jdbc -> rows.between(jdbc, chain, after, upTo, atMost));
    }

    boolean exists(Chain chain, java.util.UUID id) {
        return system.call(jdbc -> rows.exists(jdbc, chain, id));
    }

    Signer signer() {
        return signer;
    }
}

package dev.concierge.bench;

import java.util.Set;

/** What is off in a measurement. */
enum CostVariant {
    ALL_ON("all on", Set.of()),
    NO_AUDIT("audit off", Set.of(CostPart.AUDIT)),
    NO_LIMITS("limits off", Set.of(CostPart.LIMITS)),
    NO_ISOLATION("isolation off", Set.of(CostPart.ISOLATION)),
    NONE("all three off", Set.of(CostPart.AUDIT, CostPart.LIMITS, CostPart.ISOLATION)),
    COLD("no caches, all on", Set.of(CostPart.CACHES)),
    COLD_NO_ISOLATION("no caches, isolation off", Set.of(CostPart.CACHES, CostPart.ISOLATION));

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // what Set.of makes never changes
    private final Set<CostPart> off;

    CostVariant(String words, Set<CostPart> off) {
        this.words = words;
        this.off = off;
    }

    String words() {
        return words;
    }

    Set<CostPart> off() {
        return off;
    }

    /** What it is compared with. */
    CostVariant base() {
        return off.contains(CostPart.CACHES) ? COLD : ALL_ON;
    }
}

package dev.concierge.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a vend does besides, and where in the server it begins. Part of {@link CostAgent}'s jar. */
enum CostPart {
    /** The vend's row, and the wait for its commit. */
    AUDIT(1, false, new Cut("audit/VendLog", "append")),
    /** The quotas of account, key, provider and integration, and the key's own. */
    LIMITS(2, false, new Cut("gateway/QuotaFilter", "admit"), new Cut("limits/NodeLimiter", "take")),
    /** The account told to each transaction; the policies that ask for it are the database's. */
    ISOLATION(4, false, new Cut("database/AccountScope", "enter")),
    /** No protection: without its caches a vend reads its rows, so that isolation has something to do. */
    CACHES(8, true, new Cut("database/Freshness", "trusted"));

    /**
     * A method that returns at once when the part is off: without a value, or with false.
     *
     * @param owner below the server's package
     */
    record Cut(String owner, String method) {}

    private static final String SERVER = "dev/concierge/server/";

    private final int bit;
    private final boolean truth;

    @SuppressWarnings("ImmutableEnumChecker") // what List.of makes never changes
    private final List<Cut> cuts;

    CostPart(int bit, boolean truth, Cut... cuts) {
        this.bit = bit;
        this.truth = truth;
        this.cuts = List.of(cuts);
    }

    static Optional<CostPart> within(String internalName) {
        return Arrays.stream(values())
                .filter(part -> part.cuts.stream().anyMatch(cut -> (SERVER + cut.owner()).equals(internalName)))
                .findFirst();
    }

    boolean cuts(String internalName, String method) {
        return cuts.stream()
                .anyMatch(cut -> (SERVER + cut.owner()).equals(internalName)
                        && cut.method().equals(method));
    }

    /** In the switch. */
    int bit() {
        return bit;
    }

    /** Whether its methods answer a truth value. */
    boolean answersTruth() {
        return truth;
    }

    /** How many methods there are to be found in a server. */
    static int allCuts() {
        return Arrays.stream(values()).mapToInt(part -> part.cuts.size()).sum();
    }
}

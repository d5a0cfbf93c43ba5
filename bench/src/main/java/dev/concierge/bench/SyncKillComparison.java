package dev.concierge.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A copy of everybody's things beside what there is at the provider.
 *
 * @param items that the provider has
 * @param missing of these
 * @param twice more than one of the same
 * @param leftOver there, and gone at the provider
 * @param older there, and not as it is at the provider
 */
record SyncKillComparison(long items, long missing, long twice, long leftOver, long older) {
    static SyncKillComparison of(Map<SyncKillItem, String> truth, Collection<SyncKillItem.State> copy) {
        Map<SyncKillItem, String> there = new HashMap<>();
        long twice = 0;
        for (SyncKillItem.State state : copy) {
            String says = state.says();
            if (says != null && there.put(state.item(), says) != null) {
                twice++;
            }
        }
        long missing =
                truth.keySet().stream().filter(item -> !there.containsKey(item)).count();
        long leftOver =
                there.keySet().stream().filter(item -> !truth.containsKey(item)).count();
        long older = truth.entrySet().stream()
                .filter(item ->
                        there.containsKey(item.getKey()) && !item.getValue().equals(there.get(item.getKey())))
                .count();
        return new SyncKillComparison(truth.size(), missing, twice, leftOver, older);
    }

    boolean same() {
        return items > 0 && missing + twice + leftOver + older == 0;
    }
}

package dev.concierge.server.encryption;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many messages this process has encrypted under each data key and nobody has written down yet. In memory, because a write for each would cost
 * more than the encryption; a kill loses the count of a few seconds. Thread-safe.
 */
final class KeyUse {
    private final ConcurrentHashMap<Integer, AtomicLong> messages = new ConcurrentHashMap<>();

    void count(int keyId) {
        of(keyId).incrementAndGet();
    }

    /** Hands out what was counted, by key as it stands in the ciphertexts, unsigned: to be written down, or {@link #giveBack given back}. */
    Map<Long, Long> take() {
        Map<Long, Long> taken = new TreeMap<>();
        messages.forEach((key, count) -> {
            long counted = count.getAndSet(0);
            if (counted > 0) {
                taken.put(Integer.toUnsignedLong(key), counted);
            }
        });
        return taken;
    }

    void giveBack(Map<Long, Long> taken) {
        taken.forEach((key, counted) -> of(key.intValue()).addAndGet(counted));
    }

    private AtomicLong of(int keyId) {
        return messages.computeIfAbsent(keyId, _ -> new AtomicLong());
    }
}

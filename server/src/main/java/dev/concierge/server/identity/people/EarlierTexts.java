package dev.concierge.server.identity.people;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Which texts came before, in sixteen bytes for each: a file of 200,000 people has twice as many, and as texts they would be most of what reading it needs. Two
 * that are not equal are taken for equal once in some hundred million such files; nobody can choose them, for what is kept is hashed with a number of this
 * object's own. Not thread-safe.
 */
final class EarlierTexts {
    private static final int FIRST_SLOTS = 1024;
    private static final int SALT_BYTES = 16;

    private final MessageDigest digest;
    private final byte[] salt = new byte[SALT_BYTES];

    /** A hash or, where there is none, zero; at least half of them. */
    private long[] slots = new long[FIRST_SLOTS];

    private int used;

    EarlierTexts() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        new SecureRandom().nextBytes(salt);
    }

    /** @return false when it came before */
    boolean add(String text) {
        if (2 * used >= slots.length) {
            long[] before = slots;
            slots = new long[2 * before.length];
            for (long hash : before) {
                slots[slot(hash)] = hash;
            }
        }
        long hash = hash(text);
        int slot = slot(hash);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        used++;
        return true;
    }

    /** Where a hash stands, or has room. */
    private int slot(long hash) {
        int slot = (int) hash & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private long hash(String text) {
        digest.update(salt);
        long hash = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return hash == 0 ? 1 : hash;
    }
}

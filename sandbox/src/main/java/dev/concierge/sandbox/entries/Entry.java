package dev.concierge.sandbox.entries;

import java.time.Instant;

/**
 * Something that somebody wrote at a provider.
 *
 * @param account whose it is
 * @param kind the provider's word for it: {@code page}, {@code post}
 * @param place what it belongs to: a page above it, a Page, an organisation; empty where the provider has nothing like that
 * @param id the provider's id of it
 * @param text what it says; its title where it has one
 * @param likes how many people liked it
 * @param number counts the entries of an account; a later one has a larger one
 */
public record Entry(
        String account,
        String kind,
        String place,
        String id,
        String text,
        long likes,
        long number,
        Instant createdAt,
        Instant updatedAt) {

    public Entry saying(String words) {
        return new Entry(account, kind, place, id, words, likes, number, createdAt, updatedAt);
    }

    public Entry liked(long times) {
        return new Entry(account, kind, place, id, text, times, number, createdAt, updatedAt);
    }

    Entry updated(Instant at) {
        return new Entry(account, kind, place, id, text, likes, number, createdAt, at);
    }
}

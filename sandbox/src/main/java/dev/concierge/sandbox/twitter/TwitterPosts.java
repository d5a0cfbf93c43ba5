package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.entries.Entries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What people posted in the two months before they are first looked at. An id holds the time of its post, so later posts have larger ones. */
final class TwitterPosts implements Entries.Rules {
    static final String POST = "post";

    /** Where X's ids begin: 4 November 2010. */
    private static final long EPOCH_MILLIS = 1_288_834_974_657L;

    private static final int TIME_SHIFT = 22;

    private static final List<String> SAID = List.of(
            "Shipping day 🚢",
            "Looking for a good phở in Berlin. Recommendations?",
            "“Simple” and “easy” are different words. <b>Really.</b>",
            "Grüße aus Tromsø – alles dunkel, alles schön",
            "Thread on sync engines 👇",
            "今日は東京にいます",
            "@meridian is hiring: https://t.co/AbCdEfGhIj",
            "Cà phê sữa đá, then code review.");
    private static final int POSTS = 25;

    private final InstantSource clock;

    TwitterPosts(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String id(String account, String place, Instant createdAt, long number) {
        return Long.toString(((createdAt.toEpochMilli() - EPOCH_MILLIS) << TIME_SHIFT) + number);
    }

    @Override
    public String place(String account) {
        return "";
    }

    @Override
    public void sow(Entries entries, String account) {
        var at = clock.instant().minus(Duration.ofDays(60));
        for (int i = 0; i < POSTS; i++) {
            entries.write(account, POST, "", SAID.get(i % SAID.size()) + " #" + i, at);
            at = at.plus(Duration.ofHours(56));
        }
    }
}

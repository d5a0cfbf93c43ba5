package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.entries.Entries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Which organisations people run, and what those posted in the three months before. */
final class Organizations implements Entries.Rules {
    static final String POST = "post";

    private static final Map<String, List<String>> RUN_BY = Map.of(
            "linh.tran@meridian.example",
            List.of("urn:li:organization:2414183", "urn:li:organization:2414184"),
            "ana.ruiz@meridian.example",
            List.of("urn:li:organization:77001"));
    private static final List<String> SAID = List.of(
            "We are hiring! Ask @[Ana Ruiz](urn:li:person:x1) about it \\(she knows\\)",
            "Our yearly report is out {hashtag|\\#|growth}",
            "Grüße vom Team in Tromsø",
            "採用情報を更新しました",
            "Cảm ơn tất cả mọi người <b>nhiều</b>");
    private static final int POSTS = 18;

    private final InstantSource clock;

    Organizations(InstantSource clock) {
        this.clock = clock;
    }

    /** The organisations that somebody administers; many people none. */
    static List<String> of(String account) {
        return RUN_BY.getOrDefault(account, List.of());
    }

    /** Every third post is of LinkedIn's other kind. */
    @Override
    public String id(String account, String place, Instant createdAt, long number) {
        return "urn:li:" + (number % 3 == 0 ? "ugcPost" : "share") + ":" + (7_200_000_000_000_000_000L + number);
    }

    @Override
    public String place(String account) {
        return of(account).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(account + " runs no organisation."));
    }

    @Override
    public void sow(Entries entries, String account) {
        for (var organization : of(account)) {
            var at = clock.instant().minus(Duration.ofDays(90));
            for (int i = 0; i < POSTS; i++) {
                entries.write(account, POST, organization, SAID.get(i % SAID.size()), at);
                at = at.plus(Duration.ofHours(110));
            }
        }
    }
}

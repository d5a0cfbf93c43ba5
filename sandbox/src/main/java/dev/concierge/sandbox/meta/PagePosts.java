package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.People;
import dev.concierge.sandbox.entries.Entries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What stands on people's Pages at the beginning: some twenty posts each, over the last three months. */
final class PagePosts implements Entries.Rules {
    static final String POST = "post";

    private static final List<String> SAID = List.of(
            "New season, new routes! 🧳",
            "Hôm nay quán mở cửa đến 22 giờ",
            "We’re closed on Monday <3 & open again on Tuesday",
            "Frisches Brot ab 7 Uhr",
            "¡Gracias por venir!",
            "写真を更新しました");
    private static final int POSTS = 20;

    private final People people;
    private final InstantSource clock;

    PagePosts(People people, InstantSource clock) {
        this.people = people;
        this.clock = clock;
    }

    /** The Page's id goes before the post's own. */
    @Override
    public String id(String account, String place, Instant createdAt, long number) {
        return place + "_" + (122_000_000_000_000L + number);
    }

    @Override
    public String place(String account) {
        return MetaPage.of(people.get(account)).stream()
                .findFirst()
                .map(MetaPage::id)
                .orElseThrow(() -> new IllegalArgumentException(account + " runs no Page."));
    }

    @Override
    public void sow(Entries entries, String account) {
        for (var page : MetaPage.of(people.get(account))) {
            var at = clock.instant().minus(Duration.ofDays(90));
            for (int i = 0; i < POSTS; i++) {
                entries.write(account, POST, page.id(), SAID.get(i % SAID.size()) + " (" + page.name() + ")", at);
                at = at.plus(Duration.ofHours(100));
            }
        }
    }
}

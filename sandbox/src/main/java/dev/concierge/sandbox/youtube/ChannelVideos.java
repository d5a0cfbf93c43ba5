package dev.concierge.sandbox.youtube;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.belongings.Belonging;
import dev.concierge.sandbox.belongings.Belongings;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.google.Channel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The videos of every channel. Those of a person's own channel are kept under the person's account, those of a Brand Account's under the channel's id. */
final class ChannelVideos {
    static final String KIND = "videos";

    private final Shared shared;
    private final Tokens tokens;
    private final Belongings videos;

    ChannelVideos(Shared shared, Tokens tokens) {
        this.shared = shared;
        this.tokens = tokens;
        this.videos = new Belongings(YoutubeDialect.PROVIDER, KIND, shared.store(), shared.clock(), this::sow);
    }

    Belongings all() {
        return videos;
    }

    /** The channel that a token speaks for; none when its person has none. */
    List<Channel> channels(AccessToken token) {
        var person = shared.people().get(token.subject());
        return tokens.grants()
                .find(token.project(), token.account())
                .map(grant -> Channel.of(person, grant))
                .orElse(List.of());
    }

    /** The newest first, as uploads are listed. */
    List<Belonging> of(Channel channel, AccessToken token) {
        return videos.snapshot(key(channel, token)).there().stream()
                .sorted(Comparator.comparing(ChannelVideos::published)
                        .reversed()
                        .thenComparing(Belonging::id))
                .toList();
    }

    static String published(Belonging video) {
        return video.content().path("snippet").path("publishedAt").asString("");
    }

    private static String key(Channel channel, AccessToken token) {
        return channel.brand() ? channel.id() : token.subject();
    }

    private void sow(Belongings empty, String key) {
        channel(key)
                .ifPresent(
                        channel -> new VideoSeed(empty, channel, shared.clock().instant()).sow(key));
    }

    private Optional<Channel> channel(String key) {
        return shared.people().all().stream()
                .flatMap(person -> Channel.of(person).stream()
                        .filter(channel -> channel.brand()
                                ? channel.id().equals(key)
                                : person.account().equals(key)))
                .findFirst();
    }
}

package dev.concierge.sandbox.youtube;

import dev.concierge.sandbox.Dialect;
import dev.concierge.sandbox.DialectFactory;
import dev.concierge.sandbox.Shared;

/** Named in {@code META-INF/services}. */
public final class YoutubeFactory implements DialectFactory {
    @Override
    public Dialect create(Shared shared) {
        return new YoutubeDialect(shared);
    }
}

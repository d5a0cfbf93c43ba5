package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.Dialect;
import dev.concierge.sandbox.DialectFactory;
import dev.concierge.sandbox.Shared;

/** Named in {@code META-INF/services}. */
public final class MetaFactory implements DialectFactory {
    @Override
    public Dialect create(Shared shared) {
        return new MetaDialect(shared);
    }
}

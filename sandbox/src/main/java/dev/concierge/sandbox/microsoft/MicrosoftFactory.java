package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.Dialect;
import dev.concierge.sandbox.DialectFactory;
import dev.concierge.sandbox.Shared;

/** Named in {@code META-INF/services}. */
public final class MicrosoftFactory implements DialectFactory {
    @Override
    public Dialect create(Shared shared) {
        return new MicrosoftDialect(shared);
    }
}

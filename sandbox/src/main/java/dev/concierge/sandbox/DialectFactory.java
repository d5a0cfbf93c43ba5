package dev.concierge.sandbox;

/** Makes a dialect for one sandbox. Found through {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface DialectFactory {
    Dialect create(Shared shared);
}

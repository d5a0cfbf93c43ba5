package dev.concierge.sandbox;

import java.util.function.Predicate;
import tools.jackson.core.type.TypeReference;

/**
 * One thing that can be turned at a provider.
 *
 * @param name its name in JSON
 * @param type what its values are
 * @param standard its value until somebody turns it: what the real provider documents
 * @param limits whether a value makes sense
 * @param meaning one line for people
 */
public record Knob<T>(String name, TypeReference<T> type, T standard, Predicate<T> limits, String meaning) {
    /** On or off. */
    public static Knob<Boolean> flag(String name, boolean standard, String meaning) {
        return new Knob<>(name, new TypeReference<>() {}, standard, _ -> true, meaning);
    }

    /** A whole number, not negative. */
    public static Knob<Long> number(String name, long standard, String meaning) {
        return new Knob<>(name, new TypeReference<>() {}, standard, value -> value >= 0, meaning);
    }

    /** The same knob with another value to begin with. */
    public Knob<T> startingAt(T other) {
        return new Knob<>(name, type, other, limits, meaning);
    }

    @Override
    public String toString() {
        return name;
    }
}

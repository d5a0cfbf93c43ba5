package dev.concierge.sandbox.google;

import dev.concierge.sandbox.http.Parameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a call of Drive, Gmail or YouTube, checked: what the sandbox does not know it refuses. */
public final class ApiQuery {
    private static final Set<String> EVERYWHERE = Set.of("alt", "prettyPrint", "quotaUser", "key");

    private final Parameters parameters;

    private ApiQuery(Parameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Checks the names.
     *
     * @param understood those that may come; once each, unless they are also in {@code repeatable}
     * @throws Refusal 400 for another one
     */
    public static ApiQuery of(Parameters parameters, Set<String> understood, Set<String> repeatable) {
        for (var name : parameters.names()) {
            if (!understood.contains(name) && !repeatable.contains(name) && !EVERYWHERE.contains(name)) {
                throw wrong(name, "Unknown name \"" + name + "\".");
            }
            if (parameters.repeated().contains(name) && !repeatable.contains(name)) {
                throw wrong(name, "The parameter comes more than once.");
            }
        }
        return new ApiQuery(parameters);
    }

    public @Nullable String get(String name) {
        return parameters.get(name);
    }

    public String get(String name, String otherwise) {
        return parameters.get(name, otherwise);
    }

    /** @throws Refusal 400 when it is missing */
    public String required(String name) {
        var value = parameters.get(name);
        if (value == null) {
            throw new Refusal(GoogleErrors.badRequest("global", "required", "Required parameter: " + name, name));
        }
        return value;
    }

    /** A number of items, from 1 up to {@code largest}. @throws Refusal 400 for anything else */
    public int size(String name, int standard, int largest) {
        var value = parameters.get(name);
        if (value == null) {
            return standard;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= largest) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below like a number out of range
        }
        throw wrong(name, "Invalid value '" + value + "'. Values must be within the range: [1, " + largest + "]");
    }

    /** @throws Refusal 501 when a parameter has another value than those that the sandbox does */
    public ApiQuery only(String name, String... values) {
        var value = parameters.get(name);
        if (value != null && !Set.of(values).contains(value)) {
            throw new Refusal(GoogleErrors.notDone(name + "=" + value));
        }
        return this;
    }

    static Refusal wrong(String name, String message) {
        return new Refusal(GoogleErrors.badRequest("global", "invalidParameter", message, name));
    }

    static Refusal wrongPlace() {
        return new Refusal(GoogleErrors.badRequest("global", "invalid", "Invalid Value", "pageToken"));
    }
}

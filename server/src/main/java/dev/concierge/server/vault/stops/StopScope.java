package dev.concierge.server.vault.stops;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose tokens an emergency stop ends. */
public sealed interface StopScope {
    /** All that were obtained at a provider. */
    record OfProvider(String id) implements StopScope {}

    /** All that were obtained with one of our clients, which may serve several providers. */
    record OfRegistration(String id) implements StopScope {}

    /** All of one account. */
    record OfAccount(UUID id) implements StopScope {}

    /** All there are. */
    record Everything() implements StopScope {}

    /** The word in the database, the trail and forms. */
    default String word() {
        return switch (this) {
            case OfProvider _ -> "provider";
            case OfRegistration _ -> "registration";
            case OfAccount _ -> "account";
            case Everything _ -> "everything";
        };
    }

    /** Which one of that kind; null for everything. */
    default @Nullable String target() {
        return switch (this) {
            case OfProvider(String id) -> id;
            case OfRegistration(String id) -> id;
            case OfAccount(UUID id) -> id.toString();
            case Everything _ -> null;
        };
    }

    /** @throws IllegalArgumentException when the words name no scope */
    static StopScope of(String word, @Nullable String target) {
        boolean named = target != null && !target.isBlank();
        if (word.equals("everything") && !named) {
            return new Everything();
        }
        if (target == null || !named) {
            throw new IllegalArgumentException("a scope needs its target");
        }
        return switch (word) {
            case "provider" -> new OfProvider(target);
            case "registration" -> new OfRegistration(target);
            case "account" -> new OfAccount(UUID.fromString(target));
            default -> throw new IllegalArgumentException("no such scope");
        };
    }
}

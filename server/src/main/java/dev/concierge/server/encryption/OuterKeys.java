package dev.concierge.server.encryption;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outer keys that this process can reach: the store of {@code KEY_STORE}, which wraps what is wrapped anew, and, while an installation moves from
 * one to the other, that other. Which one opens the stored keys is said by the stored keys themselves.
 */
public final class OuterKeys {
    /** Where outer keys are held. */
    public enum Store {
        ENVIRONMENT,
        VAULT;

        /** @throws IllegalArgumentException with a sentence for the operator */
        static Store of(String word) {
            return switch (word.strip()) {
                case "environment" -> ENVIRONMENT;
                case "vault" -> VAULT;
                default -> throw new IllegalArgumentException("KEY_STORE must be environment or vault.");
            };
        }
    }

    private final Store store;
    private final @Nullable String encryptionKey;
    private final Supplier<@Nullable Transit> transit;

    OuterKeys(Store store, @Nullable String encryptionKey, Supplier<@Nullable Transit> transit) {
        this.store = store;
        this.encryptionKey = encryptionKey;
        this.transit = transit;
    }

    /** One that the operator gives, and nothing else. */
    static OuterKeys environment(String encryptionKey) {
        return new OuterKeys(Store.ENVIRONMENT, encryptionKey, () -> null);
    }

    /** What {@code KEY_STORE} says. */
    public Store store() {
        return store;
    }

    /** The one of {@code KEY_STORE}. @throws IllegalArgumentException with a sentence for the operator, when it is not there */
    public OuterKey configured() {
        return switch (store) {
            case ENVIRONMENT -> environment();
            case VAULT -> vault();
        };
    }

    /** One that an operator gave under another name, which sentences about it then say. */
    public OuterKey given(String variable, Secret key) {
        return EnvironmentKey.of(variable, key.reveal());
    }

    /** The one that wrapped this. @throws IllegalArgumentException with a sentence for the operator, when it is not there */
    OuterKey of(Ciphertext wrapped) {
        return TransitFrame.is(wrapped) ? vault() : environment();
    }

    /** Whether what is stored is under the store of {@code KEY_STORE}. */
    boolean inPlace(Ciphertext wrapped) {
        return TransitFrame.is(wrapped) == (store == Store.VAULT);
    }

    static WrappedBy wrappedBy(Ciphertext wrapped) {
        return TransitFrame.of(wrapped)
                .map(frame -> new WrappedBy("Vault " + frame.key(), frame.version()))
                .orElseGet(() -> new WrappedBy(EnvironmentKey.NAME, 0));
    }

    /** How long a start waits for a store that is away. */
    Duration patience() {
        return transit().map(Transit::patience).orElse(Duration.ZERO);
    }

    Optional<Transit> transit() {
        return Optional.ofNullable(transit.get());
    }

    private OuterKey environment() {
        if (encryptionKey == null) {
            throw new IllegalArgumentException(
                    store == Store.ENVIRONMENT
                            ? EncryptionConfiguration.missing(EnvironmentKey.NAME)
                            : "The stored keys are wrapped by ENCRYPTION_KEY, which is missing. Give it beside"
                                    + " KEY_STORE=vault until keys rewrap has been run.");
        }
        return EnvironmentKey.of(EnvironmentKey.NAME, encryptionKey);
    }

    private OuterKey vault() {
        return new TransitKey(transit()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The stored keys are wrapped by Vault. Set KEY_STORE=vault, or give VAULT_TRANSIT_KEY with"
                                + " the other VAULT_ settings until keys rewrap has been run.")));
    }
}

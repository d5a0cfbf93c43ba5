package dev.concierge.server.encryption;

import java.util.OptionalLong;

/**
 * What wraps the stored data keys, all of them at once.
 *
 * @param name {@code ENCRYPTION_KEY}, or {@code Vault} with mount and key
 * @param version of the outer key; 0 where it has none
 */
public record WrappedBy(String name, long version) {
    /** The version; empty where the outer key has none. */
    public OptionalLong knownVersion() {
        return version == 0 ? OptionalLong.empty() : OptionalLong.of(version);
    }

    /** As pages and commands say it. */
    public String text() {
        return version == 0 ? name : name + ", version " + version;
    }
}

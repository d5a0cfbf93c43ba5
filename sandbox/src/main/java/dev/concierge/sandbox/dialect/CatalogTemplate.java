package dev.concierge.sandbox.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A provider's {@code catalog.yaml}, which lies beside its dialect. */
public final class CatalogTemplate {
    private CatalogTemplate() {}

    /** The file with {@code {{provider}}} replaced by the provider's address in this sandbox. */
    public static String fill(Class<? extends Dialect> beside, String provider, String address) {
        try (var in = beside.getResourceAsStream("catalog.yaml")) {
            if (in == null) {
                throw new IllegalStateException("catalog.yaml of " + provider + " is missing from the jar");
            }
            return new String(in.readAllBytes(), UTF_8).replace("{{" + provider + "}}", address);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

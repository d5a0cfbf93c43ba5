package dev.concierge.sandbox.google;

import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records as strings that clients hand back without looking inside. */
final class Opaque {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private Opaque() {}

    static String encode(Object value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(value));
    }

    static <T> Optional<T> decode(String text, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(Base64.getUrlDecoder().decode(text), type));
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }
}

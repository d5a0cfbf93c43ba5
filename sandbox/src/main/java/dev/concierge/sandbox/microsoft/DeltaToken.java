package dev.concierge.sandbox.microsoft;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a link of a delta query remembers, as a string that clients hand back without looking inside.
 *
 * @param scope what the query is about, and whose
 * @param fields names of the members that are told, with commas; empty for all of them
 * @param since up to which change its holder knows that; 0 when everything is being told
 * @param upTo up to which change the pages of this round go; 0 before its first page
 * @param after the sort key of the last entry told in this round; empty before its first page
 */
record DeltaToken(String scope, String fields, long since, long upTo, String after, Instant issuedAt) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(this));
    }

    static Optional<DeltaToken> decode(String text) {
        try {
            return Optional.of(JSON.readValue(Base64.getUrlDecoder().decode(text), DeltaToken.class));
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }
}

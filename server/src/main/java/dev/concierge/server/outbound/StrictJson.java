package dev.concierge.server.outbound;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what providers send: UTF-8 without a byte order mark (RFC 8259 section 8.1), one object or array, no member twice, nothing behind it, and bounded in
 * depth, names and numbers.
 */
public final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(32)
                            .maxNameLength(256)
                            .maxStringLength(256 * 1024)
                            .maxDocumentLength(1024 * 1024)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** The object; empty for anything else. */
    public static Optional<JsonNode> object(Content content) {
        return object(content.bytes());
    }

    /** The array; empty for anything else. */
    public static Optional<JsonNode> array(Content content) {
        return value(content.bytes()).filter(JsonNode::isArray);
    }

    /** The object in these bytes; empty for anything else. */
    public static Optional<JsonNode> object(byte[] bytes) {
        return value(bytes).filter(JsonNode::isObject);
    }

    private static Optional<JsonNode> value(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.ofNullable(MAPPER.readTree(text));
        } catch (CharacterCodingException | JacksonException e) {
            return Optional.empty();
        }
    }
}

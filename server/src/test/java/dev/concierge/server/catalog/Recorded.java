package dev.concierge.server.catalog;

import dev.concierge.server.catalog.ErrorRule.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recorded answers of a provider, and what they must be understood as: {@code expected.yaml} beside them, which is written from the
 * provider's own documentation and not from the catalog. Whoever adds a provider adds such a folder; tests find it by themselves.
 *
 * @param exchange what a code gives
 * @param refresh what a renewal gives
 * @param profile who it is; null where another answer says so
 * @param revocation how a revocation looks on the wire; null where there is none
 * @param errors each documented error at each step
 */
public record Recorded(
        Tokens exchange,
        Tokens refresh,
        @Nullable Profile profile,
        @Nullable Revoking revocation,
        List<Documented> errors) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final String FOLDER = "/providers/";

    /**
     * @param token the access token at the end
     * @param then recorded answers to what is asked beside it, by a part of the address
     */
    public record Tokens(String token, @Nullable Map<String, String> then) {}

    public record Profile(String subject) {}

    /**
     * @param request method and target
     * @param body what it begins with
     * @param authorization what the field begins with; null when there is none
     */
    public record Revoking(
            String request, String body, @Nullable String authorization) {}

    /** What the documentation says is to be done about an error. */
    public enum Means {
        RESTART,
        REAUTHORIZE,
        GONE,
        MISCONFIGURED,
        RETRY,
        DENIED,
        UPGRADE
    }

    /**
     * One error as it is documented.
     *
     * @param answer the body, or the parameters of a callback; null when the status says it all
     * @param status null: 400
     * @param words our words for it; null when they do not matter
     */
    public record Documented(
            Step at,
            @Nullable JsonNode answer,
            @Nullable Integer status,
            Means means,
            @Nullable String words) {
        public int code() {
            return status == null ? 400 : status;
        }

        public String body() {
            return answer == null ? "" : answer.toString();
        }

        @Override
        public String toString() {
            return at + " " + code() + " " + body();
        }
    }

    /** The ids of all folders. */
    public static List<String> ids() {
        return Catalogs.files(FOLDER, "");
    }

    public static Recorded of(String id) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(id, "expected.yaml"));
        return JSON.convertValue(tree, Recorded.class);
    }

    /** A recorded answer. */
    public static String answer(String id, String name) {
        return text(id, name + ".json");
    }

    public static boolean has(String id, String name) {
        return Recorded.class.getResource(FOLDER + id + "/" + name + ".json") != null;
    }

    private static String text(String id, String file) {
        String path = FOLDER + id + "/" + file;
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.concierge.sandbox.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request, read whole (at most 1 MiB of body). */
public final class Request {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LONGEST_BODY_BYTES = 1 << 20;
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([A-Za-z0-9._~+/-]+=*) *");
    private static final Pattern BASIC = Pattern.compile("(?i)Basic +([A-Za-z0-9+/]+=*) *");

    private final String method;
    private final String path;
    private final @Nullable String rawQuery;
    private final Headers headers;
    private final byte[] body;
    private final Map<String, String> variables;

    private Request(
            String method,
            String path,
            @Nullable String rawQuery,
            Headers headers,
            byte[] body,
            Map<String, String> variables) {
        this.method = method;
        this.path = path;
        this.rawQuery = rawQuery;
        this.headers = headers;
        this.body = body;
        this.variables = variables;
    }

    static Request read(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(LONGEST_BODY_BYTES + 1);
        var uri = exchange.getRequestURI();
        var path = uri.getRawPath() == null ? "/" : uri.getRawPath();
        return new Request(
                exchange.getRequestMethod(), path, uri.getRawQuery(), exchange.getRequestHeaders(), body, Map.of());
    }

    Request with(Map<String, String> pathVariables) {
        return new Request(method, path, rawQuery, headers, body, pathVariables);
    }

    public String method() {
        return method;
    }

    /** The path as it came, percent-encoded, without the query. */
    public String path() {
        return path;
    }

    /** The decoded value of a {@code {name}} in the route's pattern. */
    public String variable(String name) {
        var value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    public Parameters query() {
        return Parameters.parse(rawQuery);
    }

    /**
     * The parameters of a form.
     *
     * @throws BadRequest 400 when the body is not a form, 413 when it is too long
     */
    public Parameters form() {
        if (!contentType().equals("application/x-www-form-urlencoded")) {
            throw new BadRequest("The body must be application/x-www-form-urlencoded.");
        }
        return Parameters.parse(text());
    }

    /**
     * The members of a JSON object whose values are text or numbers, as parameters; null members and nested ones are left
     * out.
     *
     * @throws BadRequest 400 when the body is no JSON object, 413 when it is too long
     */
    public Parameters jsonMembers() {
        var members = new LinkedHashMap<String, String>();
        for (var member : jsonObject().properties()) {
            if (member.getValue().isValueNode() && !member.getValue().isNull()) {
                members.put(member.getKey(), member.getValue().asString());
            }
        }
        return Parameters.of(members);
    }

    /**
     * The body as a JSON object. A member that comes twice is refused.
     *
     * @throws BadRequest 400 when it is none, 413 when it is too long
     */
    public JsonNode jsonObject() {
        if (!contentType().equals("application/json")) {
            throw new BadRequest("The body must be application/json.");
        }
        try {
            var node = JSON.readTree(text());
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException _) {
            throw new BadRequest("The body is not JSON.");
        }
        throw new BadRequest("The body is not a JSON object.");
    }

    /** The body as text. */
    public String text() {
        if (body.length > LONGEST_BODY_BYTES) {
            throw new BadRequest(413, "The body is longer than 1 MiB.");
        }
        return new String(body, UTF_8);
    }

    public String contentType() {
        var type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    public Optional<String> cookie(String name) {
        return headers.getOrDefault("Cookie", java.util.List.of()).stream()
                .flatMap(line -> Pattern.compile(";").splitAsStream(line))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    /** The token of {@code Authorization: Bearer}, RFC 6750 section 2.1; the other two ways of that RFC are not read. */
    public Optional<String> bearer() {
        return credentials(BEARER);
    }

    /** User and password of {@code Authorization: Basic}, still as they were encoded into it. */
    public Optional<BasicCredentials> basic() {
        return credentials(BASIC).flatMap(Request::decodeBasic);
    }

    /**
     * Whether a page of ours sent this form. Browsers say so in {@code Sec-Fetch-Site}, older ones in {@code Origin}; what
     * is no browser sends neither and carries no cookies of a person that somebody could misuse.
     */
    public boolean fromOwnPage(String ownOrigin) {
        var site = header("Sec-Fetch-Site");
        return site.isPresent()
                ? site.get().equals("same-origin") || site.get().equals("none")
                : header("Origin").map(ownOrigin::equals).orElse(true);
    }

    private Optional<String> credentials(Pattern scheme) {
        return header("Authorization")
                .map(scheme::matcher)
                .filter(match -> match.matches())
                .map(match -> match.group(1));
    }

    private static Optional<BasicCredentials> decodeBasic(String encoded) {
        try {
            var pair = new String(Base64.getDecoder().decode(encoded), ISO_8859_1);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What {@code Authorization: Basic} carried; RFC 6749 section 2.3.1 wants both parts form-encoded before. */
    public record BasicCredentials(String user, String password) {
        /** Both parts with their form encoding taken off. */
        public BasicCredentials formDecoded() {
            return new BasicCredentials(Parameters.decode(user), Parameters.decode(password));
        }

        @Override
        public String toString() {
            return "BasicCredentials[" + user + "]";
        }
    }
}

package dev.concierge.sandbox.meta;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.dialect.RateWindow;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Handler;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What all calls of the Graph API have alike: versions, the token, its proof, the app's limit (fields 8, 10, 11). */
final class GraphApi {
    private static final List<String> VERSIONS = List.of("v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0");

    private final MetaTokens tokens;
    private final RateWindow window;

    GraphApi(MetaTokens tokens) {
        this.tokens = tokens;
        this.window =
                new RateWindow(tokens.shared().clock(), Duration.ofHours(1), tokens.knobs(), MetaKnobs.CALLS_PER_HOUR);
    }

    /** Adds a route with and without a version before it. */
    void add(Routes routes, String method, String path, String endpoint, Handler handler) {
        routes.add(method, "/{version}" + path, endpoint, request -> versioned(request, handler));
        routes.add(method, path, endpoint, request -> served(VERSIONS.getFirst(), handler.handle(request)));
    }

    /** An unknown or ended version is served as the oldest usable one; a header says so. */
    private static Answer versioned(Request request, Handler handler) {
        var version = request.variable("version");
        if (!version.matches("v\\d{1,3}\\.\\d")) {
            return served(VERSIONS.getFirst(), MetaError.unknownPath().answer());
        }
        return served(VERSIONS.contains(version) ? version : VERSIONS.getFirst(), handler.handle(request));
    }

    private static Answer served(String version, Answer answer) {
        return answer.with("facebook-api-version", version);
    }

    /** Lets a call with a live token through; from the header or the parameter {@code access_token}. */
    Answer call(Request request, Function<MetaTokens.Checked.Good, Answer> then) {
        var value = token(request);
        if (value.isEmpty()) {
            return MetaError.NO_TOKEN.answer().because("no_token");
        }
        return tokens.shared().store().change(() -> switch (tokens.check(value)) {
            case MetaTokens.Checked.Bad(var error, var why, var client) ->
                error.answer().because(why).client(client.isEmpty() ? null : client);
            case MetaTokens.Checked.Good good ->
                proven(request, good, then).client(good.token().clientId());
        });
    }

    private Answer proven(
            Request request, MetaTokens.Checked.Good good, Function<MetaTokens.Checked.Good, Answer> then) {
        var proof = request.query().get("appsecret_proof");
        if (proof == null && tokens.knobs().get(MetaKnobs.REQUIRE_APPSECRET_PROOF)) {
            return MetaError.PROOF_MISSING.answer();
        }
        if (proof != null && !proofs(good).contains(proof)) {
            return MetaError.PROOF_WRONG.answer();
        }
        var state = window.count(good.token().clientId());
        if (state.over()) {
            return usage(MetaError.TOO_MANY_CALLS.answer(), state);
        }
        return usage(then.apply(good), state);
    }

    /** Percent of the hour's calls; only there after enough of them. */
    private static Answer usage(Answer answer, RateWindow.State state) {
        long percent = state.limit() == 0 ? 100 : state.used() * 100 / state.limit();
        return percent < 50
                ? answer
                : answer.with(
                        "X-App-Usage",
                        "{\"call_count\":%d,\"total_time\":%d,\"total_cputime\":%d}"
                                .formatted(percent, percent, percent));
    }

    private List<String> proofs(MetaTokens.Checked.Good good) {
        return tokens
                .shared()
                .clients()
                .find(MetaDialect.PROVIDER, good.token().clientId())
                .map(client -> proof(good.token().value(), client))
                .stream()
                .toList();
    }

    /** Field 3: the token, signed with the app's secret. */
    static String proof(String token, Client client) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(client.secret().getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(token.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The token of the call, or empty. */
    static String token(Request request) {
        return request.bearer().orElseGet(() -> request.query().get("access_token", formToken(request)));
    }

    private static String formToken(Request request) {
        try {
            return request.method().equals("POST") ? request.form().get("access_token", "") : "";
        } catch (BadRequest _) {
            return "";
        }
    }

    /** The client that an app token, {@code id|secret}, stands for. */
    Optional<Client> app(String token) {
        int bar = token.indexOf('|');
        return bar < 0
                ? Optional.empty()
                : tokens.shared()
                        .clients()
                        .find(MetaDialect.PROVIDER, token.substring(0, bar))
                        .filter(client -> MessageDigest.isEqual(
                                client.secret().getBytes(UTF_8),
                                token.substring(bar + 1).getBytes(UTF_8)));
    }
}

package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.SandboxOptions;
import dev.concierge.sandbox.SettableClock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Microsoft with two apps of one project, at the path {@code common} unless a test says otherwise. */
public final class MicrosoftWorld extends DialectWorld {
    static final String LOCALHOST = "http://localhost:9999/callback";
    static final String SIBLING = "sibling-client";
    static final String SCOPES = "openid profile email offline_access User.Read Calendars.Read";
    static final String CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public MicrosoftWorld() {
        this(SandboxOptions.defaults().withClock(new SettableClock("2026-11-21T09:00:00Z")));
    }

    public MicrosoftWorld(SandboxOptions options) {
        super("microsoft", options, LOCALHOST);
        sandbox.registerClient(new Client("microsoft", SIBLING, SECRET, "Concierge", List.of(LOCALHOST)));
    }

    @Override
    public Map<String, String> request() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", LOCALHOST);
        parameters.put("response_type", "code");
        parameters.put("scope", SCOPES);
        parameters.put("state", "state-of-the-test");
        parameters.put("nonce", "nonce-of-the-test");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    @Override
    protected String authorizePath() {
        return "/common/oauth2/v2.0/authorize";
    }

    String urlAt(String tenant, String... changes) {
        return url(changes).replace("/common/", "/" + tenant + "/");
    }

    @Override
    public Map<String, String> exchange(String code) {
        return withCredentials(super.exchange(code));
    }

    /** The request with some parameters changed; an empty value takes one out. */
    Map<String, String> exchange(String code, String... changes) {
        return changed(exchange(code), changes);
    }

    @Override
    public Map<String, String> renewal(String refreshToken) {
        return withCredentials(super.renewal(refreshToken));
    }

    @Override
    public Reply token(Map<String, String> form) {
        return tokenAt("common", form);
    }

    Reply tokenAt(String tenant, Map<String, String> form) {
        return Http.form(base + "/" + tenant + "/oauth2/v2.0/token", form);
    }

    /** Tokens for somebody in another browser. */
    Reply tokensOf(String account) {
        newVisitor();
        return token(exchange(allow(account).parameter("code")));
    }

    Reply refresh(String refreshToken, String... changes) {
        return token(changed(renewal(refreshToken), changes));
    }

    /** Tokens whose life is what the knob says. */
    @Override
    public Reply renewable() {
        knobs().set(MicrosoftKnobs.TOKEN_LIFE_SPREAD_PERCENT, 0L);
        return tokens();
    }

    Reply graph(String path, String accessToken) {
        return api("/graph" + path, accessToken);
    }

    @Override
    public Reply identity(String token) {
        return graph("/v1.0/me", token);
    }

    static JsonNode claims(Reply tokens) {
        var part = tokens.text("id_token").split("\\.", -1)[1];
        return JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    /** The number of an error body, or 0. */
    static int aadsts(Reply reply) {
        return reply.json().path("error_codes").path(0).asInt(0);
    }

    private static Map<String, String> changed(Map<String, String> parameters, String... changes) {
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                parameters.remove(changes[i]);
            } else {
                parameters.put(changes[i], changes[i + 1]);
            }
        }
        return parameters;
    }
}

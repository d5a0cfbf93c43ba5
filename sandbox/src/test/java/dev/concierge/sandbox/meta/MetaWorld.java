package dev.concierge.sandbox.meta;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.SandboxOptions;
import dev.concierge.sandbox.SettableClock;
import dev.concierge.sandbox.http.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** Meta with an app in development, at Graph version 26. */
public final class MetaWorld extends DialectWorld {
    static final String LOCALHOST = "http://localhost:9999/callback";
    static final String SCOPES = "public_profile,email,pages_show_list,pages_read_engagement";
    static final String TRAVEL = "104857600000101";
    static final String BAKERY = "104857600000102";

    public MetaWorld() {
        this(SandboxOptions.defaults().withClock(new SettableClock("2026-11-21T09:00:00Z")));
    }

    public MetaWorld(SandboxOptions options) {
        super("meta", options, LOCALHOST);
    }

    @Override
    public Map<String, String> request() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", LOCALHOST);
        parameters.put("response_type", "code");
        parameters.put("scope", SCOPES);
        parameters.put("state", "state-of-the-test");
        return parameters;
    }

    @Override
    protected String authorizePath() {
        return "/v26.0/dialog/oauth";
    }

    /** As Meta documents it: GET, without a grant type for a code. */
    @Override
    public Map<String, String> exchange(String code) {
        var parameters = super.exchange(code);
        parameters.remove("grant_type");
        return parameters;
    }

    @Override
    public Map<String, String> renewal(String token) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("grant_type", "fb_exchange_token");
        parameters.put("fb_exchange_token", token);
        return parameters;
    }

    /** Nothing but a live access token renews. */
    @Override
    public String renewer(Reply tokens) {
        return tokens.text("access_token");
    }

    @Override
    public int unauthenticated() {
        return 400;
    }

    /** A code by GET. An exchange by POST: the JDK's client sends a GET again by itself when its answer is lost. */
    @Override
    public Reply token(Map<String, String> parameters) {
        return parameters.containsKey("fb_exchange_token")
                ? Http.form(tokenUrl(), withCredentials(parameters))
                : byGet(parameters);
    }

    Reply byGet(Map<String, String> parameters) {
        return Http.get(tokenUrl() + "?" + Parameters.format(withCredentials(parameters)));
    }

    String tokenUrl() {
        return base + "/v26.0/oauth/access_token";
    }

    /** A short token for Linh. */
    String shortLived(String... changes) {
        return tokens(changes).text("access_token");
    }

    /** A long one. */
    String longLived(String... changes) {
        return refresh(shortLived(changes)).text("access_token");
    }

    Reply graph(String path, String token) {
        return api("/v26.0" + path, token);
    }

    Reply delete(String path, String token) {
        return send("DELETE", base + "/v26.0" + path, "", "Authorization", "Bearer " + token);
    }

    Reply debug(String token) {
        var query = Map.of("input_token", token, "access_token", CLIENT + "|" + SECRET);
        return Http.get(base + "/v26.0/debug_token?" + Parameters.format(query));
    }

    @Override
    public Reply identity(String token) {
        return graph("/me?fields=id,name,email,picture", token);
    }

    static int code(Reply reply) {
        return reply.json().path("error").path("code").asInt(0);
    }

    static int subcode(Reply reply) {
        return reply.json().path("error").path("error_subcode").asInt(0);
    }
}

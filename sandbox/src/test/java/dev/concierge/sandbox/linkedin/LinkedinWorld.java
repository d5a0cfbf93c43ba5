package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.SandboxOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** LinkedIn with an app that may sign people in and post. */
public final class LinkedinWorld extends DialectWorld {
    static final String SIGN_IN = "openid profile email";

    public LinkedinWorld() {
        super("linkedin");
    }

    public LinkedinWorld(SandboxOptions options) {
        super("linkedin", options);
    }

    @Override
    public Map<String, String> request() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("scope", SIGN_IN);
        parameters.put("state", "state-of-the-test");
        parameters.put("nonce", "nonce-of-the-test");
        return parameters;
    }

    @Override
    protected String authorizePath() {
        return "/oauth/v2/authorization";
    }

    @Override
    public Reply token(Map<String, String> parameters) {
        return Http.form(tokenUrl(), withCredentials(parameters));
    }

    String tokenUrl() {
        return base + "/oauth/v2/accessToken";
    }

    Reply userinfo(String token) {
        return api("/v2/userinfo", token);
    }

    Reply revoke(String token) {
        return Http.form(base + "/oauth/v2/revoke", withCredentials(Map.of("token", token)));
    }

    @Override
    public Reply identity(String token) {
        return userinfo(token);
    }

    @Override
    public Reply renewable() {
        knobs().set(LinkedinKnobs.PARTNER, true);
        return tokens();
    }
}

package dev.concierge.sandbox.twitter;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.SandboxOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** X with a confidential client. */
public final class TwitterWorld extends DialectWorld {
    static final String FULL = "tweet.read users.read users.email offline.access";

    public TwitterWorld() {
        super("twitter");
    }

    public TwitterWorld(SandboxOptions options) {
        super("twitter", options);
    }

    @Override
    public Map<String, String> request() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("scope", FULL);
        parameters.put("state", "state-of-the-test");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    @Override
    protected String authorizePath() {
        return "/i/oauth2/authorize";
    }

    @Override
    public Reply token(Map<String, String> parameters) {
        return tokenAs(basic(CLIENT, SECRET), parameters);
    }

    Reply tokenAs(String authorization, Map<String, String> parameters) {
        return Http.form(tokenUrl(), parameters, "Authorization", authorization);
    }

    String tokenUrl() {
        return base + "/2/oauth2/token";
    }

    Reply me(String token) {
        return api("/2/users/me", token);
    }

    Reply revoke(String token) {
        return Http.form(base + "/2/oauth2/revoke", Map.of("token", token), "Authorization", basic(CLIENT, SECRET));
    }

    @Override
    public Reply identity(String token) {
        return me(token);
    }
}

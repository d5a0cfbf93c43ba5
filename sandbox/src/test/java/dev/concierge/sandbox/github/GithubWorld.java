package dev.concierge.sandbox.github;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.SandboxOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** GitHub with an OAuth app. */
public final class GithubWorld extends DialectWorld {
    public GithubWorld() {
        super("github");
    }

    public GithubWorld(SandboxOptions options) {
        super("github", options);
    }

    @Override
    public Map<String, String> request() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("scope", "read:user user:email");
        parameters.put("state", "state-of-the-test");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    @Override
    protected String authorizePath() {
        return "/login/oauth/authorize";
    }

    @Override
    public Reply token(Map<String, String> parameters) {
        return Http.form(tokenUrl(), withCredentials(parameters), "Accept", "application/json");
    }

    String tokenUrl() {
        return base + "/login/oauth/access_token";
    }

    /** Tokens that expire, for Linh. */
    Reply expiring() {
        knobs().set(GithubKnobs.TOKEN_EXPIRY, TokenExpiry.ON);
        return tokens();
    }

    Reply user(String token) {
        return api("/api/user", token);
    }

    /** Asks for something to be done with a token, by the app itself. */
    Reply application(String method, String what, String token) {
        return Http.json(
                method,
                base + "/api/applications/" + CLIENT + "/" + what,
                json(Map.of("access_token", token)),
                "Authorization",
                basic(CLIENT, SECRET));
    }

    @Override
    public Reply identity(String token) {
        return user(token);
    }

    @Override
    public Reply renewable() {
        return expiring();
    }
}

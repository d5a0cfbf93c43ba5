package dev.concierge.sandbox.youtube;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.SandboxOptions;
import dev.concierge.sandbox.SettableClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** YouTube with a client of its own in a project that has one of Google's, too. */
final class YoutubeWorld extends DialectWorld {
    static final String READ = "https://www.googleapis.com/auth/youtube.readonly";
    static final String UPLOAD = "https://www.googleapis.com/auth/youtube.upload";
    static final String SCOPES = "openid email profile " + READ;
    static final String GOOGLE_CLIENT = "google-client";

    final String google;

    YoutubeWorld() {
        this(SandboxOptions.defaults().withClock(new SettableClock("2026-11-21T09:00:00Z")));
    }

    YoutubeWorld(SandboxOptions options) {
        super("youtube", options);
        google = sandbox.baseUrl() + "/google";
        sandbox.registerClient(new Client("google", GOOGLE_CLIENT, SECRET, "Concierge", List.of(REDIRECT)));
    }

    @Override
    public Map<String, String> request() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("response_type", "code");
        parameters.put("scope", SCOPES);
        parameters.put("state", "state-of-the-test");
        parameters.put("access_type", "offline");
        parameters.put("prompt", "select_account consent");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    /** Google's. */
    @Override
    protected String authorizePath() {
        return "/../google/o/oauth2/v2/auth";
    }

    @Override
    public String url(String... changes) {
        return super.url(changes).replace("/youtube/..", "");
    }

    @Override
    public Reply token(Map<String, String> parameters) {
        return Http.form(google + "/token", withCredentials(parameters));
    }

    Reply channels(String token) {
        return api("/youtube/v3/channels?part=id,snippet,contentDetails,statistics&mine=true", token);
    }

    static JsonNode channel(Reply reply) {
        return reply.json().path("items").path(0);
    }

    /** Tokens for somebody in another browser. */
    Reply tokensOf(String account) {
        newVisitor();
        return token(exchange(allow(account).parameter("code")));
    }

    Reply revoke(String token) {
        return Http.form(google + "/revoke", Map.of("token", token));
    }

    @Override
    public Reply identity(String token) {
        return channels(token);
    }
}

package dev.concierge.sandbox.notion;

import dev.concierge.sandbox.DialectWorld;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.SandboxOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Notion with a public connection. */
public final class NotionWorld extends DialectWorld {
    static final String VERSION = "2026-03-11";

    public NotionWorld() {
        super("notion");
    }

    public NotionWorld(SandboxOptions options) {
        super("notion", options);
    }

    @Override
    public Map<String, String> request() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("response_type", "code");
        parameters.put("owner", "user");
        parameters.put("state", "state-of-the-test");
        return parameters;
    }

    @Override
    protected String authorizePath() {
        return "/v1/oauth/authorize";
    }

    @Override
    public Reply token(Map<String, String> parameters) {
        return oauth("token", parameters);
    }

    /** A call of the connection itself, with everything that Notion wants. */
    Reply oauth(String what, Map<String, String> members) {
        return Http.json(
                "POST",
                base + "/v1/oauth/" + what,
                json(members),
                "Authorization",
                basic(CLIENT, SECRET),
                "Notion-Version",
                VERSION);
    }

    Reply me(String token) {
        return Http.get(base + "/v1/users/me", "Authorization", "Bearer " + token, "Notion-Version", VERSION);
    }

    @Override
    public Reply identity(String token) {
        return me(token);
    }
}

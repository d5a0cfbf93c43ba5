package dev.concierge.sandbox.google;

import dev.concierge.sandbox.Client;
import dev.concierge.sandbox.Http;
import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.SandboxOptions;
import dev.concierge.sandbox.SettableClock;
import dev.concierge.sandbox.Visitor;
import dev.concierge.sandbox.http.Parameters;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sandbox with a client, and the steps of the flow as a well-behaved client takes them. */
public final class GoogleWorld implements AutoCloseable {
    public static final String LINH = "linh.tran@meridian.example";
    public static final String LINH_HOME = "linh@home.example";
    public static final String REDIRECT = "http://localhost:9999/callback";
    public static final String CLIENT = "concierge.apps.example";
    public static final String SECRET = "GOCSPX-secret-of-concierge";
    public static final String SIBLING = "sibling.apps.example";
    public static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    public static final String READ_EVENTS = "https://www.googleapis.com/auth/calendar.events.readonly";
    public static final String WRITE_EVENTS = "https://www.googleapis.com/auth/calendar.events";
    public static final String LIST = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";
    public static final String FULL = "openid email profile " + READ_EVENTS + " " + LIST;

    public final Sandbox sandbox;
    public final String google;
    private Visitor visitor = new Visitor();

    public GoogleWorld() {
        this(SandboxOptions.defaults().withClock(new SettableClock("2026-11-21T09:00:00Z")));
    }

    public GoogleWorld(SandboxOptions options) {
        sandbox = Sandbox.start(options);
        google = sandbox.baseUrl() + "/google";
        sandbox.registerClient(CLIENT, SECRET, REDIRECT);
        sandbox.registerClient(new Client("google", SIBLING, SECRET, "Concierge", List.of(REDIRECT)));
        sandbox.registerClient(new Client("google", "stranger.apps.example", SECRET, "Stranger", List.of(REDIRECT)));
    }

    /** The parameters of a complete authorization request; change what the test is about. */
    public Map<String, String> request() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("client_id", CLIENT);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("response_type", "code");
        parameters.put("scope", FULL);
        parameters.put("state", "state-of-the-test");
        parameters.put("nonce", "nonce-of-the-test");
        parameters.put("access_type", "offline");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    public String url(Map<String, String> parameters) {
        return google + "/o/oauth2/v2/auth?" + Parameters.format(parameters);
    }

    /** The request with some parameters changed; an empty value takes one out. */
    public String url(String... changes) {
        var parameters = request();
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                parameters.remove(changes[i]);
            } else {
                parameters.put(changes[i], changes[i + 1]);
            }
        }
        return url(parameters);
    }

    public Visitor visitor() {
        return visitor;
    }

    /** Another browser. */
    public Visitor newVisitor() {
        visitor.close();
        visitor = new Visitor();
        return visitor;
    }

    /** A fresh code for Linh, with these changes to the authorization request. */
    public String code(String... changes) {
        return visitor.allow(url(changes), LINH).parameter("code");
    }

    public Map<String, String> exchange(String code) {
        var form = credentials();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", REDIRECT);
        form.put("code_verifier", VERIFIER);
        return form;
    }

    public Map<String, String> renewal(String refreshToken) {
        var form = credentials();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        return form;
    }

    public Reply token(Map<String, String> form) {
        return Http.form(google + "/token", form);
    }

    /** Tokens for Linh with all scopes, through the whole flow. */
    public Reply tokens(String... changes) {
        return token(exchange(code(changes)));
    }

    public Reply refresh(String refreshToken) {
        return token(renewal(refreshToken));
    }

    public Reply api(String path, String accessToken) {
        return Http.bearer(google + path, accessToken);
    }

    public Reply events(String accessToken, String query) {
        return api("/calendar/v3/calendars/primary/events" + query, accessToken);
    }

    public void pass(Duration time) {
        sandbox.clock().advance(time);
    }

    public long count(String endpoint, String outcome) {
        return sandbox.ledger().count("google", endpoint, outcome);
    }

    @Override
    public void close() {
        visitor.close();
        sandbox.close();
    }

    private static Map<String, String> credentials() {
        var form = new LinkedHashMap<String, String>();
        form.put("client_id", CLIENT);
        form.put("client_secret", SECRET);
        return form;
    }
}

package dev.concierge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person who signs up, connects Google and makes an API key, by the pages' own forms and without script. */
final class Person implements AutoCloseable {
    static final String PASSWORD = "seven quiet herons cross the harbour";

    private static final Pattern CSRF =
            Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"|value=\"([^\"]+)\" name=\"_csrf\"");
    private static final Pattern KEY = Pattern.compile("ck_[A-Za-z0-9_-]{43}");
    private static final Pattern HREF = Pattern.compile("href=\"(http://127\\.0\\.0\\.1:[^\"]+)\"");
    private static final Pattern INTERACTION = Pattern.compile("name=\"interaction\" value=\"([^\"]+)\"");
    private static final Pattern SEED = Pattern.compile("aria-label=\"the key for your app\">([A-Z2-7 ]+)<");
    private static final Pattern PENDING = Pattern.compile("name=\"id\" value=\"([^\"]+)\"");
    private static final Pattern SCOPE = Pattern.compile("name=\"scope\" value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Map<String, String>> cookies = new TreeMap<>();
    private final Installation at;

    Person(Installation at) {
        this.at = at;
    }

    /** @return the new integration's id and a key that may take its token */
    Ready getReady() throws IOException, InterruptedException {
        signUp("proof@people.example");
        String integration = connect("linh.tran@meridian.example");
        return new Ready(integration, key());
    }

    /** Makes an account and is signed in with it. */
    void signUp(String email) throws IOException, InterruptedException {
        post(
                at.url("/signup"),
                form(at.url("/signup")) + "&name=Proof&email=" + encode(email) + "&password=" + encode(PASSWORD));
        signIn(email, PASSWORD);
    }

    void signIn(String email, String password) throws IOException, InterruptedException {
        post(at.url("/login"), form(at.url("/login")) + "&email=" + encode(email) + "&password=" + encode(password));
    }

    /** Sets an authenticator app up, where a sign-in asks for one, and is in. */
    Authenticator enrol() throws IOException, InterruptedException {
        URI enrol = at.url("/login/second/enrol");
        String shown = post(enrol, form(at.url("/login/second")) + "&to=%2F").body();
        Authenticator app = new Authenticator(find(SEED, shown));
        post(
                at.url("/login/second/confirm"),
                check(enrol, shown) + "&id=" + encode(find(PENDING, shown)) + "&code=" + app.code()
                        + "&name=Phone&to=%2F");
        return app;
    }

    /** @return what an address answers to this person's session; anything but 200 is an error */
    String get(String path) throws IOException, InterruptedException {
        URI target = at.url(path);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(target), target);
        if (answer.statusCode() != 200) {
            throw new IOException(target.getPath() + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** @return a new key that may take tokens */
    String key() throws IOException, InterruptedException {
        return find(
                KEY,
                post(
                                at.url("/security/keys"),
                                form(at.url("/security")) + "&name=proof&days=7&scope=" + encode("tokens:vend"))
                        .body());
    }

    /** @param integration id of the connected account */
    record Ready(String integration, String key) {
        @Override
        public String toString() {
            return "Ready[" + integration + "]";
        }
    }

    /**
     * Connects an account of Google's, or connects it again: the page asks for it in the same way.
     *
     * @return the integration's id
     */
    String connect(String upstream) throws IOException, InterruptedException {
        String page = post(at.url("/integrations/google/connect"), form(at.url("/integrations")))
                .body();
        URI provider = URI.create(find(HREF, page).replace("&amp;", "&"));
        HttpResponse<String> chooser = follow(send(HttpRequest.newBuilder(provider), provider));
        String account = "interaction=" + encode(find(INTERACTION, chooser.body())) + "&account=" + encode(upstream);
        HttpResponse<String> consent = follow(post(chooser.uri().resolve("account"), account));
        StringBuilder allow =
                new StringBuilder("interaction=" + encode(find(INTERACTION, consent.body())) + "&decision=allow");
        Matcher scopes = SCOPE.matcher(consent.body());
        while (scopes.find()) {
            allow.append("&scope=").append(encode(scopes.group(1)));
        }
        HttpResponse<String> back = post(consent.uri().resolve("consent"), allow.toString());
        URI callback = URI.create(back.headers().firstValue("Location").orElseThrow());
        HttpResponse<String> done = send(HttpRequest.newBuilder(callback), callback);
        String path = done.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IOException("the callback answered " + done.statusCode()));
        return path.replaceAll("^/integrations/([0-9a-f-]{36}).*$", "$1");
    }

    private HttpResponse<String> follow(HttpResponse<String> answer) throws IOException, InterruptedException {
        HttpResponse<String> here = answer;
        while (here.statusCode() / 100 == 3) {
            URI next = here.uri().resolve(here.headers().firstValue("Location").orElseThrow());
            here = send(HttpRequest.newBuilder(next), next);
        }
        return here;
    }

    private String form(URI page) throws IOException, InterruptedException {
        return check(page, send(HttpRequest.newBuilder(page), page).body());
    }

    private static String check(URI page, String body) throws IOException {
        Matcher token = CSRF.matcher(body);
        if (!token.find()) {
            throw new IOException("no form check on " + page.getPath());
        }
        return "_csrf=" + encode(token.group(1) == null ? token.group(2) : token.group(1));
    }

    private HttpResponse<String> post(URI target, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", target.getScheme() + "://" + target.getAuthority())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> answer = send(request, target);
        if (answer.statusCode() >= 400) {
            throw new IOException(target.getPath() + " answered " + answer.statusCode());
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest.Builder request, URI target)
            throws IOException, InterruptedException {
        Map<String, String> jar = cookies.computeIfAbsent(target.getHost(), _ -> new TreeMap<>());
        if (!jar.isEmpty()) {
            request.header(
                    "Cookie",
                    String.join(
                            "; ",
                            jar.entrySet().stream()
                                    .map(one -> one.getKey() + "=" + one.getValue())
                                    .toList()));
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            jar.put(pair[0], pair[1]);
        }
        return answer;
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("the page does not hold " + pattern);
        }
        return found.groupCount() == 0 ? found.group() : found.group(1);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}

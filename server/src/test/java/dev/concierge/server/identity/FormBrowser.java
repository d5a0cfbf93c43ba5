package dev.concierge.server.identity;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser as far as the sign-in forms see one: keeps cookies, follows no redirects by itself, sends forms with the check of the page it last loaded. Its
 * cookies can be looked at and planted.
 */
final class FormBrowser {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final Pattern CHECK = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final URI server;
    private final String authority;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final List<String> setCookies = new ArrayList<>();
    private String check = "";

    public FormBrowser(URI server) {
        this(server, server.getAuthority());
    }

    /** At one node of several, which it names by the public address, as a load balancer would. */
    FormBrowser(URI node, String authority) {
        this.server = node;
        this.authority = authority;
    }

    /** Loads a page; a form check on it is kept for the next form. Headers are pairs of name and value. */
    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** Sends a form with the kept check; fields are pairs of name and value. */
    public HttpResponse<String> post(String path, String... fields) {
        return post(path, Map.of(), fields);
    }

    /** Sends a form with more headers. */
    public HttpResponse<String> post(String path, Map<String, String> headers, String... fields) {
        StringBuilder body = new StringBuilder("_csrf=").append(encoded(check));
        for (int index = 0; index < fields.length; index += 2) {
            body.append('&').append(encoded(fields[index])).append('=').append(encoded(fields[index + 1]));
        }
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        headers.forEach(request::setHeader);
        return send(request);
    }

    /** Calls the API as a script of our page does. */
    public HttpResponse<String> json(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path)
                .setHeader("Content-Type", "application/json")
                .setHeader("Accept", "application/json")
                .setHeader("X-CSRF-TOKEN", check)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int index = 0; index < headers.length; index += 2) {
            request.setHeader(headers[index], headers[index + 1]);
        }
        return send(request);
    }

    /** Sends a file as a script of our page does. */
    public HttpResponse<String> bytes(String method, String path, String type, byte[] body) {
        return send(request(path)
                .setHeader("Content-Type", type)
                .setHeader("Accept", "application/json")
                .setHeader("X-CSRF-TOKEN", check)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** Signs in, from the sign-in page. */
    public HttpResponse<String> signIn(String email, String password) {
        get("/login");
        return post("/login", "email", email, "password", password, "to", "/security");
    }

    public String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    /** By name. */
    public Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    public void plant(String name, String value) {
        cookies.put(name, value);
    }

    public void forget(String name) {
        cookies.remove(name);
    }

    /** The form check of the page loaded last; empty when it had none. */
    public String check() {
        return check;
    }

    public void useCheck(String other) {
        check = other;
    }

    /** Every Set-Cookie header so far. */
    public List<String> setCookies() {
        return List.copyOf(setCookies);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30));
        if (!authority.equals(server.getAuthority())) {
            request.header("Host", authority);
        }
        request.header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        if (!cookies.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            cookies.forEach((name, value) -> pairs.add(name + "=" + value));
            request.header("Cookie", String.join("; ", pairs));
        }
        for (int index = 0; index < headers.length; index += 2) {
            request.setHeader(headers[index], headers[index + 1]);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("set-cookie").forEach(this::keep);
            Matcher matcher = CHECK.matcher(answer.body());
            if (matcher.find()) {
                check = matcher.group(1);
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String line) {
        setCookies.add(line);
        String pair = line.substring(0, line.indexOf(';'));
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (line.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

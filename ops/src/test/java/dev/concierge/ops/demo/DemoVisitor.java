package dev.concierge.ops.demo;

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
import java.util.stream.Collectors;

/**
 * A browser without eyes and script: keeps cookies by host, also those that are meant for TLS only (browsers treat localhost so, the JDK's cookie
 * manager does not), follows redirects, and fills in forms.
 */
final class DemoVisitor implements AutoCloseable {

    private static final Pattern INPUT = Pattern.compile("<input [^>]*>");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Map<String, String>> cookies = new TreeMap<>();
    private final URI address;

    DemoVisitor(String address) {
        this.address = URI.create(address);
    }

    /** Opens a path of ours, or a whole address, and follows where it leads. */
    HttpResponse<String> get(String where) throws IOException, InterruptedException {
        return follow(send(HttpRequest.newBuilder(address.resolve(where)).GET()));
    }

    /** What a bearer of a key or token gets. */
    HttpResponse<String> get(String where, String bearer) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(where))
                .header("Authorization", "Bearer " + bearer)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Signs in at the page for it, and answers the page that this ends at. */
    HttpResponse<String> signIn(String email, String password) throws IOException, InterruptedException {
        return submit(get("/login"), "/login", Map.of("email", email, "password", password));
    }

    /** Sends the form with this action: what stands in it, every box ticked, and what is filled in; then follows where it leads. */
    HttpResponse<String> submit(HttpResponse<String> page, String action, Map<String, String> filledIn)
            throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        Matcher inputs = INPUT.matcher(form(page, action));
        while (inputs.find()) {
            String name = attribute(inputs.group(), "name");
            if (!filledIn.containsKey(name)) {
                append(body, name, attribute(inputs.group(), "value"));
            }
        }
        filledIn.forEach((name, value) -> append(body, name, value));
        URI target = page.uri().resolve(action);
        return follow(send(HttpRequest.newBuilder(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", target.getScheme() + "://" + target.getAuthority())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    /** The first group of what a page says. */
    static String find(HttpResponse<String> page, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(page.body());
        if (!found.find()) {
            throw new IOException(page.uri().getPath() + " answered " + page.statusCode() + " without " + pattern);
        }
        return plain(found.group(1));
    }

    @Override
    public void close() {
        client.close();
    }

    private static String form(HttpResponse<String> page, String action) throws IOException {
        return find(page, "(?s)(<form [^>]*action=\"" + Pattern.quote(action) + "\".*?</form>)");
    }

    private static String attribute(String tag, String name) {
        Matcher found = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(tag);
        return found.find() ? plain(found.group(1)) : "";
    }

    private static String plain(String text) {
        return text.replace("&#34;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    }

    private static void append(StringBuilder body, String name, String value) {
        body.append(body.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> follow(HttpResponse<String> answer) throws IOException, InterruptedException {
        HttpResponse<String> here = answer;
        while (here.statusCode() / 100 == 3) {
            URI next = here.uri().resolve(here.headers().firstValue("Location").orElseThrow());
            here = send(HttpRequest.newBuilder(next).GET());
        }
        return here;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        Map<String, String> jar = cookies.computeIfAbsent(request.build().uri().getHost(), _ -> new TreeMap<>());
        if (!jar.isEmpty()) {
            request.header(
                    "Cookie",
                    jar.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : response.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            jar.put(pair[0], pair[1]);
        }
        return response;
    }
}

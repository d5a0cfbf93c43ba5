package dev.concierge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without script that goes through pages by their own forms, ours and other programs': keeps cookies by host. */
final class Journey implements AutoCloseable {
    /** Where a step ended: a page, or the redirect that leads on. */
    record Stop(URI at, int status, String body, String location) {}

    private static final Pattern CSRF =
            Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"|value=\"([^\"]+)\" name=\"_csrf\"");
    private static final Pattern KEY = Pattern.compile("(?<![A-Za-z0-9_-])ck_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])");
    private static final String PASSWORD = "seven quiet herons cross the harbour";
    private static final int MOST_HOPS = 12;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Map<String, String>> cookies = new TreeMap<>();
    private final URI ours;
    private final String from;
    private final Watch watch;

    /** Is told of each answer of ours. */
    @FunctionalInterface
    interface Watch {
        void answered(int status, Duration took);
    }

    /** @param ours where Concierge is */
    Journey(URI ours) {
        this(ours, "", (_, _) -> {});
    }

    /** @param from the address that a proxy in front of Concierge would name; empty for none */
    Journey(URI ours, String from, Watch watch) {
        this.ours = ours;
        this.from = from;
        this.watch = watch;
    }

    /** Makes an account and is signed in with it. */
    void signUp(String email) throws IOException, InterruptedException {
        submit("/signup", "/signup", Map.of("name", "Proof", "email", email, "password", PASSWORD));
        signIn(email);
    }

    /** Signs in to an account that {@link #signUp} made. */
    void signIn(String email) throws IOException, InterruptedException {
        Stop in = submit("/login", "/login", Map.of("email", email, "password", PASSWORD));
        if (!in.location().equals("/")) {
            throw new IOException("signing in led to " + in.location() + " with " + in.status());
        }
    }

    /** A new key with these scopes. */
    String key(String... scopes) throws IOException, InterruptedException {
        return keyNamed("proof", scopes);
    }

    /** As {@link #key}, for one of several: two of the same name are refused. */
    String keyNamed(String name, String... scopes) throws IOException, InterruptedException {
        StringBuilder fields = new StringBuilder("name=" + encode(name) + "&days=7");
        for (String scope : scopes) {
            fields.append("&scope=").append(encode(scope));
        }
        Stop made = post(ours.resolve("/security/keys"), check("/security") + "&" + fields);
        return find(KEY, made.body());
    }

    /** Sends a form of ours that stands on a page. */
    Stop submit(String page, String action, Map<String, String> fields) throws IOException, InterruptedException {
        return post(ours.resolve(action), check(page) + "&" + encoded(fields));
    }

    /** Presses a button of ours that leads to a provider, and answers its address. */
    URI leave(String page, String action, URI provider) throws IOException, InterruptedException {
        Stop left = submit(page, action, Map.of());
        Pattern link = Pattern.compile("href=\"(" + Pattern.quote(provider.toString()) + "[^\"]+)\"");
        return URI.create(find(link, left.body()).replace("&amp;", "&"));
    }

    /** Opens an address and follows where it leads. */
    Stop open(URI address) throws IOException, InterruptedException {
        return follow(send(HttpRequest.newBuilder(address).GET(), address));
    }

    Stop follow(Stop stop) throws IOException, InterruptedException {
        Stop here = stop;
        for (int hop = 0; !here.location().isEmpty(); hop++) {
            if (hop > MOST_HOPS) {
                throw new IOException(
                        "redirected for ever, last to " + here.at().getPath());
            }
            URI next = here.at().resolve(here.location());
            here = send(HttpRequest.newBuilder(next).GET(), next);
        }
        return here;
    }

    /** Sends a form, and stays at its answer. */
    Stop post(URI target, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", target.getScheme() + "://" + target.getAuthority())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        Stop stop = send(request, target);
        if (stop.status() >= 400) {
            throw new IOException(target.getPath() + " answered " + stop.status());
        }
        return stop;
    }

    /** What its browser sends along to a host. */
    String cookies(String host) {
        return cookies.getOrDefault(host, Map.of()).entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("; "));
    }

    /** What a form of that page has to carry. */
    String check(String page) throws IOException, InterruptedException {
        Stop form = open(ours.resolve(page));
        Matcher token = CSRF.matcher(form.body());
        if (!token.find()) {
            throw new IOException("no form check on " + page + ", which answered " + form.status());
        }
        return "_csrf=" + encode(token.group(1) == null ? token.group(2) : token.group(1));
    }

    private Stop send(HttpRequest.Builder request, URI target) throws IOException, InterruptedException {
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
        boolean here = target.getAuthority().equals(ours.getAuthority());
        if (here && !from.isEmpty()) {
            request.header("X-Forwarded-For", from);
        }
        long began = System.nanoTime();
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (here) {
            watch.answered(answer.statusCode(), Duration.ofNanos(System.nanoTime() - began));
        }
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            jar.put(pair[0], pair[1]);
        }
        String location = answer.statusCode() / 100 == 3
                ? answer.headers().firstValue("Location").orElse("")
                : "";
        return new Stop(target, answer.statusCode(), answer.body(), location);
    }

    static String find(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("the page does not hold " + pattern);
        }
        return found.groupCount() == 0 ? found.group() : found.group(1);
    }

    static String encoded(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        new LinkedHashMap<>(fields)
                .forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                        .append(encode(name))
                        .append('=')
                        .append(encode(value)));
        return text.toString();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}

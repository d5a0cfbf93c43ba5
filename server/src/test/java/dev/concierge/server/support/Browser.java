package dev.concierge.server.support;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/**
 * A browser without script or pictures: keeps cookies by host (ports do not matter to cookies), follows redirects, fills in and posts the forms
 * that pages hold. It records every URL it was sent to and every cookie, for tests that look for secrets.
 */
public final class Browser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final int MOST_HOPS = 12;

    /** A form's field as it is sent. */
    public record Field(String name, String value) {}

    private final Map<String, Map<String, String>> cookies = new ConcurrentHashMap<>();
    private final List<URI> visited = java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<String> secrets = java.util.Collections.synchronizedList(new ArrayList<>());
    private volatile BiConsumer<String, Page> listener = (_, _) -> {};

    /** Tells each answer, redirects too, with its request's method, for tests that look at all of them. */
    public void tell(BiConsumer<String, Page> listener) {
        this.listener = listener;
    }

    /** Opens an address and follows where it leads. */
    public Page open(URI address) {
        return follow(send("GET", address, "", Map.of()));
    }

    /** Opens an address and stays at its answer. */
    public Page get(URI address, Map<String, String> headers) {
        return send("GET", address, "", headers);
    }

    /** Sends the form that {@code selector} finds, as its submit button would, with some fields filled in otherwise. */
    public Page submit(Page page, String selector, Map<String, String> filledIn) {
        Element form = page.find(selector);
        return follow(post(page, form, fields(form, filledIn)));
    }

    /** As the other, but stays at the answer itself. */
    public Page submitOnly(Page page, String selector, Map<String, String> filledIn) {
        Element form = page.find(selector);
        return post(page, form, fields(form, filledIn));
    }

    /** Sends a form with exactly these fields besides its hidden ones. */
    public Page submitExactly(Page page, String selector, List<Field> fields) {
        Element form = page.find(selector);
        List<Field> all = new ArrayList<>();
        form.select("input[type=hidden]").forEach(input -> all.add(new Field(input.attr("name"), input.attr("value"))));
        all.addAll(fields);
        return follow(post(page, form, all));
    }

    /** Any request with this browser's cookies. */
    public Page send(String method, URI address, String body, Map<String, String> headers) {
        visited.add(address);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        Map<String, String> mine = jar(address);
        if (!mine.isEmpty()) {
            request.header(
                    "Cookie",
                    mine.entrySet().stream()
                            .map(one -> one.getKey() + "=" + one.getValue())
                            .collect(Collectors.joining("; ")));
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> answer =
                    HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(address, cookie));
            Page page = new Page(address, answer.statusCode(), answer.headers(), answer.body());
            listener.accept(method, page);
            return page;
        } catch (IOException e) {
            throw new AssertionError(method + " " + address.getPath() + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Follows redirects until a page stands still. */
    public Page follow(Page page) {
        Page here = page;
        for (int hop = 0; here.status() / 100 == 3; hop++) {
            if (hop > MOST_HOPS) {
                throw new AssertionError("redirected for ever, last to " + here.uri());
            }
            here = send("GET", location(here), "", Map.of());
        }
        return here;
    }

    /** Where a redirect leads. */
    public static URI location(Page page) {
        return page.uri()
                .resolve(page.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new AssertionError("no Location from " + page.uri())));
    }

    public List<URI> visited() {
        return List.copyOf(visited);
    }

    /** Every cookie value this browser was ever given. */
    public List<String> secrets() {
        return List.copyOf(secrets);
    }

    public Map<String, String> jar(URI address) {
        return cookies.computeIfAbsent(address.getHost(), _ -> new TreeMap<>());
    }

    public static String encode(List<Field> fields) {
        return fields.stream()
                .map(field -> URLEncoder.encode(field.name(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Page post(Page page, Element form, List<Field> fields) {
        String action = form.hasAttr("action") && !form.attr("action").isEmpty()
                ? form.attr("action")
                : page.uri().toString();
        URI target = page.uri().resolve(action);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Origin", page.uri().getScheme() + "://" + page.uri().getAuthority());
        headers.put("Sec-Fetch-Site", "same-origin");
        return send("POST", target, encode(fields), headers);
    }

    private static List<Field> fields(Element form, Map<String, String> filledIn) {
        List<Field> fields = new ArrayList<>();
        for (Element input : form.select("input[name], textarea[name], select[name]")) {
            String type = input.attr("type");
            boolean box = type.equals("checkbox") || type.equals("radio");
            if (!filledIn.containsKey(input.attr("name"))
                    && (!box || input.hasAttr("checked"))
                    && !type.equals("submit")) {
                fields.add(new Field(input.attr("name"), input.val()));
            }
        }
        filledIn.forEach((name, value) -> fields.add(new Field(name, value)));
        return fields;
    }

    private void keep(URI address, String setCookie) {
        String pair = setCookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        String name = pair.substring(0, equals).strip();
        String value = pair.substring(equals + 1).strip();
        if (setCookie.toLowerCase(java.util.Locale.ROOT).contains("max-age=0") || value.isEmpty()) {
            jar(address).remove(name);
        } else {
            jar(address).put(name, value);
            secrets.add(value);
        }
    }
}

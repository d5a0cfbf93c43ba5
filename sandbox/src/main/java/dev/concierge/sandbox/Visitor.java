package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A person at a browser, without the browser: goes through the sandbox's pages by their forms and stops at the redirect back
 * to the client. Keeps cookies, so one visitor is one browser. For tests; each is used by one thread.
 */
public final class Visitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern HIDDEN = Pattern.compile("name=\"interaction\" value=\"([^\"]+)\"");
    private static final Pattern CALLBACK_FORM = Pattern.compile("id=\"callback\" method=\"post\" action=\"([^\"]+)\"");
    private static final Pattern HIDDEN_FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final Pattern TICKED = Pattern.compile("name=\"([a-z]+)\" value=\"([^\"]+)\" checked");
    private static final Pattern OPTION = Pattern.compile("name=\"([a-z]+)\" value=\"([^\"]+)\"><strong");

    private final Map<String, List<String>> picks = new HashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(PATIENCE)
            .build();

    /** Where a trip through the pages came to: a page, or the address that the browser would now be sent to. */
    public sealed interface Stop {
        record Page(URI address, int status, String html) implements Stop {}

        /**
         * Back at the client.
         *
         * @param callback where to
         * @param posted the form that goes there, still encoded, or null for a plain redirect
         */
        record Left(URI callback, @Nullable String posted) implements Stop {
            Left(URI callback) {
                this(callback, null);
            }

            /** A parameter of the callback, be it posted or in query or fragment; or empty. */
            public String parameter(String name) {
                return Stream.of(
                                Optional.ofNullable(posted),
                                Optional.ofNullable(callback.getRawQuery()),
                                Optional.ofNullable(callback.getRawFragment()))
                        .flatMap(Optional::stream)
                        .map(text -> Parameters.parse(text).get(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse("");
            }
        }
    }

    /**
     * What this visitor takes where a page offers things of this name, from now on. Without it they take the first button,
     * or the boxes as they come.
     */
    public Visitor picking(String name, String... values) {
        picks.put(name, List.of(values));
        return this;
    }

    /** Opens an authorization URL, chooses the account where asked, agrees to everything. */
    public Stop.Left allow(String authorizationUrl, String account) {
        return allow(authorizationUrl, account, List.of());
    }

    /** Like {@link #allow(String, String)}, with these scopes unticked. */
    public Stop.Left allow(String authorizationUrl, String account, List<String> unticked) {
        return decide(authorizationUrl, account, "allow", unticked);
    }

    /** Opens an authorization URL, chooses the account where asked, and presses Cancel. */
    public Stop.Left deny(String authorizationUrl, String account) {
        return decide(authorizationUrl, account, "deny", List.of());
    }

    /** Opens an address of the sandbox and follows redirects inside of it. */
    public Stop open(String url) {
        return follow(URI.create(url), HttpRequest.newBuilder(URI.create(url)).GET());
    }

    /** Presses an account on the account page. */
    public Stop choose(Stop page, String account) {
        return submit(page, "account=" + Parameters.encode(account));
    }

    /** Presses Continue ({@code allow}) or Cancel ({@code deny}) on the consent page, with these scopes unticked. */
    public Stop press(Stop page, String decision, List<String> unticked) {
        var fields = new ArrayList<String>();
        fields.add("decision=" + decision);
        var ticked = TICKED.matcher(page(page).html());
        while (ticked.find()) {
            if (ticked.group(1).equals("scope") && !unticked.contains(ticked.group(2))) {
                fields.add("scope=" + Parameters.encode(ticked.group(2)));
            }
        }
        return submit(page, String.join("&", fields));
    }

    /** Chooses on a page between account and consent, as told by {@link #picking}, and goes on. */
    public Stop pick(Stop page) {
        var html = page(page).html();
        var options = OPTION.matcher(html);
        var fields = new ArrayList<String>();
        if (options.find()) {
            var name = options.group(1);
            picks.getOrDefault(name, List.of(options.group(2)))
                    .forEach(value -> fields.add(name + "=" + Parameters.encode(value)));
        } else {
            var ticked = TICKED.matcher(html);
            var boxes = Pattern.compile("type=\"checkbox\" name=\"([a-z]+)\"").matcher(html);
            var name = boxes.find() ? boxes.group(1) : "";
            var values = new ArrayList<String>();
            while (ticked.find()) {
                values.add(ticked.group(2));
            }
            picks.getOrDefault(name, values).forEach(value -> fields.add(name + "=" + Parameters.encode(value)));
        }
        return submit(page, String.join("&", fields));
    }

    /** Sends the page's form with these fields, encoded as in a form, whether the page offers them or not. */
    public Stop submit(Stop stop, String fields) {
        var page = page(stop);
        var hidden = HIDDEN.matcher(page.html());
        if (!hidden.find()) {
            throw new IllegalStateException("no form on the page: " + page.html());
        }
        var body = fields + "&interaction=" + Parameters.encode(hidden.group(1));
        var target = page.address().resolve(page.address().getPath());
        return follow(
                target,
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Override
    public void close() {
        http.close();
    }

    private Stop.Left decide(String url, String account, String decision, List<String> unticked) {
        var stop = open(url);
        if (isAt(stop, "/signin/account")) {
            stop = choose(stop, account);
        }
        while (isAt(stop, "/signin/choice")) {
            stop = pick(stop);
        }
        if (isAt(stop, "/signin/consent")) {
            stop = press(stop, decision, unticked);
        }
        return switch (stop) {
            case Stop.Left left -> left;
            case Stop.Page(var address, int status, var html) ->
                throw new IllegalStateException("ended at " + address.getPath() + " with " + status + ": " + html);
        };
    }

    private Stop follow(URI first, HttpRequest.Builder request) {
        var at = first;
        var answer = send(request);
        while (answer.statusCode() == 302 || answer.statusCode() == 303) {
            var next = at.resolve(answer.headers().firstValue("Location").orElseThrow());
            if (!String.valueOf(next.getAuthority()).equals(first.getAuthority())) {
                return new Stop.Left(next);
            }
            at = next;
            answer = send(HttpRequest.newBuilder(next).GET());
        }
        return posting(answer.body()).orElse(new Stop.Page(at, answer.statusCode(), answer.body()));
    }

    /** The form post response mode: what a browser with script would send at once. */
    private static Optional<Stop> posting(String html) {
        var form = CALLBACK_FORM.matcher(html);
        if (!form.find()) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, String>();
        HIDDEN_FIELD.matcher(html).results().forEach(each -> fields.put(each.group(1), text(each.group(2))));
        return Optional.of(new Stop.Left(URI.create(text(form.group(1))), Parameters.format(fields)));
    }

    /** The reverse of {@link Html#escape}. */
    private static String text(String escaped) {
        return escaped.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean isAt(Stop stop, String path) {
        return stop instanceof Stop.Page(var address, int status, var _)
                && status == 200
                && address.getPath().endsWith(path);
    }

    private static Stop.Page page(Stop stop) {
        if (stop instanceof Stop.Page page) {
            return page;
        }
        throw new IllegalStateException("already left the provider");
    }
}
